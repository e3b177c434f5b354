"""Where the body of an HTTP answer ends: after a length, after its last chunk, or with the
connection. Pure."""

from __future__ import annotations

import re
from typing import Final, Protocol

_SIZE: Final = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\x00\r\n]*)?")
_LINE: Final = 4096


class Malformed(ValueError):  # noqa: N818 - named for what happened
    """The body breaks its framing, or off; the message says how, without content."""


class Body(Protocol):
    """How a body is taken from what has come.

    Attributes:
        complete: Whether nothing more belongs to it.
        bounded: Whether another answer may follow it.
    """

    complete: bool
    bounded: bool

    def take(self, came: bytearray) -> bytes:
        """Take from the buffer, and return, what belongs to the body; empty when that is nothing.

        Raises:
            Malformed: It breaks the framing.
        """

    def end(self) -> None:
        """The connection has ended.

        Raises:
            Malformed: The body has not.
        """


class Length:
    """A body of so many bytes; see `Body`."""

    bounded = True

    def __init__(self, left: int) -> None:
        """Wait for all of it."""
        self._left = left
        self.complete = not left

    def take(self, came: bytearray) -> bytes:
        """Take no more than it has."""
        part = bytes(came[: self._left])
        del came[: len(part)]
        self._left -= len(part)
        self.complete = not self._left
        return part

    def end(self) -> None:
        """Refuse: it was announced to be longer."""
        raise Malformed("a body that broke off")


class Rest:
    """A body that ends with its connection; see `Body`."""

    bounded = False

    def __init__(self) -> None:
        """Wait for the end."""
        self.complete = False

    def take(self, came: bytearray) -> bytes:
        """Take everything."""
        part = bytes(came)
        came.clear()
        return part

    def end(self) -> None:
        """This is how it ends."""
        self.complete = True


class Chunks:
    """A body in chunks (RFC 9112, section 7.1); see `Body`. What stands after them is dropped."""

    bounded = True

    def __init__(self) -> None:
        """Wait for the first chunk."""
        self._left = 0
        self._within = False
        self._last = False
        self.complete = False

    def take(self, came: bytearray) -> bytes:
        """Take the data of all chunks that are there, whole ones and parts."""
        parts = []
        while not self.complete:
            if self._left:
                part = bytes(came[: self._left])
                del came[: len(part)]
                self._left -= len(part)
                parts.append(part)
                if self._left:
                    break
            elif not self._line(came):
                break
        return b"".join(parts)

    def end(self) -> None:
        """Refuse: there was no last chunk."""
        raise Malformed("chunks that broke off")

    def _line(self, came: bytearray) -> bool:
        """Read a line between chunks; return whether there is one."""
        at = came.find(b"\n", 0, _LINE)
        if at < 0:
            if len(came) >= _LINE:
                raise Malformed("a chunk whose size does not end")
            return False
        line = bytes(came[:at]).removesuffix(b"\r")
        del came[: at + 1]
        if self._last:
            self.complete = not line
        elif self._within:
            if line:
                raise Malformed("a chunk that is longer than its size")
            self._within = False
        else:
            self._size(line)
        return True

    def _size(self, line: bytes) -> None:
        found = _SIZE.fullmatch(line)
        if found is None:
            raise Malformed("a chunk without a size")
        self._left = int(found[1], 16)
        self._within = bool(self._left)
        self._last = not self._left
