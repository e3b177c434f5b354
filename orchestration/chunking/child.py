"""The limited process in which a file is read and cut: `python -m orchestration.chunking.child`.

A text can be made so that cutting takes long, too. It is started by `cutter` only, with the limits
and the most tokens of a passage.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from orchestration.chunking import wire
from orchestration.chunking.chunker import chunk
from orchestration.chunking.cut import Cut
from orchestration.parsing.child import read_one
from orchestration.parsing.document import Parsed
from orchestration.parsing.limits import Limits


def cut(parsed: Parsed, most_tokens: int, limits: Limits) -> Cut:
    """Return a document's passages.

    Raises:
        DocumentTooLarge: There are too many.
    """
    pages = max((each.page or 0 for each in parsed.blocks), default=0)
    passages = chunk(parsed, most=most_tokens, limit=limits.passages)
    return Cut(parsed.title, pages, tuple(passages))


def main() -> None:
    """Write a document's passages."""
    limits, most_tokens = Limits(**json.loads(sys.argv[1])), int(sys.argv[2])

    def write(parsed: Parsed, written: Path) -> None:
        wire.write(cut(parsed, most_tokens, limits), written)

    read_one(limits, write)


if __name__ == "__main__":
    main()
