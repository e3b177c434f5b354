"""What an attempt has said, and how much of it stands in its token stream; no I/O.

A draft keeps the whole of its answers, so nothing more has to be buffered while Redis is away: when
it comes back, what is missing is written, or all of it where the stream was lost.
"""

import logging
from collections.abc import Iterable, Sequence
from typing import Final

from tasks.tokens import NOWHERE, Entry, Part, Place, Said, add_up

log = logging.getLogger(__name__)

_TOKEN_BYTES: Final = 6
"""What a token's number takes in an entry, about."""
_PART_BYTES: Final = 32
_TOTAL_BYTES: Final = 24


class Draft:
    """One attempt's answers. Whoever calls sees to it that nobody else does meanwhile.

    Args:
        key: of the stream; for logs.
        epoch: of the attempt.
        source: what draws the answers.
        most_bytes: largest stream; one that grows larger is given up.

    Attributes:
        tries: how often the entry under way was sent.
    """

    def __init__(self, key: str, epoch: int, most_bytes: int, source: str = "") -> None:
        self._key = key
        self._epoch = epoch
        self._source = source
        self._most_bytes = most_bytes
        self._answers: dict[int, Said] = {}
        self._new: list[Part] = []
        self._begins = True
        self._last = NOWHERE
        self._number = 0
        self._sent: Entry | None = None
        self._bytes = 0
        self._ended = ""
        self.tries = 0
        self._over = self._given_up = False

    @property
    def last(self) -> Place:
        """The stream's last entry that is known to be ours."""
        return self._last

    def adopt(self, entries: Sequence[Entry]) -> tuple[tuple[int, ...], ...]:
        """Go on with what others have written, behind an entry of ours with the number 0; return
        the tokens of each answer."""
        self._answers = add_up(entries)
        self._begins = False
        self._last = Place(self._epoch, 0)
        self._bytes = sum(_size(said.part(0)) for said in self._answers.values())
        most = max(self._answers, default=-1) + 1
        return tuple(tuple(self._answers.get(at, Said()).tokens) for at in range(most))

    def take(self, part: Part) -> None:
        """Append what came to an answer; one that starts with nothing begins anew."""
        if self._given_up or self._over:
            return
        said = self._answers.setdefault(part.choice, Said())
        if part.start == 0 and said.tokens:
            self._answers[part.choice] = said = Said()
            self._begins = True
        if part.start != len(said.tokens):
            self.give_up(f"what came starts at token {part.start}, not {len(said.tokens)}")
            return
        said.take(part)
        self._new.append(part)
        self._bytes += _size(part)
        if self._bytes > self._most_bytes:
            self.give_up("it is too large")

    def end(self, state: str) -> None:
        """Take nothing more; `state` is the one in which the task has ended, "" if it goes on.

        What ended before its first entry was sent is not written: it stands in Postgres. The first
        call counts.
        """
        if self._over:
            return
        self._over = True
        self._ended = state
        if state and self._last == NOWHERE and self._sent is None:
            self._drop()

    @property
    def wants(self) -> bool:
        """Whether there is something to write."""
        return not self._given_up and bool(self._sent or self._new or self._ended)

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self._over

    def next(self) -> Entry | None:
        """Return the entry to send now. One that was sent before and never answered is returned
        again as it was: it may have arrived."""
        if self._sent is None and self.wants:
            self._sent = self._entry()
            self._new, self._begins, self._ended = [], False, ""
            self.tries = 0
        self.tries += 1
        return self._sent

    def _entry(self) -> Entry:
        self._number += 1
        self._bytes += _TOTAL_BYTES * len(self._answers)
        return Entry(
            place=Place(self._epoch, self._number),
            parts=self._gathered(),
            totals=[said.total._replace(choice=at) for at, said in self._answers.items()],
            begins=self._begins,
            source=self._source if self._begins else "",
            ended=self._ended,
        )

    def _gathered(self) -> Sequence[Part]:
        if self._begins:
            return [said.part(choice) for choice, said in self._answers.items()]
        return _joined(self._new)

    def answered(self, last: Place) -> None:
        """Note which entry was the stream's last one after what was sent."""
        sent, self._sent = self._sent, None
        if sent is not None and last == sent.place:
            self._last = last
        elif last.epoch > self._epoch:
            self.give_up("a later attempt has taken it over")
        elif self._over:
            self._drop()
        else:
            log.info("a token stream was lost; it is written anew", extra={"stream": self._key})
            self._begins = True
            self._new = [said.part(choice) for choice, said in self._answers.items()]

    def give_up(self, why: str) -> None:
        """Write nothing more; readers get the rest from Postgres."""
        log.info("a token stream ends early", extra={"stream": self._key, "why": why})
        self._drop()

    def _drop(self) -> None:
        self._given_up = True
        self._answers, self._new, self._sent = {}, [], None


def _size(part: Part) -> int:
    return _PART_BYTES + _TOKEN_BYTES * len(part.tokens) + len(part.text.encode())


def _joined(parts: Iterable[Part]) -> list[Part]:
    """Return one part for each answer."""
    first: dict[int, Part] = {}
    joined: dict[int, Said] = {}
    for part in parts:
        first.setdefault(part.choice, part)
        joined.setdefault(part.choice, Said()).take(part)
    return [
        said.part(choice)._replace(start=first[choice].start) for choice, said in joined.items()
    ]
