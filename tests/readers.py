"""What reads a token stream as the documents say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.gateways import Frame


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
