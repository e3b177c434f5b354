"""Source code in any language: what stands at a line's very beginning after a blank line begins
something new.

Comments and decorators that stand right above a definition stay with it.
"""

from __future__ import annotations

import re
from typing import Final

from orchestration.parsing.document import BlockKind, Parsed
from orchestration.parsing.draft import Draft
from orchestration.parsing.formats import Format
from orchestration.parsing.limits import Limits

LONGEST_LEAD: Final = 300
# What closes or goes on with something: `}`, `)`, `else`, `end` …
_BEGINNING: Final = re.compile(
    r"\n[ \t]*\n(?=[^\s})\],;])(?!(?:end|else|elif|elsif|except|finally|catch|then|fi|done|esac)\b)"
)
_REMARK: Final = re.compile(r"\s*(?:$|#|//|/\*|\*|--|;|@|<!--|%)")
_DEFINITION: Final = re.compile(
    r".*[:({=]$|.*\)$"
    r"|(?:[\w.]+\s+){0,3}(?:class|def|enum|fn|func|function|impl|interface|module|struct|trait|type)\s"
)


def read_code(text: str, limits: Limits) -> Parsed:
    """Return source code, a top-level definition with its comments a block."""
    draft = Draft(text, limits)
    borders = [found.end() for found in _BEGINNING.finditer(text)]
    start = 0
    for end in (*borders, len(text)):
        first = _first_line(text, start, end)
        if first is not None or end == len(text):  # remarks alone go with what follows
            draft.mark(BlockKind.CODE, start, end, lead=_lead(text, first))
            start = end
    return draft.parsed(Format.CODE)


def _first_line(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the first line stands that is no remark and no decorator."""
    while start < end:
        stop = text.find("\n", start, end) + 1 or end
        if not _REMARK.match(text[start : min(stop, start + LONGEST_LEAD)].rstrip("\n")):
            return start, stop
        start = stop
    return None


def _lead(text: str, first: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return that line where it seems to begin a definition."""
    if first is None or first[1] - first[0] > LONGEST_LEAD:
        return None
    return first if _DEFINITION.match(text[slice(*first)].rstrip()) else None
