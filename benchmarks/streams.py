"""What token streams cost the worker, and how late readers see what was drawn.

1. Short answers one after the other, without and with a stream: nothing of them is written, for
   they are over before the first write is due.
2. Many long answers at once, without and with streams: tokens a second, and the processor time of
   the worker's process for each thousand tokens.
3. Readers of many streams at a gateway: from the moment at which a token is handed to the stream
   to the moment at which its event is there.

What is measured with and without streams takes turns; medians are shown.
"""

import argparse
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import httpx

from benchmarks.signals import Never
from benchmarks.stack import Stack, free_port, report, wait_until
from deploy.local.services import GATEWAY
from orchestration.ids import uuid7
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import (
    Delta,
    GenerationRequest,
    NoStream,
    Sampling,
    TokenStream,
)
from orchestration.registry.describe import describe
from orchestration.registry.spec import ModelSpec
from orchestration.sections.serving import Streams
from tools.random_model.make import SMALL, make

WAYS = ("without", "with")
ENDS = ((2, -100.0),)
SHORT = 8
READING_S = 4.0
DELTA_S = 0.02
"""A token each 20 ms: fifty a second and stream."""


class Drawing:
    """An engine, and answers with and without streams."""

    def __init__(self, model: ModelSpec, redis_url: str, slots: int) -> None:
        from tasks.worker.tokens import TokenWriter

        self.engine = LlamaGenerator(EngineOptions(slots=slots))
        self.writer = TokenWriter(redis_url, Streams())
        self._model = model

    def close(self) -> None:
        """End both."""
        self.engine.close()
        self.writer.close()

    def answer(self, seed: int, length: int, *, streamed: bool) -> float:
        """Draw one answer as a worker does; return how many milliseconds it took."""
        sampling = Sampling(max_tokens=length, seed=seed, logit_bias=ENDS)
        request = GenerationRequest(self._model, f"Once {seed}", sampling)
        began = time.perf_counter()
        written = self.writer.open(uuid7(), 1) if streamed else None
        stream: TokenStream = written or NoStream()
        self.engine.generate(request, stop=Never(), progress=_ignore, on_delta=stream.add)
        if written is not None:
            written.close("succeeded")
        return 1000 * (time.perf_counter() - began)

    def many(self, count: int, length: int, *, streamed: bool) -> tuple[float, float]:
        """Draw many at once; return tokens a second, and this process's milliseconds of processor
        time for a thousand tokens."""
        began, busy = time.perf_counter(), time.process_time()
        with ThreadPoolExecutor(count) as pool:
            list(pool.map(lambda seed: self.answer(seed, length, streamed=streamed), range(count)))
        took, busy = time.perf_counter() - began, time.process_time() - busy
        return count * length / took, 1000 * busy / (count * length / 1000)


def _ignore() -> None:
    """Take progress as it comes."""


