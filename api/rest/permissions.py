"""Which scope a method needs, and whether the key has it."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from api.rest.errors import Unauthorized
from tasks.errors import Forbidden


class HasScope(BasePermission):
    """A view names a scope for each method in `scopes`; without a key it answers 401."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Return True, or say what is missing.

        Raises:
            Unauthorized: no key was sent.
            Forbidden: the key lacks the scope.
        """
        principal: Any = request.user
        if principal is None:
            raise Unauthorized(
                "No API key was sent.",
                field="Authorization",
                mend="Send `Authorization: Bearer sy_…` or `X-API-Key: sy_…`.",
            )
        scope = view.scopes["GET" if request.method == "HEAD" else request.method]
        if scope not in principal.scopes:
            raise Forbidden(
                f"The key lacks the scope {scope}.",
                field="scope",
                mend=f"Use a key with the scope {scope}; its scopes are "
                f"{', '.join(sorted(principal.scopes)) or 'none'}.",
            )
        return True
