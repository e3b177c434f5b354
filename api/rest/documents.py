"""The shapes of answers and bodies, for the OpenAPI document.

Bodies that are small are validated by these very models (`api.rest.bodies`). A task's body is
validated by `tasks.services.submission.parse`, answers are built in `api.rest.answers` as plain
dictionaries because that is quicker; tests hold both to what stands here.
"""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

StateName = Literal[
    "scheduled", "queued", "dispatched", "running", "waiting",
    "succeeded", "failed", "cancelled", "expired",
]  # fmt: skip
PriorityName = Literal["LOW", "NORMAL", "HIGH", "URGENT", "CRITICAL"]
DevicePattern = r"^(any|cpu|gpu|gpu:(0|[1-9][0-9]{0,2}))$"


class Body(BaseModel):
    """A body: nothing but the fields it names."""

    model_config = ConfigDict(extra="forbid", strict=True)


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str
    value: str
    message: str
    mend: str


class Problem(BaseModel):
    """An error (RFC 9457): what is wrong, with which field, and what to do about it."""

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    field: str | None = None
    value: str | None = None
    mend: str | None = None
    errors: list[FieldProblem] | None = None
    lines: list[dict[str, Any]] | None = None

    model_config = ConfigDict(extra="allow")


class TaskBody(Body):
    """A task to submit. What `input` must be depends on the kind, see `/api/v1/capabilities`."""

    kind: Annotated[str, Field(max_length=32, examples=["embedding"])]
    input: Annotated[dict[str, Any], Field(examples=[{"texts": ["a text"]}])]
    priority: PriorityName = "NORMAL"
    model: Annotated[str | None, Field(max_length=200)] = None
    specialty: Annotated[str | None, Field(min_length=1, max_length=100)] = None
    """A specialist in place of a model, for the kind chat."""
    queue: Annotated[str | None, Field(max_length=63)] = None
    device: Annotated[str, Field(pattern=DevicePattern)] = "any"
    idempotency_key: Annotated[str | None, Field(min_length=1, max_length=200)] = None
    scheduled_for: datetime | None = None
    deadline: datetime | None = None
    max_attempts: Annotated[int, Field(ge=1, le=100)] = 3
    timeout_s: Annotated[float | None, Field(gt=0, le=86_400)] = None
    tags: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=64)]], Field(max_length=20)
    ] = []


class Links(BaseModel):
    """Where to go on from a task."""

    self: str
    events: str
    attempts: str
    children: str
    cancel: str
    why: str
    stream: str
    tokens: str
    follow: str


class TaskSummary(BaseModel):
    """A task in a list."""

    id: UUID
    kind: str
    state: StateName
    priority: PriorityName
    queue: str
    model: str | None
    device: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    scheduled_for: datetime | None
    deadline: datetime | None
    attempts: int
    max_attempts: int
    timeout_s: float
    cancel_requested_at: datetime | None
    dismissed_at: datetime | None
    tags: list[str]
    batch: UUID | None
    parent: UUID | None
    step_key: str | None
    children_pending: int
    schedule: UUID | None
    replay_of: UUID | None
    idempotency_key: str | None
    error: dict[str, Any] | None
    links: Links


class Route(BaseModel):
    """One way to serve a task; `reasons` say why it stands at its place."""

    queue: str
    provider: str
    model: str
    version: str
    arm: str
    cost: str | None
    expected_ms: float | None
    reasons: list[str]


class LeftOut(BaseModel):
    """Who could not serve a task, and why."""

    id: str
    reasons: list[str]


class Routing(BaseModel):
    """The routing decision of a task: routes in the order in which they are tried."""

    strategy: str
    routes: list[Route]
    left_out: list[LeftOut]
    notes: list[str]


class Task(TaskSummary):
    """A task with its result.

    With `?include=input` also what was asked for, with `?include=routing` why it is served where
    it is, if that was decided: routes in order, who was left out, and notes.
    """

    result: Any
    input: Any = None
    routing: Routing | None = None


class TaskPage(BaseModel):
    """A page of tasks, newest first."""

    items: list[TaskSummary]
    next: str | None


