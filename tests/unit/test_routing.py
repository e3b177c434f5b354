"""Routing as its users meet it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from orchestration.errors import UserError
from orchestration.routing.asked import Asked, Policy
from orchestration.routing.choosing import choose
from orchestration.routing.decision import Decision
from orchestration.routing.fleet import Candidate, Fleet, Health, Load, QueueState
from tests.unit.fleets import NOW, outside, small, wants

KEYS = [f"user-{number}" for number in range(4_000)]
BOTH = (small(), outside())
EIGHT_DRAWS = "canary stable canary stable stable stable stable canary"


def order(asked: Asked, *candidates: Candidate, **fleet: object) -> list[str]:
    """Return the ids of the routes."""
    return [each.id for each in ask(asked, *candidates, **fleet).routes]


def ask(asked: Asked, *candidates: Candidate, **fleet: object) -> Decision:
    """Choose among candidates."""
    return choose(asked, replace(Fleet(candidates), **fleet), NOW)  # type: ignore[arg-type]


def why_not(decision: Decision) -> str:
    """Return the reasons why one was left out, as one text."""
    return " ".join(reason for each in decision.left_out for reason in each.reasons)


@pytest.mark.parametrize(
    ("strategy", "first"),
    [
        ("local_first", "local/small"),
        ("external_first", "openai/large"),
        ("cheapest", "local/small"),
        ("fastest", "openai/large"),
        ("specialist", "openai/large"),
    ],
)
def test_each_strategy_puts_its_own_first(strategy: str, first: str) -> None:
    specialist = outside(good_at=frozenset({"forex"}))
    health = {"openai/large": Health(p50_ms=90, measured_at=NOW)}

    routes = order(
        wants(strategy, specialty="forex", prompt_tokens=9), small(), specialist, health=health
    )

    assert routes[0] == first
    assert len(routes) == 2


def test_a_place_comes_with_what_decided_it() -> None:
    first, second = ask(wants("cheapest", prompt_tokens=1_000), *BOTH).routes

    assert "costs at most 0" in first.reasons[0]
    assert "costs at most 0.003" in second.reasons[0]


def test_the_specialty_asked_for_counts_more_than_what_was_guessed() -> None:
    coder = outside(model="coder", good_at=frozenset({"code"}))
    trader = outside(model="trader", good_at=frozenset({"forex"}), price_in=Decimal(9))

    routes = order(wants("specialist", specialty="forex", intent="code"), coder, trader)

    assert routes == ["openai/trader", "openai/coder"]


def test_a_hard_question_goes_outside_when_the_local_model_is_not_trusted_with_it() -> None:
    decision = ask(wants(complexity="high"), small(level="low"), outside())

    assert [each.provider for each in decision.routes] == ["openai", "local"]
    assert "trusted with complexity low" in " ".join(decision.routes[1].reasons)


def test_a_model_for_a_few_jobs_serves_who_names_it_and_otherwise_comes_last() -> None:
    narrow = small(narrow=True)
    decision = ask(wants(), narrow, outside())

    assert [each.provider for each in decision.routes] == ["openai", "local"]
    assert "made for a few jobs" in " ".join(decision.routes[1].reasons)
    assert order(wants(), narrow) == ["local/small"]
    assert order(wants(model="small"), narrow, outside()) == ["local/small"]
    assert order(wants(specialty="triage"), narrow, outside())[0] == "local/small"


def test_a_local_queue_with_a_long_wait_spills_over_when_somebody_is_in_a_hurry() -> None:
    crowded = {"local": QueueState(wait_ms=9_000)}

    assert order(wants(), *BOTH, queues=crowded)[0] == "local/small"
    assert order(wants(latency_ms=1_000), *BOTH, queues=crowded)[0] == "openai/large"


def before_ours(*ahead: int, servers: int = 1) -> dict[str, Load]:
    """Return what stands before our model: tasks of each level, that run for a second each."""
    return {"local/small": Load(servers, ahead, tuple(1000.0 * each for each in ahead))}


def test_when_ours_are_too_busy_those_who_prefer_them_turn_outside_and_it_is_said() -> None:
    decision = ask(wants(), *BOTH, loads=before_ours(40, 40, 0, 0, 0))

    assert [each.provider for each in decision.routes] == ["openai", "local"]
    assert decision.routes[1].reasons == (
        "It runs here, where 40 tasks wait before it, about 40 s.",
    )
    assert order(wants(), *BOTH, loads=before_ours(9, 9, 0, 0, 0))[0] == "local/small"


def test_what_is_more_urgent_than_what_waits_stays_here() -> None:
    crowd = before_ours(40, 40, 0, 0, 0)

    assert order(wants(priority=2), *BOTH, loads=crowd)[0] == "local/small"
    assert order(wants(priority=0), *BOTH, loads=crowd)[0] == "openai/large"


def test_the_fastest_is_ours_while_what_waits_before_it_leaves_it_ahead() -> None:
    health = {
        "local/small": Health(p50_ms=40, measured_at=NOW),
        "openai/large": Health(p50_ms=90, measured_at=NOW),
    }
    first = ask(wants("fastest"), *BOTH, health=health).routes[0]
    assert (first.id, first.expected_ms) == ("local/small", 40)

    crowd = {"local/small": Load(waits_ms=(60.0,) * 5)}
    last = ask(wants("fastest"), *BOTH, health=health, loads=crowd).routes[-1]
    assert (last.id, last.expected_ms) == ("local/small", 100)


def test_one_of_ours_that_was_measured_slower_than_the_target_comes_later() -> None:
    slow = {"local/small": Health(p50_ms=3_000, measured_at=NOW)}
    assert order(wants(), *BOTH, health=slow)[0] == "local/small"

    last = ask(wants(latency_ms=1_000), *BOTH, health=slow).routes[-1]
    assert last.id == "local/small"
    assert "Its first token is expected after 3000 ms, later than 1000 ms." in last.reasons


def test_other_strategies_bear_a_wait_until_there_is_a_target() -> None:
    crowd = before_ours(40, 40, 0, 0, 0)

    assert order(wants("cheapest"), *BOTH, loads=crowd)[0] == "local/small"
    assert order(wants("cheapest", latency_ms=5_000), *BOTH, loads=crowd)[0] == "openai/large"


def test_a_model_that_no_live_worker_holds_is_left_out_unless_the_request_may_wait() -> None:
    nobody = before_ours(0, 0, 0, 0, 0, servers=0)
    shut = {"local": QueueState(paused=True)}

    decision = ask(wants(), *BOTH, loads=nobody)
    assert [each.provider for each in decision.routes] == ["openai"]
    assert why_not(decision) == "No live worker holds it."
    waiting = ask(wants(patient=True), small(), loads=nobody, queues=shut).routes[0]
    assert "waits until one does" in " ".join(waiting.reasons)


def test_an_open_breaker_takes_a_model_out_until_its_time_has_come() -> None:
    shut = Health(breaker="open", retry_at=NOW + timedelta(seconds=5))
    due = Health(breaker="open", retry_at=NOW)

    assert order(wants(), *BOTH, health={"local/small": shut}) == ["openai/large"]
    probing = ask(wants(), *BOTH, health={"local/small": due}).routes[0]
    assert probing.id == "local/small"
    assert "a probe" in " ".join(probing.reasons)


def test_who_fails_often_serves_only_when_others_cannot_and_is_tried_again_later() -> None:
    ailing = Health(error_share=0.6, calls=50, measured_at=NOW)
    long_ago = replace(ailing, measured_at=NOW - timedelta(hours=1))

    assert order(wants(), *BOTH, health={"local/small": ailing})[0] == "openai/large"
    assert order(wants(), *BOTH, health={"local/small": long_ago})[0] == "local/small"


def test_without_a_classification_the_choice_is_made_and_says_so() -> None:
    decision = ask(wants(), *BOTH)

    assert len(decision.routes) == 2
    assert "without intent" in decision.notes[0]
    assert not ask(wants(intent="code", content_type="code", complexity="low"), *BOTH).notes


def test_one_that_was_asked_for_by_name_is_the_only_one() -> None:
    decision = ask(wants(model="large"), *BOTH)

    assert [each.model for each in decision.routes] == ["large"]
    assert "large was asked for" in why_not(decision)


def test_a_price_that_nobody_knows_is_above_any_ceiling() -> None:
    decision = ask(wants(cost_ceiling=Decimal(1)), outside(price_in=None))

    assert not decision.routes
    assert "price is not known" in why_not(decision)


def test_the_lower_ceiling_holds() -> None:
    tenant = Policy(cost_ceiling=Decimal("0.001"))
    asked = Asked(key="", prompt_tokens=1_000, cost_ceiling=Decimal(1), policy=tenant)

    assert "above the tenant's ceiling of 0.001" in why_not(ask(asked, outside()))


def test_all_that_keeps_a_model_out_is_told_at_once() -> None:
    asked = Asked(key="", capabilities=frozenset({"tools"}), policy=Policy(local_only=True))

    reasons = why_not(
        ask(asked, outside(context_length=0), queues={"external": QueueState(full=True)})
    )

    assert "lacks tools" in reasons
    assert "policy allows local models only" in reasons
    assert "is full" in reasons


def test_a_strategy_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(UserError, match="local_first"):
        ask(wants("luck"), small())


def arms(canary_share: float, **facts: object) -> tuple[Candidate, Candidate]:
    """Return two versions of one model that are compared."""
    stable = small(version="1", arm="stable", share=1 - canary_share)
    return stable, replace(small(version="2", arm="canary", share=canary_share), **facts)  # type: ignore[arg-type]


def drawn(key: str, *candidates: Candidate, strategy: str = "local_first") -> str:
    """Return the first route's arm."""
    return ask(wants(strategy, key=key), *candidates).routes[0].arm


