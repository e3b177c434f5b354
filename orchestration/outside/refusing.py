"""Why nobody serves a request: who must act, and whether waiting helps. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from orchestration.errors import SwitchyardError
from orchestration.outside.allowing import forbidden_all
from orchestration.outside.errors import BeyondContexts, BeyondModels, NobodyServes, PolicyForbids
from orchestration.routing.asked import Asked
from orchestration.routing.decision import Decision, LeftOut
from orchestration.routing.fleet import Candidate, Fleet
from orchestration.routing.limits import forbidden, passing, too_long, unable


def refusal(
    wanted: str, asked: Asked, decision: Decision, fleet: Fleet, now: datetime
) -> SwitchyardError:
    """Return the error for a decision without routes.

    Args:
        wanted: What the request named.
        asked: What the request itself asks for, without what a specialist adds to it.
        decision: Who was left out, and why.
        fleet: All that there is, as it fares.
        now: The moment of the decision.
    """
    if forbidden_all(decision, asked.policy, fleet.candidates):
        return PolicyForbids(wanted, decision)
    known = {each.id: each for each in fleet.candidates}
    left = [(known.get(each.id), each) for each in decision.left_out]
    if left and all(each is not None and _is_beyond(each, asked) for each, _ in left):
        return _beyond(wanted, asked, decision, [each for each, _ in left if each is not None])
    waiting = [each for each, why in left if each and _only_passes(each, why, fleet, now)]
    soonest = _soonest(waiting, fleet, now)
    return NobodyServes(wanted, decision, soonest, lasting=not waiting)


def _is_beyond(candidate: Candidate, asked: Asked) -> bool:
    """Return whether a candidate will not serve such a request, whatever an operator mends."""
    limits = (
        unable(candidate, asked),
        too_long(candidate, asked),
        forbidden(candidate, asked.policy),
    )
    return any(reason for limit in limits for reason in limit)


def _beyond(
    wanted: str, asked: Asked, decision: Decision, left: Sequence[Candidate]
) -> SwitchyardError:
    """Return the error for what nobody can do; where it is only too long, clients know that one."""
    if any(any(unable(each, asked)) for each in left):
        return BeyondModels(wanted, decision)
    return BeyondContexts(wanted, decision)


def _only_passes(candidate: Candidate, why: LeftOut, fleet: Fleet, now: datetime) -> bool:
    return {*why.reasons} <= {*passing(candidate, fleet, now)}


def _soonest(waiting: Sequence[Candidate], fleet: Fleet, now: datetime) -> float | None:
    """Return in how many seconds the first open breaker lets somebody through, if one is open."""
    health = (fleet.health.get(each.id) for each in waiting)
    waits = [(each.retry_at - now).total_seconds() for each in health if each and each.retry_at]
    return max(0.0, min(waits)) if waits else None
