"""Numbered events. Pure.

An event's number depends on what was told before it and not on how that came in pieces: a delta
counts as many numbers as it has characters and bears its last. So the same answer has the same
numbers at the same places whenever it is told again, from Redis or from Postgres, and a reader that
names the last number it has seen goes on at the very character.
"""

from typing import Any

from api.gateway.frames import frame


class Numbers:
    """Writes the events of one stream.

    Args:
        behind: the last number that the reader has seen; what is not beyond it is left out.
    """

    def __init__(self, behind: int = -1) -> None:
        self._behind = behind
        self._next = 0

    def event(self, name: str, /, **fields: Any) -> bytes:
        """Return an event; nothing when the reader has seen it."""
        number = self._take(1)
        return self._frame(name, number, fields) if number > self._behind else b""

    def delta(self, name: str, text: str, /, **fields: Any) -> bytes:
        """Return what of a text the reader has not seen."""
        if not text:
            return b""
        number = self._take(len(text))
        unseen = text[-(number - self._behind) :] if number > self._behind else ""
        return self._frame(name, number, {**fields, "delta": unseen}) if unseen else b""

    def last(self, name: str, /, **fields: Any) -> bytes:
        """Return an event that every reader must see, whatever it has seen."""
        return self._frame(name, max(self._take(1), self._behind + 1), fields)

    def _take(self, many: int) -> int:
        self._next += many
        return self._next - 1

    @staticmethod
    def _frame(name: str, number: int, fields: dict[str, Any]) -> bytes:
        return frame(name, {"type": name, "sequence_number": number, **fields})
