"""Errors in OpenAI's form, so that its clients raise their own exceptions."""
# ruff: noqa: N818 - they are named for what happened, like the tree they belong to

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import orjson
from django.http import HttpResponse

from api.rest.problems import CHALLENGE, retry_after, to_problem
from orchestration.errors import (
    PROBLEM_URN,
    InvalidInput,
    ModelError,
    SwitchyardError,
    UserError,
)
from orchestration.outside.errors import NobodyServes
from tasks.errors import BatchEnded

_INDEX: Final = re.compile(r"\.(\d+)(?=\.|$)")
_OF_TASK: Final = re.compile(r"^input\.(?!\d)")
"""What stands before the fields of a task's input."""
_CODES: Final[Mapping[str, str]] = {
    "unauthorized": "invalid_api_key",
    "forbidden": "insufficient_permissions",
    "unknown-model": "model_not_found",
    "unknown-specialist": "model_not_found",
    "beyond-models": "unsupported_value",
    "rate-limited": "rate_limit_exceeded",
    "context-overflow": "context_length_exceeded",
    "too-large": "request_too_large",
    "invalid-input": "invalid_value",
    "invalid-parameters": "invalid_value",
    "conflict": "idempotency_conflict",
}
"""OpenAI's word for an error where it has one; others keep ours."""
_OF_INPUT: Final = InvalidInput.slug
_STATUSES: Final[Mapping[str, int]] = {"unknown-model": HTTPStatus.NOT_FOUND}
_TYPES: Final[Mapping[int, str]] = {
    HTTPStatus.FORBIDDEN: "permission_error",
    HTTPStatus.TOO_MANY_REQUESTS: "rate_limit_error",
}
_FIELDS: Final[Mapping[str, str]] = {
    "texts": "input",
    "tags": "X-Switchyard-Tag",
    "priority": "X-Switchyard-Priority",
    "idempotency_key": "Idempotency-Key",
}
"""What a field of ours is called by those who send it."""


class UnknownParameter(UserError):
    """The body has a field that is not known."""

    slug = "unknown-parameter"
    title = "There is no such parameter"


class UnsupportedParameter(UserError):
    """The body asks for something that nobody here can do."""

    slug = "unsupported-parameter"
    title = "The parameter is not supported"


class Unanswered(SwitchyardError):
    """The task ended without an answer.

    Attributes:
        document: The problem document that it ended with.
    """

    slug = "unanswered"
    title = "The request was not answered"

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Keep why."""
        super().__init__(str(document.get("detail", "The task failed.")))
        self.document = document


class TaskCancelled(SwitchyardError):
    """Somebody else cancelled the task."""

    slug = "task-cancelled"
    title = "The task was cancelled"
    status = HTTPStatus.CONFLICT


class TaskExpired(SwitchyardError):
    """The task's deadline passed before it was answered."""

    slug = "task-expired"
    title = "The task's deadline has passed"
    status = HTTPStatus.GATEWAY_TIMEOUT


class AnswerTooSlow(SwitchyardError):
    """The answer was not there, or not complete, when the longest time of a request was over."""

    slug = "answer-too-slow"
    title = "The answer took too long"
    status = HTTPStatus.GATEWAY_TIMEOUT


class Ending(SwitchyardError):
    """This gateway ends; another one serves."""

    slug = "ending"
    title = "The gateway ends"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    retry_after_s = 1


class StreamLost(ModelError):
    """What was streamed of an answer is no beginning of the answer that is drawn now."""

    slug = "stream-lost"
    title = "The stream was lost"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error as clients get it.

    Attributes:
        status: of the response.
        message: a sentence or two, the mend among them.
        code: a word for programs.
        param: the field that is to blame.
        retry_after_s: when to come back.
        final: whether it was tried often enough already, or stays so whatever is tried, so that
            clients shall not repeat it.
    """

    status: int
    message: str
    code: str
    param: str | None = None
    retry_after_s: float | None = None
    final: bool = False

    def body(self) -> dict[str, Any]:
        """Return the error object."""
        usual = "server_error" if self.status >= HTTPStatus.INTERNAL_SERVER_ERROR else _USUAL
        error = {
            "message": self.message,
            "type": _TYPES.get(self.status, usual),
            "param": self.param,
            "code": self.code,
        }
        return {"error": error}

    def headers(self) -> dict[str, str]:
        """Return what tells clients whether and when to try again."""
        headers: dict[str, str] = {}
        if self.retry_after_s is not None:
            headers["Retry-After"] = retry_after(self.retry_after_s)
        if self.final:
            headers["x-should-retry"] = "false"
        if self.status == HTTPStatus.UNAUTHORIZED:
            headers["WWW-Authenticate"] = CHALLENGE
        return headers

    def response(self) -> HttpResponse:
        """Return it as an answer."""
        return HttpResponse(
            orjson.dumps(self.body()),
            "application/json",
            status=self.status,
            headers=self.headers(),
        )


_USUAL: Final = "invalid_request_error"


def refusal_of(error: Exception) -> Refusal:
    """Return an error as clients get it; what was not anticipated shows nothing of its inside."""
    if isinstance(error, Unanswered):
        return _refusal(error.document, final=True)
    known = to_problem(error)
    wait = getattr(known, "retry_after_s", None)
    ended = isinstance(known, TaskCancelled | TaskExpired | BatchEnded)
    broken = isinstance(known, NobodyServes) and known.lasting
    return _refusal(known.problem(), retry_after_s=wait, final=ended or broken)


def _refusal(
    document: Mapping[str, Any], *, retry_after_s: float | None = None, final: bool = False
) -> Refusal:
    slug = str(document.get("type", "")).removeprefix(PROBLEM_URN) or "internal"
    status = _STATUSES.get(slug, int(document.get("status", 500)))
    if (
        status == HTTPStatus.BAD_GATEWAY
    ):  # proxies in between answer so; the model's failure is ours
        status = HTTPStatus.INTERNAL_SERVER_ERROR
    field = document.get("field")
    param = None if slug == _OF_INPUT and field == "input" else param_of(field)
    words = [_detail(slug, param, document), document.get("mend")]
    return Refusal(
        status=status,
        message=" ".join(str(each) for each in words if each),
        code=_CODES.get(slug, slug.replace("-", "_")),
        param=param,
        retry_after_s=retry_after_s,
        final=final,
    )


def _detail(slug: str, param: str | None, document: Mapping[str, Any]) -> str:
    """Return what is wrong; of a task's input, which clients know nothing of, as OpenAI says it."""
    problems = document.get("errors") if slug == _OF_INPUT else None
    if not problems:
        return str(document.get("detail") or document.get("title") or "It failed.")
    message = problems[0]["message"]
    return f"Invalid value for '{param}': {message}" if param else f"Invalid request: {message}"


def param_of(field: object) -> str | None:
    """Return a field as clients name it: `input.messages.0.role` is `messages[0].role`; `input.0`
    is an item of a body's own field of that name."""
    if not field:
        return None
    name = _OF_TASK.sub("", str(field))
    first, dot, rest = name.partition(".")
    return _INDEX.sub(r"[\1]", f"{_FIELDS.get(first, first)}{dot}{rest}")
