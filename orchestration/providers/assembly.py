"""A stream's deltas, put together to the answer that they are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from orchestration.providers.chat import (
    ChatAnswer,
    Choice,
    Delta,
    End,
    FinishReason,
    Logprob,
    ToolCallDelta,
)
from orchestration.providers.messages import ToolCall


@dataclass(slots=True)
class _Call:
    id: str = ""
    name: str = ""
    arguments: list[str] = field(default_factory=list)

    def add(self, delta: ToolCallDelta) -> None:
        self.id, self.name = self.id or delta.id, self.name or delta.name
        self.arguments.append(delta.arguments)

    def whole(self) -> ToolCall:
        return ToolCall(self.id, self.name, "".join(self.arguments) or "{}")


@dataclass(slots=True)
class _Choice:
    text: list[str] = field(default_factory=list)
    refusal: list[str] = field(default_factory=list)
    reasoning: list[str] = field(default_factory=list)
    logprobs: list[Logprob] = field(default_factory=list)
    calls: defaultdict[int, _Call] = field(default_factory=lambda: defaultdict(_Call))
    finish_reason: FinishReason = "stop"

    def add(self, delta: Delta) -> None:
        self.text.append(delta.text)
        self.refusal.append(delta.refusal)
        self.reasoning.append(delta.reasoning)
        self.logprobs.extend(delta.logprobs)
        for call in delta.tool_calls:
            self.calls[call.index].add(call)
        self.finish_reason = delta.finish_reason or self.finish_reason

    def whole(self) -> Choice:
        return Choice(
            "".join(self.text),
            self.finish_reason,
            tuple(call.whole() for _, call in sorted(self.calls.items())),
            "".join(self.refusal),
            "".join(self.reasoning),
            tuple(self.logprobs),
        )


class Assembly:
    """Collects deltas; at any time it knows what was said so far."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self._choices: defaultdict[int, _Choice] = defaultdict(_Choice)

    def add(self, delta: Delta) -> None:
        """Take the next delta."""
        self._choices[delta.choice].add(delta)

    def choices(self) -> tuple[Choice, ...]:
        """Return the answers so far; one that has not ended counts as ``stop``."""
        return tuple(choice.whole() for _, choice in sorted(self._choices.items()))

    def answer(self, end: End) -> ChatAnswer:
        """Return the whole answer."""
        return ChatAnswer(end.id, end.model, self.choices(), end.usage)
