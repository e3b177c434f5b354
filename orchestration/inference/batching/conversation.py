"""A conversation as a model reads it: through the model's own chat template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.errors import UserError
from orchestration.inference.batching.markers import Markers
from orchestration.inference.batching.templates import ChatTemplate
from orchestration.inference.ports import Image, Message, ToolCall


class Conversations:
    """Renders conversations for one model.

    Args:
        template: The model's chat template; None when it has none.
        marks: What begins a text of the model and what ends one.

    Raises:
        ModelUnavailable: The template is not valid.
        EngineUnavailable: Templates cannot be rendered.
    """

    def __init__(self, template: str | None, marks: tuple[str, str]) -> None:
        begin, end = marks
        self._template = None if template is None else ChatTemplate(template, begin=begin, end=end)

    def pieces(
        self, model: str, turns: Sequence[Message], tools: Sequence[Mapping[str, Any]]
    ) -> list[str | Image]:
        """Return the texts and images of a conversation, in the order in which they are read.

        Args:
            model: The model's name, for messages.
            turns: The conversation.
            tools: What may be called.

        Raises:
            UserError: There is no template, or it refuses the conversation or the tools.
            EngineLost: Too many conversations are rendered at once.
        """
        if self._template is None:
            raise UserError(
                f"The model {model} has no chat template.",
                field="model",
                value=model,
                mend="Use the kind completion, or a model made for chat.",
            )
        if tools and not self._template.knows_tools:
            raise UserError(
                f"The chat template of {model} knows no tools.",
                field="input.tools",
                mend="Leave tools out, or choose a model that was made for calling them.",
            )
        markers = Markers()
        shown = [_turn(message, markers) for message in turns]
        return markers.split(self._template.render(model, shown, list(tools) or None), model)


def _turn(message: Message, markers: Markers) -> dict[str, Any]:
    """Return a turn as templates know it; they leave out what is not there."""
    turn: dict[str, Any] = {"role": message.role, "content": markers.content(message)}
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
