"""A response as a stream of events, from its creation to its end. Pure."""

from collections.abc import Callable
from dataclasses import replace

from api.gateway.frames import HEARTBEAT
from api.gateway.openai.errors import Refusal
from api.gateway.openai.ports import Alive, Item
from api.gateway.openai.responses import shapes
from api.gateway.openai.responses.numbers import Numbers
from api.gateway.openai.responses.pieces import Calling, Piece, Speech, Thought
from api.gateway.openai.responses.shapes import COMPLETED, FAILED, IN_PROGRESS, QUEUED, Head
from api.gateway.openai.shapes import Shape
from orchestration.errors import ModelError
from orchestration.providers.chat import Delta, End, FinishReason, ToolCallDelta


class BrokenAnswer(ModelError):  # noqa: N818 - named for what happened
    """What came of a model cannot be told as items."""

    slug = "broken-answer"
    title = "The model's answer makes no sense"


class Events:
    """The events of one stream.

    Args:
        head: whose.
        behind: the last number that the reader has seen.
    """

    def __init__(self, head: Head, behind: int = -1) -> None:
        self._head = head
        self._numbers = Numbers(behind)
        self._working = False
        self._open: Piece | None = None
        self._call = -1
        self._output: list[Shape] = []
        self._finish: FinishReason | None = None

    def created(self) -> bytes:
        """Return the first events."""
        if not self._head.background:
            return self._stage("response.created", IN_PROGRESS)
        return self._stage("response.created", QUEUED) + self._stage("response.queued", QUEUED)

    def of(self, item: Item) -> bytes:
        """Return what an item comes to.

        Raises:
            BrokenAnswer: it does not continue what came before.
        """
        if isinstance(item, Alive):
            return HEARTBEAT
        told = self._begun()
        return told + (self._ended(item) if isinstance(item, End) else self._told(item))

    def failed(self, failure: Refusal) -> bytes:
        """Return the last events of a response that has failed."""
        told = self._begun() + self._close(shapes.INCOMPLETE)
        body = shapes.response(self._head, FAILED, output=self._output, failure=failure)
        return told + self._numbers.last("response.failed", response=body)

    def broken(self, failure: Refusal) -> bytes:
        """Return the last event of a stream that cannot go on, though its response may."""
        error = failure.body()["error"]
        named = {name: error[name] for name in ("code", "message", "param")}
        return self._numbers.last("error", **named, error=error)

    def _stage(self, name: str, status: str) -> bytes:
        return self._numbers.event(name, response=shapes.response(self._head, status))

    def _begun(self) -> bytes:
        if self._working:
            return b""
        self._working = True
        return self._stage("response.in_progress", IN_PROGRESS)

    def _told(self, delta: Delta) -> bytes:
        told = self._thought(delta.reasoning) if delta.reasoning else b""
        speaks = isinstance(self._open, Speech)
        if delta.text or delta.refusal or (delta.logprobs and speaks):
            told += self._said(delta)
        for call in delta.tool_calls:
            told += self._called(call)
        self._finish = delta.finish_reason or self._finish
        return told

    def _thought(self, text: str) -> bytes:
        told, piece = b"", self._open
        if not isinstance(piece, Thought):
            told = self._close(COMPLETED)
            self._open = piece = Thought(self._numbers, self._name("rs"), len(self._output))
            told += piece.open()
        return told + piece.think(text)

    def _said(self, delta: Delta) -> bytes:
        told, speech = self._speech()
        told += speech.say(delta.text) if delta.text else b""
        speech.score(delta.logprobs)
        return told + (speech.refuse(delta.refusal) if delta.refusal else b"")

    def _speech(self) -> tuple[bytes, Speech]:
        if isinstance(self._open, Speech):
            return b"", self._open
        told = self._close(COMPLETED)
        self._open = speech = Speech(self._numbers, self._name("msg"), len(self._output))
        return told + speech.open(), speech

    def _called(self, call: ToolCallDelta) -> bytes:
        told, piece = b"", self._open
        if not isinstance(piece, Calling) or call.index != self._call:
            if call.index <= self._call:
                raise BrokenAnswer("A call of a function goes on after its end.")
            told, self._call = self._close(COMPLETED), call.index
            self._open = piece = Calling(self._numbers, self._name("fc"), len(self._output))
            told += piece.open(call)
        return told + piece.add(call.arguments)

    def _name(self, prefix: str) -> str:
        return f"{prefix}_{self._head.name}_{len(self._output)}"

    def _close(self, status: str) -> bytes:
        if self._open is None:
            return b""
        told, item = self._open.close(status)
        self._output.append(item)
        self._open = None
        return told

    def _ended(self, end: End) -> bytes:
        head, usage = replace(self._head, model=end.model), end.usage
        cut = shapes.cut_by(self._finish)
        status = shapes.ending(cut)
        told = self._something() + self._close(status)
        body = shapes.response(head, status, output=self._output, usage=usage, cut=cut)
        return told + self._numbers.last(f"response.{status}", response=body)

    def _something(self) -> bytes:
        """Say nothing at all, where neither text nor call has come: an empty text."""
        if isinstance(self._open, Speech | Calling) or any(
            item["type"] != "reasoning" for item in self._output
        ):
            return b""
        told, speech = self._speech()
        return told + speech.say("")


class Script:
    """The events of one stream, whose response is not known until somebody answers.

    Args:
        begun: returns its events; called once.
    """

    def __init__(self, begun: Callable[[], Events]) -> None:
        self._begun = begun
        self._events: Events | None = None

    def begin(self) -> bytes:
        """Return the first events; nothing when they were returned before."""
        if self._events is not None:
            return b""
        self._events = self._begun()
        return self._events.created()

    def of(self, item: Item) -> bytes:
        """Return what an item comes to; raises as `Events.of` does."""
        if isinstance(item, Alive):
            return HEARTBEAT
        told = self.begin()
        assert self._events is not None  # noqa: S101 - it has begun
        return told + self._events.of(item)

    def broken(self, failure: Refusal, *, failed: bool) -> bytes:
        """Return the last events of a stream that cannot go on.

        Args:
            failure: why.
            failed: whether its response has failed for good, too.
        """
        told = self.begin()
        assert self._events is not None  # noqa: S101 - it has begun
        return told + (self._events.failed(failure) if failed else self._events.broken(failure))
