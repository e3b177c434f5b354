"""Texts from templates: `[this|that]` chooses, `{name}` stands for a list or a function."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import TypeAlias

from tools.bundled_model.sample import Split

Draw: TypeAlias = Callable[[Random, Split], str]
"""Draws a text for a split."""
Source: TypeAlias = Sequence[str] | Mapping[Split, Sequence[str]] | Draw
"""What a slot stands for: templates, templates of each split, or a function."""
BAR = re.compile(r"\|(?![^\[]*\])")
"""A bar that stands outside of brackets."""


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of a list, without empty ones and comments (`#`)."""
    stripped = (line.strip() for line in text.splitlines())
    return tuple(line for line in stripped if line and not line.startswith("#"))


def words(text: str) -> tuple[str, ...]:
    """Return the entries of a list that are parted by bars or line ends."""
    found = (word.strip() for line in text.splitlines() for word in BAR.split(line))
    return tuple(word for word in found if word)


class Grammar:
    """Named lists of templates that draw on each other.

    Args:
        sources: What each slot stands for. A function's text is taken as it is; templates of a
            list may have choices and slots of their own.
    """

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._slots: dict[str, Draw] = {}
        for name, source in sources.items():
            self._slots[name] = self._slot(source)

    def draw(self, name: str, chance: Random, split: Split) -> str:
        """Return a text of a slot."""
        return self._slots[name](chance, split)

    def _slot(self, source: Source) -> Draw:
        if callable(source):
            return source
        if isinstance(source, Mapping):
            sides = {split: self._one_of(texts) for split, texts in source.items()}
            return lambda chance, split: sides[split](chance, split)
        return self._one_of(source)

    def _one_of(self, texts: Sequence[str]) -> Draw:
        draws = tuple(self.template(text) for text in texts)
        return lambda chance, split: chance.choice(draws)(chance, split)

    def template(self, text: str) -> Draw:
        """Return what draws texts of a template.

        Raises:
            ValueError: A bracket is not closed.
        """
        draw, end = self._alternatives(text, 0)
        if end != len(text):
            raise ValueError(f"a bracket of the template {text!r} is not closed or not opened")
        return draw

    def _alternatives(self, text: str, begin: int) -> tuple[Draw, int]:
        """Read `a|b|c` up to a closing bracket or the end."""
        options: list[Draw] = []
        while True:
            option, begin = self._sequence(text, begin)
            options.append(option)
            if begin == len(text) or text[begin] == "]":
                break
            begin += 1
        if len(options) == 1:
            return options[0], begin
        chosen = tuple(options)
        return (lambda chance, split: chance.choice(chosen)(chance, split)), begin

    def _sequence(self, text: str, begin: int) -> tuple[Draw, int]:
        parts: list[str | Draw] = []
        while begin < len(text) and text[begin] not in "|]":
            if text[begin] == "[":
                draw, end = self._alternatives(text, begin + 1)
                if end == len(text):
                    raise ValueError(f"a bracket of the template {text!r} is not closed")
                parts.append(draw)
                begin = end + 1
            elif text[begin] == "{":
                end = text.index("}", begin)
                parts.append(self._named(text[begin + 1 : end]))
                begin = end + 1
            else:
                end = begin
                while end < len(text) and text[end] not in "[]|{":
                    end += 1
                parts.append(text[begin:end])
                begin = end
        return _joined(parts), begin

    def _named(self, name: str) -> Draw:
        return lambda chance, split: self.draw(name, chance, split)


def _joined(parts: Sequence[str | Draw]) -> Draw:
    if len(parts) == 1 and isinstance(parts[0], str):
        text = parts[0]
        return lambda _chance, _split: text
    fixed = tuple(parts)
    return lambda chance, split: "".join(
        part if isinstance(part, str) else part(chance, split) for part in fixed
    )
