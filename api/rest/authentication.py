"""Who calls: `Authorization: Bearer sy_…` or `X-API-Key: sy_…`.

A key that was found live is remembered for a second, which saves a query for each request of a busy
client. So a revoked or expired key may be used for one second more by processes that have just
served it.
"""

import time
from typing import Any, Final

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from api.rest.connection import reconnecting
from api.rest.errors import Unauthorized
from orchestration.access.services import Principal, authenticate

REMEMBERED_S: Final = 1.0
_MOST: Final = 10_000
_LONGEST_TOKEN: Final = 200

_remembered: dict[str, tuple[float, Principal]] = {}


def forget_keys() -> None:
    """Forget which keys were live, so that a change shows at once."""
    _remembered.clear()


def remembered(token: str) -> Principal | None:
    """Return who a token belongs to that was found live within the last second. No queries."""
    known = _remembered.get(token)
    return known[1] if known is not None and time.monotonic() < known[0] else None


def principal_of(token: str) -> Principal | None:
    """Return who a live token belongs to. Queries: one, or none within a second of the last."""
    now = time.monotonic()
    known = remembered(token)
    if known is not None:
        return known
    if len(token) > _LONGEST_TOKEN:
        return None
    principal = reconnecting(lambda: authenticate(token))
    if principal is None:
        _remembered.pop(token, None)
        return None
    if len(_remembered) >= _MOST:
        _remembered.clear()
    _remembered[token] = (now + REMEMBERED_S, principal)
    return principal


def token_of(meta: dict[str, Any]) -> str | None:
    """Return the token of a request's headers; None when there is none."""
    header: str = meta.get("HTTP_AUTHORIZATION", "")
    scheme, _, token = header.partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    return meta.get("HTTP_X_API_KEY") or None


def caller(meta: dict[str, Any]) -> tuple[Principal, str] | None:
    """Return who sends a request, with the token; None when no key was sent.

    Raises:
        Unauthorized: the key is unknown, revoked or expired.
    """
    token = token_of(meta)
    if token is None:
        return None
    principal = principal_of(token)
    if principal is None:
        raise Unauthorized(
            "The API key is unknown, revoked or expired.",
            field="Authorization",
            mend="Use a live key; a new one is made in the admin.",
        )
    return principal, token


class ApiKeyAuthentication(BaseAuthentication):
    """DRF's view of it: the principal becomes `request.user`."""

    def authenticate(self, request: Request) -> tuple[Principal, str] | None:
        """Return the principal, or None when no key was sent.

        Raises:
            Unauthorized: the key is unknown, revoked or expired.
        """
        return caller(request.META)

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge of a 401."""
        del request
        return 'Bearer realm="switchyard"'


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes both headers in the OpenAPI document."""

    target_class = "api.rest.authentication.ApiKeyAuthentication"
    name = ["bearer", "apiKey"]

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[Any]]]:
        """Either header will do."""
        del auto_schema
        return [{"bearer": []}, {"apiKey": []}]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, str]]:
        """Return the definition of each."""
        del auto_schema
        return [
            {"type": "http", "scheme": "bearer"},
            {"type": "apiKey", "in": "header", "name": "X-API-Key"},
        ]
