"""A model behind OpenAI's interface that thinks nothing: it is never the bottleneck.

`python -m benchmarks.peers.fake_model PORT` answers `POST …/chat/completions` with the same text
for everybody, whole or as a stream. All bytes are made once; a request costs one search for its
length and one write, so that two cores serve several thousand of them a second.
"""

import argparse
import asyncio
import json
from collections.abc import Iterator

WORDS = ("The", *(f" word{at}" for at in range(1, 19)), " ends.")
USAGE = {"prompt_tokens": 12, "completion_tokens": len(WORDS), "total_tokens": 12 + len(WORDS)}
_HEAD = {"id": "chatcmpl-fake", "created": 1_700_000_000, "model": "fake"}
_STREAM = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
)
_LENGTH = b"content-length:"


def whole() -> bytes:
    """Return a whole answer, with its head."""
    message = {"role": "assistant", "content": "".join(WORDS)}
    choices = [{"index": 0, "message": message, "finish_reason": "stop"}]
    document = {**_HEAD, "object": "chat.completion", "choices": choices, "usage": USAGE}
    body = json.dumps(document).encode()
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}"
    return f"{head}\r\n\r\n".encode() + body


def parts() -> Iterator[bytes]:
    """Yield the parts of a stream, each an HTTP chunk: a word each, the reason, usage, the end."""
    for at, word in enumerate(WORDS):
        said = {"content": word} | ({} if at else {"role": "assistant"})
        yield _part([{"index": 0, "delta": said, "finish_reason": None}])
    yield _part([{"index": 0, "delta": {}, "finish_reason": "stop"}])
    yield _part([], USAGE)
    yield _chunk(b"data: [DONE]\n\n") + b"0\r\n\r\n"


def _part(choices: list[object], usage: object = None) -> bytes:
    document = {**_HEAD, "object": "chat.completion.chunk", "choices": choices, "usage": usage}
    return _chunk(b"data: " + json.dumps(document).encode() + b"\n\n")


def _chunk(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(body), body)


class Answering(asyncio.Protocol):
    """One connection."""

    whole = whole()
    parts = tuple(parts())
    pause_s = 0.0

    def __init__(self) -> None:
        """Wait for the first request."""
        self._seen = bytearray()
        self._transport: asyncio.Transport
        self._loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where to write."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each request that is complete."""
        self._seen += data
        while (end := self._end()) and len(self._seen) >= end:
            request = bytes(self._seen[:end])
            del self._seen[:end]
            if b'"stream":true' in request or b'"stream": true' in request:
                self._transport.write(_STREAM)
                self._say(0)
            else:
                self._transport.write(self.whole)

    def _end(self) -> int:
        """Return where the first request ends; 0 while its head is not complete."""
        head = self._seen.find(b"\r\n\r\n")
        if head < 0:
            return 0
        lines = self._seen[:head].lower()
        at = lines.find(_LENGTH)
        length = int(lines[at + len(_LENGTH) :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        return head + 4 + length

    def _say(self, at: int) -> None:
        if self._transport.is_closing():
            return
        if self.pause_s <= 0:
            self._transport.write(b"".join(self.parts))
            return
        self._transport.write(self.parts[at])
        if at + 1 < len(self.parts):
            self._loop.call_later(self.pause_s, self._say, at + 1)


async def serve(port: int) -> None:
    """Answer until the process ends."""
    server = await asyncio.get_running_loop().create_server(Answering, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


def main() -> None:
    """Serve as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("--pause-ms", type=float, default=1.0, help="between a stream's parts")
    options = parser.parse_args()
    Answering.pause_s = options.pause_ms / 1000
    asyncio.run(serve(options.port))


if __name__ == "__main__":
    main()
