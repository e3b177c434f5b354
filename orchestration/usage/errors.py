"""What the ledger refuses: a call that would pass a budget, or that nobody could account for."""
# ruff: noqa: N818 - they are named for what happened, as those of `orchestration.errors`

from __future__ import annotations

import math
from datetime import datetime
from decimal import Decimal
from http import HTTPStatus
from typing import Any
from uuid import UUID

from orchestration.errors import OperatorError, UserError


class BudgetExhausted(UserError):
    """A budget of money or tokens has no room for the call at its worst; it renews."""

    slug = "budget-exhausted"
    title = "The budget is used up"
    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(
        self,
        name: str,
        *,
        budget_id: UUID,
        period: str,
        amounts: tuple[Decimal, Decimal, Decimal],
        unit: str,
        now: datetime,
        renews_at: datetime,
        shorter_fits: bool = False,
    ) -> None:
        """Keep the facts.

        Args:
            name: Of the budget, for people.
            budget_id: Its id.
            period: ``day`` or ``month``.
            amounts: Its limit, what is used and reserved of it, and what the call may need.
            unit: The currency, or ``tokens``.
            now: The database's time.
            renews_at: When the next period begins.
            shorter_fits: Whether there is room for the same call with a shorter answer.
        """
        limit, taken, wanted = amounts
        self.budget_id = budget_id
        self.period = period
        self.renews_at = renews_at
        self.retry_after_s = max(1, math.ceil((renews_at - now).total_seconds()))
        self._numbers = {"limit": limit, "used": taken, "wanted": wanted}
        self._unit = unit
        shorter = "ask for fewer tokens (max_tokens), " if shorter_fits else ""
        super().__init__(
            f"The {name} is {plain(limit)} {unit}; {plain(taken)} are used or reserved, and this "
            f"call may need {plain(wanted)}.",
            field="budget",
            value=name,
            mend=f"Wait until it renews at {renews_at:%Y-%m-%dT%H:%M:%SZ}, {shorter}"
            "or have the budget raised.",
        )

    def problem(self) -> dict[str, Any]:
        """Return the problem document with the budget and its numbers."""
        return super().problem() | {
            "budget_id": str(self.budget_id),
            "period": self.period,
            "renews_at": self.renews_at.isoformat(),
            "retry_after_s": self.retry_after_s,
            "unit": self._unit,
            **{name: plain(number) for name, number in self._numbers.items()},
        }


class PriceUnknown(OperatorError):
    """A budget of money guards the payer, and nobody set a price for the model."""

    slug = "price-unknown"
    title = "The model has no price"

    def __init__(self, provider: str, model: str, budget: str) -> None:
        """Name the model and the budget."""
        super().__init__(
            f"Nobody set a price for {provider}/{model}, and the {budget} cannot be kept without.",
            field="model",
            value=f"{provider}/{model}",
            mend="Set its price in the admin (Usage > Prices) or with `manage.py usage price`; "
            "or use a model that has one.",
        )


class LedgerUnavailable(OperatorError):
    """A call cannot be reserved now, so it is not made: budgets hold also without the database."""

    slug = "ledger-unavailable"
    title = "The call cannot be accounted for"
    retryable = True
    retry_after_s = 2

    def __init__(self, why: str) -> None:
        """Say what is the matter."""
        super().__init__(
            f"The call was not made, for its cost cannot be written down: {why}.",
            mend="Try again, as Retry-After says.",
        )


class LedgerBusy(OperatorError):
    """A new budget could not be set: it must count what is open, and that did not stand still."""

    slug = "ledger-busy"
    title = "The ledger is busy"
    retryable = True
    retry_after_s = 5

    def __init__(self, waited_s: int) -> None:
        """Say how long it was waited for."""
        super().__init__(
            f"The budget was not set: a transaction held the ledger for {waited_s} s.",
            mend="Try again; if it lasts, look in pg_stat_activity who holds usage_open_call.",
        )


class LedgerRefused(OperatorError):
    """A call cannot be written down at all; the log says why."""

    slug = "ledger-refused"
    title = "The call cannot be accounted for"

    def __init__(self, why: str) -> None:
        """Say what is the matter."""
        super().__init__(
            f"The call was not made, for the ledger refuses it ({why}).",
            mend="Look into the log of this process.",
        )


class InvalidPrice(UserError):
    """A price that cannot be stored."""

    slug = "invalid-price"
    title = "The price is not valid"


class InvalidBudget(UserError):
    """A budget that cannot be stored."""

    slug = "invalid-budget"
    title = "The budget is not valid"


class InvalidCallLimit(UserError):
    """A limit of calls that cannot be stored."""

    slug = "invalid-call-limit"
    title = "The limit is not valid"


def plain(amount: Decimal) -> str:
    """Return an amount without needless zeros and exponents."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
