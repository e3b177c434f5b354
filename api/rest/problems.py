"""Every error of the REST API is a problem document (RFC 9457)."""

import logging
import math
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

import orjson
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions

from api.rest.errors import (
    Internal,
    InvalidBody,
    NoSuchPath,
    TooLarge,
    Unauthorized,
    Unreachable,
    UnsupportedMedia,
    WrongMethod,
)
from orchestration.errors import SwitchyardError, UserError
from tasks.errors import Forbidden

log = logging.getLogger(__name__)

PROBLEM: Final = "application/problem+json"
CHALLENGE: Final = 'Bearer realm="switchyard"'


def exception_handler(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """Turn what a view raised into its problem document (DRF's `EXCEPTION_HANDLER`)."""
    request = context["request"]
    known = to_problem(error)
    if isinstance(known, Internal):
        log.error("request failed", exc_info=error, extra={"path": request.path})
    allowed = ", ".join(context["view"].allowed_methods)
    return problem_response(known, request.path, allowed=allowed)


def problem_response(
    error: SwitchyardError, instance: str, *, allowed: str | None = None
) -> HttpResponse:
    """Render one error; `allowed` are the methods to name when one was wrong."""
    status = int(error.status)
    headers: dict[str, str] = {}
    if (wait := getattr(error, "retry_after_s", None)) is not None:
        headers["Retry-After"] = retry_after(wait)
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = CHALLENGE
    if status == HTTPStatus.METHOD_NOT_ALLOWED and allowed is not None:
        headers["Allow"] = allowed
    document = {**error.problem(), "instance": instance}
    response = HttpResponse(
        orjson.dumps(document, default=str), PROBLEM, status=status, headers=headers
    )
    # Django would log every 5xx as an error; a 503 is an answer, and a real error is logged above.
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - Django's mark
    return response


def retry_after(wait_s: float) -> str:
    """Return what the header Retry-After says: whole seconds (RFC 9110, 10.2.3), one at least."""
    return str(max(1, math.ceil(wait_s)))


def to_problem(error: Exception) -> SwitchyardError:
    """Map an exception of Django, DRF or the database onto our tree."""
    if isinstance(error, SwitchyardError):
        return error
    for kind, mapped in _MAPPED:
        if isinstance(error, kind):
            return mapped(error)
    return Internal("The request failed; the cause stands in the log of the web process.")


def _refused(error: Any) -> SwitchyardError:
    return UserError(f"{error.detail}")


def _wrong_media(error: Any) -> SwitchyardError:
    return UnsupportedMedia(f"{error.detail}", field="Content-Type", mend="Send JSON.")


def _unauthorized(error: Any) -> SwitchyardError:
    return Unauthorized(f"{error.detail}", mend="Send `Authorization: Bearer sy_…`.")


def _wrong_method(error: Any) -> SwitchyardError:
    return WrongMethod(f"{error.detail}", mend="The header Allow names those that are.")


def _nothing_here(error: Any) -> SwitchyardError:
    del error
    return NoSuchPath(
        "Nothing is served at this path.",
        mend="See /api/v1/schema for what there is; paths end without a slash.",
    )


def _forbidden(error: Any) -> SwitchyardError:
    return Forbidden(str(error) or "The key does not allow this.")


def _too_large(error: Any) -> SwitchyardError:
    del error
    return TooLarge("The body is too large.", field="body", mend="Send less.")


def _malformed(error: Any) -> SwitchyardError:
    return InvalidBody(f"The request is malformed: {type(error).__name__}.")


def _not_storable(error: Any) -> SwitchyardError:
    """A last resort: what reaches the database should have been checked before."""
    log.warning("the database refused a value", exc_info=error)
    return InvalidBody(
        "The request has a value that cannot be stored.",
        mend="Look for characters or numbers out of the ordinary.",
    )


def _unreachable(error: Any) -> SwitchyardError:
    log.warning("the database does not answer", extra={"error": str(error)})
    return Unreachable("The database does not answer.", mend="Try again, as Retry-After says.")


_MAPPED: Final[tuple[tuple[Any, Callable[[Any], SwitchyardError]], ...]] = (
    ((exceptions.NotAuthenticated, exceptions.AuthenticationFailed), _unauthorized),
    (exceptions.MethodNotAllowed, _wrong_method),
    ((Http404, exceptions.NotFound), _nothing_here),
    ((PermissionDenied, exceptions.PermissionDenied), _forbidden),
    (RequestDataTooBig, _too_large),
    ((SuspiciousOperation, UnreadablePostError), _malformed),
    (exceptions.UnsupportedMediaType, _wrong_media),
    (exceptions.APIException, _refused),
    (DataError, _not_storable),
    ((OperationalError, InterfaceError), _unreachable),
)


@csrf_exempt
def not_found(request: HttpRequest, exception: Exception | None = None, **_: Any) -> HttpResponse:
    """Answer for paths that nothing is served at (Django's `handler404`, and a route)."""
    return problem_response(_nothing_here(exception), request.path)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for requests that Django refuses before a view sees them (`handler400`)."""
    return problem_response(_malformed(exception), request.path)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when something failed outside the REST views (`handler500`); Django has logged it."""
    error = Internal("The request failed; the cause stands in the log of the web process.")
    return problem_response(error, request.path)
