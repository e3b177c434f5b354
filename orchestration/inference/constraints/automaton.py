"""Following texts through a grammar at a bounded cost.

What is open after a text is a state. States are made when they are met and remember which ones
follow them, so that a text costs a look-up per character where it has been before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from orchestration.inference.constraints.gbnf import Characters, Rules, parse_gbnf
from orchestration.inference.constraints.growth import END, Readings
from orchestration.inference.constraints.rulebook import merged

MOST_REMEMBERED = 500_000
"""Readings in all states that are remembered: a few ten megabytes."""
_RULES = 8

read_rules = lru_cache(_RULES)(parse_gbnf)


@dataclass(eq=False, slots=True)
class State:
    """What is open after a text.

    Attributes:
        readings: Numbers of `Readings`.
        characters: What may come next.
        after: The states that follow, as far as they were met; None where nothing does.
    """

    readings: frozenset[int]
    characters: Characters
    after: dict[int, State | None] = field(default_factory=dict)
    _bytes: bytes = b""

    @property
    def may_end(self) -> bool:
        """Whether the text is complete."""
        return END in self.readings

    def takes(self, low: int, high: int) -> bool:
        """Tell whether a character from `low` to `high` may come next."""
        return any(first <= high and low <= last for first, last in self.characters)

    def first_bytes(self) -> bytes:
        """Return 256 bytes: 1 for each byte with which what comes next may begin in UTF-8."""
        if not self._bytes:
            found = bytearray(256)
            for low, high in self.characters:
                plain = range(low, min(high, 0x7F) + 1)
                found[plain.start : plain.stop] = b"\1" * len(plain)
            for byte in range(0xC2, 0xF5):
                found[byte] = self.takes(*points(bytes([byte])))
            self._bytes = bytes(found)
        return self._bytes


def points(begun: bytes) -> tuple[int, int]:
    """Return the first and the last character that may begin with these bytes of UTF-8."""
    length = 2 if begun[0] < 0xE0 else 3 if begun[0] < 0xF0 else 4  # noqa: PLR2004
    low = begun[0] & (0x7F >> length)
    for byte in begun[1:]:
        low = low << 6 | byte & 0x3F
    missing = 6 * (length - len(begun))
    least = (0, 0, 0x80, 0x800, 0x10000)[length]
    return max(least, low << missing), min(0x10FFFF, (low + 1 << missing) - 1)


class Automaton:
    """The states of a grammar, for one thread.

    Args:
        rules: Of a grammar that was checked.

    Attributes:
        start: What is open before any text.
    """

    def __init__(self, rules: Rules) -> None:
        self._readings = Readings(rules)
        self._states: dict[frozenset[int], State] = {}
        self._remembered = 0
        self.start = self._state(frozenset(self._readings.start()))

    def after(self, state: State, point: int) -> State | None:
        """Return what is open one character later; None when it does not fit.

        Raises:
            InvalidGrammar: Too much would be open.
        """
        try:
            return state.after[point]
        except KeyError:
            found = None
            if state.takes(point, point):
                following = self._readings.after(state.readings, point)
                found = self._state(frozenset(following))
            state.after[point] = found
            self._remembered += 1
            return found

    def _state(self, readings: frozenset[int]) -> State:
        if self._remembered > MOST_REMEMBERED:
            self._forget()
        if readings not in self._states:
            ranges = [span for each in readings for span in self._readings.characters(each)]
            self._states[readings] = State(readings, tuple(merged(ranges)))
            self._remembered += len(readings)
        return self._states[readings]

    def _forget(self) -> None:
        """Let go of all states but those that somebody is in."""
        for state in self._states.values():
            state.after.clear()
        self._states.clear()
        self._remembered = 0
