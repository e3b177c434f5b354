"""Why a call was not even begun; what a provider did wrong is in `orchestration.providers.errors`.

`LimitReached`  the caller, or the set-up's limit on a provider: come back later
`BreakerOpen`   the provider failed so often that it is left alone for a while
`LimitsUnknown` nobody could read yet which limits hold
`NoRoute`       nobody was named who could be asked
"""
# ruff: noqa: N818 - they are named for what happened, like those of `orchestration.errors`

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from orchestration.calls.ports import Limit, Measure
from orchestration.errors import ModelError, OperatorError, UserError

_WORDS: dict[Measure, str] = {
    "requests": "requests per minute",
    "tokens": "tokens per minute",
    "concurrency": "calls at the same time",
}


class LimitReached(UserError):
    """A limit of ours has no room, or had none in time.

    Attributes:
        limit: Which one.
        measure: What of it.
        retry_after_s: When there may be room.
    """

    slug = "limit-reached"
    title = "A limit has no room"
    status = HTTPStatus.TOO_MANY_REQUESTS
    retryable = True

    def __init__(self, limit: Limit, measure: Measure, retry_after_s: float) -> None:
        """Name the limit, and when to come back."""
        self.limit = limit
        self.measure: Measure = measure
        self.retry_after_s = retry_after_s
        called = limit.called or limit.name
        super().__init__(
            f"The {limit.scope} {called} has no room: at most {self._most} {_WORDS[measure]}.",
            field=limit.scope,
            value=called,
            mend=f"Try again in {retry_after_s:.1f} s, or have the limit raised.",
        )

    @property
    def personal(self) -> bool:
        """Return whether another provider would be of no use: the payer is limited."""
        return self.limit.scope in {"tenant", "key"}

    @property
    def _most(self) -> int | None:
        if self.measure == "concurrency":
            return self.limit.concurrent
        requests = self.measure == "requests"
        return self.limit.requests_per_minute if requests else self.limit.tokens_per_minute

    def problem(self) -> dict[str, Any]:
        """Return the problem document, with when to come back."""
        return super().problem() | {"retry_after_s": self.retry_after_s}


class BreakerOpen(ModelError):
    """A provider's model failed so often that it is left alone for a while.

    Attributes:
        provider: Its name.
        model: The provider's name for it.
        retry_after_s: When it is tried again.
    """

    slug = "breaker-open"
    title = "The provider's model is left alone for a while"
    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self, provider: str, model: str, retry_after_s: float) -> None:
        """Name who is left alone, and until when."""
        self.provider = provider
        self.model = model
        self.retry_after_s = retry_after_s
        super().__init__(
            f"{provider}/{model} failed so often that nobody asks it at the moment.",
            field="model",
            value=f"{provider}/{model}",
            mend=f"It is tried again in {retry_after_s:.1f} s; an admin can close its breaker.",
        )

    def problem(self) -> dict[str, Any]:
        """Return the problem document, with when to come back."""
        return super().problem() | {"retry_after_s": self.retry_after_s}


class LimitsUnknown(OperatorError):
    """Which limits hold could not be read since this process began, so nothing is let in."""

    slug = "limits-unknown"
    title = "The limits of calls are not known"
    retryable = True
    retry_after_s = 1

    def __init__(self) -> None:
        """Say what is the matter."""
        super().__init__(
            "The call was not made, for its limits could not be read from the database yet.",
            mend="Try again, as Retry-After says.",
        )


class NoRoute(OperatorError):
    """Nobody was named who could be asked."""

    slug = "no-route"
    title = "Nobody can serve the request"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "There is no route for this call.",
            field="model",
            mend="Enable a model that can serve it, or loosen what the request asks for.",
        )
