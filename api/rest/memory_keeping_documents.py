"""The shapes of what is set for a tenant's memory: blocks, retention rules, settings, summaries."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.rest.documents import Body
from api.rest.memory_documents import Share, Version

RuleName = Literal["all", "semantic", "episodic", "procedural"]
Nearness = Literal["merge", "link", "keep"]
StateName = Literal["asked", "done", "failed"]
_Name = Annotated[str, Field(min_length=1, max_length=200, examples=["persona"])]
_Text = Annotated[str, Field(max_length=20_000)]
_Description = Annotated[str, Field(max_length=2000)]
_Limit = Annotated[int, Field(ge=1, le=20_000)]
_Days = Annotated[float, Field(ge=0, le=36_500)]
_Count = Annotated[int, Field(ge=1, le=2**31 - 1)]


class BlockBody(Body):
    """A block to make; `limit` is how many characters its text may have."""

    name: _Name
    text: _Text = ""
    description: _Description = ""
    limit: _Limit = 2000
    read_only: bool = False


class BlockChange(Body):
    """Fields of a block to change; the others stay."""

    text: _Text = ""
    description: _Description = ""
    limit: _Limit = 2000
    read_only: bool = False
    version: Version | None = None
    """The version that the change was made for; another is a 409."""


class AgentBody(Body):
    """An agent, by the name that memories call it by."""

    agent: _Name


class BlockAnswer(BaseModel):
    """A block, and the agents that have it in each of their prompts."""

    id: UUID
    name: str
    description: str
    text: str
    limit: int
    read_only: bool
    version: int
    agents: list[str]
    created_at: datetime
    changed_at: datetime


class BlockPage(BaseModel):
    """A page of blocks, newest first."""

    items: list[BlockAnswer]
    next: str | None


class RuleBody(Body):
    """What a rule bounds: each bound that is set deletes what is beyond it. Nothing is deleted
    before the rule was tried out and enabled."""

    max_age_days: _Days | None = None
    """What was stored longer ago."""
    max_entries: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    """Of each owner all but so many, those that were used last."""
    half_life_days: Annotated[float, Field(ge=0.01, le=36_500)] | None = None
    """After so long without use a memory is worth half its importance."""
    least_worth: Share | None = None
    """What is worth less; belongs to the half-life."""
    kept_importance: Annotated[float, Field(ge=0, le=1000)] = 1.0
    """Memories that are so important are never deleted."""


class RuleLinks(BaseModel):
    """Where to go on from a rule."""

    self: str
    try_: str = Field(alias="try")
    enable: str
    disable: str
    run: str


class RuleAnswer(BaseModel):
    """A retention rule."""

    type: RuleName
    max_age_days: float | None
    max_entries: int | None
    half_life_days: float | None
    least_worth: float | None
    kept_importance: float
    enabled: bool
    tried_at: datetime | None
    applied_at: datetime | None
    deleted: int
    links: RuleLinks


class RuleList(BaseModel):
    """A tenant's rules: at most one for each type and one for all of them."""

    items: list[RuleAnswer]


class TrialAnswer(BaseModel):
    """What a rule would delete now, and why; nothing was deleted. `examples` are some of them."""

    total: int
    age: int
    count: int
    decay: int
    examples: list[UUID]


class RunAnswer(BaseModel):
    """How many memories were deleted; where `more`, others are left, for the next run."""

    deleted: int
    more: bool


class SettingsChange(Body):
    """What to set; the rest stays. What is stored already stays as it is."""

    language: Annotated[str, Field(min_length=1, max_length=63)] = "english"
    """Postgres' text search configuration for new memories."""
    nearness: Nearness = "merge"
    """What becomes of a memory that says what another one says already."""
    near_similarity: Annotated[float, Field(ge=0.5, le=1)] = 0.95
    """From which cosine on two memories say the same."""
    summary_model: Annotated[str, Field(max_length=200)] = ""
    """Who sums up what happened, as tasks name models; empty for nobody. Setting one needs the
    scope `tasks:write`, too: summaries are tasks."""
    summary_after: _Count = 20
    """So many memories of what happened to one owner are summed up."""
    summary_age_hours: Annotated[int, Field(ge=0, le=2**31 - 1)] = 24
    """Once they were stored so long ago."""


class SettingsAnswer(BaseModel):
    """What is set for a tenant's memory."""

    language: str
    nearness: Nearness
    near_similarity: float
    summary_model: str
    summary_after: int
    summary_age_hours: int


class SummaryAnswer(BaseModel):
    """A summary that was asked for: of which memories, and which one it became.

    `tries` is how often it failed. One that failed is asked for again at `again_at`, or, where that
    is null, once the same owner has new memories to sum up.
    """

    id: UUID
    agent: str
    user: str
    session: str
    task_id: UUID
    memories: list[UUID]
    state: StateName
    summary: UUID | None
    error: str | None
    tries: int
    again_at: datetime | None
    created_at: datetime
    concluded_at: datetime | None


class SummaryPage(BaseModel):
    """A page of summaries, those that were asked for last first."""

    items: list[SummaryAnswer]
    next: str | None
