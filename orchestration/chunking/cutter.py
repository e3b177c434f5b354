"""The way from a file to its passages: a limited process reads and cuts it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from orchestration.chunking import wire
from orchestration.chunking.cut import Cut
from orchestration.parsing.limits import Limits
from orchestration.parsing.parser import STANDARD, Program, read_apart

_MODULE: Final = "orchestration.chunking.child"


def read_passages(
    path: Path,
    *,
    name: str,
    media_type: str | None,
    most_tokens: int,
    limits: Limits = STANDARD,
    look: Callable[[], object] = lambda: None,
) -> Cut:
    """Return a file's passages; see `read_apart`.

    Args:
        path: Where the file is.
        name: What it was called where it came from.
        media_type: What it was declared to be.
        most_tokens: Of a passage, by `estimate`.
        limits: What it may take, and come to.
        look: Called twice a second meanwhile; what it raises ends the process at once.

    Raises:
        UnreadableDocument: It cannot be read; which of its kinds says why, and what to send.
        ReaderUnavailable: The process does not start, was killed, or had no time to answer.
    """
    program = Program(_MODULE, wire.read, (str(most_tokens),))
    return read_apart(program, path, name=name, media_type=media_type, limits=limits, look=look)
