"""Plain text, CSV and JSON: texts whose only structure is their lines."""

from __future__ import annotations

import re
from typing import Final

from orchestration.parsing.document import BlockKind, Parsed
from orchestration.parsing.draft import Draft
from orchestration.parsing.formats import Format
from orchestration.parsing.limits import Limits

_BLANK_LINES: Final = re.compile(r"\n[ \t]*\n\s*")


def read_text(text: str, limits: Limits) -> Parsed:
    """Return a plain text; blank lines part its paragraphs."""
    draft, start = Draft(text, limits), 0
    for gap in _BLANK_LINES.finditer(text):
        draft.mark(BlockKind.PARAGRAPH, start, gap.start())
        start = gap.start()
    draft.mark(BlockKind.PARAGRAPH, start, len(text))
    return draft.parsed(Format.TEXT)


def read_csv(text: str, limits: Limits) -> Parsed:
    """Return a table as it was written; its first line leads."""
    draft = Draft(text, limits)
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start) + 1
    draft.mark(BlockKind.TABLE, start, len(text), lead=(start, end) if end else None)
    return draft.parsed(Format.CSV)


def read_json(text: str, limits: Limits) -> Parsed:
    """Return JSON, or a JSON value a line, as it was written."""
    draft = Draft(text, limits)
    draft.mark(BlockKind.CODE, 0, len(text))
    return draft.parsed(Format.JSON)
