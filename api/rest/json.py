"""JSON in and out, by orjson, with the limits that hostile input needs.

What has been read can be stored: no NUL characters, no lone surrogates, no numbers that are not
finite, no integers beyond 64 bits (they would silently become floats), nothing deeper than the
limit. Of a key that comes twice in an object the last one counts, and since a body is read once,
nobody sees another.
"""

import json as stdlib
from collections.abc import Mapping
from typing import Any, Final

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from api.rest.errors import InvalidBody, LengthRequired, TooLarge, UnsupportedMedia

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
_LONG: Final = b"0" * 19
_DIGITS: Final = bytes(ord("0") if byte in b"0123456789" else 0 for byte in range(256))
"""Turns each digit into a zero: so long numbers are found many times faster than by a pattern."""
_UINT64: Final = 2**64
_INT64: Final = -(2**63)
_OPTIONS: Final = orjson.OPT_UTC_Z


def answer(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return a JSON response."""
    return HttpResponse(orjson.dumps(data, option=_OPTIONS), JSON, status, headers=headers)


def raw_body(request: HttpRequest, limit: int, *media: str) -> bytes:
    """Return the body's bytes.

    Raises:
        UnsupportedMedia: its media type is none of `media`.
        LengthRequired: it comes in chunks, which a WSGI application cannot read safely.
        TooLarge: it has more than `limit` bytes.
    """
    kind = request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind not in media:
        raise UnsupportedMedia(
            f"The body's media type is {kind or 'not given'}.",
            field="Content-Type",
            value=kind,
            mend=f"Send {' or '.join(media)}.",
        )
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length == "0" and request.META.get("HTTP_TRANSFER_ENCODING"):
        raise LengthRequired(
            "The body comes in chunks.",
            field="Content-Length",
            mend="Send the header Content-Length (with curl: --data-binary, not --upload-file).",
        )
    if not length.isdigit() or int(length) > limit:
        raise _too_large(limit)
    body = request.body
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _too_large(limit: int) -> TooLarge:
    return TooLarge(
        f"The body may have {limit:,} bytes at most.",
        field="body",
        mend="Send less, or spread it over several requests.",
    )


def loads(raw: bytes, *, depth: int | None = None) -> Any:
    """Return the value that JSON text describes.

    Raises:
        InvalidBody: it is no JSON, or holds what cannot be stored.
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise _no_json(error) from None
    allowed = settings.SWITCHYARD.limits.json_depth if depth is None else depth
    if raw.count(b"{") + raw.count(b"[") > allowed:
        _check_depth(value, allowed)
    if b"\\u0000" in raw:
        _check_text(value)
    if _LONG in raw.translate(_DIGITS):
        _check_integers(raw)
    return value


def _no_json(error: orjson.JSONDecodeError) -> InvalidBody:
    return InvalidBody(
        f"The body is not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}.",
        field="body",
        mend="Send one JSON document in UTF-8.",
    )


def _check_depth(value: Any, allowed: int) -> None:
    """Walk down level by level, so that no nesting can exhaust our own stack."""
    level = [value]
    for _ in range(allowed):
        level = [
            child
            for node in level
            if isinstance(node, dict | list)
            for child in (node.values() if isinstance(node, dict) else node)
        ]
        if not level:
            return
    if any(isinstance(node, dict | list) for node in level):
        raise InvalidBody(
            f"The body is nested deeper than {allowed} levels.",
            field="body",
            mend="Send flatter JSON.",
        )


def _check_text(value: Any) -> None:
    pending = [value]
    while pending:
        node = pending.pop()
        if isinstance(node, str):
            if "\x00" in node:
                raise InvalidBody(
                    "The body has a NUL character (U+0000), which cannot be stored.",
                    field="body",
                    value=node,
                    mend="Remove the NUL characters.",
                )
        elif isinstance(node, dict):
            pending += [*node.keys(), *node.values()]
        elif isinstance(node, list):
            pending += node


def _check_integers(raw: bytes) -> None:
    stdlib.loads(raw.decode(), parse_int=_check_integer)


def _check_integer(digits: str) -> int:
    value = int(digits) if len(digits) <= len(str(_UINT64)) else _UINT64
    if not _INT64 <= value < _UINT64:
        raise InvalidBody(
            "The body has an integer beyond 64 bits, which would lose digits.",
            field="body",
            value=digits,
            mend="Send it as text, or as a number with an exponent.",
        )
    return value


class JSONParser(BaseParser):
    """The same rules for views that use `request.data`."""

    media_type = JSON

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return the body's value; raises as `raw_body` and `loads` do."""
        del media_type, parser_context
        limit = settings.SWITCHYARD.limits.body_bytes
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise _too_large(limit)
        return loads(raw)


class JSONRenderer(BaseRenderer):
    """Renders a DRF response."""

    media_type = JSON
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        """Return JSON text; nothing for an empty answer."""
        del accepted_media_type, renderer_context
        return b"" if data is None else orjson.dumps(data, option=_OPTIONS)
