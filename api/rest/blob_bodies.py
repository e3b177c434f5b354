"""Reading uploads: as they are, or as the one file of a form; never all in memory."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.datastructures import MultiValueDict

from api.rest.errors import InvalidBody, LengthRequired
from api.rest.uploads import MULTIPART
from orchestration.blobs.errors import BlobTooLarge
from orchestration.blobs.ports import CHUNK, OCTETS
from orchestration.blobs.spool import Spool
from orchestration.blobs.stores import upload_folder

_MEDIA: Final = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\Z")
_CURLS_GUESS: Final = "application/x-www-form-urlencoded"
"""What curl says of bytes when nobody says what they are."""
_AROUND: Final = 64 * 1024
"""Bytes that a form may have around its file."""
_TAIL: Final = 1024
"""Bytes at whose end a form's last boundary must be found."""


@contextmanager
def read_upload(request: HttpRequest) -> Iterator[tuple[Spool, str]]:
    """Read the body of an upload; the spool with it lasts as long as the context.

    Raises:
        LengthRequired: It comes in chunks.
        BlobTooLarge: It has more bytes than a blob may have.
        InvalidBody: There is none (an empty one has a media type), it ended early, or it is a form
            with other than one file.
    """
    most = settings.SWITCHYARD.blobs.max_bytes
    media = (request.content_type or "").lower()
    length = _length_of(request, most + (_AROUND if media == MULTIPART else 0), most)
    with Spool(most, upload_folder()) as spool:
        if media == MULTIPART:
            yield spool, _read_form(request, spool)
        else:
            _read_raw(request, spool, length)
            yield spool, media_type_of(media)


@dataclass(frozen=True, slots=True)
class Form:
    """A form with one file and fields beside it.

    Attributes:
        content: The file's bytes.
        media_type: What they are said to be.
        name: What the file is called; a name alone, without folders.
        fields: The other parts.
    """

    content: Spool
    media_type: str
    name: str
    fields: Mapping[str, str]


@contextmanager
def read_file_form(request: HttpRequest, *known: str) -> Iterator[Form]:
    """Read a form with one file and fields; its bytes last as long as the context.

    Args:
        request: Whose body it is.
        known: The fields that there may be.

    Raises:
        LengthRequired, BlobTooLarge: As `read_upload`.
        InvalidBody: It is no such form, has other fields, one of them twice, or a NUL in one.
    """
    most = settings.SWITCHYARD.blobs.max_bytes
    _length_of(request, most + _AROUND, most)
    with Spool(most, upload_folder()) as spool:
        handler = ToSpool(spool)
        fields = dict(_fields(_parsed(request, handler), known))
        yield Form(spool, media_type_of(handler.media_type), handler.name, fields)


def _fields(parts: MultiValueDict[str, str], known: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name, values in parts.lists():
        if name not in known or len(values) > 1 or "\x00" in values[0]:
            raise InvalidBody(
                f"The form has a part {name[:100]!r} that is not known, stands there twice, or has "
                "a NUL character.",
                field=name[:100],
                mend=f"Send `file` and, once each: {', '.join(known)}.",
            )
        yield name, values[0]


def media_type_of(text: str | None) -> str:
    """Return a media type without its parameters; plain bytes where it is none."""
    media = (text or "").partition(";")[0].strip().lower()
    return media if _MEDIA.match(media) and media != _CURLS_GUESS else OCTETS


def _length_of(request: HttpRequest, most: int, told: int) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length == "0" and request.META.get("HTTP_TRANSFER_ENCODING"):
        raise LengthRequired(
            "The body comes in chunks.",
            field="Content-Length",
            mend="Send the header Content-Length (with curl: --data-binary, not --upload-file).",
        )
    if not length.isdigit() or len(length) > 18 or int(length) > most:  # noqa: PLR2004 - 64 bits
        raise BlobTooLarge(told)
    if length == "0" and not request.META.get("CONTENT_TYPE"):
        raise InvalidBody(
            "There is no body.",
            field="body",
            mend="Send the bytes. To store an empty blob, name its media type.",
        )
    return int(length)


def _read_raw(request: HttpRequest, spool: Spool, length: int) -> None:
    while chunk := request.read(CHUNK):
        spool.feed(chunk)
    if spool.size != length:
        raise InvalidBody(
            f"The body ended after {spool.size:,} of {length:,} bytes.",
            field="body",
            mend="Send it again.",
        )


class ToSpool(FileUploadHandler):
    """Feeds the file of a form into a spool."""

    def __init__(self, spool: Spool) -> None:
        super().__init__()
        self._spool = spool
        self.files = 0
        self.name = ""
        self.media_type: str | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Note a file."""
        super().new_file(*args, **kwargs)
        self.files += 1
        if self.files > 1:
            raise _no_one_file("it has several")
        self.media_type = self.content_type
        self.name = self.file_name or ""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take some of it."""
        del start
        self._spool.feed(raw_data)

    def file_complete(self, file_size: int) -> None:
        """Keep nothing: the spool has it."""
        del file_size


class _Watched:
    """Remembers the last bytes that were read: Django's parser takes a form without its end."""

    def __init__(self, source: HttpRequest) -> None:
        self._source = source
        self.tail = b""

    def read(self, size: int) -> bytes:
        """Return more bytes."""
        chunk = self._source.read(size)
        self.tail = (self.tail + chunk)[-_TAIL:]
        return chunk


def _read_form(request: HttpRequest, spool: Spool) -> str:
    handler = ToSpool(spool)
    if _parsed(request, handler):
        raise _no_one_file("it has other parts")
    return media_type_of(handler.media_type)


def _parsed(request: HttpRequest, handler: ToSpool) -> MultiValueDict[str, str]:
    """Return a form's fields; its one file goes to the handler."""
    body: Any = _Watched(request)
    try:
        fields, _ = MultiPartParser(request.META, body, [handler]).parse()
    except (MultiPartParserError, TooManyFieldsSent, TooManyFilesSent) as error:
        raise _no_one_file(f"{error}".rstrip(".") or type(error).__name__) from None
    boundary = (request.content_params or {}).get("boundary", "")
    if f"--{boundary}--".encode() not in body.tail:
        raise _no_one_file("its end is missing")
    if handler.files != 1:
        raise _no_one_file("it has none")
    return fields


def _no_one_file(why: str) -> InvalidBody:
    return InvalidBody(
        f"The form is not one file: {why}.",
        field="body",
        mend="Send one part with a file name (with curl: -F file=@NAME), or the bytes themselves.",
    )
