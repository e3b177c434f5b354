"""The pure decisions of calls: again, next, or give up; what it cost; what it says of whom."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from orchestration.calls.errors import BreakerOpen, LimitReached
from orchestration.calls.estimates import estimate
from orchestration.calls.judging import Judgement, Progress, judge
from orchestration.calls.persistence import (
    Again,
    GiveUp,
    Next,
    Persistence,
    Standing,
    Step,
    after_failure,
)
from orchestration.calls.ports import Limit, Sign
from orchestration.calls.store import BreakerRules
from orchestration.errors import OperatorError, SwitchyardError, UserError
from orchestration.providers import errors
from orchestration.providers.chat import ChatRequest, JsonSchema, Sampling, Tool, Usage
from orchestration.providers.embeddings import EmbeddingRequest
from orchestration.providers.messages import Message, Picture, say

KIND = Persistence(tries=3, base_s=1.0, most_s=8.0)


def wrong(kind: type[errors.ProviderError], **parts: Any) -> errors.ProviderError:
    return kind("it failed", provider="p", **parts)


def step(error: SwitchyardError, *, tries: int = 1, left: float = 60, others: bool = True) -> Step:
    return after_failure(error, Standing(tries, left, others), KIND, lambda: 0.5)


@pytest.mark.parametrize(
    "error",
    [
        wrong(errors.RateLimited),
        wrong(errors.Overloaded),
        wrong(errors.Unreachable),
        wrong(errors.TimedOut, phase="first byte"),
        wrong(errors.BrokenResponse),
    ],
    ids=lambda each: each.slug,
)
def test_what_passes_is_tried_again_then_elsewhere(error: SwitchyardError) -> None:
    assert step(error) == Again(0.5)
    assert step(error, tries=2) == Again(1.0)
    assert step(error, tries=3) == Next()
    assert step(error, tries=3, others=False) == GiveUp()


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (wrong(errors.AuthFailed), Next()),
        (wrong(errors.CreditExhausted), Next()),
        (wrong(errors.PromptTooLong), Next()),
        (wrong(errors.Unsupported), Next()),
        (wrong(errors.BadRequest, upstream_status=404), Next()),
        (BreakerOpen("p", "m", 3.0), Next()),
        (LimitReached(Limit("provider", "p", 1), "requests", 3.0), Next()),
        (LimitReached(Limit("model", "p/m", 1), "requests", 3.0), Next()),
        (LimitReached(Limit("tenant", "t", 1), "requests", 3.0), GiveUp()),
        (LimitReached(Limit("key", "k", 1), "requests", 3.0), GiveUp()),
        (wrong(errors.BadRequest, upstream_status=400), GiveUp()),
        (wrong(errors.ContentRefused), GiveUp()),
        (OperatorError("it is switched off"), Next()),
        (UserError("the budget is spent"), GiveUp()),
    ],
    ids=lambda each: getattr(each, "slug", ""),
)
def test_what_does_not_pass_is_not_tried_again(error: SwitchyardError, expected: Step) -> None:
    assert step(error) == expected
    assert step(error, others=False) == GiveUp()


@pytest.mark.parametrize(
    ("told", "left", "others", "expected"),
    [
        (4.0, 60, True, Again(4.5)),
        (0.0, 60, True, Again(0.5)),
        (30.0, 60, True, Next()),
        (30.0, 60, False, Again(30.5)),
        (59.6, 60, False, GiveUp()),
        (4.0, 4.2, True, Next()),
        (4.0, 0.0, True, GiveUp()),
    ],
)
def test_a_delay_that_is_told_is_kept_or_avoided(
    told: float, left: float, expected: Step, *, others: bool
) -> None:
    error = wrong(errors.RateLimited, retry_after_s=told)
    assert step(error, left=left, others=others) == expected


def test_pauses_grow_to_a_bound() -> None:
    patient = Persistence(tries=10, base_s=1.0, most_s=8.0)
    error = wrong(errors.Overloaded)
    pauses = [
        after_failure(error, Standing(tries, 600, others=False), patient, lambda: 1.0)
        for tries in range(1, 7)
    ]
    assert pauses == [Again(each) for each in (1.0, 2.0, 4.0, 8.0, 8.0, 8.0)]


def test_a_breaker_is_open_for_longer_each_time_up_to_a_bound() -> None:
    rules = BreakerRules(open_s=5, most_open_s=60)
    assert [rules.open_ms(times) for times in (1, 2, 3, 4, 5, 99)] == [
        5000, 10000, 20000, 40000, 60000, 60000,
    ]  # fmt: skip


ASKED, SPOKE = Progress(asked_at=1.0), Progress(asked_at=1.0, spoke_at=2.0)
HURRIED = Progress(asked_at=1.0, hurried=True)


@pytest.mark.parametrize(
    ("error", "progress", "expected"),
    [
        (None, Progress(1.0, None, True, Usage(3, 4)), Judgement("ok", Usage(3, 4), "alive")),
        (GeneratorExit(), Progress(1.0, 2.0, True, None), Judgement("ok", None, "alive")),
        (None, SPOKE, Judgement("cancelled", None, "alive")),
        (asyncio.CancelledError(), ASKED, Judgement("cancelled", None, "unknown")),
        (asyncio.CancelledError(), Progress(), Judgement("cancelled", Usage(0, 0), "unknown")),
        (RuntimeError(), ASKED, Judgement("failed", None, "unknown", "internal")),
    ],
)
def test_how_a_try_ended(
    error: BaseException | None, progress: Progress, expected: Judgement
) -> None:
    assert judge(error, progress) == expected


@pytest.mark.parametrize(
    ("error", "progress", "usage", "sign"),
    [
        (wrong(errors.Overloaded, may_cost=True), ASKED, None, "failing"),
        (wrong(errors.Unreachable), ASKED, Usage(0, 0), "failing"),
        (wrong(errors.BrokenResponse, may_cost=True), SPOKE, None, "failing"),
        (wrong(errors.AuthFailed), ASKED, Usage(0, 0), "failing"),
        (wrong(errors.RateLimited), ASKED, Usage(0, 0), "unknown"),
        (wrong(errors.RateLimited), SPOKE, None, "unknown"),
        (wrong(errors.BadRequest), ASKED, Usage(0, 0), "alive"),
        (wrong(errors.Unsupported), ASKED, Usage(0, 0), "unknown"),
        (wrong(errors.ContentRefused, usage=Usage(5, 0)), ASKED, Usage(5, 0), "alive"),
        (wrong(errors.ContentRefused, may_cost=True), ASKED, None, "alive"),
        (wrong(errors.TimedOut, phase="first byte", may_cost=True), ASKED, None, "failing"),
        (wrong(errors.TimedOut, phase="total", may_cost=True), HURRIED, None, "unknown"),
        (wrong(errors.TimedOut, phase="total", may_cost=True), SPOKE, None, "alive"),
        (wrong(errors.AuthFailed), Progress(), Usage(0, 0), "unknown"),
        (LimitReached(Limit("key", "k", 1), "requests", 1), Progress(), Usage(0, 0), "unknown"),
    ],
)
def test_what_a_failure_cost_and_what_it_tells(
    error: SwitchyardError, progress: Progress, usage: Usage | None, sign: Sign
) -> None:
    assert judge(error, progress) == Judgement("failed", usage, sign, error.slug)


def test_estimates_are_no_lower_than_what_tokenizers_count() -> None:
    plain = ChatRequest("m", (say("user", "a" * 100),), Sampling(max_tokens=20), n=3)
    assert (estimate(plain).prompt_tokens, estimate(plain).answer_tokens) == (58, 60)
    assert estimate(ChatRequest("m", (say("user", "字" * 100),))).prompt_tokens == 158
    assert estimate(ChatRequest("m", ())).answer_tokens == 4096
    assert estimate(EmbeddingRequest("m", ("abcd", "ef"))).total == 3


def test_tools_schemas_and_images_count_too() -> None:
    turn = Message("user", (Picture("image/png", b"x"),))
    tool = Tool("weather", "Tells the weather.")
    rich = ChatRequest("m", (turn,), tools=(tool,), format=JsonSchema("a", {"type": "object"}))
    assert estimate(rich).prompt_tokens > 1600 + 8 + 15
