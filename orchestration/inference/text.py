"""Turns the bytes of drawn tokens into the answer's text. Pure."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

REPLACEMENT = "\ufffd"


class AnswerText:
    """Collects bytes, minds broken UTF-8 and looks for the texts that end the answer."""

    def __init__(self, stops: Sequence[str]) -> None:
        """Start empty; `stops` are the texts that end it."""
        self._stops = tuple(stops)
        self._longest = max(map(len, self._stops), default=0)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self.text = ""
        self.stopped = False

    def add(self, raw: bytes) -> bool:
        """Append a token's bytes; True when a stop text has appeared."""
        return self._append(self._decoder.decode(raw))

    def settled(self) -> int:
        """Return how many characters are certain: an end that may become a stop text is not."""
        if self.stopped or not self._longest:
            return len(self.text)
        start = max(0, len(self.text) - self._longest + 1)
        for at in range(start, len(self.text)):
            if any(stop.startswith(self.text[at:]) for stop in self._stops):
                return at
        return len(self.text)

    def finish(self) -> str:
        """Return the text; bytes of an unfinished character become U+FFFD."""
        self._append(self._decoder.decode(b"", final=True))
        return self.text

    def _append(self, piece: str) -> bool:
        """Cut at the earliest stop text; NUL cannot be stored and is replaced."""
        if self.stopped or not piece:
            return self.stopped
        start = max(0, len(self.text) - self._longest)
        self.text += piece.replace("\x00", REPLACEMENT)
        found = [at for stop in self._stops if (at := self.text.find(stop, start)) >= 0]
        if found:
            self.text = self.text[: min(found)]
            self.stopped = True
        return self.stopped
