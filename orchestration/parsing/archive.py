"""A DOCX file as the archive of XML parts that it is; nothing is unpacked to a disk."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol
from xml.parsers import expat

from orchestration.parsing.draft import too_many
from orchestration.parsing.errors import (
    DamagedDocument,
    DocumentTooLarge,
    EncryptedDocument,
    UnsupportedFormat,
)
from orchestration.parsing.formats import READABLE
from orchestration.parsing.limits import Limits

_CHUNK: Final = 2**20
_LONGEST_REASON: Final = 100
_ENCRYPTED: Final = 0x1
_MEND: Final = "Open it in the program that made it, save it anew, and send that."
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
)
_OTHERS: Final = (
    ("xl/", "a spreadsheet", "Save its sheets as CSV."),
    ("ppt/", "a presentation", "Save it as PDF."),
    ("META-INF/container.xml", "an EPUB book", f"Send one of: {READABLE}."),
    ("content.xml", "an OpenDocument file", "Save it as DOCX or PDF."),
)


class Handler(Protocol):
    """Hears what stands in a part; names are `namespace name`."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Hear that an element begins."""

    def end(self, name: str) -> None:
        """Hear that an element ends."""

    def text(self, text: str) -> None:
        """Hear text of the element that began last."""


class Archive:
    """An open archive, and how much may still be unpacked of it.

    Args:
        path: Where the file is.
        limits: What it may come to.

    Raises:
        DamagedDocument: It is no archive.
        DocumentTooLarge: There are too many files in it.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        """Read its list of files."""
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise DamagedDocument("The archive's list of files is damaged.", _MEND) from error
        self._limits = limits
        self._left = limits.unpacked_bytes
        self.names = frozenset(self._zip.namelist())
        if len(self._zip.infolist()) > limits.entries:
            raise too_many("files in it", limits.entries)

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def refuse_others(self) -> None:
        """Refuse what is no Word document.

        Raises:
            UnsupportedFormat: It is another archive, or a document of another sort.
        """
        for begins, what, mend in _OTHERS:
            if any(name.startswith(begins) for name in self.names):
                raise UnsupportedFormat(f"It is {what}.", mend)
        raise UnsupportedFormat("It is an archive.", "Send the files in it, one by one.")

    def read(self, name: str, handler: Handler) -> None:
        """Tell what stands in an XML part.

        Raises:
            DamagedDocument: It cannot be unpacked, or is no XML, or declares entities.
            DocumentTooLarge: It is too large when unpacked, or nested too deeply.
            EncryptedDocument: It is encrypted.
        """
        parser = _parser(handler, self._limits.depth)
        try:
            for chunk in self._unpacked(name):
                parser.Parse(chunk, False)  # noqa: FBT003 - as the library has it
            parser.Parse(b"", True)  # noqa: FBT003
        except expat.ExpatError as error:
            why = f"Its part {posixpath.basename(name)[:40]!r} is no XML: {error}."
            raise DamagedDocument(why, _MEND) from error

    def _unpacked(self, name: str) -> Iterator[bytes]:
        entry = self._zip.getinfo(name)
        if entry.flag_bits & _ENCRYPTED:
            raise EncryptedDocument(
                "The archive opens with a password only.", "Send it without a password."
            )
        try:
            with self._zip.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise self._bomb()
                    yield chunk
        except _BROKEN as error:
            why = f"The archive cannot be unpacked: {str(error)[:_LONGEST_REASON]}."
            raise DamagedDocument(why, _MEND) from error

    def _bomb(self) -> DocumentTooLarge:
        mib = self._limits.unpacked_bytes / 2**20
        return DocumentTooLarge(
            f"The document comes to more than {mib:,.0f} MiB when it is unpacked.",
            "Split the document, and send its parts.",
        )


def _parser(handler: Handler, deepest: int) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > deepest:
            raise DocumentTooLarge(
                f"Elements of the document lie in each other more than {deepest:,} deep.",
                "Send a simpler document, or its text.",
            )
        handler.start(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(name)

    def refuse(*_: object) -> None:
        raise DamagedDocument("Its XML declares a document type, which Word never does.", _MEND)

    # No document type, no entities: neither those that grow nor those that name other files.
    parser.StartDoctypeDeclHandler = refuse
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    return parser
