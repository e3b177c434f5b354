"""Prompts: text to tokens, conversations through the model's own template (sandboxed)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import TemplateError
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from orchestration.errors import ContextOverflow, ModelUnavailable, UserError
from orchestration.inference.batching.layout import TEXT_ALONE, Layout
from orchestration.inference.batching.native import Native
from orchestration.inference.messages import GenerateBody
from orchestration.inference.ports import Message, ToolCall

BEGINNING = 4
"""Share of the context that is kept for an answer whose length nobody asked for: a quarter."""


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
    """

    def __init__(self, native: Native, template: str | None) -> None:
        self._native = native
        self._template = _formatter(native, template)
        self._knows_tools = "tools" in (template or "")

    def read(self, body: GenerateBody, context: int) -> Prompt:
        """Return the prompt of a request.

        Raises:
            UserError: It is empty, or the conversation does not fit the template.
            ContextOverflow: Prompt and answer do not fit, and nothing may be left out.
        """
        tokens = self._tokens(body, body.prompt)
        if not tokens:
            raise UserError("The prompt has no tokens.", field="input", mend="Send some text.")
        if body.overflow == "error" or len(tokens) + _wanted(body, context) <= context:
            return Prompt(tokens, answer_room(body, len(tokens), context))
        kept = self._shortened(body, tokens, context)
        return Prompt(kept, answer_room(body, len(kept), context), len(tokens) - len(kept))

    def _shortened(self, body: GenerateBody, tokens: list[int], context: int) -> list[int]:
        """Leave out what is oldest: turns of a conversation, tokens of a text.

        What comes first in a conversation stays when it is the system's, and so does its last
        turn; what a tool answers goes with the turn that called it.
        """
        most = context - _wanted(body, context)
        if most < 1:
            return tokens
        if isinstance(body.prompt, str):
            begin = tokens[:1] if self._native.begins(tokens[0]) else []
            return begin + tokens[len(tokens) - most + len(begin) :]
        return self._later_turns(body, body.prompt, most)

    def _later_turns(self, body: GenerateBody, turns: tuple[Message, ...], most: int) -> list[int]:
        """Return the tokens of as many of the last turns as fit, one at least."""
        first = next((at for at, turn in enumerate(turns) if turn.role != "system"), 0)
        starts = [at for at in range(first, len(turns)) if turns[at].role != "tool"]

        def tokens(start: int) -> list[int]:
            return self._tokens(body, turns[:first] + turns[start:])

        at = bisect_left(starts, 1, key=lambda start: int(len(tokens(start)) <= most))
        return tokens(starts[min(at, len(starts) - 1)] if starts else first)

    def _tokens(self, body: GenerateBody, prompt: str | tuple[Message, ...]) -> list[int]:
        if isinstance(prompt, str):
            return self._native.tokenize(prompt, begin=True)
        return self._native.tokenize(self._render(body, prompt), begin=False)

    def _render(self, body: GenerateBody, messages: Sequence[Message]) -> str:
        name = body.model.name
        if self._template is None:
            raise UserError(
                f"The model {name} has no chat template.",
                field="model",
                value=name,
                mend="Use the kind completion, or a model made for chat.",
            )
        turns: Any = [_turn(message) for message in messages]
        tools: Any = list(body.tools) if body.tools and body.tool_choice != "none" else None
        if tools and not self._knows_tools:
            raise UserError(
                f"The chat template of {name} knows no tools.",
                field="input.tools",
                mend="Leave tools out, or choose a model that was made for calling them.",
            )
        try:
            return str(self._template(messages=turns, tools=tools).prompt)
        except (TemplateError, ValueError, TypeError) as error:
            raise UserError(
                f"The chat template of {name} refuses these messages: {error}.",
                field="input.messages",
                mend="Check the order of the roles; many models want user and assistant in turns.",
            ) from error


def _turn(message: Message) -> dict[str, Any]:
    """Return a turn as templates know it; they leave out what is not there."""
    turn: dict[str, Any] = {"role": message.role, "content": message.content}
    if message.tool_calls:
        turn["tool_calls"] = [_called(call) for call in message.tool_calls]
    if message.tool_call_id:
        turn["tool_call_id"] = message.tool_call_id
    if message.name:
        turn["name"] = message.name
    return turn


def _called(call: ToolCall) -> dict[str, Any]:
    function = {"name": call.name, "arguments": dict(call.arguments)}
    return {"id": call.id, "type": "function", "function": function}


def _wanted(body: GenerateBody, context: int) -> int:
    """Return the tokens that a shortened prompt leaves for the answer."""
    return body.max_tokens or min(body.model.default_max_tokens, max(1, context // BEGINNING))


def _formatter(native: Native, template: str | None) -> Jinja2ChatFormatter | None:
    if template is None:
        return None
    begin, end = native.marks()
    try:
        return Jinja2ChatFormatter(template, eos_token=end, bos_token=begin)
    except TemplateError as error:
        raise ModelUnavailable(
            f"The model's chat template is not valid: {error}.",
            field="model",
            mend="Pull a corrected file of this model.",
        ) from error


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
        else f"Shorten the prompt to fewer than {context} tokens.",
    )
