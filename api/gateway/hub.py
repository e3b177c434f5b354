"""What all handlers share: rows, watches, places, token streams, and how a request is let in."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.http import HttpRequest

from api.gateway.exchange import Exchange
from api.gateway.feed import Feed
from api.gateway.places import Places
from api.gateway.rows import Rows
from api.gateway.watches import Watches
from api.rest.authentication import caller, remembered, token_of
from api.rest.base import check_address
from api.rest.errors import TooManyRequests
from api.rest.permissions import require
from orchestration.access.ratelimit import Allowance, limiter
from orchestration.access.services import Principal
from orchestration.sections.serving import Gateway
from orchestration.sections.tasks import Limits


@dataclass(frozen=True, slots=True)
class Hub:
    """The parts of one gateway process."""

    rows: Rows
    watches: Watches
    places: Places
    feed: Feed
    settings: Gateway
    limits: Limits

    async def admit(self, exchange: Exchange, scope: str) -> Principal:
        """Return who calls.

        Raises:
            Unauthorized: no live key was sent.
            Forbidden: the key lacks the scope.
            TooManyRequests: its rate limit is reached.
            InvalidParameter: the address has a NUL character.
        """
        found = _at_hand(exchange.request, scope)
        if found is None:
            found = await self.rows.read(partial(_known, exchange.request, scope))
        principal, allowance = found
        exchange.allowance = allowance
        if not allowance.allowed:
            raise TooManyRequests(allowance.limit, allowance.wait_s)
        check_address(exchange.request)
        return principal


def _at_hand(request: HttpRequest, scope: str) -> tuple[Principal, Allowance] | None:
    """Return what `_known` does, where neither database nor Redis need be asked for it."""
    token = token_of(request.META)
    principal = remembered(token) if token else None
    if principal is None:
        return None
    principal = require(principal, scope)
    allowance = limiter().take_known(principal.key_id, principal.requests_per_minute)
    return None if allowance is None else (principal, allowance)


def _known(request: HttpRequest, scope: str) -> tuple[Principal, Allowance]:
    found = caller(request.META)
    principal = require(found and found[0], scope)
    return principal, limiter().take(principal.key_id, principal.requests_per_minute)


def task_id_of(exchange: Exchange) -> UUID:
    """Return the task that the path names."""
    task_id: UUID = exchange.parts["task_id"]
    return task_id
