"""A receiver of webhooks on loopback that can misbehave.

It speaks HTTP by hand, each connection in a thread, because a web server would not let it break
the rules. How the next messages are answered stands in `script`; without one it accepts them.
"""

from __future__ import annotations

import json
import socketserver
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from tests.patience import PATIENCE_S


@dataclass
class Message:
    """One message as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes
    send: Callable[[bytes], None] = field(repr=False)
    closing: threading.Event = field(repr=False)

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def said(self) -> Any:
        return json.loads(self.body)


Manner: TypeAlias = Callable[[Message], None]


def answering(status: int, body: bytes = b"", **headers: str) -> Manner:
    """Answer with a status."""

    def answer(message: Message) -> None:
        lines = [f"HTTP/1.1 {status} Whatever", f"content-length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        message.send("\r\n".join([*lines, "", ""]).encode() + body)

    return answer


accepting = answering(204)


def silent(message: Message) -> None:
    """Say nothing until the receiver is closed."""
    message.closing.wait(PATIENCE_S)


def hanging_up(message: Message) -> None:
    """Close the connection without a word."""
    raise ConnectionError


def dripping(message: Message) -> None:
    """Accept, and then send a body without end, a sign at a time."""
    message.send(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    while not message.closing.wait(0.05):
        message.send(b"1\r\nx\r\n")


def dripping_head(message: Message) -> None:
    """Send a head without end."""
    message.send(b"HTTP/1.1 200 OK\r\n")
    while not message.closing.wait(0.05):
        message.send(b"x-more: x\r\n")


def flooding(message: Message) -> None:
    """Refuse with a body without end, as fast as it is taken."""
    message.send(b"HTTP/1.1 500 No\r\ntransfer-encoding: chunked\r\n\r\n")
    while not message.closing.is_set():
        message.send(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")


class Receiver:
    """Receives while `receiving` is open.

    Attributes:
        script: how the next messages are answered, in order.
        manner: how the others are.
        messages: what arrived.
        under_way: how many are being answered now, and the most that ever were.
    """

    def __init__(self) -> None:
        self.script: deque[Manner] = deque()
        self.manner: Manner = accepting
        self.messages: list[Message] = []
        self.under_way = self.most = 0
        self.url = ""
        self.port = 0
        self.closing = threading.Event()
        self._lock = threading.Lock()

    @property
    def ids(self) -> list[str]:
        return [message.id for message in self.messages]

    def serve(self, stream: Any, send: Callable[[bytes], None]) -> bool:
        """Read and answer one message; return whether there may be another one."""
        first = stream.readline().decode()
        if not first:
            return False
        headers = {}
        while line := stream.readline().decode().strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = stream.read(int(headers.get("content-length", 0)))
        message = Message(first.split(" ")[1], headers, body, send, self.closing)
        with self._lock:
            self.under_way += 1
            self.most = max(self.most, self.under_way)
            manner = self.script.popleft() if self.script else self.manner
            self.messages.append(message)
        try:
            manner(message)
        finally:
            with self._lock:
                self.under_way -= 1
        return True


@contextmanager
def receiving(host: str = "127.0.0.1") -> Iterator[Receiver]:
    """Receive while the block runs."""
    receiver = Receiver()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                while receiver.serve(self.rfile, self.request.sendall):
                    pass

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 128

    with Server((host, 0), Handler) as server:
        receiver.port = server.server_address[1]
        receiver.url = f"http://{host}:{receiver.port}/hooks"
        thread = threading.Thread(target=server.serve_forever, args=[0.05])
        thread.start()
        try:
            yield receiver
        finally:
            receiver.closing.set()
            server.shutdown()
            thread.join(PATIENCE_S)
