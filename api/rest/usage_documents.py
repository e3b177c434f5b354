"""The shapes of answers about usage and budgets; see `api.rest.documents`.

Amounts of money are decimal numbers as text, because they are exact.
"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

Amount = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", examples=["0.0031"])]


class UsageItem(BaseModel):
    """What was used in one hour or day (in UTC), of what `split` names."""

    at: datetime
    name: str | None
    calls: int
    failures: int
    estimated: int
    unpriced: int
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    cache_written_tokens: int
    cost: Amount


class UsagePage(BaseModel):
    """A page of usage, newest first; hours and days without calls have no item."""

    items: list[UsageItem]
    next: str | None
    currency: str
    since: datetime
    until: datetime


class Budget(BaseModel):
    """A budget with what is used of it in the present period, which ends at `renews_at`.

    `measure` is the currency, or `tokens`; `key` is null for a budget of the whole tenant.
    """

    id: UUID
    key: UUID | None
    unit: Literal["money", "tokens"]
    period: Literal["day", "month"]
    measure: str
    limit: Amount
    spent: Amount
    reserved: Amount
    left: Amount
    enabled: bool
    starts_at: datetime
    renews_at: datetime


class BudgetPage(BaseModel):
    """A page of budgets, newest first."""

    items: list[Budget]
    next: str | None


class CallLimit(BaseModel):
    """How many calls of models the tenant, or one key of it, may have; null is without limit."""

    id: UUID
    scope: Literal["tenant", "key"]
    key: UUID | None
    requests_per_minute: int | None
    tokens_per_minute: int | None
    concurrent: int | None


class RoutingPolicy(BaseModel):
    """What the tenant allows and wants of the models that serve it; null is without bound. Our own
    models are always allowed."""

    strategy: str
    local_only: bool
    allowed_providers: list[str] | None
    denied_providers: list[str]
    allowed_models: list[str] | None
    denied_models: list[str]
    cost_ceiling: Amount | None
    latency_ms: float | None
    most_routes: int | None


class CallLimitPage(BaseModel):
    """A page of limits, newest first."""

    items: list[CallLimit]
    next: str | None
