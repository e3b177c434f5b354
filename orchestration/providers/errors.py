"""What can go wrong with a provider, sorted by what helps.

`ProviderError`
    `BadRequest`       the caller must send something else
        `Unsupported`      the provider's profile says so before anything is sent
        `PromptTooLong`    prompt and answer exceed the model's context
    `ContentRefused`   the provider will not speak of it
    `AuthFailed`       whoever runs Switchyard must mend the key or its rights
        `CreditExhausted`  ... or pay
    `Forbidden`        ... or its address, to which requests do not go; nothing was sent
    `RateLimited`      wait, for `retry_after_s` where it is told
    `Overloaded`       the provider failed; wait, or ask another
        `Unreachable`      nobody listens there
    `TimedOut`         it took longer than it may
    `BrokenResponse`   it answered what cannot be understood, or not to the end

Status codes, the words of each provider and the errors of the HTTP library become one of these
in `refusals.py` and `transport.py`, once.
"""
# ruff: noqa: N818 - they are named for what happened, like those of `orchestration.errors`

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Literal

from orchestration.errors import FieldProblem, ModelError, OperatorError, SwitchyardError, UserError
from orchestration.providers.chat import Usage

Phase = Literal["connect", "first byte", "between chunks", "total", "provider"]


class ProviderError(SwitchyardError):
    """A provider did not do what it was asked.

    Attributes:
        provider: Its name in the table.
        upstream_status: The HTTP status that it answered, if any.
        retry_after_s: After how many seconds it wants to be asked again, where it says so.
        may_cost: Whether it may have begun to work, so that it may charge for it.
    """

    def __init__(
        self,
        detail: str,
        *,
        provider: str,
        upstream_status: int | None = None,
        retry_after_s: float | None = None,
        may_cost: bool = False,
        field: str | None = None,
        mend: str | None = None,
        problems: Sequence[FieldProblem] = (),
    ) -> None:
        """Keep the parts; none of them may hold a key."""
        super().__init__(detail, field=field, mend=mend, problems=problems)
        self.provider = provider
        self.upstream_status = upstream_status
        self.retry_after_s = retry_after_s
        self.may_cost = may_cost

    def problem(self) -> dict[str, Any]:
        """Return the problem document, with who failed and when to come back."""
        known = {"provider": self.provider, "retry_after_s": self.retry_after_s}
        known = {key: value for key, value in known.items() if value is not None}
        return super().problem() | known


class BadRequest(ProviderError, UserError):
    """The provider refuses the request as it is."""

    slug = "provider-bad-request"
    title = "The provider refuses the request"


class Unsupported(BadRequest):
    """The request asks for what the provider's profile lacks; nothing was sent."""

    slug = "provider-unsupported"
    title = "The provider cannot do what is asked"


class PromptTooLong(BadRequest):
    """Prompt and answer do not fit the context of the provider's model."""

    slug = "provider-prompt-too-long"
    title = "The prompt is too long for the provider's model"


class ContentRefused(ProviderError, UserError):
    """The provider's filter, or the model, will not speak of it.

    Attributes:
        usage: What it cost nevertheless, where the provider counted.
    """

    slug = "provider-content-refused"
    title = "The provider refuses the content"

    def __init__(self, detail: str, *, usage: Usage | None = None, **parts: Any) -> None:
        """Keep the parts; those besides `usage` are a `ProviderError`'s."""
        super().__init__(detail, **parts)
        self.usage = usage


class AuthFailed(ProviderError, OperatorError):
    """The provider does not accept the key, or the key may not do this."""

    slug = "provider-auth-failed"
    title = "The provider does not accept the key"


class CreditExhausted(AuthFailed):
    """The provider wants to be paid; waiting does not help."""

    slug = "provider-credit-exhausted"
    title = "The provider's credit is used up"


class Forbidden(ProviderError, OperatorError):
    """The provider's address leads to where requests do not go; nothing was sent."""

    slug = "provider-forbidden"
    title = "The provider may not be asked"


class RateLimited(ProviderError, ModelError):
    """Too many requests or tokens in too short a time."""

    slug = "provider-rate-limited"
    title = "The provider limits the rate"
    status = HTTPStatus.TOO_MANY_REQUESTS


class Overloaded(ProviderError, ModelError):
    """The provider failed, or has no room at the moment."""

    slug = "provider-overloaded"
    title = "The provider is overloaded or failed"
    status = HTTPStatus.SERVICE_UNAVAILABLE


class Unreachable(Overloaded):
    """No connection to the provider could be made."""

    slug = "provider-unreachable"
    title = "The provider cannot be reached"


class TimedOut(ProviderError, ModelError):
    """The provider took longer than it may.

    Attributes:
        phase: What took too long.
    """

    slug = "provider-timed-out"
    title = "The provider took too long"
    status = HTTPStatus.GATEWAY_TIMEOUT

    def __init__(self, detail: str, *, phase: Phase, **parts: Any) -> None:
        """Keep the parts; those besides `phase` are a `ProviderError`'s."""
        super().__init__(detail, **parts)
        self.phase: Phase = phase


class BrokenResponse(ProviderError, ModelError):
    """The provider's answer cannot be understood, or broke off."""

    slug = "provider-broken-response"
    title = "The provider's answer is broken"
