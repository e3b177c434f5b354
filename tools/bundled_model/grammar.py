"""Texts from templates: `{name}` stands for a list or a function, `[this|that|]` chooses.

Brackets without a bar, and braces around anything but a name, stand for themselves, so that code
can be quoted as it is. Choices may hold slots and further choices.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import TypeAlias

from tools.bundled_model.sample import Split

Draw: TypeAlias = Callable[[Random, Split], str]
"""Draws a text for a split."""
Rule: TypeAlias = Sequence[str] | Mapping[Split, Sequence[str]] | Draw
"""What a slot stands for: templates, templates of each split, or a function."""
Phrase: TypeAlias = "tuple[str | Slot | Choice, ...]"
"""A template that was read."""

SLOT = re.compile(r"\{([a-z_][a-z0-9_:]*)\}")
BAR = re.compile(r"\|(?![^\[]*\])")
"""A bar that stands outside of brackets."""
ARTICLE = re.compile(
    r"(?<![^\s\"'“(\[])(a|(?<!\w )A)(?:"
    r"(?P<vowel> (?=[aiAI]|[eE](?!u)|[oO](?!ne\b|nce\b)|un(?!i[^nm])|up|ug|hour|honest|honou?r|heir"
    r"|8|1[18](?!\d)|SQL|HTTP|HTML|LRU|XML|SSH|SSO|MR |S3))"
    r"|n (?=[bcdfgjklmnpqrstvwyz][aeiou]|h(?!our|onest|ono|eir)[aeiou]))"
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for any text of a rule."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A place for one of a few phrases."""

    phrases: tuple[Phrase, ...]


class Grammar:
    """Named lists of templates that draw on each other.

    Args:
        rules: What each slot stands for. A function's text is taken as it is.

    Raises:
        KeyError: A template has a slot that no rule fills.
    """

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self._rules: dict[str, Draw] = dict.fromkeys(rules, _nothing)
        for name, rule in rules.items():
            self._rules[name] = self._rule(rule)

    def draw(self, name: str, chance: Random, split: Split) -> str:
        """Return a text of a rule, its articles as the words behind them want them."""
        return with_articles(self._rules[name](chance, split)).strip()

    def template(self, text: str) -> Draw:
        """Return what draws the texts of a template.

        Raises:
            KeyError: It has a slot that no rule fills.
        """
        return self._phrase(parsed(text))

    def _rule(self, rule: Rule) -> Draw:
        if callable(rule):
            return rule
        if isinstance(rule, Mapping):
            sides = {split: self._rule(texts) for split, texts in rule.items()}
            return lambda chance, split: sides[split](chance, split)
        return _one_of([self.template(text) for text in rule])

    def _phrase(self, phrase: Phrase) -> Draw:
        parts = tuple(self._part(part) for part in phrase)
        if len(parts) == 1:
            return parts[0]
        return lambda chance, split: "".join([part(chance, split) for part in parts])

    def _part(self, part: str | Slot | Choice) -> Draw:
        if isinstance(part, str):
            return lambda _chance, _split: part
        if isinstance(part, Choice):
            return _one_of([self._phrase(each) for each in part.phrases])
        rules, name = self._rules, part.name
        if name not in rules:
            raise KeyError(name)

        def named(chance: Random, split: Split) -> str:
            return rules[name](chance, split)

        return named


def _nothing(_chance: Random, _split: Split) -> str:
    return ""


def _one_of(draws: Sequence[Draw]) -> Draw:
    count = len(draws)
    return lambda chance, split: draws[int(chance.random() * count)](chance, split)


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of a list; one that is indented further continues the one before."""
    found: list[str] = []
    indent = len(text.lstrip("\n")) - len(text.lstrip())
    for line in filter(str.strip, text.splitlines()):
        if line[indent : indent + 1] == " ":
            found[-1] += f" {line.strip()}"
        else:
            found.append(line.strip())
    return tuple(found)


def words(text: str) -> tuple[str, ...]:
    """Return the entries of a list that are parted by bars or line ends."""
    found = (word.strip() for line in text.splitlines() for word in BAR.split(line))
    return tuple(filter(None, found))


def with_articles(text: str) -> str:
    """Return a text in which `a` stands before consonants and `an` before vowels."""
    return ARTICLE.sub(lambda at: at[1] + ("n " if at["vowel"] else " "), text)


def parsed(text: str) -> Phrase:
    """Return a template as its literal parts, slots and choices."""
    parts: list[str | Slot | Choice] = []
    while text:
        begin = text.find("[")
        options = _options(text[begin:]) if begin >= 0 else None
        if options is None:
            cut = len(text) if begin < 0 else begin + 1
            parts.extend(_slots(text[:cut]))
            text = text[cut:]
        else:
            parts.extend(_slots(text[:begin]))
            parts.append(Choice(tuple(parsed(each) for each in options)))
            text = text[begin + sum(map(len, options)) + len(options) + 1 :]
    return tuple(parts)


def alternatives(text: str) -> tuple[str, ...]:
    """Return every text that the choices of a template allow, each once; slots stay."""
    return tuple(dict.fromkeys(_all(parsed(text))))


def _all(phrase: Phrase) -> Iterator[str]:
    options = [
        [said for each in part.phrases for said in _all(each)]
        if isinstance(part, Choice)
        else [part if isinstance(part, str) else f"{{{part.name}}}"]
        for part in phrase
    ]
    return map("".join, product(*options))


def _options(text: str) -> list[str] | None:
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
