"""What a file really is, by the bytes that it begins with; names and media types only claim."""

from __future__ import annotations

from typing import Final

from orchestration.parsing.errors import EncryptedDocument, FormatMismatch, UnsupportedFormat
from orchestration.parsing.formats import BINARY, READABLE, Format, claimed, extension_of

HEAD_BYTES: Final = 4096
ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_PDF: Final = b"%PDF-"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IN_OLE: Final = "EncryptedPackage".encode("utf-16-le")
_PICTURE = "a picture"
_ARCHIVE = "an archive"
_OTHERS: Final = (
    (b"\x89PNG\r\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF87a", _PICTURE),
    (b"GIF89a", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ\0", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"\x28\xb5\x2f\xfd", _ARCHIVE),
    (b"{\\rtf", "a document in Rich Text Format"),
    (b"%!PS", "a PostScript file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"OggS", "a recording"),
    (b"ID3", "a recording"),
    (b"fLaC", "a recording"),
    (b"RIFF", "a picture or a recording"),
)
_MENDS: Final = {
    _PICTURE: "Have a model read it: a `chat` task carries pictures.",
    _ARCHIVE: "Send the files in it, one by one.",
}
_PAGES: Final = ("<!doctype html", "<html", "<head", "<body")


def sniff(head: bytes, name: str, media_type: str | None) -> Format:
    """Return what a file is; any ZIP archive counts as DOCX, whose reader knows better.

    Args:
        head: Its first `HEAD_BYTES` bytes.
        name: What it is called; only its extension is looked at.
        media_type: What it was declared to be.

    Raises:
        UnsupportedFormat: It is of no format that is read.
        FormatMismatch: It is not what it claims to be.
    """
    claims = claimed(name, media_type)
    binary = _binary(head, claims)
    if binary is None:
        return _text(head, name, claims)
    if claims and binary not in claims:
        what = "it is a PDF" if binary is Format.PDF else "it is a ZIP archive"
        raise _mismatch(name, claims, what)
    return binary


def refuse_compound(data: bytes) -> None:
    """Refuse what begins as files of old Office do, and those that are encrypted by a newer one.

    Raises:
        EncryptedDocument: It is a newer document with a password.
        UnsupportedFormat: It is a document of an old Office.
    """
    if not data.startswith(_OLE):
        return
    if _IN_OLE in data:
        raise EncryptedDocument(
            "The document opens with a password only.", "Take its password away, and send it again."
        )
    raise UnsupportedFormat("It is a document of an old Office.", "Save it as DOCX or PDF.")


def _binary(head: bytes, claims: tuple[Format, ...]) -> Format | None:
    # Readers of PDF allow for some bytes before the mark; in a text it may be spoken of.
    if head.lstrip().startswith(_PDF) or (Format.PDF in claims and _PDF in head[:1024]):
        return Format.PDF
    if head.startswith(ZIP):
        return Format.DOCX
    for magic, what in _OTHERS:
        if head.startswith(magic):
            mend = _MENDS.get(what, f"These formats are read: {READABLE}.")
            raise UnsupportedFormat(f"It is {what}.", mend)
    if head[4:8] == b"ftyp":
        raise UnsupportedFormat("It is a film or a picture.", f"Send one of: {READABLE}.")
    return None


def _text(head: bytes, name: str, claims: tuple[Format, ...]) -> Format:
    of_text = [claim for claim in claims if claim not in BINARY]
    if claims and not of_text:
        raise _mismatch(name, claims, "it does not begin as one does")
    # `text/plain` is what everything is declared to be that nobody looked at.
    plain_only = of_text == [Format.TEXT] and extension_of(name) not in {"txt", "text", "log"}
    if of_text and not plain_only:
        return of_text[0]
    start = head.replace(b"\0", b"").decode("ascii", "ignore").lstrip().lower()
    return Format.HTML if start.startswith(_PAGES) else Format.TEXT


def _mismatch(name: str, claims: tuple[Format, ...], what: str) -> FormatMismatch:
    said = " and ".join(dict.fromkeys(claims))
    return FormatMismatch(
        f"The document is called {said} by its name or media type, but {what}.",
        f"Send it with its right name (not one in {extension_of(name)[:20]!r}) and media type.",
    )
