"""Why a document cannot be read; each says what to send instead."""
# ruff: noqa: N818 - they are named for what happened

from __future__ import annotations

from http import HTTPStatus

from orchestration.errors import EngineUnavailable, UserError


class UnreadableDocument(UserError):
    """A document cannot be read; the errors below say why."""

    slug = "unreadable-document"
    title = "The document cannot be read"
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, detail: str, mend: str) -> None:
        """Say what is wrong with the file, and what to send instead."""
        super().__init__(detail, field="file", mend=mend)


class UnsupportedFormat(UnreadableDocument):
    """A document is of a format that is not read, such as a picture or an archive."""

    slug = "unsupported-format"
    title = "Documents of this format are not read"
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class FormatMismatch(UnreadableDocument):
    """A document is not what its name or media type says."""

    slug = "format-mismatch"
    title = "The document is not what it is called"
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class DamagedDocument(UnreadableDocument):
    """A document breaks the rules of its format so that nothing can be made of it."""

    slug = "damaged-document"
    title = "The document is damaged"


class EncryptedDocument(UnreadableDocument):
    """A document opens with a password only."""

    slug = "encrypted-document"
    title = "The document is encrypted"


class DocumentTooLarge(UnreadableDocument):
    """A document, or what is unpacked of it, passes a limit: bytes, characters, pages, depth."""

    slug = "document-too-large"
    title = "The document is too large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class ReadingTookTooLong(UnreadableDocument):
    """Reading a document takes more processor time than one may."""

    slug = "document-takes-too-long"
    title = "Reading the document takes too long"


class NotText(UnreadableDocument):
    """There is no text in a document: it is binary, empty, or consists of pictures."""

    slug = "document-without-text"
    title = "There is no text in the document"


class ReaderUnavailable(EngineUnavailable):
    """The process that reads documents was killed, does not start, or had no time to answer."""

    slug = "reader-unavailable"
    title = "Documents cannot be read now"


REASONS = {
    each.slug: each
    for each in (
        UnsupportedFormat,
        FormatMismatch,
        DamagedDocument,
        EncryptedDocument,
        DocumentTooLarge,
        ReadingTookTooLong,
        NotText,
    )
}
"""By what they are called between processes."""
