"""What the page of usage shows: a chart of days, and who or what used it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from orchestration.access.records import ApiKey, Tenant
from orchestration.usage.reports import Asked, UsageRow, usage

DAYS: Final = (7, 30, 90)
SPLITS: Final = ("tenant", "model", "provider", "key", "kind")
_ROWS: Final = 5000
"""Most rows that a page adds up."""
_SHOWN: Final = 50


@dataclass(slots=True)
class Total:
    """Sums of several rows of usage."""

    name: str
    calls: int = 0
    failures: int = 0
    unpriced: int = 0
    read: int = 0
    written: int = 0
    cost: Decimal = Decimal(0)

    def add(self, row: UsageRow) -> None:
        """Add a row."""
        self.calls += row.calls
        self.failures += row.failures
        self.unpriced += row.unpriced
        self.read += row.prompt_tokens
        self.written += row.completion_tokens
        self.cost += row.cost


def usage_context(request: HttpRequest) -> dict[str, Any]:
    """Return what the page shows. Queries: two, and one for names."""
    days = _choice(request.GET.get("days"), DAYS, 30)
    split: Any = _choice(request.GET.get("split"), SPLITS, "tenant")
    today = timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    since, until = today - timedelta(days=days - 1), today + timedelta(days=1)
    by_day = usage(Asked(since=since, until=until), limit=days)
    rows = usage(Asked(since=since, until=until, split=split), limit=_ROWS)
    parts = _parts(rows, split)
    return {
        "days": days,
        "choices": DAYS,
        "split": split,
        "splits": SPLITS,
        "currency": settings.SWITCHYARD.usage.currency,
        "total": _total(by_day),
        "parts": parts[:_SHOWN],
        "more_parts": max(0, len(parts) - _SHOWN),
        "cut": len(rows) == _ROWS,
        **_chart(by_day, since, days),
    }


def _choice(given: str | None, choices: Sequence[Any], default: Any) -> Any:
    return next((each for each in choices if str(each) == given), default)


def _total(rows: Iterable[UsageRow]) -> Total:
    total = Total("")
    for row in rows:
        total.add(row)
    return total


def _chart(rows: Sequence[UsageRow], since: datetime, days: int) -> dict[str, Any]:
    """Return a bar for each day: of its cost, or of its calls where nothing has a price."""
    by_day = {row.at: row for row in rows}
    of_cost = any(row.cost for row in rows)
    bars: list[dict[str, Any]] = []
    for number in range(days):
        day = since + timedelta(days=number)
        row = by_day.get(day)
        height = float(row.cost if of_cost else row.calls) if row else 0.0
        bars.append({"day": day, "row": row, "height": height})
    return {"bars": bars, "highest": max(bar["height"] for bar in bars), "of_cost": of_cost}


def _parts(rows: Iterable[UsageRow], split: str) -> list[Total]:
    parts: dict[str, Total] = {}
    for row in rows:
        parts.setdefault(row.name, Total(row.name)).add(row)
    _give_names(parts, split)
    return sorted(parts.values(), key=lambda part: (part.cost, part.calls), reverse=True)


def _give_names(parts: dict[str, Total], split: str) -> None:
    """Put the names of tenants and keys in the place of their ids."""
    records: Any = {"tenant": Tenant, "key": ApiKey}.get(split)
    if records is None:
        return
    ids = [UUID(name) for name in parts if name]
    names = dict(records.objects.filter(pk__in=ids).values_list("pk", "name"))
    for name, part in parts.items():
        part.name = names.get(UUID(name), name) if name else "without a key"
