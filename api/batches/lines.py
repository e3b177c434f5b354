"""Lines of a file that comes in chunks, bounded in memory. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not empty.

    Attributes:
        number: its place in the file, counted from 1; empty lines count.
        end: bytes of the file up to the next line.
        raw: its bytes without their end; None when they are too many.
    """

    number: int
    end: int
    raw: bytes | None


def lines_of(
    chunks: Iterable[bytes], *, most: int, start: int = 0, number: int = 0
) -> Iterator[Line]:
    """Yield the lines of chunks, holding one line and one chunk at most.

    Args:
        chunks: the bytes from `start` on, where a line begins.
        most: bytes that a line may have.
        start: bytes of the file before them.
        number: lines of the file before them.
    """
    held, dropped, at = bytearray(), False, start
    for chunk in chunks:
        *whole, rest = bytes(chunk).split(b"\n")
        for part in whole:
            number += 1
            at += len(held) + len(part) + 1 if not dropped else len(part) + 1
            held += part
            line = _line(number, at, held, dropped or len(held) > most)
            held.clear()
            dropped = False
            if line:
                yield line
        held += rest
        if dropped or len(held) > most:
            at += len(held)
            held.clear()
            dropped = True
    if (held or dropped) and (line := _line(number + 1, at + len(held), held, dropped)):
        yield line


def _line(number: int, end: int, held: bytearray, too_long: bool) -> Line | None:  # noqa: FBT001
    if too_long:
        return Line(number, end, None)
    raw = bytes(held).strip()
    return Line(number, end, raw) if raw else None
