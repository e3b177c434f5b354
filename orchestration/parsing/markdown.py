"""Markdown, kept as it was written: markup says to people and models what it says to a browser."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from orchestration.parsing.document import BlockKind, Parsed
from orchestration.parsing.draft import Draft
from orchestration.parsing.formats import Format
from orchestration.parsing.limits import Limits

LONGEST_LEAD: Final = 600
_FRONT: Final = re.compile(r"---[ \t]*\n((?:.*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_TITLE: Final = re.compile(r"(?m)^title:[ \t]*(.+)$")
_LANGUAGE: Final = re.compile(r"(?m)^lang(?:uage)?:[ \t]*(\S+)$")
_CODE: Final = frozenset({"fence", "code_block"})


def read_markdown(text: str, limits: Limits) -> Parsed:
    """Return Markdown (CommonMark and tables); YAML between lines of dashes leads it."""
    draft = Draft(text, limits)
    front = _FRONT.match(text)
    start = front.end() if front else 0
    draft.mark(BlockKind.PARAGRAPH, 0, start)
    _Reader(draft, text, start).read()
    known = front[1] if front else ""
    title = _TITLE.search(known)
    language = _LANGUAGE.search(known)
    return draft.parsed(
        Format.MARKDOWN,
        title=title[1].strip(" \"'") if title else draft.first_heading(),
        language=language[1].strip("\"'") if language else None,
    )


class _Reader:
    """Finds where the tokens of a text stand in it."""

    def __init__(self, draft: Draft, text: str, start: int) -> None:
        self._draft = draft
        self._text = text
        lines = text[start:].split("\n")
        self._lines = [start, *accumulate((len(line) + 1 for line in lines), initial=start)][1:]
        self._body = text[start:]
        self._around: list[BlockKind] = []

    def read(self) -> None:
        # Only blocks are wanted: what stands within their lines would cost ten times as much.
        reader = MarkdownIt("commonmark").enable("table")
        reader.core.ruler.enableOnly(["normalize", "block"])
        tokens = reader.parse(self._body)
        inside_table = 0
        for at, token in enumerate(tokens):
            if token.type in {"table_open", "table_close"}:
                inside_table += token.nesting
            if inside_table == 0 or token.type == "table_open":
                self._take(token, tokens[at + 1 : at + 2])

    def _take(self, token: Token, following: list[Token]) -> None:
        if token.type in {"list_item_open", "blockquote_open"}:
            listed = token.type == "list_item_open"
            self._around.append(BlockKind.LIST_ITEM if listed else BlockKind.QUOTE)
        elif token.type in {"list_item_close", "blockquote_close"}:
            self._around.pop()
        elif token.map is not None:
            start, end = self._place(token.map[0]), self._place(token.map[1])
            if token.type == "heading_open":
                start, end = self._wording(following[0].content, start, end)
                level = int(token.tag.removeprefix("h"))
                self._draft.mark(BlockKind.HEADING, start, end, level=level)
            else:
                self._mark(token.type, start, end)

    def _mark(self, what: str, start: int, end: int) -> None:
        if what in _CODE:
            first = self._text.find("\n", start) + 1 if what == "fence" else start
            self._draft.mark(BlockKind.CODE, start, end, lead=self._lead(first, 1))
        elif what == "table_open":
            self._draft.mark(BlockKind.TABLE, start, end, lead=self._lead(start, 2))
        elif what in {"paragraph_open", "html_block"}:
            kind = self._around[-1] if self._around else BlockKind.PARAGRAPH
            self._draft.mark(kind, start, end)

    def _wording(self, words: str, start: int, end: int) -> tuple[int, int]:
        """Return where a heading's words stand, without the marks around them."""
        found = self._text.find(words, start, end)
        if found < 0:  # several lines, each with spaces before it
            return start, self._text.rfind("\n", start, end - 1)
        return found, found + len(words)

    def _lead(self, start: int, lines: int) -> tuple[int, int] | None:
        end = start
        for _ in range(lines):
            end = self._text.find("\n", end) + 1
            if not end:
                return None
        told = self._text[start:end].strip("`~ \n")
        return (start, end) if told and end - start <= LONGEST_LEAD else None

    def _place(self, line: int) -> int:
        return min(self._lines[min(line, len(self._lines) - 1)], len(self._text))
