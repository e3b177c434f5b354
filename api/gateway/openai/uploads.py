"""Files on their way in: forms of any length, on disk rather than in memory.

The body is received into a spool first, and the form in it is read then, in a thread: Django's
reader of forms pulls, and the gateway's connections push.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from api.gateway.errors import SlowBody
from api.gateway.exchange import Exchange, Gone
from api.rest.blob_bodies import ToSpool, media_type_of
from api.rest.errors import InvalidBody, UnsupportedMedia
from api.rest.uploads import MULTIPART
from orchestration.blobs.errors import BlobTooLarge
from orchestration.blobs.spool import Spool
from orchestration.blobs.stores import upload_folder
from orchestration.files.errors import FileTooLarge

_AROUND: Final = 64 * 1024
"""Bytes that a form may have around its file."""
_TAIL: Final = 1024
"""Bytes at whose end a form's last boundary must be found."""
_PART: Final = 256 * 1024
"""Bytes that are gathered before a thread writes them."""
_STALL_S: Final = 30.0
"""How long a client may send nothing."""
_DROPPED: Final = 4
"""How many times the largest body is read before the connection is closed: clients that are still
sending then would not see the answer."""
_FILE: Final = "file"


@dataclass(frozen=True, slots=True)
class Form:
    """What came.

    Attributes:
        fields: the other parts, by their names.
        name: what the file is called.
        media_type: what it is said to be.
    """

    fields: Mapping[str, str]
    name: str
    media_type: str


async def receive_form(exchange: Exchange, into: Spool, *, most: int, seconds: float) -> Form:
    """Receive a form with one file, whose bytes go into a spool; return the rest.

    Args:
        exchange: the request.
        into: a spool for at most `most` bytes.
        most: bytes that the file may have.
        seconds: how long the client may take.

    Raises:
        FileTooLarge: the file has more bytes than it may.
        SlowBody: it has not arrived in time.
        InvalidBody, UnsupportedMedia: it is no such form.
        Gone: the client has left.
    """
    request = exchange.request
    if (request.content_type or "").lower() != MULTIPART:
        raise UnsupportedMedia(
            f"The body's media type is {request.content_type or 'not given'}.",
            field="Content-Type",
            value=request.content_type,
            mend=f"Send {MULTIPART}.",
        )
    with Spool(most + _AROUND, await asyncio.to_thread(upload_folder)) as raw:
        try:
            async with asyncio.timeout(seconds):
                await _receive(exchange, raw, most)
        except TimeoutError:
            raise SlowBody(
                f"The file has not arrived in time, or nothing has come of it for {_STALL_S:g} s.",
                field="body",
                mend="Send it again, or send less at once.",
            ) from None
        return await asyncio.to_thread(partial(_read, request, raw, into, most))


async def _receive(exchange: Exchange, raw: Spool, most: int) -> None:
    held, length, more = bytearray(), 0, True
    while more and length <= most * _DROPPED:
        async with asyncio.timeout(_STALL_S):
            message = await exchange.receive()
        if message["type"] == "http.disconnect":
            raise Gone
        part = message.get("body", b"")
        more = message.get("more_body", False)
        length += len(part)
        if length > most + _AROUND:
            held.clear()
            continue
        held += part
        if len(held) >= _PART or not more:
            await asyncio.to_thread(raw.feed, bytes(held))
            held.clear()
    if length > most + _AROUND:
        raise FileTooLarge(most)


def _read(request: HttpRequest, raw: Spool, into: Spool, most: int) -> Form:
    handler = ToSpool(into)
    meta = {**request.META, "CONTENT_LENGTH": str(raw.size)}
    body: Any = raw.open()
    try:
        fields, _ = MultiPartParser(meta, body, [handler]).parse()
    except BlobTooLarge:
        raise FileTooLarge(most) from None
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        raise _bad_form("it has more fields than a file's") from None
    except MultiPartParserError as error:
        raise _bad_form(f"{error}".rstrip(".") or type(error).__name__) from None
    body.seek(max(0, raw.size - _TAIL))
    boundary = (request.content_params or {}).get("boundary", "")
    if f"--{boundary}--".encode() not in body.read():
        raise _bad_form("its end is missing")
    if handler.files != 1 or handler.field_name != _FILE:
        raise _bad_form("it has no part `file` with a file name")
    values = {name: str(fields[name]) for name in fields}
    return Form(values, str(handler.file_name or ""), media_type_of(handler.media_type))


def _bad_form(why: str) -> InvalidBody:
    return InvalidBody(
        f"The form cannot be read: {why}.",
        field=_FILE,
        mend="Send the parts `purpose` and `file`, the latter with a file name "
        "(with curl: -F purpose=batch -F file=@NAME).",
    )
