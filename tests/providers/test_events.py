"""Server-sent events, cut anywhere, too long, or none at all."""

from __future__ import annotations

import pytest

from orchestration.providers.sse import Event, EventReader, Malformed, StreamLimits

STREAM = '\ufeff: hello\r\nevent: token\rdata: {"a":\ndata: 1}\r\n\r\nid: 7\ndata:ü\n\n'.encode()
EVENTS = [Event("token", '{"a":\n1}'), Event("", "ü")]


def read(*chunks: bytes, limits: StreamLimits | None = None) -> list[Event]:
    reader = EventReader(limits or StreamLimits())
    return [event for chunk in chunks for event in reader.feed(chunk)] + reader.close()


def test_events_are_the_same_wherever_the_stream_is_cut() -> None:
    for cut in range(len(STREAM) + 1):
        assert read(STREAM[:cut], STREAM[cut:]) == EVENTS, cut


def test_events_are_the_same_byte_by_byte() -> None:
    assert read(*(bytes([each]) for each in STREAM)) == EVENTS


def test_what_follows_the_last_blank_line_is_not_lost() -> None:
    assert read(b"data: [DONE]") == [Event("", "[DONE]")]


@pytest.mark.parametrize(
    "stream", [b'{"error": 1}\n\n', b"datum: 1\n\n", b"data: \xff\n\n", b"<html>\n"]
)
def test_what_readers_usually_ignore_is_refused(stream: bytes) -> None:
    with pytest.raises(Malformed):
        read(stream)


@pytest.mark.parametrize(
    ("limits", "chunk"),
    [
        (StreamLimits(line=1000), b"x" * 100),
        (StreamLimits(event=1000), b"x" * 100 + b"\ndata: "),
        (StreamLimits(total=1000), b"x" * 100 + b"\n\ndata: "),
    ],
    ids=["line", "event", "total"],
)
def test_what_has_no_end_is_given_up(limits: StreamLimits, chunk: bytes) -> None:
    with pytest.raises(Malformed, match="1000 bytes"):
        read(b"data: ", *[chunk] * 20, limits=limits)
