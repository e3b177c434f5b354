"""Server-sent events, read strictly.

The format is that of the WHATWG (html.spec.whatwg.org, "Server-sent events"), with three
differences, because a silent gap in an answer is worse than an error: lines that the format would
have readers ignore are refused, so is text that is no UTF-8, and what stands after the last blank
line is an event too, so that whoever reads it notices when it was cut. Memory is bounded by line,
by event and by stream.
"""

from __future__ import annotations

from dataclasses import dataclass

_FIELDS = {b"data", b"event", b"id", b"retry"}
_MARK = b"\xef\xbb\xbf"


class Malformed(ValueError):  # noqa: N818 - named for what happened
    """The stream breaks the format or a limit; the message says how, without content."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its name, empty when it has none, and its data."""

    name: str
    data: str


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """How much is read, in bytes."""

    line: int = 1024**2
    event: int = 4 * 1024**2
    total: int = 64 * 1024**2


class EventReader:
    """Turns chunks of bytes, cut anywhere, into events."""

    def __init__(self, limits: StreamLimits) -> None:
        """Begin a stream."""
        self._limits = limits
        self._rest = bytearray()
        self._after_return = False
        self._total = 0
        self._name = b""
        self._data: list[bytes] = []
        self._size = 0
        self._first = True

    def feed(self, chunk: bytes) -> list[Event]:
        """Return the events that are complete now.

        Raises:
            Malformed: The stream breaks the format or a limit.
        """
        self._total += len(chunk)
        if self._total > self._limits.total:
            raise Malformed(f"a stream of more than {self._limits.total} bytes")
        if self._after_return and chunk[:1] == b"\n":
            chunk = chunk[1:]
            self._after_return = False
        if not chunk:
            return []
        self._after_return = chunk.endswith(b"\r")
        whole = max(chunk.rfind(b"\n"), chunk.rfind(b"\r")) + 1
        self._rest += chunk[:whole] if whole else chunk
        lines = bytes(self._rest).splitlines() if whole else []
        if whole:
            self._rest = bytearray(chunk[whole:])
        self._bound(len(self._rest))
        return [event for line in lines if (event := self._line(line))]

    def close(self) -> list[Event]:
        """Return what stands after the last blank line, as an event.

        Raises:
            Malformed: It breaks the format.
        """
        rest, self._rest = bytes(self._rest), bytearray()
        found = [self._line(rest)] if rest else []
        found.append(self._dispatch())
        return [event for event in found if event]

    def _bound(self, length: int) -> None:
        if length > self._limits.line:
            raise Malformed(f"a line of more than {self._limits.line} bytes")

    def _line(self, line: bytes) -> Event | None:
        self._bound(len(line))
        if self._first:
            line, self._first = line.removeprefix(_MARK), False
        if not line:
            return self._dispatch()
        if line.startswith(b":"):
            return None
        name, _, value = line.partition(b":")
        if name not in _FIELDS:
            raise Malformed("a line that is no field")
        self._field(name, value.removeprefix(b" "))
        return None

    def _field(self, name: bytes, value: bytes) -> None:
        if name == b"event":
            self._name = value
        elif name == b"data":
            self._size += len(value)
            if self._size > self._limits.event:
                raise Malformed(f"an event of more than {self._limits.event} bytes")
            self._data.append(value)

    def _dispatch(self) -> Event | None:
        name, data = self._name, self._data
        self._name, self._data, self._size = b"", [], 0
        if not data:
            return None
        try:
            return Event(name.decode(), b"\n".join(data).decode())
        except UnicodeDecodeError:
            raise Malformed("text that is no UTF-8") from None
