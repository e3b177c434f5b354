"""The shapes of answers about queues, workers, models and the system; see `api.rest.documents`."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.rest.documents import Body, PriorityName, StateName


class CountAnswer(BaseModel):
    """A count; when not exact there are more."""

    count: int
    exact: bool


class Queue(BaseModel):
    """A queue with its load."""

    name: str
    description: str
    paused_at: datetime | None
    max_running: int | None
    max_waiting: int | None
    queued: CountAnswer
    in_flight: int


class QueueList(BaseModel):
    """All queues."""

    items: list[Queue]


class LimitsBody(Body):
    """Limits of a queue; null lifts one, a field left out stays."""

    max_running: Annotated[int | None, Field(ge=0, le=2_147_483_647)] = None
    max_waiting: Annotated[int | None, Field(ge=0, le=2_147_483_647)] = None


class Worker(BaseModel):
    """One start of a worker's process."""

    id: UUID
    name: str
    host: str
    pid: int
    device: str
    kinds: list[str]
    protocol: int
    slots: int
    in_flight: int
    models: list[str]
    resident: list[str]
    memory_bytes: int | None
    memory_total_bytes: int | None
    budget_bytes: int | None
    state: str
    live: bool
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None


class WorkerPage(BaseModel):
    """A page of workers, newest first."""

    items: list[Worker]
    next: str | None


class Model(BaseModel):
    """A model that tasks can ask for."""

    name: str
    version: str
    task: str
    format: str
    default: bool
    context_length: int
    dimensions: int | None
    device: str
    size_bytes: int
    description: str
    licence: str
    workers: int


class ModelList(BaseModel):
    """The enabled models."""

    items: list[Model]


class Replica(BaseModel):
    """A copy of a model at a worker, as that worker last reported it."""

    worker_name: str
    state: Literal["present", "resident", "missing", "pulling", "damaged", "failed"]
    error: str
    have_bytes: int | None
    total_bytes: int
    wanted: bool


class ReplicaList(BaseModel):
    """Copies of a model."""

    items: list[Replica]


class PullBody(Body):
    """Who shall pull a model."""

    worker: Annotated[str | None, Field(min_length=1, max_length=100)] = None
    """Name of a live worker; null for all that run models."""


class PullAnswer(BaseModel):
    """Who was asked."""

    model: str
    workers: list[str]


class Kind(BaseModel):
    """A kind of task and what its input must be."""

    name: str
    description: str
    queue: str
    timeout_s: float
    models: list[str]
    default_model: str | None
    input: dict[str, Any]


class Capabilities(BaseModel):
    """What this key can ask for."""

    kinds: list[Kind]
    priorities: list[PriorityName]
    states: list[StateName]
    limits: dict[str, int]


class Health(BaseModel):
    """The process is alive."""

    status: Literal["ok"]


class Ready(BaseModel):
    """Tasks can be served."""

    status: Literal["ready"]
    workers: int


class LeaderAnswer(BaseModel):
    """The dispatcher that leads."""

    name: str
    term: int
    expires_at: datetime
    live: bool


class WorkersStatus(BaseModel):
    """The live workers together."""

    live: int
    draining: int
    slots: int
    in_flight: int


class Status(BaseModel):
    """The system as a whole."""

    ready: bool
    missing: list[str]
    redis: bool
    leader: LeaderAnswer | None
    workers: WorkersStatus
    queues: list[Queue]
    tasks: dict[str, CountAnswer]
