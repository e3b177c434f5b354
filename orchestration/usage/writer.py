"""One thread that commits what the calls of a process reserve and settle, in groups.

What comes while one group is committed forms the next, so that a single caller waits for one
commit and thousands share a few. Settlements, which nobody waits for, gather a little longer and
stand in no reservation's way, unless it is refused: then they are written at once, and it is asked
for again, for it may need the room that they give back. Both are transactions of their own:
settlements need not wait for the disk.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from uuid import UUID

from django.db import connection

from orchestration.errors import SwitchyardError
from orchestration.usage.costs import Tokens
from orchestration.usage.errors import BudgetExhausted, LedgerUnavailable
from orchestration.usage.parts import in_parts
from orchestration.usage.reserving import reserve
from orchestration.usage.settling import settle
from orchestration.usage.wanted import Ended, Wanted

log = logging.getLogger(__name__)

_GATHER_S: Final = 0.02
"""How long settlements gather; those of a process that dies meanwhile are swept to their worst."""
_PAUSE_S: Final = 0.5
"""How long settlements rest that the database did not take."""
_KEPT: Final = 20_000
"""Most settlements that wait for a database that is away; beyond it the sweeper's worst case
stands for the oldest."""
_CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """A reservation, and who waits for it."""

    wanted: Wanted
    future: asyncio.Future[None]


@dataclass(frozen=True, slots=True)
class Told:
    """A settlement, and who waits for it, if anybody does."""

    ended: Ended
    future: asyncio.Future[None] | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """How a call ends that was reserved for somebody who had gone: it was never made."""

    call_id: UUID
    outcome: str = "cancelled"
    usage: Tokens = field(default_factory=Tokens)
    ms: float = 0.0
    first_token_ms: float | None = None
    error: str = "caller-left"


Answer: TypeAlias = SwitchyardError | None
Answers: TypeAlias = Sequence[tuple[Asked | Told, Answer]]


class Writer:
    """The thread and its queue.

    Args:
        most: Largest group.
        waiting: Most entries in the queue; beyond it reservations are refused.
    """

    def __init__(self, *, most: int, waiting: int) -> None:
        self._most, self._waiting = most, waiting
        self._asked: list[Asked] = []
        self._told: list[Told] = []
        self._due = 0.0
        self._kept: deque[Ended] = deque(maxlen=_KEPT)
        self._closed = False
        self._changed = threading.Condition(threading.Lock())
        self._thread = threading.Thread(target=self._run, name="usage-ledger", daemon=True)
        self._thread.start()

    def ask(self, asked: Asked) -> None:
        """Hand a reservation over.

        Raises:
            LedgerUnavailable: Too many wait already, or the ledger is closed.
        """
        with self._changed:
            if self._closed:
                raise LedgerUnavailable("this process is ending")
            if len(self._asked) + len(self._told) >= self._waiting:
                raise LedgerUnavailable(f"{self._waiting} calls wait to be written down already")
            self._asked.append(asked)
            self._changed.notify()

    def tell(self, told: Told) -> None:
        """Hand a settlement over; it is committed whether or not anybody waits for it."""
        with self._changed:
            self._told.append(told)
            if len(self._told) == 1:  # the others need not wake the thread: it knows when they
                self._due = time.monotonic() + _GATHER_S  # are due
                self._changed.notify()

    def close(self, timeout_s: float = 5.0) -> None:
        """Commit what was handed over, then end the thread; more reservations are refused."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        going = True
        while going:
            asked, told, going = self._gather()
            self._commit(asked, told)
        if self._kept:
            log.warning("settlements are left to the sweeper", extra={"count": len(self._kept)})
        connection.close()

    def _gather(self) -> tuple[list[Asked], list[Told], bool]:
        """Wait for reservations, or until settlements are due; the flag says whether to go on."""
        with self._changed:
            while not (self._asked or self._closed or self._is_due()):
                self._changed.wait(self._rest_s())
            asked, self._asked = self._asked[: self._most], self._asked[self._most :]
            told = self._take_told() if self._closed or self._is_due() else []
            return asked, told, bool(self._asked) or not self._closed

    def _is_due(self) -> bool:
        return bool(self._told or self._kept) and time.monotonic() >= self._due

    def _rest_s(self) -> float | None:
        if self._told or self._kept:
            return max(0.0, self._due - time.monotonic())
        return None

    def _take_told(self) -> list[Told]:
        """Take settlements, but those of calls whose own reservation is still in line."""
        ahead = {entry.wanted.call_id for entry in self._asked}
        told = [entry for entry in self._told if entry.ended.call_id not in ahead]
        self._told = [entry for entry in self._told if entry.ended.call_id in ahead]
        return told

    def _commit(self, asked: list[Asked], told: list[Told]) -> None:
        """Reserve; settle what is due; what was refused is asked for again when all that is there
        has been settled, for that makes room."""
        refused = self._reserve(asked) if asked else []
        if refused:
            with self._changed:
                told += self._take_told()
        if told or self._kept:
            self._settle(told)
        if refused:
            self._reserve(refused, last=True)

    def _reserve(self, asked: Sequence[Asked], *, last: bool = False) -> list[Asked]:
        """Answer reservations; unless it is the `last` word, return those that lack room."""
        answers = in_parts([entry.wanted for entry in asked], reserve)
        ready, refused = [], []
        for entry, answer in zip(asked, answers, strict=True):
            if isinstance(answer, LedgerUnavailable):
                # The commit may have come through although its answer was lost.
                self._keep([Released(entry.wanted.call_id)])
            if isinstance(answer, BudgetExhausted) and not last:
                refused.append(entry)
            else:
                ready.append((entry, answer))
        self._answer(ready)
        return refused

    def _settle(self, told: Sequence[Told]) -> None:
        items = [*self._kept, *(entry.ended for entry in told)]
        self._kept.clear()
        away = False
        for start in range(0, len(items), _CHUNK):
            some = items[start : start + _CHUNK]
            away = away or _is_away(in_parts(some, _settled))
            if away:
                self._keep(some)
        if away:
            log.warning("settlements wait for the database", extra={"count": len(self._kept)})
        self._answer([(entry, None) for entry in told])

    def _keep(self, some: Sequence[Ended]) -> None:
        """Try again later."""
        with self._changed:
            self._kept.extend(some)
            if not self._told:
                self._due = time.monotonic() + _PAUSE_S

    def _answer(self, answers: Answers) -> None:
        """Wake those who wait: once for each of their event loops."""
        by_loop: dict[asyncio.AbstractEventLoop, list[tuple[Asked | Told, Answer]]] = {}
        for entry, answer in answers:
            if entry.future is not None:
                by_loop.setdefault(entry.future.get_loop(), []).append((entry, answer))
        for loop, mine in by_loop.items():
            try:
                loop.call_soon_threadsafe(self._deliver, mine)
            except RuntimeError:  # the loop has ended, and with it all who waited there
                for entry, answer in mine:
                    self._release(entry, answer)

    def _deliver(self, answers: Answers) -> None:
        """Give answers; runs in the event loop of those who wait."""
        for entry, answer in answers:
            if entry.future is None or entry.future.done():
                self._release(entry, answer)
            elif answer is None:
                entry.future.set_result(None)
            else:
                entry.future.set_exception(answer)

    def _release(self, entry: Asked | Told, answer: Answer) -> None:
        """Give back what was reserved for somebody who has gone."""
        if isinstance(entry, Asked) and answer is None:
            self.tell(Told(Released(entry.wanted.call_id)))


def _settled(items: Sequence[Ended]) -> list[Answer]:
    settle(items)
    return [None] * len(items)


def _is_away(answers: Sequence[Answer]) -> bool:
    return any(isinstance(answer, LedgerUnavailable) for answer in answers)