def test_a_canary_gets_its_share_of_the_keys() -> None:
    share = sum(drawn(key, *arms(0.1)) == "canary" for key in KEYS) / len(KEYS)

    assert share == pytest.approx(0.1, abs=0.02)


def test_a_key_keeps_its_arm_while_the_canary_grows() -> None:
    before = {key for key in KEYS if drawn(key, *arms(0.1)) == "canary"}
    after = {key for key in KEYS if drawn(key, *arms(0.3)) == "canary"}

    assert before < after


def test_the_other_arm_follows_as_a_fallback() -> None:
    first, second = ask(wants(), *arms(0.5)).routes

    assert {first.arm, second.arm} == {"stable", "canary"}
    assert f"behind {first.arm}" in " ".join(second.reasons)


def test_an_arm_that_cannot_serve_is_stood_in_for_and_the_route_says_it() -> None:
    key = next(key for key in KEYS if drawn(key, *arms(0.5)) == "canary")

    route = ask(wants(key=key), *arms(0.5, enabled=False)).routes[0]

    assert route.arm == "stable"
    assert "stands in for canary" in " ".join(route.reasons)


def test_weights_share_the_keys_and_those_of_one_that_leaves_are_the_only_ones_to_move() -> None:
    three = [outside(model=name, weight=weight) for name, weight in (("a", 1), ("b", 2), ("c", 5))]
    chosen = {key: order(wants("weighted", key=key), *three)[0] for key in KEYS}
    without_a = {key: order(wants("weighted", key=key), *three[1:])[0] for key in KEYS}

    for each in three:
        share = sum(name == each.id for name in chosen.values()) / len(KEYS)
        assert share == pytest.approx(each.weight / 8, abs=0.03)
    moved = {key for key in KEYS if chosen[key] != without_a[key]}
    assert moved == {key for key in KEYS if chosen[key] == "openai/a"}


def test_a_weight_of_nothing_serves_only_when_others_fail() -> None:
    idle, busy = outside(model="idle", weight=0), outside(model="busy")

    assert all(
        order(wants("weighted", key=key), idle, busy)[0] == "openai/busy" for key in KEYS[:50]
    )


def test_a_draw_is_the_same_in_every_process() -> None:
    assert " ".join(drawn(key, *arms(0.5)) for key in KEYS[:8]) == EIGHT_DRAWS
