"""What events say, as people read it."""

from typing import Any

import pytest

from dashboard.timeline import fact, try_told


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("delay_s", 1.25, "delay 1.2 s"),
        ("age_ms", 340, "age 340 ms"),
        ("attempt", 2, "attempt 2"),
        ("local_only", True, "local only yes"),
        ("reason", "its parent ended", "reason its parent ended"),
        ("model", None, "model none"),
        ("tags", ["a", "b"], "tags a, b"),
        ("tags", [], "tags none"),
        ("limits", {"wait_s": 3, "deep": [{"n": 1}, {"n": 2}]}, "limits wait 3.0 s, deep n 1, n 2"),
    ],
)
def test_facts_are_told_without_braces(name: str, value: Any, told: str) -> None:
    assert fact(name, value) == told


@pytest.mark.parametrize(
    ("outcome", "reason", "told"),
    [
        ("ok", "", "groq/large answered after 3.8 s"),
        ("skipped", "breaker_open", "groq/large was not asked: breaker open"),
        ("failed", "rate-limited", "groq/large failed after 3.8 s: rate limited"),
        ("cancelled", "", "groq/large cancelled after 3.8 s"),
    ],
)
def test_tries_are_told_in_sentences(outcome: str, reason: str, told: str) -> None:
    tried = {"provider": "groq", "model": "large", "outcome": outcome, "reason": reason}
    assert try_told({**tried, "ms": 3780.9}) == told
