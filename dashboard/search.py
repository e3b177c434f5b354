"""What somebody typed into the search of tasks, read as one of four things.

Pure. An id finds one task (or the tasks of a batch); the beginning of an id finds a range of ids,
which is a range of times; `error: …` searches the errors' words; anything else is a tag, the
beginning of a tag, or an idempotency key.
"""

import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

_HEX: Final = re.compile(r"[0-9a-f-]+", re.IGNORECASE)
_DIGITS: Final = 32
SHORTEST_PREFIX: Final = 8
"""Eight digits of a UUIDv7 are about a minute; shorter words may well be tags."""
ERROR: Final = "error:"


@dataclass(frozen=True, slots=True)
class Search:
    """One reading; exactly one part is given.

    Attributes:
        id: a whole id.
        low: the smallest id with the prefix that was typed.
        high: the largest one.
        word: a tag, the beginning of one, or an idempotency key.
        error: words to find in errors.
    """

    id: UUID | None = None
    low: UUID | None = None
    high: UUID | None = None
    word: str = ""
    error: str = ""


def read(text: str) -> Search | None:
    """Return what `text` asks for; None for nothing (or for what Postgres cannot hold)."""
    text = text.strip().replace("\x00", "")
    if not text:
        return None
    if text.lower().startswith(ERROR):
        words = text[len(ERROR) :].strip()
        return Search(error=words) if words else None
    digits = text.replace("-", "")
    if _HEX.fullmatch(text) and SHORTEST_PREFIX <= len(digits) <= _DIGITS:
        if len(digits) == _DIGITS:
            return Search(id=UUID(digits))
        return Search(low=UUID(digits.ljust(_DIGITS, "0")), high=UUID(digits.ljust(_DIGITS, "f")))
    return Search(word=text)
