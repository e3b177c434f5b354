"""A file and what it is called, turned into a document; in this very process, without its limits.

Everybody but the limited process goes through `parser`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from orchestration.parsing.decoding import decode
from orchestration.parsing.document import Parsed
from orchestration.parsing.draft import too_many
from orchestration.parsing.errors import DamagedDocument, NotText
from orchestration.parsing.formats import Format
from orchestration.parsing.limits import Limits
from orchestration.parsing.sniffing import HEAD_BYTES, refuse_compound, sniff

BYTES_PER_CHARACTER: Final = 4
"""The most that a character takes in any encoding."""
_OLE_BYTES: Final = 2**20


def read(path: Path, name: str, media_type: str | None, limits: Limits) -> Parsed:
    """Return the document in a file.

    Args:
        path: Where the file is.
        name: What it is called, for its extension.
        media_type: What it was declared to be; None when nothing was declared.
        limits: What it may come to.

    Raises:
        UnreadableDocument: It cannot be read; which of its kinds says why.
    """
    with path.open("rb") as file:
        head = file.read(_OLE_BYTES)
    if not head:
        raise NotText("The file is empty.", "Send one that has some text.")
    refuse_compound(head)
    form = sniff(head[:HEAD_BYTES], name, media_type)
    try:
        if form is Format.PDF or form is Format.DOCX:
            return _from_path(form)(path, limits)
        return _from_text(form)(_text(path, limits), limits)
    except RecursionError as error:
        why = "Parts of the document lie in each other too deeply."
        raise DamagedDocument(why, "Send a simpler document, or its text.") from error


def _text(path: Path, limits: Limits) -> str:
    if path.stat().st_size > BYTES_PER_CHARACTER * limits.characters:
        raise too_many("characters", limits.characters)
    return decode(path.read_bytes())


# The libraries take time and memory; each document needs one at most.
def _from_path(form: Format) -> Callable[[Path, Limits], Parsed]:
    if form is Format.PDF:
        from orchestration.parsing.pdf import read_pdf

        return read_pdf
    from orchestration.parsing.docx import read_docx

    return read_docx


def _from_text(form: Format) -> Callable[[str, Limits], Parsed]:
    if form is Format.HTML:
        from orchestration.parsing.webpage import read_html

        return read_html
    if form is Format.MARKDOWN:
        from orchestration.parsing.markdown import read_markdown

        return read_markdown
    from orchestration.parsing.plain import read_csv, read_json, read_text
    from orchestration.parsing.source import read_code

    others = {Format.CSV: read_csv, Format.JSON: read_json, Format.CODE: read_code}
    return others.get(form, read_text)
