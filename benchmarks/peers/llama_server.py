"""The peer: llama-server, where `LLAMA_SERVER` names its program."""

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx

from deploy.local.ports import free_port

START_S = 60.0
ANSWER_S = 300.0


class LlamaServer:
    """A running server with as many slots as the engine."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=ANSWER_S)

    @classmethod
    @contextmanager
    def if_given(
        cls, model: Path, context: int, slots: int, threads: int
    ) -> Iterator["LlamaServer | None"]:
        """Start one, or give None where the program is not named."""
        program = os.environ.get("LLAMA_SERVER")
        if not program:
            yield None
            return
        port = free_port()
        command = [program, "-m", str(model), "-c", str(context * slots), "-np", str(slots)]
        command += ["-t", str(threads), "--host", "127.0.0.1", "--port", str(port)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            server = cls(f"http://127.0.0.1:{port}")
            server.until_ready(process)
            yield server
        finally:
            process.terminate()
            process.wait(10)

    def until_ready(self, process: "subprocess.Popen[bytes]") -> None:
        """Wait until it answers.

        Raises:
            RuntimeError: It ended, or does not answer in time.
        """
        until = time.monotonic() + START_S
        while time.monotonic() < until and process.poll() is None:
            try:
                if self._client.get("/health").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise RuntimeError("llama-server did not start")

    def speed(self, prompts: Sequence[str], length: int, at_once: int) -> float:
        """Return tokens a second with that many requests in flight."""
        began = time.perf_counter()
        with ThreadPoolExecutor(at_once) as pool:
            counts = list(pool.map(lambda prompt: self._count(prompt, length), prompts))
        return sum(counts) / (time.perf_counter() - began)

    def _count(self, prompt: str, length: int) -> int:
        asked = {"prompt": prompt, "n_predict": length, "temperature": 0, "cache_prompt": False}
        answer = self._client.post("/completion", json=asked)
        answer.raise_for_status()
        return int(answer.json()["tokens_predicted"])
