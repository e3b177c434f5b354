"""Lines as requests: what each must have, and what is wrong with those that have it not. Pure but
for the limits of the settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from api.batches.lines import Line
from api.rest import json
from api.rest.errors import InvalidBody

CUSTOM_ID_LENGTH: Final = 512
SHOWN: Final = 100
"""Most errors of a file that are told."""
_FIELDS: Final = ("custom_id", "method", "url", "body")


@dataclass(frozen=True, slots=True)
class Request:
    """A line that can be read.

    Attributes:
        number: its place in the file, counted from 1.
        custom_id: how its maker calls it.
        body: what is asked.
    """

    number: int
    custom_id: str
    body: Mapping[str, Any]


class BadLine(Exception):  # noqa: N818 - named for what it is
    """A line that cannot be read.

    Attributes:
        code: OpenAI's word for it.
        message: a sentence about it.
        param: the field that is to blame.
    """

    def __init__(self, code: str, message: str, param: str | None = None) -> None:
        """Keep what is wrong."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.param = param

    def told(self, number: int | None) -> dict[str, Any]:
        """Return it as the batch tells it."""
        return {"code": self.code, "line": number, "message": self.message, "param": self.param}


def request_of(line: Line, endpoint: str) -> Request:
    """Return the request that a line holds.

    Raises:
        BadLine: it holds none, or one for another endpoint.
    """
    if line.raw is None:
        raise BadLine("line_too_large", "This line has more bytes than a request's body may have.")
    try:
        sent = json.loads(line.raw)
    except InvalidBody as error:
        raise BadLine(
            "invalid_json_line", f"This line is not parseable as valid JSON. {error.detail}"
        ) from None
    if not isinstance(sent, dict):
        raise BadLine("invalid_json_line", "This line is no JSON object.")
    for name in _FIELDS:
        if sent.get(name) is None:
            raise BadLine(
                "missing_required_parameter", f"Missing required parameter: '{name}'.", name
            )
    return Request(line.number, _custom_id(sent), _body(sent, endpoint))


def _custom_id(sent: Mapping[str, Any]) -> str:
    custom_id = sent["custom_id"]
    if not isinstance(custom_id, str) or not 0 < len(custom_id) <= CUSTOM_ID_LENGTH:
        raise BadLine(
            "invalid_custom_id",
            f"'custom_id' must be text of 1 to {CUSTOM_ID_LENGTH} characters.",
            "custom_id",
        )
    return custom_id


def _body(sent: Mapping[str, Any], endpoint: str) -> Mapping[str, Any]:
    if sent["method"] != "POST":
        raise BadLine("invalid_method", "'method' must be POST.", "method")
    if sent["url"] != endpoint:
        raise BadLine(
            "invalid_url",
            f"The URL provided for this request does not match the batch endpoint {endpoint}.",
            "url",
        )
    if not isinstance(sent["body"], dict):
        raise BadLine("invalid_body", "'body' must be a JSON object.", "body")
    return sent["body"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file came to.

    Attributes:
        total: requests in it.
        errors: what is wrong with it, as the batch tells it; the first hundred.
    """

    total: int
    errors: list[dict[str, Any]]


def check(lines: Iterable[Line], endpoint: str, *, most: int) -> Checked:
    """Read all lines of a file of at most `most` requests."""
    seen: set[str] = set()
    errors: list[dict[str, Any]] = []
    total = 0
    for line in lines:
        total += 1
        if total > most:
            many = BadLine("too_many_requests", f"A batch may have {most:,} requests at most.")
            return Checked(total, [*errors[: SHOWN - 1], many.told(line.number)])
        wrong = _wrong(line, endpoint, seen)
        if wrong and len(errors) < SHOWN:
            errors.append(wrong.told(line.number))
    if not total:
        errors.append(BadLine("empty_file", "The input file has no requests.").told(None))
    return Checked(total, errors)


def _wrong(line: Line, endpoint: str, seen: set[str]) -> BadLine | None:
    """Return what is wrong with a line; note what it is called by."""
    try:
        custom_id = request_of(line, endpoint).custom_id
    except BadLine as error:
        return error
    if custom_id in seen:
        return BadLine(
            "duplicate_custom_id",
            f"The custom_id '{custom_id[:100]}' for this request is a duplicate of another "
            "request. The custom_id parameter must be unique for each request in a batch.",
            "custom_id",
        )
    seen.add(custom_id)
    return None
