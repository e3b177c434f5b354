"""A server that speaks S3, in a process of its own: moto's."""

import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from orchestration.blobs.s3 import Bucket
from tests.patience import until


@contextmanager
def bucket() -> Iterator[Bucket]:
    """Serve an empty bucket; moto is among what tests need (`requirements/dev.txt`)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1"]
    with subprocess.Popen(
        [*command, "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            url = f"http://127.0.0.1:{port}"
            until(lambda: server.poll() is not None or _made(f"{url}/blobs"), "for moto")
            assert server.poll() is None, "moto ended; is all of requirements/dev.txt installed?"
            yield Bucket("blobs", "some/prefix", url, key_id="test", secret="test")
        finally:
            server.terminate()


def _made(url: str) -> bool:
    request = urllib.request.Request(url, method="PUT")  # noqa: S310 - on loopback
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except urllib.error.URLError:
        return False
