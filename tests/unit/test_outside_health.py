"""How models fare, from what breakers and measured delays tell: pure."""

from datetime import UTC, datetime, timedelta

from orchestration.calls.ports import BreakerReport
from orchestration.outside.health import healths
from orchestration.routing.fleet import Health
from orchestration.specialists.entries import ModelEntry
from orchestration.usage.delays import Measured

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
EARLIER = NOW - timedelta(minutes=2)
TARGET = ("groq", "llama-70b")
DELAYS = {TARGET: Measured(120, 400, EARLIER)}


def model(**facts: object) -> ModelEntry:
    known = {"name": "house", "provider": "groq", "provider_model": "llama-70b"}
    return ModelEntry.model_validate({**known, "context_length": 4096, **facts})


def report(calls: int, failures: int) -> BreakerReport:
    return BreakerReport(*TARGET, "closed", calls, failures, 0, None)


def test_of_whom_nothing_is_known_nothing_is_said() -> None:
    assert not healths([model()], {}, (), NOW)


def test_delays_are_those_of_the_providers_own_name_for_every_version() -> None:
    found = healths([model(), model(version="2"), model(provider_model="8b")], DELAYS, (), NOW)

    assert found.keys() == {"groq/house", "groq/house@2"}
    assert found["groq/house"] == Health(p50_ms=120, p95_ms=400, measured_at=EARLIER)


def test_what_a_breaker_has_counted_is_of_now() -> None:
    found = healths([model()], {}, [report(10, 4)], NOW)["groq/house"]

    assert (found.error_share, found.calls, found.measured_at) == (0.4, 10, NOW)


def test_a_breaker_without_calls_makes_old_delays_no_younger() -> None:
    found = healths([model()], DELAYS, [report(0, 0)], NOW)["groq/house"]

    assert (found.p50_ms, found.measured_at) == (120, EARLIER)


def test_our_own_models_are_measured_by_our_names() -> None:
    found = healths([model()], {("local", "small"): Measured(30, 60, EARLIER)}, (), NOW)

    assert found == {"local/small": Health(p50_ms=30, p95_ms=60, measured_at=EARLIER)}
