"""What could be shown to a model: the parts among which a window chooses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from orchestration.context.errors import InvalidContext
from orchestration.context.message import Message


@dataclass(frozen=True, slots=True)
class Block:
    """A text that is always shown: a system prompt, or what somebody pinned.

    Attributes:
        id: Names it among all parts.
        text: Shown as it is.
    """

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A message of the conversation.

    Attributes:
        id: Names it among all parts.
        message: The user's, an assistant's or a tool's.
        pinned: Whether it is always shown, whole; with it goes the call that it answers, or the
            results of its calls.
    """

    id: str
    message: Message
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What was said in older messages, in short.

    Attributes:
        id: Names it among all parts.
        text: What was said.
        covers: The ids of the messages that it stands for, whether they are given or not.
    """

    id: str
    text: str
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document or memory that was found for the question.

    Attributes:
        id: Names it among all parts.
        text: What it says.
        source: Where it is from, for people and for the model.
        score: How well it fits; a higher number is better.
    """

    id: str
    text: str
    source: str
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Material:
    """All that could be shown.

    Attributes:
        question: The user's new message.
        system: System prompts.
        pinned: Blocks that are always shown.
        summaries: The oldest first.
        history: The conversation before the question, the oldest message first.
        steps: Calls of tools and their results since the question, the oldest first.
        passages: In any order.

    Raises:
        InvalidContext: Two parts have one id, a message has a role that cannot stand there, or a
            score is no number.
    """

    question: Entry
    system: tuple[Block, ...] = ()
    pinned: tuple[Block, ...] = ()
    summaries: tuple[Summary, ...] = ()
    history: tuple[Entry, ...] = ()
    steps: tuple[Entry, ...] = ()
    passages: tuple[Passage, ...] = ()

    def __post_init__(self) -> None:
        """Check it."""
        self._check_ids()
        self._check_roles()
        for passage in self.passages:
            if not isfinite(passage.score):
                raise InvalidContext(
                    f"The score of the passage {passage.id} is no number.",
                    field="passages",
                    value=passage.score,
                    mend="Give each passage a finite score.",
                )

    @classmethod
    def of_chat(cls, messages: Sequence[Mapping[str, Any]]) -> Material:
        """Read the messages of the kind chat: they are named by their places, from "0" on.

        What the system says first are system prompts, the last message of the user is the
        question, and what follows are steps.

        Raises:
            InvalidContext: The user says nothing, or the system speaks later on.
        """
        read = [Entry(str(at), Message.from_dict(each)) for at, each in enumerate(messages)]
        first = next((at for at, each in enumerate(read) if each.message.role != "system"), 0)
        asked = [at for at, each in enumerate(read) if each.message.role == "user"]
        if not asked:
            raise InvalidContext(
                "The conversation has no message of the user.",
                field="messages",
                mend="Add the question as the user's message.",
            )
        return cls(
            question=read[asked[-1]],
            system=tuple(Block(each.id, "".join(each.message.texts)) for each in read[:first]),
            history=tuple(read[first : asked[-1]]),
            steps=tuple(read[asked[-1] + 1 :]),
        )

    def _check_ids(self) -> None:
        counted = Counter(self._ids())
        twice = next((each for each, count in counted.items() if count > 1), None)
        if twice is not None:
            raise InvalidContext(
                "Two parts of the context have one id.",
                field="id",
                value=twice,
                mend="Name each part differently.",
            )

    def _ids(self) -> Iterator[str]:
        yield self.question.id
        for parts in (
            self.system, self.pinned, self.summaries, self.history, self.steps, self.passages,
        ):  # fmt: skip
            yield from (part.id for part in parts)

    def _check_roles(self) -> None:
        if self.question.message.role != "user":
            raise _misplaced(self.question, "The question is the user's.")
        for entry in (*self.history, *self.steps):
            if entry.message.role == "system":
                raise _misplaced(entry, "Make it a system prompt or a pinned block.")
        for entry in self.steps:
            if entry.message.role == "user":
                raise _misplaced(entry, "Make the user's last message the question.")


def _misplaced(entry: Entry, mend: str) -> InvalidContext:
    role = entry.message.role
    detail = f"The message {entry.id} cannot be of the role {role} there."
    return InvalidContext(detail, field="role", value=role, mend=mend)
