"""What makes two calls one."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

from orchestration.calls.answers import Inquiry
from orchestration.calls.call import Destination
from orchestration.calls.fingerprint import version_of
from orchestration.providers.errors import TimedOut


def same(inquiry: Inquiry, routes: Sequence[Destination]) -> Hashable:
    """Return what is equal of calls that one answer serves: the tenant, to begin with, and that
    who will not wait for room does not wait with others."""
    ways = tuple((route.provider, route.model, version_of(route)) for route in routes)
    caching = replace(inquiry.caching, bound=False)  # whose it is, is for who leads
    return inquiry.tenant_id, inquiry.key, ways, caching, inquiry.call.policy


def answerer(routes: Sequence[Destination], who: Destination) -> Destination:
    """Return which of the targets has answered, with what else is known of it."""
    for route in routes:
        if (route.provider, route.model) == (who.provider, who.model):
            return route
    return who


def late(inquiry: Inquiry) -> TimedOut:
    """Return the error for an equal call of somebody else that took too long."""
    return TimedOut(
        "An equal call that was under way did not end in the time that was given.",
        phase="total",
        provider=inquiry.target.provider,
    )
