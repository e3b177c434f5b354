"""DOCX, read as a stream of its XML's elements: no tree of it is ever built."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from orchestration.parsing.archive import Archive
from orchestration.parsing.document import BlockKind, Parsed
from orchestration.parsing.draft import Composed, too_many
from orchestration.parsing.formats import Format
from orchestration.parsing.limits import Limits
from orchestration.parsing.word_styles import (
    CORE_PART,
    Core,
    Styles,
    local,
    main_part,
    outline_of,
    value_of,
)

_NOTES: Final = ("word/footnotes.xml", "word/endnotes.xml")
# Deleted and moved text, the code of fields, properties as they were before.
_SKIPPED: Final = frozenset(
    {"del", "moveFrom", "instrText", "delText", "delInstrText", "pPrChange", "rPrChange"}
)
# What stands a second time, for older programs.
_FALLBACK: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_MARKS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF: Final = frozenset({"0", "false", "off"})
_DEEPEST_LIST: Final = 8


def read_docx(path: Path, limits: Limits) -> Parsed:
    """Return a Word document: its text, then its notes; headers, footers and comments are left out.

    Raises:
        UnsupportedFormat: It is another archive.
        DamagedDocument: It cannot be unpacked or read.
        EncryptedDocument: It is encrypted.
        DocumentTooLarge: It passes a limit.
        NotText: There is no text in it.
    """
    archive = Archive(path, limits)
    try:
        main = main_part(archive)
        styles, core, draft = Styles(), Core(), Composed(limits)
        if "word/styles.xml" in archive.names:
            archive.read("word/styles.xml", styles)
        if CORE_PART in archive.names:
            archive.read(CORE_PART, core)
        for part in (main, *_NOTES):
            if part in archive.names:
                archive.read(part, _Reader(draft, styles))
    finally:
        archive.close()
    title = core.found.get("title") or draft.first_heading()
    return draft.parsed(Format.DOCX, title=title, language=core.found.get("language"))


@dataclass
class _Paragraph:
    parts: list[str] = field(default_factory=list)
    style: str = ""
    outline: int | None = None
    listed: int | None = None
    """How deep in lists, from 0."""


_Row: TypeAlias = list[list[_Paragraph]]


def _told(cell: list[_Paragraph]) -> str:
    return " ".join("".join(each.parts) for each in cell).strip()


class _Reader:
    """Hears elements, and makes blocks of paragraphs and tables as they end."""

    def __init__(self, draft: Composed, styles: Styles) -> None:
        self._draft = draft
        self._styles = styles
        self._open: list[_Paragraph] = []  # text boxes stand inside paragraphs
        self._tables: list[list[_Row]] = []
        self._in_cells = 0
        self._skipping = 0
        self._in_run = self._in_text = self._hidden = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if self._skipping or tag in _SKIPPED or name == _FALLBACK:
            self._skipping += 1
        elif tag == "p":
            self._open.append(_Paragraph())
        elif tag == "r":
            self._in_run, self._hidden = True, False
        elif tag == "t":
            self._in_text = True
        elif tag == "vanish" and self._in_run:
            self._hidden = value_of(attributes) not in _OFF
        elif tag in {"tbl", "tr", "tc"}:
            self._start_table(tag)
        elif self._open:
            self._in_paragraph(tag, attributes)

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        tag = local(name)
        if tag == "p" and self._open:
            self._deliver(self._open.pop())
        elif tag == "r":
            self._in_run = self._hidden = False
        elif tag == "t":
            self._in_text = False
        elif tag == "tbl" and self._tables:
            self._end_table(self._tables.pop())

    def text(self, text: str) -> None:
        if self._in_text and self._open and not self._skipping and not self._hidden:
            self._open[-1].parts.append(text)

    def _in_paragraph(self, tag: str, attributes: dict[str, str]) -> None:
        now = self._open[-1]
        if tag in _MARKS and self._in_run:
            now.parts.append(_MARKS[tag])
        elif tag == "pStyle":
            now.style = value_of(attributes)
        elif tag == "outlineLvl":
            now.outline = outline_of(attributes)
        elif tag == "numId":
            # 0 takes a paragraph out of the list that its style puts it in.
            now.listed = None if value_of(attributes) == "0" else now.listed or 0
        elif tag == "ilvl":
            depth = value_of(attributes)
            now.listed = min(int(depth), _DEEPEST_LIST) if depth.isdecimal() else 0

    def _start_table(self, tag: str) -> None:
        if tag == "tbl":
            self._tables.append([])
        elif tag == "tr" and self._tables:
            self._tables[-1].append([])
        elif self._tables and self._tables[-1]:
            self._tables[-1][-1].append([])

    def _end_table(self, rows: list[_Row]) -> None:
        if self._tables:
            for row in rows:
                self._into_cell(_Paragraph([", ".join(map(_told, row))]))
        elif all(len(row) <= 1 for row in rows):  # a frame around text
            for done in (each for row in rows for cell in row for each in cell):
                self._deliver(done)
        else:
            self._draft.add_table([[_told(cell) for cell in row] for row in rows])

    def _into_cell(self, done: _Paragraph) -> None:
        self._in_cells += sum(map(len, done.parts))
        if self._in_cells > self._draft.limits.characters:
            raise too_many("characters", self._draft.limits.characters)
        table = self._tables[-1]
        if table and table[-1]:
            table[-1][-1].append(done)

    def _deliver(self, done: _Paragraph) -> None:
        if self._tables:
            self._into_cell(done)
            return
        text = "".join(done.parts)
        level = self._level(done)
        if level:
            self._draft.add(BlockKind.HEADING, " ".join(text.split()), level=level)
        elif done.listed is not None or self._styles.is_called(done.style, "list "):
            indent = "  " * (done.listed or 0)
            if text.strip():
                self._draft.add(BlockKind.LIST_ITEM, f"{indent}- {text.strip()}")
        else:
            quoted = self._styles.is_called(done.style, "quote")
            self._draft.add(BlockKind.QUOTE if quoted else BlockKind.PARAGRAPH, text)

    def _level(self, done: _Paragraph) -> int:
        if done.outline is not None:
            return (done.outline + 1) % 10
        return self._styles.level(done.style)
