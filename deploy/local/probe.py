"""Asking whether a service serves without ever holding up the loop that asks."""

import selectors
import socket
import time

QUIET_SECONDS = 0.5
LONGEST_SECONDS = 15.0


class Probe:
    """One HTTP question at a time, driven by the selector's events.

    Args:
        address: Host and port to connect to.
        path: What to ask for.
        selector: Calls `relay` through its key's data when there is something to do.
    """

    def __init__(
        self, address: tuple[str, int], path: str, selector: selectors.BaseSelector
    ) -> None:
        self.answer = "no answer yet"
        self.is_ready = False
        self._address = address
        self._question = f"GET {path} HTTP/1.0\r\nHost: {address[0]}:{address[1]}\r\n\r\n".encode()
        self._selector = selector
        self._socket: socket.socket | None = None
        self._received = b""
        self._asked_at = float("-inf")

    def tick(self) -> None:
        """Ask if it is time to; give up a question that takes too long."""
        age = time.monotonic() - self._asked_at
        if self._socket is not None and age > LONGEST_SECONDS:
            self.answer = f"no answer within {LONGEST_SECONDS:.0f} s"
            self.close()
        if self._socket is None and age > QUIET_SECONDS and not self.is_ready:
            self._ask()

    def relay(self) -> None:
        """Go on with the question as far as possible now."""
        if self._socket is None:
            return
        try:
            if self._selector.get_key(self._socket).events == selectors.EVENT_WRITE:
                self._socket.send(self._question)
                self._selector.modify(self._socket, selectors.EVENT_READ, self)
            else:
                self._receive(self._socket.recv(65_536))
        except OSError as error:
            self.answer = error.strerror or str(error)
            self.close()

    def close(self) -> None:
        """Drop the question, if one is open."""
        if self._socket is not None:
            self._selector.unregister(self._socket)
            self._socket.close()
            self._socket = None

    def _ask(self) -> None:
        self._asked_at = time.monotonic()
        self._received = b""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.settimeout(0)
        self._socket.connect_ex(self._address)
        self._selector.register(self._socket, selectors.EVENT_WRITE, self)

    def _receive(self, chunk: bytes) -> None:
        self._received += chunk
        if chunk:
            return
        head, _, body = self._received.partition(b"\r\n\r\n")
        status = head.split(b"\r\n")[0].decode(errors="replace")
        self.is_ready = " 200 " in f"{status} "
        self.answer = f"{status}: {body[:500].decode(errors='replace')}"
        self.close()
