"""What providers answer instead of an answer, and which error each is: mapped here, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from math import isfinite
from typing import Any, Final

import orjson

from orchestration.errors import shorten
from orchestration.providers.errors import (
    AuthFailed,
    BadRequest,
    BrokenResponse,
    ContentRefused,
    CreditExhausted,
    Overloaded,
    PromptTooLong,
    ProviderError,
    RateLimited,
    TimedOut,
)

_MESSAGE_LENGTH: Final = 300
_ORIGIN_TIMED_OUT: Final = 524
"""What Cloudflare says where others say 504."""

_BY_WORD: Final[Mapping[str, type[ProviderError]]] = {
    "context_length_exceeded": PromptTooLong,
    "exceed_context_size_error": PromptTooLong,
    "content_filter": ContentRefused,
    "content_policy_violation": ContentRefused,
    "insufficient_quota": CreditExhausted,
    "billing_error": CreditExhausted,
    "billing_hard_limit_reached": CreditExhausted,
    "overloaded_error": Overloaded,
    "api_error": Overloaded,
    "server_error": Overloaded,
    "internal_error": Overloaded,
    "internal_server_error": Overloaded,
    "service_unavailable": Overloaded,
    "timeout_error": TimedOut,
    "rate_limit_error": RateLimited,
    "rate_limit_exceeded": RateLimited,
    "resource_exhausted": RateLimited,
    "authentication_error": AuthFailed,
    "permission_error": AuthFailed,
    "permission_denied": AuthFailed,
    "unauthenticated": AuthFailed,
    "invalid_api_key": AuthFailed,
    "invalid_request_error": BadRequest,
    "invalid_argument": BadRequest,
    "not_found_error": BadRequest,
    "request_too_large": BadRequest,
}
"""By the words for the error; codes are more exact than types, and looked at first."""

_BY_STATUS: Final[Mapping[int, type[ProviderError]]] = {
    HTTPStatus.UNAUTHORIZED: AuthFailed,
    HTTPStatus.PAYMENT_REQUIRED: CreditExhausted,
    HTTPStatus.FORBIDDEN: AuthFailed,
    HTTPStatus.REQUEST_TIMEOUT: TimedOut,
    HTTPStatus.CONFLICT: Overloaded,
    HTTPStatus.TOO_EARLY: Overloaded,
    HTTPStatus.TOO_MANY_REQUESTS: RateLimited,
    HTTPStatus.GATEWAY_TIMEOUT: TimedOut,
    _ORIGIN_TIMED_OUT: TimedOut,
}
_FINER: Final = (PromptTooLong, ContentRefused, CreditExhausted)
"""Kinds that only words tell; otherwise a status decides."""

_MENDS: Final[Mapping[type[ProviderError], str]] = {
    AuthFailed: "Check the provider's key and what it may do.",
    CreditExhausted: "Pay the provider, or choose another.",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a provider said.

    Attributes:
        status: Of HTTP; None when it was said within a stream.
        words: What it calls the error, most exact first, in lower case.
        message: Its sentence; it may hold anything.
        retry_after_s: After how many seconds it wants to be asked again.
        whole: Whether all of it came.
    """

    status: int | None = None
    words: tuple[str, ...] = ()
    message: str = ""
    retry_after_s: float | None = None
    whole: bool = True


def read_refusal(
    raw: bytes,
    status: int,
    headers: Mapping[str, str],
    now: datetime | None = None,
    *,
    whole: bool = True,
) -> Refusal:
    """Return what an answer of an error's status says; a body that is no JSON says nothing."""
    try:
        words, message = said(orjson.loads(raw))
    except orjson.JSONDecodeError:
        words, message = (), ""
    return Refusal(status, words, message, retry_after(headers, now), whole)


def said(document: Any) -> tuple[tuple[str, ...], str]:
    """Return an error document's words and its sentence, whichever of the known forms it has."""
    if isinstance(document, list) and document:  # Gemini
        document = document[0]
    if not isinstance(document, dict):
        return (), ""
    inner = document.get("error")
    error = inner if isinstance(inner, dict) else document
    words = [error.get(key) for key in ("code", "status", "type")]
    sentences = [error.get("message"), inner, document.get("detail")]
    found = [word.lower() for word in words if isinstance(word, str)]
    return tuple(found), next((each for each in sentences if isinstance(each, str)), "")


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return the seconds that `Retry-After` tells (RFC 9110, 10.2.3), None when it tells none.

    A date is taken as that much after the answer's own date, because clocks differ.
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after")
    seconds = _number(value)
    if seconds is not None or value is None:
        return seconds
    until = _date(value)
    since = _date(headers.get("date")) or now or datetime.now(UTC)
    return None if until is None else max(0.0, (until - since).total_seconds())


def _number(value: str | None) -> float | None:
    try:
        number = float(value or "")
    except ValueError:
        return None
    return number if isfinite(number) and number >= 0 else None


def _date(value: str | None) -> datetime | None:
    try:
        date = parsedate_to_datetime(value or "")
    except (ValueError, OverflowError):  # the latter for years that no calendar has
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def to_error(refusal: Refusal, provider: str, secret: str) -> ProviderError:
    """Return the error that a refusal is.

    Args:
        refusal: What the provider said.
        provider: Its name.
        secret: The key, which is taken out of whatever the provider said.
    """
    kind = _kind(refusal)
    parts: dict[str, Any] = {
        "provider": provider,
        "upstream_status": refusal.status,
        "retry_after_s": refusal.retry_after_s,
        "may_cost": _may_cost(refusal, kind),
        "mend": _MENDS.get(kind),
    }
    if kind is TimedOut:
        parts["phase"] = "provider"
    return kind(_detail(refusal, kind, provider, secret), **parts)


def _may_cost(refusal: Refusal, kind: type[ProviderError]) -> bool:
    """Return whether a provider may charge for what it refused so.

    No provider that we know charges for a request that it answered with an error's status in place
    of an answer. What gave up waiting behind the provider's gate, or broke off, tells nothing.
    """
    if kind is Overloaded:
        return refusal.status is None or not refusal.whole
    return issubclass(kind, TimedOut | BrokenResponse | ContentRefused)


def _kind(refusal: Refusal) -> type[ProviderError]:
    named = [_BY_WORD[word] for word in refusal.words if word in _BY_WORD]
    finer = [kind for kind in named if kind in _FINER]
    if finer or refusal.status is None:
        return (finer or named or [Overloaded])[0]
    return _BY_STATUS.get(refusal.status) or _by_class(refusal.status)


def _by_class(status: int) -> type[ProviderError]:
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Overloaded
    return BadRequest if status >= HTTPStatus.BAD_REQUEST else BrokenResponse


def _detail(refusal: Refusal, kind: type[ProviderError], provider: str, secret: str) -> str:
    """Return a sentence; about keys the provider is not quoted, it may repeat parts of one."""
    what = "an error in its stream" if refusal.status is None else f"status {refusal.status}"
    detail = f"The provider {provider} answered {what}"
    message = refusal.message.replace(secret, "***") if secret else refusal.message
    quoted = message and not issubclass(kind, AuthFailed)
    return f"{detail}: {shorten(message, _MESSAGE_LENGTH)}" if quoted else f"{detail}."
