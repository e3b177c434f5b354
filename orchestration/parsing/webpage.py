"""HTML: what a reader of the page would see, as blocks.

Scripts, styles, navigation and whatever is marked as hidden are left out. What a style sheet or a
script would hide or show is not known.
"""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from orchestration.parsing.document import BlockKind, Parsed
from orchestration.parsing.draft import Composed
from orchestration.parsing.formats import Format
from orchestration.parsing.limits import Limits
from orchestration.parsing.walking import guard_depth, walk

_NOT_SHOWN: Final = (
    "head script style noscript template svg math iframe object embed canvas audio video map nav "
    "select datalist input textarea button dialog"
)
_ON_LINES_OF_THEIR_OWN: Final = (
    "p div section article main header footer aside figure figcaption address details summary dl "
    "dt dd ul ol li blockquote pre table caption tr td th hr form fieldset legend body h1 h2 h3 "
    "h4 h5 h6 center"
)
_UNSEEN: Final = frozenset(_NOT_SHOWN.split())
_BLOCKS: Final = frozenset(_ON_LINES_OF_THEIR_OWN.split())
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_KINDS: Final = {
    "li": BlockKind.LIST_ITEM,
    "blockquote": BlockKind.QUOTE,
    "pre": BlockKind.CODE,
} | dict.fromkeys(_HEADINGS, BlockKind.HEADING)
_DEEPEST_LIST: Final = 8
_HIDING: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES: Final = re.compile(r"[^\S\n]+")
_SPACED_LINE_END: Final = re.compile(r"[^\S\n]*\n[^\S\n]*")


def read_html(text: str, limits: Limits) -> Parsed:
    """Return a page.

    Raises:
        DocumentTooLarge: Its elements lie too deep in each other, or it passes another limit.
        NotText: Nothing on it can be seen.
    """
    guard_depth(text, limits.depth)
    tree = LexborHTMLParser(text)
    draft = Composed(limits)
    reader = _Reader(draft)
    if tree.body is not None:
        walk(tree.body, reader.enter, reader.leave)
    reader.flush()
    named = tree.head.css_first("title") if tree.head is not None else None
    title = named.text() if named is not None else None
    root = tree.root
    language = root.attributes.get("lang") if root is not None else None
    return draft.parsed(Format.HTML, title=title or draft.first_heading(), language=language)


class _Reader:
    """Collects what stands in a line until a block begins or ends."""

    def __init__(self, draft: Composed) -> None:
        self._draft = draft
        self._line: list[str] = []
        self._around: list[tuple[BlockKind, int]] = []
        self._rows: list[list[str]] | None = None
        self._marker = ""
        self._numbers: list[int | None] = []

    def enter(self, node: LexborNode) -> bool:
        if node.is_text_node:
            self._take(node.text_content or "")
            return False
        tag = node.tag or ""
        if tag in _UNSEEN or not node.is_element_node or _is_hidden(node):
            return False
        if tag == "br":
            self._line.append("\n")
        elif tag == "img":
            self._line.append(f" {node.attributes.get('alt') or ''} ")
        elif self._rows is not None:
            self._enter_in_table(tag)
        elif tag in _BLOCKS:
            self._enter_block(node, tag)
        return True

    def leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if self._rows is not None:
            self._leave_in_table(tag)
        elif tag in _BLOCKS:
            self.flush()
            if tag in _KINDS:
                self._around.pop()
            if tag in {"ul", "ol"}:
                self._numbers.pop()
            if tag == "li":
                self._marker = ""

    def flush(self) -> None:
        """Make a block of what was collected."""
        kind, level = self._around[-1] if self._around else (BlockKind.PARAGRAPH, 0)
        text, self._line = "".join(self._line), []
        if kind is BlockKind.CODE:
            text = text.strip("\n")
        else:
            text = _SPACED_LINE_END.sub("\n", _SPACES.sub(" ", text)).strip()
        if text and not text.isspace():
            lead = len(text.split("\n", 1)[0]) + 1 if kind is BlockKind.CODE else 0
            self._draft.add(kind, self._marker + text, level=level, lead=_bounded(lead, text))
            self._marker = ""

    def _take(self, text: str) -> None:
        written = bool(self._around) and self._around[-1][0] is BlockKind.CODE
        self._line.append(text if written and self._rows is None else text.replace("\n", " "))

    def _enter_block(self, node: LexborNode, tag: str) -> None:
        self.flush()
        if tag in _KINDS:
            self._around.append((_KINDS[tag], _HEADINGS.get(tag, 0)))
        if tag in {"ul", "ol"}:
            self._numbers.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._marker = self._next_marker()
        elif tag == "table" and not _is_layout(node):
            self._rows = []

    def _next_marker(self) -> str:
        indent = "  " * min(len(self._numbers) - 1, _DEEPEST_LIST)
        if not self._numbers or (last := self._numbers[-1]) is None:
            return f"{indent}- "
        self._numbers[-1] = last + 1
        return f"{indent}{last + 1}. "

    def _enter_in_table(self, tag: str) -> None:
        if self._rows is None:
            return
        if tag == "tr":
            self._rows.append([])
        elif tag in _BLOCKS and tag not in {"td", "th"}:
            self._line.append(" ")

    def _leave_in_table(self, tag: str) -> None:
        if self._rows is None:
            return
        if tag == "caption":
            self.flush()
        elif tag in {"td", "th"}:
            text, self._line = "".join(self._line), []
            if self._rows:
                self._rows[-1].append(text)
        elif tag == "table":
            rows, self._rows = self._rows, None
            self._draft.add_table(rows)


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(_HIDING.search(attributes.get("style") or ""))
    )


def _is_layout(table: LexborNode) -> bool:
    """Old pages place whole parts of themselves by tables."""
    found = table.css("table, h1, h2, h3")  # the table itself may be among them
    return any(each.mem_id != table.mem_id for each in found)


def _bounded(lead: int, text: str) -> int:
    """A block of one line, or with a very long first one, has no lead."""
    return lead if lead < min(len(text), 300) else 0
