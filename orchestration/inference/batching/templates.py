"""A model's chat template, rendered in a limited process: it may loop for ever, or want all memory.

All models of a process share the limited one, one rendering at a time; one takes less than a
millisecond, and seconds at most.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.errors import EngineLost, ModelUnavailable, UserError
from orchestration.limited.process import LimitedProcess

PATIENCE_S = 60.0
_MODULE = "orchestration.inference.batching.rendering"
_process = LimitedProcess(_MODULE, "chat templates")
_working = threading.Lock()


class ChatTemplate:
    """A template that was read.

    Args:
        source: The template.
        begin: What begins a text.
        end: What ends one.

    Raises:
        ModelUnavailable: It is not valid.
        EngineUnavailable: The limited process cannot be started.
    """

    def __init__(self, source: str, *, begin: str, end: str) -> None:
        self._source = source
        self._marks = {"bos_token": begin, "eos_token": end}
        self.knows_tools = "tools" in source
        reply = _asked({"template": source})
        if "text" not in reply:
            why = reply.get("invalid") or f"it takes too much {reply.get('exceeded')}"
            raise ModelUnavailable(
                f"The model's chat template is not valid: {why}.",
                field="model",
                mend="Pull a corrected file of this model.",
            )

    def render(
        self,
        model: str,
        turns: Sequence[Mapping[str, Any]],
        tools: Sequence[Mapping[str, Any]] | None,
    ) -> str:
        """Return the prompt that a conversation makes.

        Args:
            model: The model's name, for messages.
            turns: The conversation.
            tools: What may be called.

        Raises:
            UserError: The template refuses it, or takes too long with it.
            EngineUnavailable: The limited process cannot be started.
            EngineLost: It is too busy, or was killed.
        """
        values = {
            "messages": turns,
            "tools": tools,
            "add_generation_prompt": True,
            "functions": None,
            "function_call": None,
            "tool_choice": None,
            **self._marks,
        }
        reply = _asked({"template": self._source, "values": values})
        if "text" in reply:
            return str(reply["text"])
        if "exceeded" in reply:
            raise UserError(
                f"The chat template of {model} takes too much {reply['exceeded']} for these "
                "messages.",
                field="input.messages",
                mend="Send fewer or shorter messages; where few are too many, the model's file "
                "needs another template.",
            )
        why = reply.get("refused") or reply.get("invalid")
        raise UserError(
            f"The chat template of {model} refuses these messages: {why}.",
            field="input.messages",
            mend="Check the order of the roles; many models want user and assistant in turns.",
        )


def _asked(request: dict[str, Any]) -> dict[str, Any]:
    line = json.dumps(request).encode()
    if not _working.acquire(timeout=PATIENCE_S):
        raise EngineLost("Too many chat templates are rendered at once.", mend="Try again.")
    try:
        return _process.ask(line)
    finally:
        _working.release()
