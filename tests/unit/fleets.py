"""Fleets and requests for tests of routing: drawn by Hypothesis, or built by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from orchestration.routing.asked import COMPLEXITIES, CONTENT_TYPES, INTENTS, Asked, Policy
from orchestration.routing.fleet import Candidate, Fleet, Health, Load, QueueState
from orchestration.routing.strategies import STRATEGIES

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PROVIDERS = ("local", "cerebras", "groq", "openai")
MODELS = ("small", "middle", "large")
ABILITIES = ("tools", "json_schema", "images")
SPECIALTIES = ("forex", *INTENTS, *CONTENT_TYPES)

prices = st.none() | st.decimals("0", "20", places=2, allow_nan=False)
moments = st.integers(-600, 600).map(lambda seconds: NOW + timedelta(seconds=seconds))
latencies = st.none() | st.floats(1, 5_000)


def some(names: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    """Draw some of the names."""
    return st.frozensets(st.sampled_from(names))


@st.composite
def candidates(draw: st.DrawFn) -> Candidate:
    """Draw one that may or may not serve."""
    provider = draw(st.sampled_from(PROVIDERS))
    return Candidate(
        model=draw(st.sampled_from(MODELS)),
        provider=provider,
        queue="local" if provider == "local" else "external",
        version=draw(st.sampled_from(("", "1", "2"))),
        modalities=draw(some(("chat", "embedding"))) | {"chat"},
        capabilities=draw(some(ABILITIES)),
        context_length=draw(st.sampled_from((512, 4096, 131_072))),
        price_in=draw(prices),
        price_out=draw(prices),
        good_at=draw(some(SPECIALTIES)),
        level=draw(st.sampled_from(COMPLEXITIES)),
        weight=draw(st.floats(0, 10)),
        arm=draw(st.sampled_from(("", "stable", "canary"))),
        share=draw(st.floats(0, 1)),
        enabled=draw(st.integers(0, 9)) > 0,
    )


healths = st.builds(
    Health,
    breaker=st.sampled_from(("closed", "closed", "closed", "open", "half_open")),
    retry_at=st.none() | moments,
    error_share=st.floats(0, 1),
    calls=st.integers(0, 100),
    p50_ms=latencies,
    p95_ms=latencies,
    measured_at=st.none() | moments.filter(lambda moment: moment <= NOW),
)
queues = st.builds(
    QueueState,
    paused=st.integers(0, 9).map(lambda number: number == 0),
    full=st.integers(0, 9).map(lambda number: number == 0),
    wait_ms=st.floats(0, 10_000),
    servers=st.integers(0, 3),
)
loads = st.builds(
    lambda servers, ahead, waits: Load(
        servers, tuple(sorted(ahead, reverse=True)), tuple(sorted(waits, reverse=True))
    ),
    servers=st.integers(0, 3),
    ahead=st.lists(st.integers(0, 2_000), min_size=5, max_size=5),
    waits=st.lists(st.floats(0, 60_000), min_size=5, max_size=5),
)


@st.composite
def fleets(draw: st.DrawFn) -> Fleet:
    """Draw a fleet in which no two have the same name."""
    all_of_them = draw(st.lists(candidates(), max_size=12, unique_by=lambda each: each.id))
    known = draw(some(tuple(each.id for each in all_of_them))) if all_of_them else frozenset()
    return Fleet(
        tuple(all_of_them),
        health={each: draw(healths) for each in sorted(known)},
        queues=draw(st.dictionaries(st.sampled_from(("local", "external")), queues)),
        loads={each.id: draw(loads) for each in all_of_them if each.local and draw(st.booleans())},
    )


policies = st.builds(
    Policy,
    strategy=st.sampled_from(tuple(STRATEGIES)),
    local_only=st.integers(0, 9).map(lambda number: number == 0),
    providers=st.none() | some(PROVIDERS),
    denied_providers=st.just(frozenset()) | some(PROVIDERS),
    models=st.none() | some(MODELS),
    denied_models=st.just(frozenset()) | some(MODELS),
    cost_ceiling=st.none() | st.decimals("0", "0.1", places=4, allow_nan=False),
    latency_ms=st.none() | st.floats(1, 5_000),
    most_routes=st.none() | st.integers(1, 5),
)
requests = st.builds(
    Asked,
    key=st.text(max_size=20),
    content_type=st.none() | st.sampled_from(CONTENT_TYPES),
    intent=st.none() | st.sampled_from(INTENTS),
    complexity=st.none() | st.sampled_from(COMPLEXITIES),
    specialty=st.sampled_from(("", "forex")),
    model=st.sampled_from(("", "", "", *MODELS)),
    capabilities=st.just(frozenset()) | some(ABILITIES),
    prompt_tokens=st.integers(0, 10_000),
    answer_tokens=st.integers(0, 2_000),
    window_tokens=st.none() | st.integers(0, 10_000),
    cost_ceiling=st.none() | st.decimals("0", "0.1", places=4, allow_nan=False),
    latency_ms=st.none() | st.floats(1, 5_000),
    priority=st.integers(0, 4),
    patient=st.booleans(),
    policy=policies,
)


def small(**facts: Any) -> Candidate:
    """Return a local model that serves what `Asked` asks by default."""
    return replace(Candidate(model="small"), **facts)


def outside(**facts: Any) -> Candidate:
    """Return an external model with a price."""
    whole = Candidate(
        model="large",
        provider="openai",
        queue="external",
        price_in=Decimal(3),
        price_out=Decimal(15),
        context_length=100_000,
    )
    return replace(whole, **facts)


def wants(strategy: str = "local_first", **facts: Any) -> Asked:
    """Return a request under a strategy."""
    return replace(Asked(key="task-1", policy=Policy(strategy=strategy)), **facts)
