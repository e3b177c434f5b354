"""What the person at the terminal sees: each line prefixed with the name of who says it."""

import os
import sys
from typing import TextIO

COLOURS = (36, 32, 33, 35, 34, 96, 92, 93, 95, 94)
WIDTH = 10
SELF = "switchyard"


class Console:
    """Prefixed lines on a stream; colours on a terminal, unless NO_COLOR is set."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._colours: dict[str, int] = {}
        self._coloured = self._stream.isatty() and "NO_COLOR" not in os.environ
        self.closed = False

    def say(self, text: str) -> None:
        """Print a message of the supervisor's own."""
        for line in text.splitlines() or [""]:
            self.relay(SELF, line)

    def relay(self, name: str, line: str) -> None:
        """Print one line of a process; a reader that went away is noted, not an error."""
        prefix = f"{name:<{WIDTH}} │"
        if self._coloured:
            prefix = f"\033[{self._colour(name)}m{prefix}\033[0m"
        try:
            self._stream.write(f"{prefix} {line}\n")
            self._stream.flush()
        except (BrokenPipeError, OSError):
            self.closed = True

    def _colour(self, name: str) -> int:
        if name == SELF:
            return 1
        return self._colours.setdefault(name, COLOURS[len(self._colours) % len(COLOURS)])
