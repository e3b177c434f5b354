"""What a try came to: its outcome, what it cost, and what it told of the provider. Pure."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from orchestration.calls.ports import Outcome, Sign
from orchestration.errors import SwitchyardError
from orchestration.providers.chat import Usage
from orchestration.providers.errors import (
    AuthFailed,
    BadRequest,
    BrokenResponse,
    ContentRefused,
    Overloaded,
    ProviderError,
    TimedOut,
    Unsupported,
)

NOTHING: Final = Usage(0, 0)


@dataclass(slots=True)
class Progress:
    """How far a try has come.

    Attributes:
        asked_at: When the provider was asked; None before.
        spoke_at: When it said something.
        whole: Whether the answer came to its end.
        usage: What the provider counted.
        hurried: Whether it was ended before the provider could fairly have answered.
    """

    asked_at: float | None = None
    spoke_at: float | None = None
    whole: bool = False
    usage: Usage | None = None
    hurried: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a try came to.

    Attributes:
        outcome: How it ended.
        usage: What it cost; None when nobody knows.
        sign: What it told of the provider.
        reason: The slug of what failed; empty otherwise.
    """

    outcome: Outcome
    usage: Usage | None
    sign: Sign
    reason: str = ""


def judge(error: BaseException | None, progress: Progress) -> Judgement:
    """Return what a try came to.

    Args:
        error: With which it ended; None when its reader left it.
        progress: How far it had come.
    """
    if progress.whole:
        return Judgement("ok", progress.usage, "alive")
    if error is None or isinstance(error, asyncio.CancelledError | GeneratorExit):
        sign: Sign = "unknown" if progress.spoke_at is None else "alive"
        return Judgement("cancelled", _cost(error, progress), sign)
    reason = error.slug if isinstance(error, SwitchyardError) else "internal"
    return Judgement("failed", _cost(error, progress), _sign(error, progress), reason)


def _cost(error: BaseException | None, progress: Progress) -> Usage | None:
    """Return what it cost, as far as that is known: for sure nothing where nothing was sent."""
    if progress.asked_at is None or isinstance(error, Unsupported):
        return NOTHING
    if isinstance(error, ContentRefused):
        return error.usage
    begun = progress.spoke_at is not None
    free = isinstance(error, ProviderError) and not error.may_cost and not begun
    return NOTHING if free else None


def _sign(error: BaseException, progress: Progress) -> Sign:
    """Return what an error tells of the provider.

    One that refuses a request lives. One that does not accept our key fails for everybody, until
    somebody acts. One that limits our rate lives too, but nothing is known of its answers. One that
    still speaks when its time is over is slow, or its reader is.
    """
    if progress.asked_at is None or isinstance(error, Unsupported):
        return "unknown"
    if progress.hurried:
        return "unknown"
    if isinstance(error, TimedOut) and error.phase == "total" and progress.spoke_at is not None:
        return "alive"
    if isinstance(error, AuthFailed | Overloaded | TimedOut | BrokenResponse):
        return "failing"
    return "alive" if isinstance(error, BadRequest | ContentRefused) else "unknown"
