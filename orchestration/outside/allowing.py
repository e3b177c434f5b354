"""What a tenant's policy leaves of a decision that was made before. Pure.

A task may wait for hours between the choice of its routes and their turn; the policy that holds
then is the one that binds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from orchestration.routing.asked import Policy
from orchestration.routing.decision import Decision, LeftOut, Route
from orchestration.routing.fleet import LOCAL, Candidate
from orchestration.routing.limits import forbidden


def allowed(decision: Decision, policy: Policy) -> Decision:
    """Return a decision without the routes that a policy forbids; these are left out with the
    reason."""
    reasons = {each.id: tuple(_against(each, policy)) for each in decision.routes}
    kept = tuple(each for each in decision.routes if not reasons[each.id])
    if len(kept) == len(decision.routes):
        return decision
    gone = [LeftOut(each.id, reasons[each.id]) for each in decision.routes if reasons[each.id]]
    return replace(decision, routes=kept, left_out=(*gone, *decision.left_out))


def _against(route: Route, policy: Policy) -> Iterator[str]:
    yield from forbidden(Candidate(route.model, provider=route.provider), policy)
    ceiling = policy.cost_ceiling
    if ceiling is None or route.provider == LOCAL:
        return
    if route.cost is None:
        yield "Its price is not known, and there is a ceiling."
    elif Decimal(route.cost) > ceiling:
        yield f"It may cost {route.cost}, above the tenant's ceiling of {ceiling:f}."


def forbidden_all(decision: Decision, policy: Policy, known: Iterable[Candidate]) -> bool:
    """Return whether a policy forbids everybody whom a decision left out."""
    named = {each.id for each in decision.left_out}
    found = [each for each in known if each.id in named]
    return bool(found) and all(any(forbidden(each, policy)) for each in found)
