"""Headlines in pairs: `<one/other>` holds the words of the bullish and of the bearish side."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CHOSEN = re.compile(r"<([^/<>]*)/([^/<>]*)>")


def bullish(pairs: Iterable[str]) -> tuple[str, ...]:
    """Return the bullish side of each pair."""
    return tuple(_CHOSEN.sub(r"\1", text) for text in pairs)


def bearish(pairs: Iterable[str]) -> tuple[str, ...]:
    """Return the bearish side of each pair."""
    return tuple(_CHOSEN.sub(r"\2", text) for text in pairs)
