"""The shapes of collections and documents in the API: bodies are validated by them, answers
described."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from api.rest.documents import Body, PriorityName


def _no_id(name: str) -> str:
    try:
        UUID(name)
    except ValueError:
        return name
    raise ValueError("A name may not look like an id.")


_Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_no_id)]
_Called = Annotated[str, Field(min_length=1, max_length=200, examples=["manuals"])]
_Metadata = Annotated[dict[str, Any], Field(max_length=50, examples=[{"year": 2026}])]
_Tokens = Annotated[int, Field(ge=50, le=4000)]
_Days = Annotated[int, Field(ge=1, le=36_500)]
_Id = Annotated[UUID, Field(strict=False)]
StateName = Literal["pending", "ready", "failed"]


class CollectionBody(Body):
    """A collection to make. `passage_tokens` counts for what is read from then on."""

    name: _Name
    description: Annotated[str, Field(max_length=2000)] = ""
    metadata: _Metadata = {}
    passage_tokens: _Tokens = 200
    expires_after_days: _Days | None = None


class CollectionChange(Body):
    """What to change of a collection; the rest stays."""

    name: _Name = ""
    description: Annotated[str, Field(max_length=2000)] = ""
    metadata: _Metadata = {}
    passage_tokens: _Tokens = 200
    expires_after_days: _Days | None = None


class DocumentBody(Body):
    """A document that is not uploaded here: at an address, as text, or among what was uploaded.

    Exactly one of `url`, `text`, `sha256` and `file_id`. `key` tells it from others of its
    collection, and stays when its content changes: its name or address by default, else the hash
    of its bytes.
    """

    collection: _Called
    """Id or name."""
    url: Annotated[str, Field(min_length=1, max_length=1024)] | None = None
    text: Annotated[str, Field(min_length=1)] | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    file_id: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    name: Annotated[str, Field(max_length=255)] = ""
    key: Annotated[str, Field(max_length=1024)] = ""
    metadata: _Metadata = {}
    priority: PriorityName = "NORMAL"


class SearchBody(Body):
    """What to look for in a collection.

    `metadata` is what documents must hold, `sources` of which documents. `neighbours` are passages
    before and behind each, `parent` is the text of its section; with `rerank` the default model for
    reranking orders the best of them anew.
    """

    query: Annotated[str, Field(min_length=1, max_length=4000, pattern=r"\S")]
    limit: Annotated[int, Field(ge=1, le=100)] = 10
    mode: Literal["both", "meaning", "words"] = "both"
    metadata: _Metadata = {}
    sources: Annotated[list[_Id], Field(max_length=100)] = []
    neighbours: Annotated[int, Field(ge=0, le=5)] = 0
    parent: bool = False
    rerank: bool = False


class CollectionLinks(BaseModel):
    """Where to go on from a collection."""

    self: str
    search: str
    documents: str


class CollectionAnswer(BaseModel):
    """A collection, and what is in it; `bytes` are those of the originals."""

    id: UUID
    name: str
    description: str
    metadata: dict[str, Any]
    passage_tokens: int
    expires_after_days: int | None
    documents: int
    pending: int
    failed: int
    passages: int
    bytes: int
    used_at: datetime
    created_at: datetime
    links: CollectionLinks


class CollectionPage(BaseModel):
    """A page of collections, newest first."""

    items: list[CollectionAnswer]
    next: str | None


class DocumentLinks(BaseModel):
    """Where to go on from a document; `task` while it has one."""

    self: str
    passages: str
    content: str
    ingest: str
    collection: str
    task: str | None


class DocumentAnswer(BaseModel):
    """A document. `ready` ones are found; `error` says why one is `failed`.

    While it is `pending` again, or `failed`, the passages of its former content are found.
    """

    id: UUID
    collection: UUID
    key: str
    name: str
    url: str | None
    title: str
    media_type: str | None
    sha256: str | None
    size: int
    metadata: dict[str, Any]
    state: StateName
    error: dict[str, Any] | None
    pages: int | None
    passages: int
    tokens: int
    task: UUID | None
    created_at: datetime
    changed_at: datetime
    ingested_at: datetime | None
    links: DocumentLinks


class DocumentPage(BaseModel):
    """A page of documents, newest first."""

    items: list[DocumentAnswer]
    next: str | None


class PassageAnswer(BaseModel):
    """A passage: `start` and `stop` are characters of the document's plain text, `section` is the
    ordinal of its section's first passage."""

    ordinal: int
    heading: str
    text: str
    page: int | None
    start: int
    stop: int
    section: int
    tokens: int


class PassagePage(BaseModel):
    """A page of passages, in their order; `next` is sent as `after`."""

    items: list[PassageAnswer]
    next: int | None


class FoundIn(BaseModel):
    """The document that a passage stands in."""

    id: UUID
    name: str
    title: str
    url: str | None
    metadata: dict[str, Any]


class Why(BaseModel):
    """Why a passage was found: its cosine where vectors were compared, the words that it has, what
    a reranking model says of it."""

    similarity: float | None
    words: list[str]
    reranked: float | None


class Neighbour(BaseModel):
    """A passage beside one that was found."""

    ordinal: int
    text: str


class HitAnswer(BaseModel):
    """A passage that answers; `score` compares within one answer only."""

    id: UUID
    text: str
    heading: str
    document: FoundIn
    ordinal: int
    page: int | None
    start: int
    stop: int
    score: float
    why: Why
    before: list[Neighbour]
    after: list[Neighbour]
    parent: str | None


class FoundAnswer(BaseModel):
    """The best passages first. `without` says why it was not searched by meaning, `unranked` why
    they were not reranked though they should be."""

    items: list[HitAnswer]
    searched_by: list[Literal["meaning", "words"]]
    without: str | None
    unranked: str | None
    millis: dict[str, float]
