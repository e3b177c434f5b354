"""How long models take, kept as calls are settled, and read by who routes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from orchestration.calls.ports import Settlement
from orchestration.usage.delays import FRESH_S, Answered, Measured, keep_ours, read_delays
from orchestration.usage.records import Delay
from orchestration.usage.settling import settle
from tests.factories import make_tenant
from tests.ledgers import ended, make_price, reserved, wanted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def price() -> None:
    make_price()


def took(ms: float, first_token_ms: float | None = None, **more: Any) -> Settlement:
    """Return the end of a call that is reserved."""
    call = wanted(make_tenant())
    reserved(call)
    return replace(ended(call, **more), ms=ms, first_token_ms=first_token_ms)


def measured() -> Measured:
    return read_delays()["cerebras", "llama"]


def test_half_of_the_last_answers_came_sooner() -> None:
    settle([took(each) for each in (100, 900, 200)])
    settle([took(300), took(400)])
    found = measured()
    assert found.p50_ms == 300
    assert found.p95_ms == pytest.approx(800)
    assert found.at == Delay.objects.get().measured_at


def test_where_answers_are_streamed_their_first_tokens_count() -> None:
    settle([took(5_000), took(900, 40), took(800, 60)])
    assert measured().p50_ms == 50


def test_what_failed_was_cancelled_or_is_told_twice_says_nothing() -> None:
    settle([took(9_000, outcome="failed"), took(9_000, outcome="cancelled")])
    assert not Delay.objects.exists()
    once = took(100)
    settle([once])
    settle([once])
    assert Delay.objects.get().ms == [100]


def test_only_the_last_answers_count() -> None:
    settle([took(9_000) for _ in range(3)])
    settle([took(100) for _ in range(Delay.KEPT)])
    assert Delay.objects.get().ms == [100] * Delay.KEPT


def test_models_are_told_apart_and_old_figures_are_not_told() -> None:
    call = wanted(make_tenant(), model="other")
    reserved(call)
    settle([took(100), ended(call)])
    assert {name for _, name in read_delays()} == {"llama", "other"}
    Delay.objects.filter(model="other").update(measured_at=Now() - timedelta(seconds=FRESH_S + 1))
    assert {name for _, name in read_delays()} == {"llama"}


def test_our_own_models_are_kept_beside_the_others() -> None:
    settle([took(9_000, 400)])
    keep_ours([Answered("llama", 900, 30), Answered("vectors", 7)])
    keep_ours([Answered("llama", 800, 50)])
    kept = Delay.objects.get(provider="local", model="llama")
    assert (kept.first_token_ms, kept.ms) == ([50, 30], [800, 900])
    found = read_delays()
    assert found["local", "llama"].p50_ms == 40
    assert found["local", "vectors"].p50_ms == 7, "the whole answer, of what draws no tokens"
    assert found["cerebras", "llama"].p50_ms == 400


def test_of_our_own_the_last_answers_count_too() -> None:
    keep_ours([Answered("llama", 9_000, 9_000)] * 3)
    keep_ours([Answered("llama", 100, 10)] * Delay.KEPT)
    kept = Delay.objects.get(provider="local")
    assert (kept.first_token_ms, kept.ms) == ([10] * Delay.KEPT, [100] * Delay.KEPT)
