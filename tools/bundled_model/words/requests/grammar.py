"""Small grammars: lines of text with slots and choices, expanded by chance.

A line is ordinary text in which `{name}` stands for any line of the rule of that name and
`[one|two|]` for one of the choices between the bars. Brackets without a bar, and braces around
anything but a rule's name, stand for themselves, so that code can be quoted as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import TypeAlias

from tools.bundled_model.sample import Split

Draw: TypeAlias = Callable[[Random, Split], str]
Rule: TypeAlias = "tuple[Phrase, ...] | Draw"
Phrase: TypeAlias = "tuple[str | Slot | Choice, ...]"

SLOT = re.compile(r"\{([a-z_]+)\}")
ARTICLE = re.compile(
    r"\b([Aa]) (?=[aeiAEI]|[oO](?!ne)|un(?!i)|up|ug|SQL|HTTP|HTML|LRU|XML|SSH|SSO|MR |S3)"
)


class Slot:
    """A place for any line of a rule."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class Choice:
    """A place for one of a few phrases."""

    __slots__ = ("phrases",)

    def __init__(self, phrases: tuple[Phrase, ...]) -> None:
        self.phrases = phrases


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of a block; one that is indented further continues the one before."""
    found: list[str] = []
    indent = len(text.lstrip("\n")) - len(text.lstrip())
    for line in filter(str.strip, text.splitlines()):
        if line[indent : indent + 1] == " ":
            found[-1] += f" {line.strip()}"
        else:
            found.append(line.strip())
    return tuple(found)


def words(text: str) -> tuple[str, ...]:
    """Return what stands between bars or line ends."""
    return tuple(each.strip() for each in re.split(r"[|\n]", text) if each.strip())


class Grammar:
    """Rules of one split, ready to be expanded.

    Args:
        rules: Lines by rule, or a function that draws a text.
        split: Passed to those functions.

    Raises:
        KeyError: A line has a slot that no rule fills.
    """

    def __init__(self, rules: Mapping[str, Sequence[str] | Draw], split: Split) -> None:
        self._split = split
        self._rules: dict[str, Rule] = {
            name: rule if callable(rule) else tuple(parsed(line) for line in rule)
            for name, rule in rules.items()
        }
        for rule in self._rules.values():
            for phrase in () if callable(rule) else rule:
                self._check(phrase)

    def draw(self, chance: Random, name: str) -> str:
        """Return a text of a rule."""
        return ARTICLE.sub(r"\1n ", self._any(chance, name)).strip()

    def _any(self, chance: Random, name: str) -> str:
        rule = self._rules[name]
        if callable(rule):
            return rule(chance, self._split)
        return self._say(chance, rule[int(chance.random() * len(rule))])

    def _say(self, chance: Random, phrase: Phrase) -> str:
        said = []
        for part in phrase:
            if isinstance(part, str):
                said.append(part)
            elif isinstance(part, Slot):
                said.append(self._any(chance, part.name))
            else:
                choices = part.phrases
                said.append(self._say(chance, choices[int(chance.random() * len(choices))]))
        return "".join(said)

    def _check(self, phrase: Phrase) -> None:
        for part in phrase:
            if isinstance(part, Slot) and not self._rules[part.name]:
                raise KeyError(part.name)
            if isinstance(part, Choice):
                for each in part.phrases:
                    self._check(each)


def parsed(text: str) -> Phrase:
    """Return a line as its literal parts, slots and choices."""
    parts: list[str | Slot | Choice] = []
    while text:
        begin = text.find("[")
        inside = _choices(text[begin:]) if begin >= 0 else None
        if inside is None:
            cut = len(text) if begin < 0 else begin + 1
            parts.extend(_slots(text[:cut]))
            text = text[cut:]
        else:
            parts.extend(_slots(text[:begin]))
            parts.append(Choice(tuple(parsed(each) for each in inside)))
            text = text[begin + sum(map(len, inside)) + len(inside) + 1 :]
    return tuple(parts)


def _choices(text: str) -> list[str] | None:
    """Return what stands between the bars of a text's first brackets; None if there are none."""
    depth, begin, found = 0, 1, []
    for at, letter in enumerate(text):
        if letter == "[":
            depth += 1
        elif letter == "|" and depth == 1:
            found.append(text[begin:at])
            begin = at + 1
        elif letter == "]":
            depth -= 1
            if depth == 0:
                return [*found, text[begin:at]] if found else None
    return None


def _slots(text: str) -> list[str | Slot | Choice]:
    pieces = SLOT.split(text)
    return [
        Slot(piece) if odd % 2 else piece for odd, piece in enumerate(pieces) if odd % 2 or piece
    ]
