"""How models fare, as routing sees it: breakers of those outside, delays of all. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from orchestration.calls.ports import BreakerReport
from orchestration.routing.fleet import LOCAL, Health
from orchestration.specialists.entries import ModelEntry
from orchestration.usage.delays import Measured


def healths(
    models: Iterable[ModelEntry],
    delays: Mapping[tuple[str, str], Measured],
    reports: Iterable[BreakerReport],
    now: datetime,
) -> dict[str, Health]:
    """Return how models fare, by the ids of their candidates; of whom nothing is known is not
    there.

    Args:
        models: Those outside.
        delays: By provider and the provider's name for a model; our own, too.
        reports: What breakers counted within their window.
        now: When they were asked.
    """
    counted = {(each.provider, each.model): each for each in reports}
    found = {
        f"{LOCAL}/{name}": _health(None, delay, now)
        for (provider, name), delay in delays.items()
        if provider == LOCAL
    }
    for model in models:
        name = (model.provider, model.provider_model)
        report, delay = counted.get(name), delays.get(name)
        if report is not None or delay is not None:
            found[route_id(model)] = _health(report, delay, now)
    return found


def _health(report: BreakerReport | None, delay: Measured | None, now: datetime) -> Health:
    calls = report.calls if report is not None else 0
    return Health(
        breaker=report.state if report is not None else "closed",
        retry_at=report.retry_at if report is not None else None,
        error_share=report.failures / calls if report is not None and calls else 0.0,
        calls=calls,
        p50_ms=delay.p50_ms if delay is not None else None,
        p95_ms=delay.p95_ms if delay is not None else None,
        # What a breaker has counted within its window is of now.
        measured_at=now if calls or delay is None else delay.at,
    )


def route_id(model: ModelEntry) -> str:
    """Return what names a model among all candidates, as in `Candidate.id`."""
    at = f"@{model.version}" if model.version else ""
    return f"{model.provider}/{model.name}{at}"
