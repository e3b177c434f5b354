"""PDF, through PDFium: the library that Chrome reads it with."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pypdfium2
from pypdfium2 import raw

from orchestration.parsing.document import Parsed
from orchestration.parsing.draft import Composed, clean, too_many
from orchestration.parsing.errors import DamagedDocument, EncryptedDocument, NotText
from orchestration.parsing.formats import Format
from orchestration.parsing.limits import Limits
from orchestration.parsing.pdf_lines import Line, groups

_BROKEN_WORD: Final = "\x02"
_LEADERS: Final = re.compile(r"(?:\s?\.){5,}")
_LONGEST_CODE: Final = 64
_MEND: Final = "Open it in the program that made it, export it anew, and send that."


def read_pdf(path: Path, limits: Limits) -> Parsed:
    """Return a PDF's text; pages that cannot be read are passed over where others can.

    Raises:
        EncryptedDocument: It opens with a password only.
        DamagedDocument: It cannot be opened, or none of its pages can be.
        DocumentTooLarge: It passes a limit.
        NotText: It consists of pictures.
    """
    document = _opened(path)
    try:
        pages = len(document)
        if pages > limits.pages:
            raise too_many("pages", limits.pages)
        lines = list(_lines(document, pages, limits))
        title, language = document.get_metadata_value("Title"), _language(document)
    finally:
        document.close()
    if not lines:
        why = "The PDF has no text: its pages are pictures, or empty."
        raise NotText(why, "Have its text recognised (OCR), and send the outcome.")
    draft = Composed(limits)
    for group in groups(lines):
        draft.add(group.kind, group.text, level=group.level, page=group.page)
    return draft.parsed(Format.PDF, title=title or draft.first_heading(), language=language)


def _opened(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
            raise EncryptedDocument(
                "The PDF opens with a password only.", "Take its password away, and send it again."
            ) from error
        raise DamagedDocument("The PDF cannot be opened: it is damaged.", _MEND) from error


def _lines(document: pypdfium2.PdfDocument, pages: int, limits: Limits) -> Iterator[Line]:
    length = failed = 0
    for number in range(pages):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            failed += 1
            continue
        text_page = page.get_textpage()
        length += text_page.count_chars()
        if length > limits.characters:
            raise too_many("characters", limits.characters)
        yield from _lines_of(text_page, number + 1)
        text_page.close()
        page.close()
    if failed == pages:
        raise DamagedDocument("None of the PDF's pages can be read.", _MEND)


def _lines_of(text_page: Any, page: int) -> Iterator[Line]:
    handle, letter_at = text_page.raw, raw.FPDFText_GetUnicode
    line: list[str] = []
    places: list[int] = []
    for at in range(text_page.count_chars()):
        letter = chr(min(letter_at(handle, at), 0x10FFFF))
        if letter == "\n":
            yield from _line(handle, line, places, page)
            line, places = [], []
            continue
        if not letter.isspace():
            places.append(at)
        if letter != _BROKEN_WORD:
            line.append(letter)
    yield from _line(handle, line, places, page)


def _line(handle: Any, letters: list[str], places: list[int], page: int) -> Iterator[Line]:
    text = _LEADERS.sub(" …", clean("".join(letters))).strip()
    if not text:
        return
    begin, end = raw.FS_RECTF(), raw.FS_RECTF()  # all 0 where they stay unknown
    raw.FPDFText_GetLooseCharBox(handle, places[0], begin)
    raw.FPDFText_GetLooseCharBox(handle, places[-1], end)
    # A line may begin or end with a small figure, which refers to a note.
    sizes = sorted(_size(handle, places[at]) for at in (0, len(places) // 2, -1))
    yield Line(text, page, begin.top, end.bottom, sizes[1])


def _size(handle: Any, at: int) -> float:
    """Return the size of a letter's type as it is shown, in points."""
    matrix = raw.FS_MATRIX()
    scaled = raw.FPDFText_GetMatrix(handle, at, matrix)
    size = float(raw.FPDFText_GetFontSize(handle, at))
    return size * math.hypot(matrix.c, matrix.d) if scaled else size


def _language(document: pypdfium2.PdfDocument) -> str | None:
    room = ctypes.create_string_buffer(2 * _LONGEST_CODE)
    target = ctypes.cast(room, ctypes.POINTER(raw.FPDF_WCHAR))
    size = raw.FPDFCatalog_GetLanguage(document, target, len(room))
    known = room.raw[: size - len(b"\0\0")] if size <= len(room) else b""
    return known.decode("utf-16-le", "replace") or None
