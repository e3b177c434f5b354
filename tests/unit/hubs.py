"""A small model hub on a local port, which speaks the real one's HTTP."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass
class Hub:
    """What the hub serves and how it misbehaves.

    Attributes:
        files: Content by path, below one repository ``org/name``.
        cuts: After how many bytes the next downloads break, one for each.
        linked: Whether the redirect names the file's SHA-256.
        tagged: Whether downloads carry an ETag.
        token: What a caller must show; None for everybody.
        ranges: The Range header of each download.
        tokens: The Authorization header that the storage service saw.
        surplus: What downloads carry beyond the file's end; their length is then not told.
    """

    files: dict[str, bytes]
    cuts: list[int] = field(default_factory=list)
    linked: bool = True
    tagged: bool = True
    token: str | None = None
    ranges: list[str | None] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)
    surplus: bytes = b""
    url: str = ""
    storage: str = ""

    def etag(self, path: str) -> str:
        return '"' + hashlib.md5(self.files[path]).hexdigest() + '"'  # noqa: S324 - a mere label

    def tree(self) -> list[dict[str, object]]:
        entries: list[dict[str, object]] = [{"type": "directory", "path": "folder", "size": 0}]
        for path, content in self.files.items():
            large = {"oid": hashlib.sha256(content).hexdigest(), "size": len(content)}
            entries.append({"type": "file", "path": path, "size": len(content), "lfs": large})
        return entries


class _Handler(BaseHTTPRequestHandler):
    """Answers as the hub (tree, resolve) and as its storage service (cdn)."""

    hub: Hub
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def log_message(self, *args: object) -> None:
        """Stay quiet."""

    def _answer(self, *, body: bool) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/cdn/"):
            self._send_file(path.removeprefix("/cdn/"), body=body)
        elif self.hub.token and self.headers.get("Authorization") != f"Bearer {self.hub.token}":
            self._send(401, b"{}", {})
        elif path == "/api/models/org/name/tree/main":
            self._send(200, json.dumps(self.hub.tree()).encode(), {})
        elif path.startswith("/org/name/resolve/main/"):
            self._redirect(path.removeprefix("/org/name/resolve/main/"))
        else:
            self._send(404, b"{}", {})

    def _redirect(self, path: str) -> None:
        if path not in self.hub.files:
            self._send(404, b"{}", {})
            return
        content = self.hub.files[path]
        headers = {"Location": f"{self.hub.storage}/cdn/{path}"}
        if self.hub.linked:
            headers["X-Linked-Etag"] = '"' + hashlib.sha256(content).hexdigest() + '"'
            headers["X-Linked-Size"] = str(len(content))
        self._send(302, b"", headers)

    def _send_file(self, path: str, *, body: bool) -> None:
        if path not in self.hub.files:
            self._send(404, b"{}", {})
            return
        content = self.hub.files[path]
        headers = {"ETag": self.hub.etag(path)} if self.hub.tagged else {}
        if not body:
            self._send(200, b"", {**headers, "Content-Length": str(len(content))})
            return
        self.hub.tokens.append(self.headers.get("Authorization"))
        wanted = self.headers.get("Range")
        self.hub.ranges.append(wanted)
        match = re.match(r"bytes=(\d+)-$", wanted or "")
        same = self.headers.get("If-Range") == headers.get("ETag")
        if match and same:
            start = int(match[1])
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
            self._send(206, content[start:], headers)
        else:
            self._send(200, content, headers)

    def _send(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        length = {"Content-Length": str(len(content))}
        if self.hub.surplus and content and self.path.startswith("/cdn/"):
            length, content = {"Connection": "close"}, content + self.hub.surplus
        for name, value in {**length, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.hub.cuts and content and self.path.startswith("/cdn/"):
            content = content[: self.hub.cuts.pop(0)]
            self.close_connection = True
        self.wfile.write(content)


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    """Serve the hub under one address and its storage under another."""
    handler = type("Handler", (_Handler,), {"hub": hub})
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), handler) for _ in range(2)]
    threads = [threading.Thread(target=each.serve_forever, args=(0.01,)) for each in servers]
    hub.url, hub.storage = (f"http://127.0.0.1:{each.server_address[1]}" for each in servers)
    for thread in threads:
        thread.start()
    try:
        yield hub
    finally:
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()
