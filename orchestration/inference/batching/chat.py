"""Prompts: text to tokens, conversations through the model's own template."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from orchestration.errors import ContextOverflow, UserError
from orchestration.inference.batching.conversation import Conversations
from orchestration.inference.batching.layout import TEXT_ALONE, Layout, Part, arrange
from orchestration.inference.batching.native import Native
from orchestration.inference.messages import GenerateBody
from orchestration.inference.ports import Message

BEGINNING = 4
"""Share of the context that is kept for an answer whose length nobody asked for: a quarter."""


Read: TypeAlias = tuple[list[int], Layout]
"""Tokens and where images stand among them."""
Seen: TypeAlias = Mapping[bytes, Sequence[Part]]
"""What stands for each image of a request, by its file's content."""
NOTHING_SEEN: Seen = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt that fits.

    Attributes:
        tokens: At least one, with the keys of images among them.
        room: Most tokens of its answer.
        left_out: Tokens that were left out of it to make it fit.
        layout: Where its images stand.
    """

    tokens: list[int]
    room: int
    left_out: int = 0
    layout: Layout = TEXT_ALONE


class Prompts:
    """Turns what was asked into tokens of one model.

    Args:
        native: The model.
        template: Its chat template; None when it has none.

    Raises:
        ModelUnavailable: The template is not valid.
        EngineUnavailable: Templates cannot be rendered.
    """

    def __init__(self, native: Native, template: str | None) -> None:
        self._native = native
        self._conversations = Conversations(template, native.marks())

    def read(self, body: GenerateBody, context: int, seen: Seen = NOTHING_SEEN) -> Prompt:
        """Return the prompt of a request.

        Args:
            body: The request.
            context: Tokens that prompt and answer may fill.
            seen: What its images look like to the model.

        Raises:
            UserError: It is empty, or the conversation does not fit the template.
            ContextOverflow: Prompt and answer do not fit, and nothing may be left out.
        """
        read = tokens, layout = self._tokens(body, body.prompt, seen)
        if not tokens:
            raise UserError("The prompt has no tokens.", field="input", mend="Send some text.")
        if layout.image(len(tokens) - 1) is not None:
            raise UserError(
                f"The chat template of {body.model.name} puts nothing after the last image.",
                field="input.messages",
                mend="Put some text after it.",
            )
        if body.overflow == "error" or len(tokens) + _wanted(body, context) <= context:
            return Prompt(tokens, answer_room(body, len(tokens), context), layout=layout)
        kept, layout = self._shortened(body, read, context, seen)
        room = answer_room(body, len(kept), context)
        return Prompt(kept, room, len(tokens) - len(kept), layout)

    def _shortened(self, body: GenerateBody, read: Read, context: int, seen: Seen) -> Read:
        """Leave out what is oldest: turns of a conversation, tokens of a text.

        What comes first in a conversation stays when it is the system's, and so does its last
        turn; what a tool answers goes with the turn that called it.
        """
        most = context - _wanted(body, context)
        if most < 1:
            return read
        if isinstance(body.prompt, str):
            tokens, _ = read
            begin = tokens[:1] if self._native.begins(tokens[0]) else []
            return begin + tokens[len(tokens) - most + len(begin) :], TEXT_ALONE
        return self._later_turns(body, body.prompt, most, seen)

    def _later_turns(
        self, body: GenerateBody, turns: tuple[Message, ...], most: int, seen: Seen
    ) -> Read:
        """Return the tokens of as many of the last turns as fit, one at least.

        They begin with one of the user's where that fits: many templates refuse others.
        """
        first = next((at for at, turn in enumerate(turns) if turn.role != "system"), 0)
        users = [at for at in range(first, len(turns)) if turns[at].role == "user"]
        after = users[-1] + 1 if users else first
        others = [at for at in range(after, len(turns)) if turns[at].role != "tool"]

        def read(start: int) -> Read:
            return self._tokens(body, turns[:first] + turns[start:], seen)

        def fits(start: int) -> bool:
            return len(read(start)[0]) <= most

        if users and (fits(users[-1]) or not others):
            return read(_earliest(users, fits))
        return read(_earliest(others, fits) if others else first)

    def _tokens(self, body: GenerateBody, prompt: str | tuple[Message, ...], seen: Seen) -> Read:
        if isinstance(prompt, str):
            return self._native.tokenize(prompt, begin=True), TEXT_ALONE
        tools = () if body.tool_choice == "none" else body.tools
        parts: list[Part] = []
        for piece in self._conversations.pieces(body.model.name, prompt, tools):
            if isinstance(piece, str):
                parts.append(tuple(self._native.tokenize(piece, begin=False)))
            elif piece.raw in seen:
                parts += seen[piece.raw]
            else:
                raise UserError(f"{body.model.name} reads text only.", field="input.messages")
        return arrange(parts)


def _earliest(starts: Sequence[int], fits: Callable[[int], bool]) -> int:
    """Return the first that fits, as all later ones do; the last one where none does."""
    return starts[min(bisect_left(starts, 1, key=lambda at: int(fits(at))), len(starts) - 1)]


def _wanted(body: GenerateBody, context: int) -> int:
    """Return the tokens that a shortened prompt leaves for the answer."""
    return body.max_tokens or min(body.model.default_max_tokens, max(1, context // BEGINNING))


def answer_room(body: GenerateBody, prompt: int, context: int) -> int:
    """Return how many tokens the answer may have.

    Raises:
        ContextOverflow: Prompt and answer do not fit; the error says what would.
    """
    room = context - prompt
    asked = body.max_tokens
    if room < 1 or (asked or 1) > room:
        raise _overflow(body, prompt, asked or 1, context)
    return asked or min(body.model.default_max_tokens, room)


def _overflow(body: GenerateBody, prompt: int, asked: int, context: int) -> ContextOverflow:
    room = context - prompt
    return ContextOverflow(
        f"The prompt has {prompt} tokens and the answer {asked}, but the context of "
        f"{body.model.name} holds {context}.",
        field="input",
        value=prompt + asked,
        mend=f"Shorten the prompt or ask for {room} tokens at most."
        if room > 0
        else f"Shorten the prompt to fewer than {context} tokens; a last turn is never cut.",
    )
