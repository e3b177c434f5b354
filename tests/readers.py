"""What writes a token stream as a worker does, and what reads it as the documents say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from deploy.local.processes import wait_until
from orchestration.inference.ports import Delta
from orchestration.sections.serving import Streams
from tasks.models import Task, Worker
from tasks.worker.tokens import TokenWriter
from tests.gateways import PATIENCE_S, Frame, GatewayProcess, end_task, stream

AT_ONCE: Final = Streams(write_s=0.005, most_bytes=50_000_000)
"""How attempts write: soon after each text, and more than any test says."""


@dataclass
class Reader:
    """What a reader makes of a stream: it drops its texts at `restarted`.

    Attributes:
        texts: by answer.
        last: the id of the last event that had one.
        restarts: how often it dropped what it had.
        states: that it was told.
        ended: the state in `end`.
    """

    texts: dict[int, str] = field(default_factory=dict)
    last: str | None = None
    restarts: int = 0
    states: list[str] = field(default_factory=list)
    ended: str | None = None

    @property
    def behind(self) -> dict[str, str]:
        """The header with which it comes back."""
        return {"Last-Event-ID": self.last} if self.last else {}

    @property
    def text(self) -> str:
        """The first answer's."""
        return self.texts.get(0, "")

    def see(self, frame: Frame) -> None:
        """Take an event in."""
        self.last = frame.id or self.last
        if frame.type == "restarted":
            self.texts, self.restarts = {}, self.restarts + 1
        elif frame.type == "delta":
            for part in frame.data["choices"]:
                self.texts[part["index"]] = self.texts.get(part["index"], "") + part["text"]
        elif frame.type == "state":
            self.states.append(frame.data["state"])
        elif frame.type == "end":
            self.ended = frame.data["state"]

    def until(self, frames: Iterator[Frame], condition: Callable[[], bool]) -> None:
        """Read until a condition holds."""
        while not condition():
            self.see(next(frames))

    def has(self, frames: Iterator[Frame], text: str) -> None:
        """Read until the first answer is `text`, and never anything else on the way there."""
        self.until(frames, lambda: self.text == text)

    def all(self, frames: Iterator[Frame]) -> "Reader":
        """Read to the end."""
        for frame in frames:
            self.see(frame)
        return self


class Attempt:
    """An engine's caller: says texts, a token for each character."""

    def __init__(
        self, writer: TokenWriter, task: Task, epoch: int = 1, *, after: int | None = None
    ) -> None:
        self.stream = writer.open(task.pk, epoch, after=after)
        begun = self.stream.begun()
        self.begun = "".join(map(chr, begun[0])) if begun else ""
        self._drawn = {choice: len(tokens) for choice, tokens in enumerate(begun)}

    def say(self, text: str, choice: int = 0, start: int | None = None) -> None:
        """Draw a text; return when it is written or given up."""
        start = self._drawn.get(choice, 0) if start is None else start
        self.stream.add(Delta(choice, start, tuple(map(ord, text)), text))
        self._drawn[choice] = start + len(text)
        assert wait_until(lambda: not self.stream.draft.wants, PATIENCE_S)


def path_of(task: Task) -> str:
    """Return where a task's token stream is."""
    return f"/api/v1/tasks/{task.pk}/tokens"


def read(gateway: GatewayProcess, token: str, task: Task, after: str | None = None) -> Reader:
    """Read a stream to its end."""
    headers = {"Last-Event-ID": after} if after else {}
    with gateway.client(token) as client, stream(client, path_of(task), headers=headers) as frames:
        return Reader().all(frames)


def succeed(task: Task, worker: Worker, text: str) -> None:
    """Let a task end with a text."""
    end_task(task.pk, worker=worker, result={"text": text, "finish_reason": "stop"})
