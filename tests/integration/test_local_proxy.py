"""The proxy of docker-compose.yml, run for real: which request reaches which process."""

import http.server
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from deploy.local import ports
from deploy.local.options import ROOT
from deploy.local.processes import wait_until

CADDYFILE = ROOT / "deploy/docker/Caddyfile"
TASK = "01a1fb51-4aaa-71f3-a586-70b08236d8cd"
UPSTREAMS = {
    "web": "dynamic a web 8000",
    "gateway": "dynamic a gateway 8001",
    "flower": "reverse_proxy flower:8002",
}

pytestmark = pytest.mark.skipif(shutil.which("caddy") is None, reason="caddy is not installed")


class Named(http.server.BaseHTTPRequestHandler):
    """Answers with its own name."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = self.server.name.encode()  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the name that http.server looks for

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Caddy with the shipped file, its upstreams replaced by servers that tell their names."""
    text, folder, port = CADDYFILE.read_text(), tmp_path_factory.mktemp("caddy"), ports.free_port()
    with ExitStack() as stack:
        for name, line in UPSTREAMS.items():
            assert line in text
            keyword = "to" if line.startswith("dynamic") else "reverse_proxy"
            text = text.replace(line, f"{keyword} 127.0.0.1:{serve(name, stack)}")
        file = folder / "Caddyfile"
        file.write_text(text.replace(":2020", f":{ports.free_port()}"))
        stack.callback(stop, start_caddy(file, folder, port))
        assert wait_until(lambda: not ports.is_free(port), 20)
        yield f"http://127.0.0.1:{port}"


def serve(name: str, stack: ExitStack) -> int:
    server = stack.enter_context(http.server.ThreadingHTTPServer(("127.0.0.1", 0), Named))
    server.name = name  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stack.callback(server.shutdown)
    return server.server_port


def start_caddy(file: Path, folder: Path, port: int) -> subprocess.Popen[bytes]:
    env = {"SWITCHYARD_SITE": f":{port}", "HOME": str(folder), "PATH": "/usr/bin:/bin"}
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(file)]
    return subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(20)


@pytest.mark.parametrize(
    ("request_line", "upstream"),
    [
        ("GET /", "web"),
        ("GET /admin/", "web"),
        ("GET /ready", "web"),
        ("POST /api/v1/tasks", "web"),
        ("GET /api/v1/tasks?state=queued", "web"),
        ("GET /api/v1/tasks?wait=5", "web"),
        ("POST /api/v1/tasks/batch?wait=5", "web"),
        (f"GET /api/v1/tasks/{TASK}", "web"),
        (f"GET /api/v1/tasks/{TASK}/events", "web"),
        (f"GET /api/v1/tasks/{TASK}?wait=20", "gateway"),
        (f"GET /api/v1/ai-orchestration/tasks/{TASK}?wait=20", "gateway"),
        (f"GET /api/v1/tasks/{TASK}/tokens?after=1-2", "gateway"),
        (f"GET /api/v1/tasks/{TASK}/stream", "gateway"),
        (f"GET /api/v1/ai-orchestration/tasks/{TASK}/stream?after=1.1-2", "gateway"),
        ("POST /query", "gateway"),
        ("POST /stream", "gateway"),
        ("POST /api/v1/chat", "gateway"),
        ("POST /api/v1/tasks?wait=20", "gateway"),
        ("POST /api/v1/orchestration/execute", "gateway"),
        ("GET /v1/models", "gateway"),
        ("POST /v1/chat/completions", "gateway"),
        ("GET /flower/api/workers", "flower"),
    ],
)
def test_a_request_reaches_the_process_that_serves_it(
    proxy: str, request_line: str, upstream: str
) -> None:
    method, path = request_line.split()
    assert ask(proxy, method, path) == upstream


def test_an_event_stream_goes_to_the_gateway(proxy: str) -> None:
    path = f"/api/v1/tasks/{TASK}/events"
    assert ask(proxy, "GET", path, Accept="text/event-stream") == "gateway"


def ask(proxy: str, method: str, path: str, **headers: str) -> str:
    return httpx.request(method, proxy + path, headers=headers, timeout=10).text
