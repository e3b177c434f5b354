"""What of a text an embedder is asked to read. Pure."""

from __future__ import annotations

from typing import Final

_SIGNS_PER_TOKEN: Final = 3
"""Letters that a token stands for, counted carefully: prose has more, code has about as many."""
_HEAD: Final = 0.6
_BREAK: Final = " … "


def cut(text: str, window: int) -> str:
    """Return a text that fits a window of so many tokens, mostly: beginning and end of a long one.

    What is wanted stands at the beginning or, behind a paste, at the end; what lies between is
    what it is wanted of. Cuts are made between words.
    """
    most = max(window * _SIGNS_PER_TOKEN, 2)
    if len(text) <= most:
        return text
    first = int(most * _HEAD)
    head, tail = text[:first], text[-(most - first) :]
    return f"{_whole(head, last=True)}{_BREAK}{_whole(tail, last=False)}"


def _whole(part: str, *, last: bool) -> str:
    """Leave out the word at a cut, unless it is all that there is."""
    kept = part.rsplit(maxsplit=1) if last else part.split(maxsplit=1)
    if len(kept) == 1:
        return part
    return kept[0] if last else kept[-1]
