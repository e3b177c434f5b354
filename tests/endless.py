"""A program that never gets to an end with a document: `python -m tests.endless LIMITS`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from orchestration.parsing.child import read_one
from orchestration.parsing.document import Parsed
from orchestration.parsing.limits import Limits


def never(_: Parsed, written: Path) -> None:
    """Begin to write, and get no further."""
    written.write_text("begun")
    while True:
        pass


if __name__ == "__main__":
    read_one(Limits(**json.loads(sys.argv[1])), never)
