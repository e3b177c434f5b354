"""What holds of every choice, whatever is asked and whatever there is."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, given, settings

from orchestration.routing.asked import Asked
from orchestration.routing.choosing import choose
from orchestration.routing.concerns import View, view
from orchestration.routing.decision import Decision, Route
from orchestration.routing.fleet import Candidate, Fleet
from orchestration.routing.limits import obstacles
from orchestration.routing.strategies import strategy_named
from tests.unit.fleets import NOW, fleets, requests

# A busy machine is slow, which says nothing about choices.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def served(asked: Asked, fleet: Fleet) -> Iterator[tuple[Route, Candidate]]:
    """Return each route with the candidate that it names."""
    named = {each.id: each for each in fleet.candidates}
    return ((route, named[route.id]) for route in choose(asked, fleet, NOW).routes)


@patient
@given(requests, fleets())
def test_each_candidate_is_a_route_or_left_out_and_has_a_reason(asked: Asked, fleet: Fleet) -> None:
    decision = choose(asked, fleet, NOW)

    said = [*(each.id for each in decision.routes), *(each.id for each in decision.left_out)]
    assert sorted(said) == sorted(each.id for each in fleet.candidates)
    all_reasons = [each.reasons for each in decision.routes]
    all_reasons += [each.reasons for each in decision.left_out]
    for reasons in all_reasons:
        assert reasons
        assert all(reason.endswith(".") for reason in reasons)


@patient
@given(requests, fleets())
def test_what_the_policy_excludes_never_serves(asked: Asked, fleet: Fleet) -> None:
    policy = asked.policy
    for _, each in served(asked, fleet):
        assert each.enabled
        assert asked.model in ("", each.model)
        if each.local:
            continue
        assert not policy.local_only
        assert each.provider not in policy.denied_providers
        assert each.model not in policy.denied_models
        assert policy.providers is None or each.provider in policy.providers
        assert policy.models is None or each.model in policy.models


@patient
@given(requests, fleets())
def test_ceilings_of_cost_and_context_hold(asked: Asked, fleet: Fleet) -> None:
    for _, each in served(asked, fleet):
        both = asked.prompt_tokens + asked.answer_tokens
        window = both if asked.window_tokens is None else asked.window_tokens
        assert window <= each.context_length
        assert asked.capabilities <= each.capabilities
        for ceiling in (asked.cost_ceiling, asked.policy.cost_ceiling):
            if ceiling is not None:
                cost = each.cost(asked)
                assert cost is not None
                assert cost <= ceiling


@patient
@given(requests, fleets())
def test_what_is_shut_paused_or_full_never_serves(asked: Asked, fleet: Fleet) -> None:
    for _, each in served(asked, fleet):
        health, queue = fleet.health.get(each.id), fleet.queues.get(each.queue)
        if health is not None and health.breaker == "open":
            assert health.retry_at is not None
            assert health.retry_at <= NOW
        if not asked.patient:
            assert queue is None or not (queue.paused or queue.full or not queue.servers)
            assert not fleet.unserved(each)


@patient
@given(requests, fleets())
def test_nobody_is_left_out_who_could_serve(asked: Asked, fleet: Fleet) -> None:
    decision = choose(asked, fleet, NOW)

    able = [each for each in fleet.candidates if not obstacles(each, asked, fleet, NOW)]
    most = asked.policy.most_routes
    assert len(decision.routes) == (len(able) if most is None else min(len(able), most))


@patient
@given(requests, fleets())
def test_concerns_come_first_and_the_strategy_orders_the_rest(asked: Asked, fleet: Fleet) -> None:
    strategy = strategy_named(asked.policy.strategy)

    def rank(each: View) -> tuple[object, ...]:
        return each.gravity, *(criterion(each, asked)[0] for criterion in strategy.criteria)

    ranks = [
        rank(view(each, asked, fleet, NOW)) for _, each in served(asked, fleet) if not each.arm
    ]
    assert all(one <= other for one, other in pairwise(ranks))


@patient
@given(requests, fleets())
def test_the_arm_that_was_drawn_comes_before_its_siblings(asked: Asked, fleet: Fleet) -> None:
    heads: dict[tuple[str, str], str] = {}
    for route, each in served(asked, fleet):
        if each.arm:
            first = heads.setdefault((each.provider, each.model), each.arm)
            behind = any(f"behind {first}, which was drawn" in why for why in route.reasons)
            assert behind or route.arm == first


@patient
@given(requests, fleets())
def test_the_same_question_has_the_same_answer_in_any_order(asked: Asked, fleet: Fleet) -> None:
    backwards = replace(fleet, candidates=fleet.candidates[::-1])

    assert choose(asked, fleet, NOW).routes == choose(asked, backwards, NOW).routes


@patient
@given(requests, fleets())
def test_a_decision_survives_being_stored(asked: Asked, fleet: Fleet) -> None:
    decision = choose(asked, fleet, NOW)

    stored = json.dumps(decision.to_dict(), allow_nan=False)
    assert Decision.from_dict(json.loads(stored)) == decision
