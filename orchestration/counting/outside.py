"""Estimates for models outside, whose tokenizers are not ours."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson

from orchestration.context.ports import Conversation, Countable, Tokenizer
from orchestration.errors import OperatorError

MARGIN: Final = 0.15
LARGEST_MARGIN: Final = 3.0
OF_MESSAGE: Final = 8
OF_IMAGE: Final = 1600
_RUNS: Final = re.compile(
    r"(?P<word>[A-Z]?[a-z]+)|(?P<capitals>[A-Z]+)|(?P<gap> (?!\s))|(?P<space>\s+)"
    r"|(?P<letters>[\u00aa-\u058f]+)|(?P<far>[\U00010000-\U0010ffff])|(?P<sign>[\x00-\x7f])|(?P<other>.)"
)
_CHARACTERS_OF_A_TOKEN: Final = {"word": 6, "capitals": 3, "space": 8, "letters": 2}
_TOKENS: Final = {"gap": 0.0, "far": 3.0, "sign": 1.0, "other": 1.25}


class EstimatingCounter:
    """Counts what models outside read, about, and adds a margin: `TokenCounter`.

    It knows no tokenizer, but how tokenizers of the field's models treat writing: common English
    words are one token, long ones two; digits and signs one each; Latin letters with accents,
    Greek and Cyrillic two letters a token; others, such as Chinese, a little more than one a
    sign. The margin comes on top of all.

    Args:
        model: Names the model.
        tools: Functions that may be called, as the kind chat has them.
        margin: Share that is added, from 0 to 3: 0.15 for 15%.

    Raises:
        OperatorError: The margin is none.
    """

    def __init__(
        self, model: str, tools: Sequence[Mapping[str, Any]] = (), margin: float = MARGIN
    ) -> None:
        if not 0 <= margin <= LARGEST_MARGIN:
            raise OperatorError(
                "The margin of estimated tokens is out of bounds.",
                field="margin",
                value=margin,
                mend=f"Use a number from 0 to {LARGEST_MARGIN}, such as {MARGIN}.",
            )
        self._margin = margin
        self._tools = tokens_of(orjson.dumps(list(tools)).decode()) if tools else 0.0
        self.tokenizer = Tokenizer(f"estimate of {model} + {margin}", OF_MESSAGE, OF_IMAGE)

    def count(self, asked: Sequence[Countable]) -> list[int]:
        """Return at least as many tokens as each has, about."""
        return [
            self._with_margin(tokens_of(each) if isinstance(each, str) else self._whole(each))
            for each in asked
        ]

    def _whole(self, conversation: Conversation) -> float:
        said = sum(tokens_of(text) for message in conversation for text in message.texts)
        images = sum(message.images for message in conversation)
        return said + OF_MESSAGE * (len(conversation) + 1) + OF_IMAGE * images + self._tools

    def _with_margin(self, tokens: float) -> int:
        return math.ceil(tokens * (1 + self._margin))


class AsyncEstimatingCounter:
    """The same for an event loop: `AsyncTokenCounter`."""

    def __init__(self, counter: EstimatingCounter) -> None:
        self._counter = counter
        self.tokenizer = counter.tokenizer

    async def count(self, asked: Sequence[Countable]) -> list[int]:
        """Return what `EstimatingCounter.count` does."""
        return self._counter.count(asked)


def tokens_of(text: str) -> float:
    """Return about how many tokens a text has, without a margin."""
    total = 0.0
    for run in _RUNS.finditer(text):
        sort = str(run.lastgroup)
        size = _CHARACTERS_OF_A_TOKEN.get(sort)
        total += _TOKENS[sort] if size is None else -(-(run.end() - run.start()) // size)
    return total
