"""The shapes of webhooks, for the OpenAPI document; bodies are validated by these models."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.rest.documents import Body

EventName = Literal[
    "task.started", "task.succeeded", "task.failed", "task.cancelled", "task.expired",
    "task.waiting", "task.resumed", "task.retry_scheduled", "task.lost",
]  # fmt: skip
DeliveryState = Literal["pending", "sending", "held", "delivered", "dead"]
Url = Annotated[str, Field(min_length=1, max_length=2000, examples=["https://example.com/hooks"])]
Events = Annotated[list[EventName], Field(min_length=1, max_length=9)]
Tags = Annotated[list[Annotated[str, Field(min_length=1, max_length=64)]], Field(max_length=20)]
Description = Annotated[str, Field(max_length=200)]


class WebhookBody(Body):
    """A URL that is to hear of tasks: of those with one of the tags, or of all."""

    url: Url
    events: Events
    description: Description = ""
    tags: Tags = []
    include_result: bool = False
    enabled: bool = True


class WebhookChange(Body):
    """Fields of a webhook to change; the others stay."""

    url: Url = ""
    events: Events = ["task.succeeded"]
    description: Description = ""
    tags: Tags = []
    include_result: bool = False
    enabled: bool = True


class WebhookLinks(BaseModel):
    """Where to go on from a webhook."""

    self: str
    deliveries: str
    test: str
    rotate: str
    replay: str


class Webhook(BaseModel):
    """A webhook. `off_reason` says why it was switched off, if nobody did."""

    id: UUID
    url: str
    events: list[str]
    description: str
    tags: list[str]
    include_result: bool
    enabled: bool
    off_at: datetime | None
    off_reason: str | None
    failing_since: datetime | None
    previous_secret_until: datetime | None
    created_at: datetime
    links: WebhookLinks


class WebhookWithSecret(Webhook):
    """A webhook with its new secret, which is not shown again."""

    secret: str


class WebhookPage(BaseModel):
    """A page of webhooks, newest first."""

    items: list[Webhook]
    next: str | None


class DeliveryLinks(BaseModel):
    """Where to go on from a delivery."""

    self: str
    webhook: str
    task: str | None
    replay: str


class Delivery(BaseModel):
    """One event for one webhook; receivers know it by `id`."""

    id: UUID
    event: str
    sequence: int
    task: UUID | None
    state: DeliveryState
    attempts: int
    next_at: datetime | None
    status: int | None
    error: str | None
    answer: str | None
    took_ms: int | None
    created_at: datetime
    finished_at: datetime | None
    data: dict[str, Any]
    links: DeliveryLinks


class DeliveryPage(BaseModel):
    """A page of deliveries, newest first. It may have fewer items although more follow."""

    items: list[Delivery]
    next: str | None


class ReplayBody(Body):
    """What to send anew: what was given up, or all that has ended, since a time."""

    since: Annotated[str, Field(min_length=1, max_length=64, examples=["2026-01-31T08:00:00Z"])]
    which: Literal["dead", "all"] = "dead"


class Replayed(BaseModel):
    """How many deliveries are sent anew, at most 10,000; ask again for more."""

    replayed: int
