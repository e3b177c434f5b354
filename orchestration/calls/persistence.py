"""Whether to ask again, ask another, or give up: pure decisions.

Asking the same one again can help after what passes by itself. Another one can help after that,
and where only this one stands in the way: its set-up, its key, its credit, its price that nobody
knows, its context, what it cannot do.
What the caller must change helps nobody, and what a filter refused is not carried elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from orchestration.calls.errors import BreakerOpen, LimitReached
from orchestration.errors import OperatorError, SwitchyardError
from orchestration.providers.errors import (
    BadRequest,
    BrokenResponse,
    Overloaded,
    PromptTooLong,
    RateLimited,
    TimedOut,
    Unsupported,
)

_PASSING: Final = (RateLimited, Overloaded, TimedOut, BrokenResponse)
_OWN: Final = (OperatorError, PromptTooLong, Unsupported, BreakerOpen)


@dataclass(frozen=True, slots=True)
class Persistence:
    """How often one target is asked, and with what pauses.

    Attributes:
        tries: At one target, the first included.
        base_s: The longest pause before the second try; it doubles with each further one.
        most_s: No pause that we choose is longer; nor one that a provider asks for, where another
            target is left.
    """

    tries: int = 3
    base_s: float = 0.25
    most_s: float = 8.0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a call stands after a try has failed.

    Attributes:
        tries: At this target, this one included.
        left_s: Until the call's deadline.
        others: Whether further targets are left.
    """

    tries: int
    left_s: float
    others: bool


@dataclass(frozen=True, slots=True)
class Again:
    """Ask the same target, after a pause."""

    after_s: float


@dataclass(frozen=True, slots=True)
class Next:
    """Ask the next target."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Nothing helps."""


Step = Again | Next | GiveUp


def after_failure(
    error: SwitchyardError,
    standing: Standing,
    persistence: Persistence,
    draw: Callable[[], float],
) -> Step:
    """Return what to do after a try that failed before it said anything.

    The pause is drawn evenly from nothing to its bound ("full jitter", Brooker, "Exponential
    Backoff And Jitter", AWS 2015), or is what the provider asked for, plus a jitter, so that those
    who were sent away together do not return together.

    Args:
        error: Why it failed.
        standing: Where the call stands.
        persistence: How often and how long.
        draw: Gives numbers from 0 to 1.
    """
    elsewhere: Step = Next() if standing.others else GiveUp()
    if standing.left_s <= 0:
        return GiveUp()
    if isinstance(error, _PASSING) and standing.tries < persistence.tries:
        pause = _pause(error, standing, persistence, draw())
        bound = persistence.most_s + persistence.base_s if standing.others else standing.left_s
        if pause < min(bound, standing.left_s):
            return Again(pause)
    return elsewhere if helps_elsewhere(error) else GiveUp()


def helps_elsewhere(error: SwitchyardError) -> bool:
    """Return whether another target may do better."""
    if isinstance(error, LimitReached):
        return not error.personal
    if isinstance(error, BadRequest) and error.upstream_status == HTTPStatus.NOT_FOUND:
        return True  # this one does not know the model
    return isinstance(error, (*_PASSING, *_OWN))


def _pause(
    error: SwitchyardError, standing: Standing, persistence: Persistence, drawn: float
) -> float:
    bound = min(persistence.most_s, persistence.base_s * 2.0 ** (standing.tries - 1))
    told: float | None = getattr(error, "retry_after_s", None)
    return drawn * bound if told is None else told + drawn * persistence.base_s
