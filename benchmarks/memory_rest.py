"""Memories over REST, for `benchmarks.memory`: bulk writes with vectors, questions in words."""

from __future__ import annotations

import base64
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.stack import Stack, free_port, wait_until

BULK = 10_000
PATIENT_S = 120.0


class Rest:
    """The web process as it is served, with a worker that makes vectors of questions."""

    def __init__(self, stack: Stack) -> None:
        port = free_port()
        stack.popen([
            str(Path(sys.executable).parent / "granian"), "--interface", "wsgi",
            "orchestration.wsgi:application", "--host", "127.0.0.1", "--port", str(port),
            "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
        ])  # fmt: skip
        stack.start("worker", "--device", "cpu", "--name", "cpu-0")
        self._client = httpx.Client(
            base_url=f"http://127.0.0.1:{port}/api/v1/memories",
            headers={"Authorization": f"Bearer {stack.token}"},
            timeout=PATIENT_S,
        )
        wait_until(self._searches_by_meaning, seconds=PATIENT_S, what="a search by meaning")

    def _searches_by_meaning(self) -> bool:
        try:
            return self.ask("is anybody there?", None).get("without") is None
        except httpx.TransportError:
            return False

    def ask(self, text: str, agent: str | None) -> dict[str, Any]:
        """Return what a search by meaning and words finds."""
        body = {"query": text} if agent is None else {"query": text, "agents": [agent]}
        found = self._client.post("/search", json=body)
        if found.status_code != httpx.codes.OK:
            return {"without": f"{found.status_code}: {found.text[:200]}"}
        answer: dict[str, Any] = found.json()
        return answer

    def times(self, texts: Sequence[str], agents: Sequence[str | None]) -> list[float]:
        """Return how long each question took, in milliseconds, of one client.

        Raises:
            RuntimeError: One was not searched by meaning.
        """
        times = []
        for text, agent in zip(texts, agents, strict=True):
            began = time.perf_counter()
            answer = self.ask(text, agent)
            times.append((time.perf_counter() - began) * 1000)
            if answer["without"] is not None:
                raise RuntimeError(f"not searched by meaning: {answer['without']}")
        return times

    def write(self, texts: Sequence[str], agents: Sequence[str], vectors: Any) -> float:
        """Add memories with their vectors in bodies of 10,000; return the seconds it took, making
        the bodies not counted.

        Raises:
            HTTPStatusError: One was refused.
        """
        ranges = [slice(at, at + BULK) for at in range(0, len(texts), BULK)]
        bodies = [_body(texts[each], agents[each], vectors[each]) for each in ranges]
        began = time.perf_counter()
        for body in bodies:
            self._client.post("/bulk", content=body, headers=_JSON).raise_for_status()
        return time.perf_counter() - began


def _body(texts: Sequence[str], agents: Sequence[str], vectors: Any) -> bytes:
    pairs = zip(texts, agents, strict=True)
    return json.dumps({
        "memories": [{"text": text, "agent": agent} for text, agent in pairs],
        "vectors": base64.b64encode(vectors.astype("<f4").tobytes()).decode(),
    }).encode()  # fmt: skip


_JSON = {"Content-Type": "application/json"}
