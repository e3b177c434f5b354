"""Server-sent events as bytes (WHATWG HTML, section 9.2). Pure."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import orjson

RETRY_MS: Final = 1_000
HEADERS: Final = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # nginx would hold events back
}

OPENING: Final = b"retry: %d\n\n" % RETRY_MS
"""Tells clients how soon to come back when the stream breaks."""
HEARTBEAT: Final = b": still here\n\n"
_BUNDLE_BYTES: Final = 65_536


def frame(event: str, data: Any, *, number: int | str | None = None) -> bytes:
    """Return one event; with a `number`, or another name of its place, readers can go on behind
    it."""
    head = b"" if number is None else b"id: %s\n" % str(number).encode()
    body = orjson.dumps(data, option=orjson.OPT_UTC_Z)  # one line: JSON escapes line breaks
    return b"%sevent: %s\ndata: %s\n\n" % (head, event.encode(), body)


def bundles(frames: Iterable[bytes]) -> Iterator[bytes]:
    """Join small frames and keep large ones apart, so that a slow reader holds little memory."""
    bundle = b""
    for each in frames:
        if bundle and len(bundle) + len(each) > _BUNDLE_BYTES:
            yield bundle
            bundle = b""
        bundle += each
    if bundle:
        yield bundle
