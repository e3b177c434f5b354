"""Whether the budgets have room for a call; pure, over counters that the caller has locked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from orchestration.usage.costs import NOTHING, Rates, Tokens, worst_of
from orchestration.usage.errors import BudgetExhausted, PriceUnknown
from orchestration.usage.wanted import Paying, Wanted

_LONGEST_MONTH: Final = timedelta(days=32)


@dataclass(slots=True)
class Counter:
    """One budget in its present day or month.

    Attributes:
        id: The counter's.
        budget_id: The budget's.
        tenant_id: Who is limited.
        key_id: Only this key of it; None for the whole tenant.
        unit: ``money`` or ``tokens``.
        period: ``day`` or ``month``.
        starts_on: Its first day, in UTC.
        limit: The budget's amount.
        enabled: Whether it refuses.
        taken: Spent and reserved, before this group of reservations and with it.
        added: What this group has reserved.
    """

    id: int
    budget_id: UUID
    tenant_id: UUID
    key_id: UUID | None
    unit: str
    period: str
    starts_on: date
    limit: Decimal
    enabled: bool
    taken: Decimal
    added: Decimal = NOTHING

    def has_room(self, amount: Decimal) -> bool:
        """Return whether an amount fits; what costs nothing always does."""
        return not self.enabled or not amount or self.taken + amount <= self.limit

    def take(self, amount: Decimal) -> None:
        """Reserve an amount."""
        self.taken += amount
        self.added += amount

    def name(self, payer: Paying) -> str:
        """Return what people call it."""
        whose = f"key {self.key_id}" if self.key_id else f"tenant {payer.tenant or self.tenant_id}"
        return f"{self.unit} budget per {self.period} of the {whose}"


def renewal(period: str, starts_on: date) -> datetime:
    """Return when the next day or month begins, in UTC."""
    first = datetime(starts_on.year, starts_on.month, starts_on.day, tzinfo=UTC)
    if period == "day":
        return first + timedelta(days=1)
    return (first + _LONGEST_MONTH).replace(day=1)


@dataclass(slots=True)
class Room:
    """The counters of a group's payers.

    Attributes:
        at: The database's time.
        currency: For what errors say.
        counters: All of them, locked.
    """

    at: datetime
    currency: str
    counters: list[Counter]
    _by_payer: dict[tuple[UUID, UUID | None], list[Counter]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort them by who pays."""
        for counter in self.counters:
            self._by_payer.setdefault((counter.tenant_id, counter.key_id), []).append(counter)

    def take(self, wanted: Wanted, cost: Decimal | None, rates: Rates | None = None) -> list[int]:
        """Reserve for one call in all its budgets, or in none; return their counters' ids.

        Args:
            wanted: What it may need.
            cost: What that costs at most; None when nobody knows.
            rates: By which it costs so, for what a refusal advises.

        Raises:
            BudgetExhausted: One has no room.
            PriceUnknown: One of money guards the payer, and the cost is not known.
        """
        payer = wanted.payer
        mine = list(self._of(payer))
        amounts = _amounts(Tokens(wanted.prompt_tokens, wanted.answer_tokens), cost)
        for counter in mine:
            amount = amounts[counter.unit]
            if amount is None and counter.enabled:
                raise PriceUnknown(wanted.provider, wanted.model, counter.name(payer))
            if amount is not None and not counter.has_room(amount):
                shorter = Tokens(wanted.prompt_tokens, min(1, wanted.answer_tokens))
                least = _amounts(shorter, worst_of(shorter, rates))[counter.unit]
                fits = least is not None and least < amount and counter.has_room(least)
                raise self._exhausted(counter, payer, amount, shorter_fits=fits)
        for counter in mine:
            counter.take(amounts[counter.unit] or NOTHING)
        return [counter.id for counter in mine]

    def _of(self, payer: Paying) -> Iterable[Counter]:
        yield from self._by_payer.get((payer.tenant_id, None), ())
        if payer.key_id is not None:
            yield from self._by_payer.get((payer.tenant_id, payer.key_id), ())

    def _exhausted(
        self, counter: Counter, payer: Paying, amount: Decimal, *, shorter_fits: bool
    ) -> BudgetExhausted:
        return BudgetExhausted(
            counter.name(payer),
            budget_id=counter.budget_id,
            period=counter.period,
            amounts=(counter.limit, counter.taken, amount),
            unit=self.currency if counter.unit == "money" else "tokens",
            now=self.at,
            renews_at=renewal(counter.period, counter.starts_on),
            shorter_fits=shorter_fits,
        )


def _amounts(tokens: Tokens, cost: Decimal | None) -> dict[str, Decimal | None]:
    """Return what counts in budgets of each unit."""
    return {"money": cost, "tokens": Decimal(tokens.counted)}
