"""Prompts: text to tokens, conversations through the model's own template (sandboxed)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jinja2 import TemplateError
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from orchestration.errors import ContextOverflow, ModelUnavailable, UserError
from orchestration.inference.batching.native import Native
from orchestration.inference.messages import GenerateBody
from orchestration.inference.ports import Message


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

    def tokens(self, body: GenerateBody) -> list[int]:
        """Return the prompt's tokens, at least one.

        Raises:
            UserError: It is empty, or the conversation does not fit the template.
        """
        if isinstance(body.prompt, str):
            tokens = self._native.tokenize(body.prompt, begin=True)
        else:
            tokens = self._native.tokenize(self._render(body.model.name, body.prompt), begin=False)
        if not tokens:
            raise UserError("The prompt has no tokens.", field="input", mend="Send some text.")
        return tokens

    def _render(self, name: str, messages: Sequence[Message]) -> str:
        if self._template is None:
            raise UserError(
                f"The model {name} has no chat template.",
                field="model",
                value=name,
                mend="Use the kind completion, or a model made for chat.",
            )
        turns: Any = [{"role": each.role, "content": each.content} for each in messages]
        try:
            return str(self._template(messages=turns).prompt)
        except (TemplateError, ValueError, TypeError) as error:
            raise UserError(
                f"The chat template of {name} refuses these messages: {error}.",
                field="input.messages",
                mend="Check the order of the roles; many models want user and assistant in turns.",
            ) from error


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
