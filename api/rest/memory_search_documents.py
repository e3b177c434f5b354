"""The shapes of questions to memory, and of answers."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.rest.documents import Body
from api.rest.memory_documents import (
    EmbedderName,
    Id,
    MemoryAnswer,
    Metadata,
    Moment,
    Names,
    Share,
    Tags,
    TypeName,
    Vector,
)
from orchestration.memory.fusing import USUAL

_Weight = Annotated[float, Field(ge=0, le=10)]


class WeightsBody(Body):
    """How much each sign counts.

    `meaning` is the part of the cosine, the rest to 1 that of the words; `beside` the part of a
    neighbour's score that a memory gains; the others are added.
    """

    meaning: Share = USUAL.meaning
    beside: Share = USUAL.beside
    speaker: _Weight = USUAL.speaker
    importance: _Weight = USUAL.importance
    recency: _Weight = USUAL.recency
    half_life_days: Annotated[float, Field(gt=0, le=36_500)] = USUAL.half_life_days


class SearchBody(Body):
    """A question, and which memories may answer it: those that fit all that is said.

    An empty name among others stands for what belongs to nobody in particular.
    """

    query: Annotated[str, Field(max_length=10_000, examples=["How does Ann take her tea?"])] = ""
    vector: Vector | None = None
    """The question's vector, if you have it."""
    embedder: EmbedderName | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 10
    agents: Names | None = None
    users: Names | None = None
    sessions: Names | None = None
    types: Annotated[list[TypeName], Field(max_length=3)] = []
    tags: Tags = []
    """All of these."""
    any_tags: Tags = []
    """One of these."""
    speakers: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=200)] = []
    since: Moment | None = None
    before: Moment | None = None
    metadata: Metadata = {}
    """Holds at least this."""
    min_importance: Share = 0.0
    task_id: Id | None = None
    as_of: Moment | None = None
    """What held at that time, superseded since or not: found by what it says now, shown as it was
    then."""
    diversity: Share = 0.0
    """How unlike each other the hits are to be; 0 leaves out only what says the very same."""
    mode: Literal["hybrid", "meaning", "words"] = "hybrid"
    weights: WeightsBody = WeightsBody()
    rerank: bool = False
    """Whether the default model for reranking orders the best of them anew."""
    max_tokens: Annotated[int, Field(ge=1, le=10_000_000)] | None = None
    """Hits are cut off after the last one that fits. Tokens are estimated by kinds of letters, for
    it is not known who reads them, and 15% are added: long words, digits, signs and scripts such as
    Chinese, Japanese or Thai count for more than common English words."""
    neighbours: Annotated[int, Field(ge=0, le=20)] = 0
    """So many memories before and after each hit in its session."""


class Why(BaseModel):
    """Why a memory stands where it stands.

    `similarity` is the cosine, where there is one; `words` are the question's words that it has, as
    the index spells them; `lexical` is their score, 1 at most; `beside` names neighbours in its
    session from whom it gained; `spoken` says that the question names its speaker;
    `reranked` is what a reranking model says of it, on a scale of its own.
    """

    similarity: float | None
    words: list[str]
    lexical: float
    beside: list[UUID]
    spoken: bool
    reranked: float | None


class Hit(BaseModel):
    """A memory that answers the question. Scores can be compared within one answer."""

    memory: MemoryAnswer
    score: float
    why: Why
    tokens: int
    """How many it has with those before and after it, estimated as for `max_tokens`."""
    before: list[MemoryAnswer]
    after: list[MemoryAnswer]


class SearchAnswer(BaseModel):
    """Hits, the best first. `cut` is how many had no room in `max_tokens`."""

    hits: list[Hit]
    searched_by: Literal["meaning and words", "meaning", "words"]
    without: str | None
    """Why it was not searched by meaning."""
    unranked: str | None
    """Why it was not reranked though it should be."""
    tokens: int
    cut: int
    took_ms: float