def main() -> None:
    """Measure all three."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--answers", type=int, default=300, help="short ones, each way")
    parser.add_argument("--streams", type=int, default=16)
    parser.add_argument("--length", type=int, default=400, help="of long answers, in tokens")
    options = parser.parse_args()
    with Stack() as stack:
        facts = costs(stack, options) | delays(stack, options.streams)
    report("streams", table(facts, options.streams), facts)


def table(facts: dict[str, Any], streams: int) -> list[list[str]]:
    """Return the figures for people."""
    return [
        ["", "without", "with streams"],
        [f"answer of {SHORT} tokens, p50 ms", *_pair(facts, "short_ms")],
        [f"{streams} at once, tokens/s", *_pair(facts, "tokens_per_s")],
        ["worker's ms of processor per 1,000 tokens", *_pair(facts, "worker_ms_per_1000")],
        ["token to event, p50 / p95 ms", "", f"{facts['event_p50_ms']} / {facts['event_p95_ms']}"],
    ]


def _pair(facts: dict[str, Any], name: str) -> list[str]:
    return [str(facts[f"{name}_without"]), str(facts[f"{name}_with"])]


def costs(stack: Stack, options: argparse.Namespace) -> dict[str, Any]:
    """Measure the first two."""
    path = stack.folder / "small.gguf"
    make(path, SMALL, "q8_0")
    drawing = Drawing(describe(path, name="small"), stack.redis.url, options.streams)
    seen: dict[str, list[float]] = {}
    try:
        drawing.many(options.streams, options.length, streamed=True)
        for at in range(2 * options.rounds):
            name = WAYS[at % 2]
            speed, busy = drawing.many(options.streams, options.length, streamed=name == "with")
            seen.setdefault(f"tokens_per_s_{name}", []).append(speed)
            seen.setdefault(f"worker_ms_per_1000_{name}", []).append(busy)
        for at in range(2 * options.answers):
            name = WAYS[at % 2]
            took = drawing.answer(at // 2, SHORT, streamed=name == "with")
            seen.setdefault(f"short_ms_{name}", []).append(took)
    finally:
        drawing.close()
    return {name: round(median(values), 2) for name, values in seen.items()}


def delays(stack: Stack, streams: int) -> dict[str, Any]:
    """Measure how late events come: what is drawn is the time at which it was drawn."""
    from tasks.worker.tokens import TokenWriter

    url = gateway(stack)
    writer = TokenWriter(stack.redis.url, Streams())
    tasks = [submitted(stack) for _ in range(streams)]
    over, unheard = threading.Event(), threading.Event()
    late: list[float] = []
    speakers = [threading.Thread(target=speak, args=[writer.open(t, 1), unheard]) for t in tasks]
    for each in speakers:
        each.start()
    wait_until(lambda: _written(stack, tasks), what="the first tokens")
    with ThreadPoolExecutor(streams) as pool:
        readers = [pool.submit(listen, url, stack.token, task, over) for task in tasks]
        over.wait(READING_S)
        over.set()  # a reader looks at it when something comes: speakers go on until all have
        try:
            for reader in readers:
                late += reader.result()
        finally:
            unheard.set()
    for each in speakers:
        each.join()
    writer.close()
    cuts = quantiles(late, n=20)
    return {"event_p50_ms": round(cuts[9], 1), "event_p95_ms": round(cuts[18], 1)}


def gateway(stack: Stack) -> str:
    """Start a gateway and return its address."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1"]
    stack.popen([*command, "--port", str(port), *GATEWAY, "orchestration.asgi:application"])
    url = f"http://127.0.0.1:{port}"
    wait_until(answering(f"{url}/health"), what="the gateway")
    return url


def answering(url: str) -> Callable[[], bool]:
    """Return what asks whether a server answers."""

    def answers() -> bool:
        try:
            return httpx.get(url).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    return answers


def submitted(stack: Stack) -> UUID:
    """Store a task that nobody runs: the stream is written by the benchmark itself."""
    from tasks.services.submission import SubmitRequest, submit

    return submit(SubmitRequest(kind="echo", input={}), stack.by).task_id


def _written(stack: Stack, tasks: list[UUID]) -> bool:
    import redis

    from tasks.tokens import stream_key

    with redis.Redis.from_url(stack.redis.url) as client:
        return bool(client.exists(*(stream_key(task) for task in tasks)) == len(tasks))


def speak(stream: TokenStream, over: threading.Event) -> None:
    """Draw the time of day, again and again."""
    drawn = 0
    while not over.wait(DELTA_S):
        stream.add(Delta(0, drawn, (drawn,), f"{time.perf_counter():.6f} "))
        drawn += 1


def listen(url: str, token: str, task: UUID, over: threading.Event) -> list[float]:
    """Return how late each token came that was drawn after the reader had, in milliseconds."""
    late: list[float] = []
    came = time.perf_counter()
    path = f"{url}/api/v1/tasks/{task}/tokens"
    with httpx.stream("GET", path, headers={"Authorization": f"Bearer {token}"}) as response:
        for line in response.iter_lines():
            now = time.perf_counter()
            if line.startswith('data: {"choices"'):
                drawn = [float(each) for each in line.split('"text":"')[1].split('"')[0].split()]
                late += [1000 * (now - each) for each in drawn if each > came]
            if over.is_set():
                return late
    return late


if __name__ == "__main__":
    main()
