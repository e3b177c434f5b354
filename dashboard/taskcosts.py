"""What a task cost: its calls in the ledger, and their sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.conf import settings

from orchestration.usage.reports import AttemptUse, usage_of_task
from orchestration.usage.task_calls import TaskCall, calls_of_task
from tasks.models import Task

SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Costs:
    """What the page shows of it.

    Attributes:
        calls: The latest, newest first.
        more: Whether there are earlier ones.
        total: What all of them came to.
        currency: Of all amounts.
    """

    calls: Sequence[TaskCall]
    more: bool
    total: "Total"
    currency: str


@dataclass(frozen=True, slots=True)
class Total:
    """The sum over all calls that have ended.

    Attributes:
        calls: How many.
        read: Tokens.
        written: Tokens.
        cost: Of those that have a price.
        unpriced: How many have none.
    """

    calls: int
    read: int
    written: int
    cost: Decimal
    unpriced: int


def costs_of(task: Task) -> Costs | None:
    """Return what a task cost; None for one without calls. Queries: one or two, by an index."""
    found = calls_of_task(task.pk, tenant_id=task.tenant_id, limit=SHOWN + 1)
    if not found:
        return None
    total = total_of(usage_of_task(task.pk, tenant_id=task.tenant_id))
    currency = settings.SWITCHYARD.usage.currency
    return Costs(found[:SHOWN], len(found) > SHOWN, total, currency)


def total_of(attempts: Sequence[AttemptUse]) -> Total:
    """Return the sum over attempts; pure."""
    return Total(
        calls=sum(each.calls for each in attempts),
        read=sum(each.prompt_tokens for each in attempts),
        written=sum(each.completion_tokens for each in attempts),
        cost=sum((each.cost or Decimal(0) for each in attempts), Decimal(0)),
        unpriced=sum(each.unpriced for each in attempts),
    )
