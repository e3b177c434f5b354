"""The rate limit of the key, before anything costs the database something."""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from api.rest.errors import TooManyRequests
from orchestration.access.ratelimit import Allowance, limiter


class KeyThrottle(BaseThrottle):
    """One limit per key, shared by all web processes; the request keeps its `allowance`."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Return True, or say when there is room again.

        Raises:
            TooManyRequests: the limit is reached.
        """
        principal: Any = request.user
        allowance = limiter().take(principal.key_id, principal.requests_per_minute)
        view.allowance = allowance
        if not allowance.allowed:
            raise TooManyRequests(allowance.limit, allowance.wait_s)
        return True


def headers_of(allowance: Allowance) -> dict[str, str]:
    """Return the RateLimit headers that tell a client where it stands."""
    return {
        "RateLimit-Limit": str(allowance.limit),
        "RateLimit-Remaining": str(max(0, allowance.left)),
        "RateLimit-Reset": str(int(allowance.wait_s) + 1),
    }
