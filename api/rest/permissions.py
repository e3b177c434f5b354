"""Which scope a method needs, and whether the key has it."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from api.rest.errors import Unauthorized
from orchestration.access.services import Principal
from tasks.errors import lacking


def require(principal: Principal | None, scope: str) -> Principal:
    """Return who calls, if the key has the scope.

    Raises:
        Unauthorized: no key was sent.
        Forbidden: the key lacks the scope.
    """
    if principal is None:
        raise Unauthorized(
            "No API key was sent.",
            field="Authorization",
            mend="Send `Authorization: Bearer sy_…` or `X-API-Key: sy_…`.",
        )
    if not principal.may(scope):
        raise lacking(scope, principal.scopes)
    return principal


class HasScope(BasePermission):
    """A view names a scope for each method in `scopes`; without a key it answers 401."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Return True; raises as `require` does."""
        principal: Any = request.user
        require(principal, view.scopes["GET" if request.method == "HEAD" else request.method])
        return True
