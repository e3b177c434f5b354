"""Setting budgets, and how much of them is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from orchestration.access.records import ApiKey, Tenant
from orchestration.access.services import audit
from orchestration.usage import counters, sql
from orchestration.usage.errors import InvalidBudget
from orchestration.usage.records import Budget
from orchestration.usage.room import renewal


def set_budget(
    tenant: Tenant,
    amount: Decimal,
    *,
    unit: str,
    period: str,
    key: ApiKey | None = None,
    enabled: bool = True,
    actor: str,
    now: datetime | None = None,
) -> Budget:
    """Set how much a tenant or a key may use; in the place of what was set. Queries: three or four,
    and those of `counters.begin` for a new one.

    A budget that is set within its period counts from the period's beginning, and calls that are
    under way at their worst.

    Args:
        tenant: Whose.
        amount: In the installation's currency, or tokens read and written.
        unit: ``money`` or ``tokens``.
        period: ``day`` or ``month``, by the calendar in UTC.
        key: Only this key of the tenant.
        enabled: Whether it refuses; when not it only counts.
        actor: Who does it, for the audit log.
        now: Another time than the database's, for tests.

    Raises:
        InvalidBudget: A part is wrong, or the key is another tenant's.
        LedgerBusy: Somebody reserves or settles for too long.
    """
    wanted = Budget(
        tenant=tenant, key=key, unit=unit, period=period, amount=amount, enabled=enabled
    )
    _check(wanted)
    with transaction.atomic():
        budget, made = Budget.objects.update_or_create(
            tenant=tenant, key=key, unit=unit, period=period,
            defaults={"amount": amount, "enabled": enabled},
        )  # fmt: skip
        if made:
            key_id = None if key is None else key.pk
            counters.begin(budget.pk, tenant_id=tenant.pk, key_id=key_id, now=now)
        audit(
            actor=actor, action="add" if made else "change", subject_type="budget",
            subject_id=str(budget.pk), tenant_id=tenant.pk, amount=str(amount), enabled=enabled,
        )  # fmt: skip
    return budget


def delete_budget(budget: Budget, *, actor: str) -> None:
    """Delete a budget with its counters; nothing is limited by it any more. Queries: three."""
    with transaction.atomic():
        audit(
            actor=actor, action="delete", subject_type="budget", subject_id=str(budget.pk),
            tenant_id=budget.tenant_id, name=str(budget),
        )  # fmt: skip
        budget.delete()


def _check(budget: Budget) -> None:
    if budget.key is not None and budget.key.tenant_id != budget.tenant_id:
        raise InvalidBudget(
            "The key belongs to another tenant.",
            field="key",
            value=str(budget.key.pk),
            mend="Choose one of the tenant's keys.",
        )
    try:
        budget.clean_fields()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise InvalidBudget(
            f"{field}: {' '.join(messages)}",
            field=field,
            value=str(getattr(budget, field)),
            mend="Give an amount of money or tokens, 0 or more, per day or month.",
        ) from None


@dataclass(frozen=True, slots=True)
class BudgetView:
    """A budget with how much of it is used in the present period.

    Attributes:
        id: Its own.
        tenant_id: Whose.
        key_id: Which key's; None for the whole tenant.
        unit: ``money`` or ``tokens``.
        period: ``day`` or ``month``.
        limit: How much may be used within it.
        enabled: Whether it refuses.
        starts_at: When the present period began.
        spent: Used by calls that ended.
        reserved: Held for calls that go on.
    """

    id: UUID
    tenant_id: UUID
    key_id: UUID | None
    unit: str
    period: str
    limit: Decimal
    enabled: bool
    starts_at: datetime
    spent: Decimal
    reserved: Decimal

    @property
    def left(self) -> Decimal:
        """What is left for further calls."""
        return max(Decimal(0), self.limit - self.spent - self.reserved)

    @property
    def renews_at(self) -> datetime:
        """When the next period begins."""
        return renewal(self.period, self.starts_at.astimezone(UTC).date())

    @property
    def measure(self) -> str:
        """The currency, or ``tokens``."""
        return settings.SWITCHYARD.usage.currency if self.unit == "money" else "tokens"


# Without a counter nothing has been reserved since the period began: then the hours tell.
_LIST: Final = """
SELECT b.id, b.tenant_id, b.key_id, b.unit, b.period, b.amount, b.enabled,
       s.starts_on AT TIME ZONE 'UTC', coalesce(p.spent, u.used, 0), coalesce(p.reserved, 0)
  FROM usage_budget b
 CROSS JOIN LATERAL (
           SELECT date_trunc(b.period, coalesce(%(now)s::timestamptz, now()) AT TIME ZONE 'UTC')
       ) s (starts_on)
  LEFT JOIN usage_budget_period p ON p.budget_id = b.id AND p.starts_on = s.starts_on::date
  LEFT JOIN LATERAL (
           SELECT sum(CASE b.unit WHEN 'money' THEN h.cost
                      ELSE h.prompt_tokens + h.completion_tokens END)
             FROM usage_hour h
            WHERE p.id IS NULL AND h.tenant_id = b.tenant_id
              AND (b.key_id IS NULL OR h.key_id = b.key_id)
              AND h.hour >= s.starts_on AT TIME ZONE 'UTC'
              AND h.hour < (s.starts_on + ('1 ' || b.period)::interval) AT TIME ZONE 'UTC'
       ) u (used) ON true
 WHERE {whose} AND b.id < %(below)s
 ORDER BY b.id DESC LIMIT %(limit)s
"""
_OF_TENANT: Final = _LIST.format(whose="b.tenant_id = %(tenant)s")
_SOME: Final = _LIST.format(whose="b.id = ANY(%(ids)s)")
_ABOVE_ALL: Final = UUID(int=2**128 - 1)


def list_budgets(
    *, tenant_id: UUID, limit: int, below: UUID = _ABOVE_ALL, now: datetime | None = None
) -> list[BudgetView]:
    """Return a tenant's budgets, newest first, each with its use. Queries: one.

    Args:
        tenant_id: Whose.
        limit: Most of them.
        below: Only those with a smaller id.
        now: Another time than the database's, for tests.
    """
    return _views(_OF_TENANT, {"tenant": tenant_id, "limit": limit, "below": below, "now": now})


def views_of(ids: list[UUID]) -> list[BudgetView]:
    """Return these budgets, whoever owns them, with their use: for operators. Queries: one."""
    return _views(_SOME, {"ids": ids, "limit": len(ids), "below": _ABOVE_ALL, "now": None})


def _views(query: str, params: dict[str, Any]) -> list[BudgetView]:
    return [BudgetView(*row) for row in sql.fetch(query, params)]
