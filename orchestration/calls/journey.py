"""The way of one call along its routes: whom to ask now, and what comes after a failure."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from orchestration.calls.attempt import Attempt, Means
from orchestration.calls.call import Call, Destination, Kind, Try
from orchestration.calls.errors import BreakerOpen, LimitReached, NoRoute
from orchestration.calls.estimates import estimate
from orchestration.calls.persistence import Again, GiveUp, Persistence, Standing, after_failure
from orchestration.errors import SwitchyardError


class Journey:
    """One call's tries, one after the other.

    Args:
        means: What tries are made with.
        call: What is asked.
        routes: Whom to ask, in this order.
        kind: Of the call.
        persistence: How often, and with what pauses.
        draw: Gives numbers from 0 to 1.

    Raises:
        NoRoute: There is none.
    """

    def __init__(
        self,
        means: Means,
        call: Call[Any],
        routes: Sequence[Destination],
        *,
        kind: Kind,
        persistence: Persistence,
        draw: Callable[[], float],
    ) -> None:
        if not routes:
            raise NoRoute
        self._means = means
        self._call = call
        self._routes = list(routes)
        self._kind: Kind = kind
        self._persistence = persistence
        self._draw = draw
        self._estimate = estimate(call.request)
        self._end = asyncio.get_running_loop().time() + call.total_s
        self._position = 0
        self._tries_here = 0
        self._attempts: list[Attempt] = []
        self._telling: SwitchyardError | None = None

    @property
    def target(self) -> Destination:
        """Return whom to ask now."""
        return self._routes[self._position]

    @property
    def call_id(self) -> UUID | None:
        """Return the latest try's; None before the first."""
        return self._attempts[-1].call_id if self._attempts else None

    @property
    def tries(self) -> tuple[Try, ...]:
        """Return those that have ended."""
        return tuple(each.told for each in self._attempts if each.told is not None)

    def attempt(self) -> Attempt:
        """Return the next try."""
        self._tries_here += 1
        attempt = Attempt(
            self._means, self._call, self.target, self._kind, self._estimate, self._end
        )
        self._attempts.append(attempt)
        return attempt

    async def go_on(self, error: SwitchyardError) -> None:
        """Pause before the next try, or go to the next target.

        Raises:
            SwitchyardError: Nothing helps: what the last provider that was asked did wrong, with
                all tries in its notes.
        """
        if self._telling is None or not isinstance(error, BreakerOpen | LimitReached):
            self._telling = error
        step = after_failure(error, self._standing(), self._persistence, self._draw)
        if isinstance(step, GiveUp):
            raise self._give_up(error)
        if isinstance(step, Again):
            await asyncio.sleep(step.after_s)
        else:
            self._position, self._tries_here = self._position + 1, 0

    def _standing(self) -> Standing:
        return Standing(
            tries=self._tries_here,
            left_s=self._end - asyncio.get_running_loop().time(),
            others=self._position + 1 < len(self._routes),
        )

    def _give_up(self, error: SwitchyardError) -> SwitchyardError:
        personal = isinstance(error, LimitReached) and error.personal
        told = error if personal or self._telling is None else self._telling
        for each in self.tries:
            told.add_note(f"{each.provider}/{each.model}: {each.reason} after {each.ms:.0f} ms")
        return told
