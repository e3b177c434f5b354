"""Where bodies of HTTP answers end, however they are cut on their way."""

from __future__ import annotations

import pytest

from orchestration.outgoing.framing import Body, Chunks, Length, Malformed, Rest


def read(body: Body, raw: bytes, step: int) -> tuple[bytes, bytes]:
    """Return what belongs to a body, and what is left, when it comes `step` bytes at a time."""
    came, taken = bytearray(), b""
    for at in range(0, len(raw), step):
        came += raw[at : at + step]
        if not body.complete:
            taken += body.take(came)
    return taken, bytes(came)


@pytest.mark.parametrize("step", [1, 2, 3, 7, 100])
@pytest.mark.parametrize(
    ("body", "raw", "said", "left"),
    [
        (lambda: Length(5), b"helloHTTP", b"hello", b"HTTP"),
        (lambda: Length(0), b"", b"", b""),
        (Rest, b"all of it", b"all of it", b""),
        (Chunks, b"5\r\nhello\r\n0\r\n\r\n", b"hello", b""),
        (Chunks, b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\nHTTP", b"hello world", b"HTTP"),
        (Chunks, b"A;name=value\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n", b"0123456789", b""),
        (Chunks, b"0\r\n\r\n", b"", b""),
    ],
)
def test_a_body_ends_where_it_ends(
    body: type[Body], raw: bytes, said: bytes, left: bytes, step: int
) -> None:
    found = body()
    assert read(found, raw, step) == (said, left)
    assert found.complete or isinstance(found, Rest)


@pytest.mark.parametrize("step", [1, 4, 10_000])
@pytest.mark.parametrize(
    "raw",
    [
        b"x\r\nhello\r\n",
        b"\r\nhello",
        b"-5\r\nhello\r\n",
        b"5\r\nhello!\r\n0\r\n\r\n",
        b"1234567890abcdef\r\n",
        b"5;\x00\r\nhello\r\n",
        b"5" + b";" * 5000,
    ],
)
def test_chunks_that_break_the_format_are_refused(raw: bytes, step: int) -> None:
    with pytest.raises(Malformed):
        read(Chunks(), raw, step)


@pytest.mark.parametrize("body", [Length(5), Chunks()])
def test_a_body_that_breaks_off_is_refused(body: Body) -> None:
    with pytest.raises(Malformed, match="broke off"):
        body.end()


def test_a_body_without_a_length_ends_with_its_connection() -> None:
    body = Rest()
    body.end()
    assert body.complete
    assert not body.bounded
