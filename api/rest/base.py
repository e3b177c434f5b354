"""The view that all others are: key, scope, rate limit, then one handler that returns a response.

It uses DRF's request cycle without the parts that an API of JSON alone does not need (content
negotiation, versions, renderers), for they would cost more than the handlers.
"""

from collections.abc import Mapping
from time import perf_counter
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.views import APIView

from api.rest import json
from api.rest.connection import drop_if_dead
from api.rest.errors import InvalidBody, InvalidParameter, WrongMethod
from api.rest.metrics import count_request
from api.rest.permissions import HasScope
from api.rest.schema import ApiSchema
from api.rest.throttling import KeyThrottle, headers_of
from api.rest.uploads import is_form, read_form
from orchestration.access.ratelimit import Allowance
from orchestration.access.services import Principal
from tasks.services.submission import Submitter

_READS = frozenset({"GET", "HEAD"})


class ApiView(APIView):
    """One path; `scopes` names the scope that each method needs."""

    scopes: ClassVar[Mapping[str, str]] = {}
    http_method_names = ["get", "post", "patch", "delete", "head"]
    metadata_class = None
    permission_classes = [HasScope]
    throttle_classes = [KeyThrottle]
    schema: Any = ApiSchema()
    allowance: Allowance | None = None
    admitted = False
    """Whether key, scope and rate have been checked."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what must not reach a handler.

        Raises:
            SwitchyardError: no such method, no key, no scope, too many requests, a NUL.
        """
        del args, kwargs
        if request.method not in self.allowed_methods:
            raise WrongMethod(
                f"{request.method} is not allowed here.",
                field="method",
                value=request.method,
                mend=f"Use one of: {', '.join(self.allowed_methods)}.",
            )
        self.check_permissions(request)
        self.check_throttles(request)
        check_address(request)
        self.admitted = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Serve a request and count it."""
        start = perf_counter()
        response = super().dispatch(request, *args, **kwargs)
        if self.allowance is not None:
            for name, value in headers_of(self.allowance).items():
                response.headers[name] = value
        count_request(
            f"{request.method}", type(self).__name__, response.status_code, perf_counter() - start
        )
        return response

    def handle_exception(self, exc: Exception) -> Any:
        """Read once more when the connection had died; else answer with the problem."""
        method = f"{self.request.method}"
        if self.admitted and method in _READS and drop_if_dead(exc):
            try:
                return getattr(self, method.lower())(self.request, *self.args, **self.kwargs)
            except Exception as again:
                exc = again
        return self.get_exception_handler()(exc, self.get_exception_handler_context())

    @property
    def principal(self) -> Principal:
        """Who calls; only asked behind `HasScope`."""
        principal: Any = self.request.user
        return principal  # type: ignore[no-any-return]

    @property
    def submitter(self) -> Submitter:
        """Who submits, and what the key may ask for."""
        return submitter_of(self.principal)

    def read_object(self) -> dict[str, Any]:
        """Return the body, a JSON object; raises as the function `read_object` does."""
        return read_object(django_request(self))


def check_address(request: HttpRequest | Request) -> None:
    """Refuse an address that cannot be looked up.

    Raises:
        InvalidParameter: it has a NUL character.
    """
    if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path:
        raise InvalidParameter(
            "The address has a NUL character.", mend="Remove the NUL characters (%00)."
        )


def submitter_of(principal: Principal) -> Submitter:
    """Return a key as one who submits, with what it may ask for."""
    return Submitter(
        tenant_id=principal.tenant_id,
        actor=principal.actor,
        max_priority=principal.max_priority,
        diagnostics=principal.may("diagnostics"),
        scopes=principal.scopes,
    )


def read_object(request: HttpRequest, *, forms: bool = False) -> dict[str, Any]:
    """Return the body of a request, a JSON object; where `forms` may be sent, also the one in it.

    Raises:
        InvalidBody, TooLarge, UnsupportedMedia: it is none.
    """
    if forms and is_form(request):
        body = read_form(request)
    else:
        body = json.loads(json.raw_body(request, settings.SWITCHYARD.limits.body_bytes, json.JSON))
    if not isinstance(body, dict):
        raise InvalidBody(
            "The body is not a JSON object.", field="body", value=body, mend="Send an object."
        )
    return body


def django_request(view: APIView) -> HttpRequest:
    """Return the request as Django made it."""
    request: HttpRequest = view.request._request  # noqa: SLF001 - DRF offers no other way to it
    return request


class PublicView(ApiView):
    """A path that needs no key and counts against no limit."""

    authentication_classes = []
    permission_classes = []
    throttle_classes = []
