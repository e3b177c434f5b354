"""Prices, budgets and calls for tests of the ledger, in the types that calls really use."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum

from orchestration.access.records import ApiKey, Tenant
from orchestration.calls.ports import Outcome, Payer, Reservation, Settlement
from orchestration.ids import uuid7
from orchestration.providers.chat import Usage
from orchestration.usage.budgets import set_budget
from orchestration.usage.prices import set_price
from orchestration.usage.records import Budget, BudgetPeriod, Entry, Price
from orchestration.usage.reports import Asked, usage
from orchestration.usage.reserving import reserve
from orchestration.usage.settling import settle
from tests.factories import make_tenant

EPOCH = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
ONE_MILLION = 1_000_000
PER_READ, PER_WRITTEN = Decimal("0.000001"), Decimal("0.000002")
"""The usual price of a token."""


def make_price(
    provider: str = "cerebras",
    model: str = "*",
    *,
    per_read: str = "1",
    per_written: str = "2",
    since: datetime = EPOCH,
    **more: Any,
) -> Price:
    """Set a price: by default a millionth for a token read, two for one written."""
    return set_price(
        provider, model, input=Decimal(per_read), output=Decimal(per_written), starts_at=since,
        actor="test", **more,
    )  # fmt: skip


def make_budget(
    tenant: Tenant,
    amount: str,
    unit: str = "money",
    period: str = "day",
    *,
    key: ApiKey | None = None,
    enabled: bool = True,
    now: datetime | None = None,
) -> Budget:
    """Set a budget."""
    return set_budget(
        tenant, Decimal(amount), unit=unit, period=period, key=key, enabled=enabled, actor="test",
        now=now,
    )  # fmt: skip


def payer_of(tenant: Tenant, key: ApiKey | None = None) -> Payer:
    """Return who pays."""
    return Payer(tenant.pk, key.pk if key else None, tenant.name)


def wanted(payer: Payer | Tenant | None = None, **more: Any) -> Reservation:
    """Return what a call wants: a thousand tokens read, a thousand written; 0.003 by default."""
    if not isinstance(payer, Payer):
        payer = payer_of(payer or make_tenant())
    fields: dict[str, Any] = {
        "call_id": uuid7(), "payer": payer, "provider": "cerebras", "model": "llama",
        "kind": "chat", "task_id": None, "attempt": None, "prompt_tokens": 1000,
        "answer_tokens": 1000, "deadline_s": 60.0,
    }  # fmt: skip
    return Reservation(**(fields | more))


def ended(
    call: UUID | Reservation,
    read: int | None = 500,
    written: int = 500,
    *,
    outcome: Outcome = "ok",
    **more: Any,
) -> Settlement:
    """Return what a call came to; `read` None is a use that nobody knows."""
    call_id = call if isinstance(call, UUID) else call.call_id
    usage = None if read is None else Usage(read, written, **more)
    return Settlement(call_id, outcome, usage, ms=120.0, first_token_ms=30.0)


def reserved(*calls: Reservation, now: datetime | None = None) -> None:
    """Reserve calls; each must be let in."""
    assert reserve(calls, now) == [None] * len(calls)


def called(payer: Tenant | Payer, read: int = 500, written: int = 500, **more: Any) -> UUID:
    """Let a call begin and end well; return its id."""
    now = more.pop("now", None)
    call = wanted(payer, **more)
    reserved(call, now=now)
    settle([ended(call, read, written)])
    return call.call_id


def counter_of(budget: Budget) -> Any:
    """Return what is spent and what is reserved of a budget with one period."""
    period = BudgetPeriod.objects.get(budget=budget)
    return period.spent, period.reserved


def cost_of(read: int, written: int) -> Decimal:
    """Return what tokens cost at the usual price."""
    return read * PER_READ + written * PER_WRITTEN


def ledger_sums(**of: Any) -> tuple[int, Decimal, int]:
    """Return calls, cost and tokens written, summed over the ledger's lines."""
    spent = Entry.objects.exclude(phase="reserved").filter(**of)
    sums = spent.aggregate(Sum("calls"), Sum("cost"), Sum("completion_tokens"))
    return sums["calls__sum"], sums["cost__sum"], sums["completion_tokens__sum"]


def reported_sums(tenant_id: Any) -> tuple[int, Decimal, int]:
    """Return the same from the reports."""
    now = datetime.now(UTC)
    asked = Asked(since=now - timedelta(days=2), until=now + timedelta(days=2), tenant_id=tenant_id)
    rows = usage(asked, limit=100)
    return (
        sum(row.calls for row in rows),
        sum((row.cost for row in rows), Decimal(0)),
        sum(row.completion_tokens for row in rows),
    )


def tokens_of(**of: Any) -> list[int]:
    """Return the tokens written of the ledger's lines."""
    return list(Entry.objects.filter(**of).values_list("completion_tokens", flat=True))