class PriorityBody(Body):
    """The level that a waiting task gets."""

    priority: PriorityName


class Event(BaseModel):
    """One line of a task's history."""

    id: int
    type: str
    actor: str
    at: datetime
    data: dict[str, Any]


class EventPage(BaseModel):
    """Events in their order; `next` is the id to go on behind."""

    items: list[Event]
    next: int | None


class Attempt(BaseModel):
    """One execution that was claimed."""

    id: UUID
    number: int
    worker_id: UUID
    worker: str | None
    started_at: datetime
    finished_at: datetime | None
    outcome: str
    error: dict[str, Any] | None


class AttemptList(BaseModel):
    """The attempts of a task, oldest first."""

    items: list[Attempt]


class PositionAnswer(BaseModel):
    """Place in the queue; when not exact, more than `ahead` tasks come first."""

    ahead: int
    exact: bool
    text: str


class BlockAnswer(BaseModel):
    """One reason why a task has not started."""

    code: str
    detail: str
    since: datetime | None


class PredictedStart(BaseModel):
    """When it may start."""

    earliest: datetime
    latest: datetime | None


class WhyAnswer(BaseModel):
    """Why a task waits."""

    task: UUID
    state: StateName
    position: PositionAnswer | None
    blocked_by: list[BlockAnswer]
    predicted_start: PredictedStart | None
    reason: str | None


class BatchBody(Body):
    """Tasks to submit in one call; all are stored or none."""

    name: Annotated[str, Field(max_length=200)] = ""
    tasks: Annotated[list[TaskBody], Field(min_length=1)]


class BatchLinks(BaseModel):
    """Where to go on from a batch."""

    self: str
    tasks: str
    cancel: str


class BatchStored(BaseModel):
    """A stored batch; `existing` are the lines (from 0) that an idempotency key answered."""

    id: UUID
    name: str
    total: int
    task_ids: list[UUID]
    existing: list[int]
    links: BatchLinks


class Batch(BaseModel):
    """A batch; on its own path with its progress."""

    id: UUID
    name: str
    total: int
    created_at: datetime
    by_state: dict[str, int] | None = None
    finished: int | None = None
    links: BatchLinks


class BatchPage(BaseModel):
    """A page of batches, newest first."""

    items: list[Batch]
    next: str | None


class BatchCancelled(BaseModel):
    """How many tasks were cancelled, or asked to stop."""

    cancelled: int


class ScheduleBody(Body):
    """A cron line that submits the same task again and again."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    cron: Annotated[str, Field(min_length=1, max_length=100, examples=["0 6 * * 1-5"])]
    time_zone: Annotated[str, Field(min_length=1, max_length=64)] = "UTC"
    overlap: Literal["allow", "skip", "replace"] = "skip"
    missed: Literal["skip", "once", "all"] = "once"
    body: dict[str, Any]
    enabled: bool = True


class ScheduleChange(Body):
    """Fields of a schedule to change; the others stay."""

    name: Annotated[str, Field(min_length=1, max_length=100)] = ""
    cron: Annotated[str, Field(min_length=1, max_length=100)] = ""
    time_zone: Annotated[str, Field(min_length=1, max_length=64)] = ""
    overlap: Literal["allow", "skip", "replace"] = "skip"
    missed: Literal["skip", "once", "all"] = "once"
    body: dict[str, Any] = {}
    enabled: bool = True


class ScheduleLinks(BaseModel):
    """Where to go on from a schedule."""

    self: str
    run: str
    tasks: str


class Schedule(BaseModel):
    """A schedule with its times."""

    id: UUID
    name: str
    cron: str
    time_zone: str
    overlap: str
    missed: str
    body: dict[str, Any]
    enabled: bool
    next_at: datetime
    last_at: datetime | None
    last_task: UUID | None
    last_error: dict[str, Any] | None
    created_at: datetime
    links: ScheduleLinks


class SchedulePage(BaseModel):
    """A page of schedules, newest first."""

    items: list[Schedule]
    next: str | None
