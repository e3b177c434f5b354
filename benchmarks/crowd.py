"""Many open streams in one gateway process while tasks flow: who is dropped, and what each costs.

Every stream follows a task of its own, with its events and tokens (`/api/v1/tasks/{id}/stream`).
1. The tasks are stored in a queue that is paused, and one stream after the other is opened.
2. Other tasks flow through dispatcher and worker while all streams stand open and say nothing.
3. The queue is resumed: now every stream's own task is dispatched, run and committed.

A stream that did not bring each event of its task once, in order, and `end` after them, counts as
dropped. Memory is the resident size of the process that serves, before the first stream and with
all of them; the few that were open before have loaded what the first one loads.
"""

import argparse
import asyncio
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.stack import Stack, free_port, report, wait_until
from benchmarks.streams import answering
from deploy.local.services import GATEWAY

QUEUE = "crowd"
FIRST = 20
"""Streams that are opened before memory is read."""
AT_ONCE = 50
"""Connections that are made at once."""
PATIENCE_S = 300.0
PATH = "/api/v1/tasks/{task}/stream"
TOLD = ("submitted", "started", "succeeded", "end")


@dataclass
class Stream:
    """One open stream.

    Attributes:
        task: that it follows.
        events: names, in the order in which they came.
        ids: of those that have one.
        beats: how often it said that it is alive.
    """

    task: UUID
    events: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    beats: int = 0
    opened: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def whole(self) -> bool:
        """Whether it brought everything, once and in order."""
        told = tuple(name for name in self.events if name not in ("state", "delta"))
        return told == TOLD and len(set(self.ids)) == len(self.ids)

    async def read(self, url: str, token: str) -> None:
        """Follow the task until the stream ends or breaks."""
        where = urlsplit(url)
        reader, writer = await asyncio.open_connection(where.hostname, where.port, limit=2**16)
        path = PATH.format(task=self.task)
        head = f"GET {path} HTTP/1.1\r\nHost: {where.netloc}\r\nAuthorization: Bearer {token}\r\n"
        writer.write(f"{head}Accept: text/event-stream\r\n\r\n".encode())
        try:
            async for line in reader:
                self._see(line.strip())
                if self.events and self.events[-1] == "end":
                    return
        finally:
            self.opened.set()
            writer.close()

    def _see(self, line: bytes) -> None:
        name, _, value = line.partition(b": ")
        if name == b"event":
            self.events.append(value.decode())
            self.opened.set()
        elif name == b"id":
            self.ids.append(value.decode())
        elif line.startswith(b":"):
            self.beats += 1


def main() -> None:
    """Open the streams and let tasks flow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, default=2_000)
    parser.add_argument("--tasks", type=int, default=2_000, help="that flow beside them")
    options = parser.parse_args()
    _allow_connections(options.streams)
    with Stack() as stack:
        url, pid = gateway(stack)
        stack.start("dispatcher")
        stack.start("worker", "--device", "io")
        facts = asyncio.run(drill(stack, url, pid, options))
    report("crowd", table(facts), facts)
    if facts["dropped"]:
        raise SystemExit(f"{facts['dropped']} streams were dropped")


def table(facts: dict[str, Any]) -> list[list[str]]:
    """Return the figures for people."""
    return [
        ["open streams in one process", str(facts["streams"])],
        ["dropped", str(facts["dropped"])],
        ["events that came", str(facts["events"])],
        ["tasks that flowed beside them", f"{facts['flowed']} ({facts['flowed_per_s']}/s)"],
        ["all of their own tasks told to their end after", f"{facts['told_s']} s"],
        ["gateway before, MB", str(facts["before_mb"])],
        ["gateway with all open, MB", str(facts["open_mb"])],
        ["for each stream, kB", str(facts["kb_per_stream"])],
        ["gateway at the end, MB", str(facts["after_mb"])],
    ]


async def drill(stack: Stack, url: str, pid: int, options: argparse.Namespace) -> dict[str, Any]:
    """Run all three parts."""
    await asyncio.to_thread(_pause)
    tasks = await asyncio.to_thread(submitted, stack, options.streams + FIRST, QUEUE)
    streams = [Stream(task) for task in tasks]
    reading = await opened(streams[:FIRST], url, stack.token)
    before = resident_kb(pid)
    reading += await opened(streams[FIRST:], url, stack.token)
    with_all = resident_kb(pid)
    began = time.perf_counter()
    others = await asyncio.to_thread(submitted, stack, options.tasks, None)
    await asyncio.to_thread(_await_end, others)
    flowed_s = time.perf_counter() - began
    busy = resident_kb(pid)
    began = time.perf_counter()
    await asyncio.to_thread(_resume)
    await asyncio.wait(reading, timeout=PATIENCE_S)
    told_s = time.perf_counter() - began
    for each in reading:
        each.cancel()
    await asyncio.gather(*reading, return_exceptions=True)
    return {
        "streams": len(streams),
        "dropped": sum(not each.whole for each in streams),
        "events": sum(len(each.ids) for each in streams),
        "heartbeats": sum(each.beats for each in streams),
        "flowed": options.tasks,
        "flowed_per_s": round(options.tasks / flowed_s),
        "told_s": round(told_s, 1),
        "before_mb": round(before / 1024, 1),
        "open_mb": round(max(with_all, busy) / 1024, 1),
        "kb_per_stream": round((max(with_all, busy) - before) / options.streams, 1),
        "after_mb": round(resident_kb(pid) / 1024, 1),
    }


async def opened(streams: Sequence[Stream], url: str, token: str) -> list["asyncio.Task[None]"]:
    """Open streams, some at once; return when each has brought its first event."""
    reading: list[asyncio.Task[None]] = []
    for at in range(0, len(streams), AT_ONCE):
        part = streams[at : at + AT_ONCE]
        reading += [asyncio.create_task(each.read(url, token)) for each in part]
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.gather(*(each.opened.wait() for each in part))
    return reading


def gateway(stack: Stack) -> tuple[str, int]:
    """Start a gateway; return its address, and the id of the process that serves."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), *GATEWAY]
    started = stack.popen([*command, "orchestration.asgi:application"])
    url = f"http://127.0.0.1:{port}"
    wait_until(answering(f"{url}/health"), what="the gateway")
    children = Path(f"/proc/{started.pid}/task/{started.pid}/children").read_text().split()
    return url, max(map(int, children), key=resident_kb)


def resident_kb(pid: int) -> int:
    """Return how much memory a process has, in KiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def submitted(stack: Stack, count: int, queue: str | None) -> list[UUID]:
    """Store tasks."""
    from tasks.services.submission import SubmitRequest, submit

    request = SubmitRequest(kind="echo", input={}, queue=queue)
    return [submit(request, stack.by).task_id for _ in range(count)]


def _pause() -> None:
    from tasks.models import Queue
    from tasks.services.queues import pause

    Queue.objects.create(name=QUEUE, description="Of the benchmark")
    pause(QUEUE, by="bench")


def _resume() -> None:
    from tasks.services.queues import resume

    resume(QUEUE, by="bench")


def _await_end(tasks: Sequence[UUID]) -> None:
    from tasks.models import Task

    ended = Task.objects.filter(pk__in=tasks, state="succeeded")
    wait_until(lambda: ended.count() == len(tasks), seconds=PATIENCE_S, what="the tasks' end")


def _allow_connections(streams: int) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 2 * streams + 1_000), most))


if __name__ == "__main__":
    main()
