"""The shapes of memories in the API: bodies are validated by them, answers described."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from api.rest.documents import Body
from orchestration.memory.remembering import LONGEST


def _moment(value: Any) -> datetime:
    """Read a time with its zone, of a year that every zone can write."""
    if not isinstance(value, str):
        raise ValueError("a time is text, such as 2026-01-31T08:00:00Z")  # noqa: TRY004 - pydantic's
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("the time has no zone: send e.g. 2026-01-31T08:00:00Z")
    if not 1 < moment.year < 9999:  # noqa: PLR2004 - the first and last that can be written
        raise ValueError("the year is out of the ordinary")
    return moment.astimezone(UTC)


TypeName = Literal["semantic", "episodic", "procedural"]
Name = Annotated[str, Field(max_length=200, examples=["ann"])]
Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Id = Annotated[UUID, Field(strict=False)]
Text = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Title = Annotated[str, Field(max_length=500)]
Tag = Annotated[str, Field(min_length=1, max_length=64)]
Tags = Annotated[list[Tag], Field(max_length=20)]
Metadata = Annotated[dict[str, Any], Field(max_length=100)]
Share = Annotated[float, Field(ge=0, le=1)]
Seconds = Annotated[float, Field(ge=1, le=3_153_600_000)]
Base64 = Annotated[str, Field(min_length=1)]
Vector = Annotated[list[float], Field(min_length=1, max_length=4000)] | Base64
"""Numbers, or single-precision ones in little-endian order as base64."""
EmbedderName = Annotated[str, Field(min_length=1, max_length=200)]
Names = Annotated[list[Name], Field(min_length=1, max_length=200)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]


class Said(Body):
    """What a memory says."""

    text: Text
    type: TypeName = "semantic"
    title: Title = ""
    speaker: Name = ""
    at: Moment | None = None
    importance: Share = 0.5
    tags: Tags = Field(default_factory=list)
    metadata: Metadata = Field(default_factory=dict)  # a literal would be copied deeply
    expires_at: Moment | None = None
    ttl_s: Seconds | None = None


class MemoryItem(Said):
    """A memory, and to whom in the tenant it belongs: to everybody without any name."""

    agent: Name = ""
    user: Name = ""
    session: Name = ""
    at: Moment | None = None
    """When it happened or was said; now, if nothing is said: then each `episodic` memory without
    an id is an event of its own."""
    task_id: Id | None = None
    """The task that it came from."""
    id: Id | None = None
    """Yours, so that sending it again is harmless: with the same content it is known (type, title,
    text, speaker, time and owner are compared), with other content it is refused."""


class MemoryBody(MemoryItem):
    """A memory to add, with its vector if there is one already."""

    vector: Vector | None = None
    embedder: EmbedderName | None = None
    """What made the vector; what the tenant's memories are searched by when it is left out."""
    supersedes: Id | None = None
    """A memory that this one holds instead of."""


class MemoryLine(MemoryItem):
    """A line to import, as the export writes it."""

    vector: Vector | None = None
    embedder: EmbedderName | None = None


class BulkBody(Body):
    """Memories to add at once: all of them or none, but for conflicts."""

    memories: Annotated[list[MemoryItem], Field(min_length=1)]
    vectors: list[list[float]] | Base64 | None = None
    """One for each memory: lists, or all of them in one base64 text of single-precision numbers in
    little-endian order."""
    embedder: EmbedderName | None = None


class MemoryReplacement(Said):
    """All that a memory says from now on; whose it is stays, and its time if none is sent."""

    version: Version | None = None
    """The version that the change was made for; another is a 409."""
    vector: Vector | None = None
    embedder: EmbedderName | None = None


class MemoryChange(MemoryReplacement):
    """Fields of a memory to change; the others stay, and so does whose it is."""

    # Both may be left out and neither be null; of what is left out no default is read.
    text: Text = ""
    at: Moment = datetime(2026, 1, 1, tzinfo=UTC)


class MemoryLinks(BaseModel):
    """Where to go on from a memory."""

    self: str
    history: str


class MemoryAnswer(BaseModel):
    """A memory. Empty names are nobody's: it belongs to the whole tenant, or to no session."""

    id: UUID
    type: TypeName
    agent: str
    user: str
    session: str
    title: str
    text: str
    speaker: str
    at: datetime
    importance: float
    tags: list[str]
    metadata: dict[str, Any]
    task_id: UUID | None
    version: int
    valid_until: datetime | None
    """Since when another one holds instead."""
    superseded_by: UUID | None
    """The one that does."""
    expires_at: datetime | None
    created_at: datetime
    changed_at: datetime
    links: MemoryLinks


class Added(MemoryAnswer):
    """A memory and what became of what was sent.

    `outcome` is `added`; `known`, where the very same was there, or was merged into what is shown;
    `merged`, where it holds instead of one that said almost the same; `linked` to such a one.
    `like` is the one that says almost the same.
    """

    outcome: Literal["added", "known", "merged", "linked"]
    like: UUID | None
    searchable: Literal["meaning", "words"]
    """`words` until a vector has been made."""


class BulkAdded(BaseModel):
    """The ids in the order of what was sent; `known` are the places (from 0) of those that were
    there already, `conflicts` those of memories that were not stored, for their ids are those of
    something else."""

    ids: list[UUID]
    added: int
    known: list[int]
    conflicts: list[int]
    searchable: Literal["meaning", "words"]


class MemoryPage(BaseModel):
    """A page of memories, those that were stored last first."""

    items: list[MemoryAnswer]
    next: str | None


class FormerAnswer(BaseModel):
    """What a memory said before a change: the fields that were others."""

    version: int
    values: dict[str, Any]
    reason: str
    actor: str
    changed_at: datetime


class LinkAnswer(BaseModel):
    """How a memory belongs to another: `supersedes`, `merged` (took its place, for it says almost
    the same), `summarises`, `near`; or the same `by` it."""

    id: UUID
    relation: str
    similarity: float | None
    created_at: datetime


class MemoryHistory(BaseModel):
    """A memory's former versions, the latest first, and its links."""

    versions: list[FormerAnswer]
    links: list[LinkAnswer]


class WrongLine(BaseModel):
    """A line that was not imported; lines are counted from 0."""

    line: int
    field: str
    value: str
    message: str
    mend: str


class Imported(BaseModel):
    """What became of the lines; of those that are wrong, the first hundred are listed."""

    added: int
    known: int
    wrong: int
    errors: list[WrongLine]
    repeated: int
    """Those that were left out, for a later one has the same id."""
