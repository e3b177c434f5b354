"""Sentences with marked entities: `{role}` or `{role:kind}`; `[this|that]` chooses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, TypeAlias

from tools.bundled_model.jobs.extraction.role import ROLE
from tools.bundled_model.sample import Split
from tools.bundled_model.words.extraction.kinds import FAMILY, KINDS


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an entity stands: what it is to the sentence, and what kind of thing."""

    role: str
    kind: str


_RELATIVE: Final = (
    "tomorrow",
    "today",
    "tonight",
    "next",
    "this",
    "the day",
    "coming",
    "yesterday",
)
_MONTH_YEAR: Final = re.compile(r"[A-Z][a-z]+ [0-9]{4}|[0-9]{4}|(Q[1-4]|H[12]|FY).*|.* quarter.*")
_NUMBERED: Final = re.compile(r"[0-9]+(st|nd|rd|th) of|(first|second|third|fourth) quarter")
Part: TypeAlias = "str | Slot | Choice"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways to go on."""

    options: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A template of one to three sentences.

    Attributes:
        text: As it was written.
        domain: What it is about, in a word that names of fields may begin with.
        parts: What it consists of.
        roles: All roles, of clauses that may be left out too.
    """

    text: str
    domain: str
    parts: tuple[Part, ...]
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A text, and what its entities are.

    Attributes:
        frame: Where it came from.
        text: What somebody wrote.
        values: Role to entity, as it stands in the text.
        kinds: Role to the entity's kind.
    """

    frame: Frame
    text: str
    values: dict[str, str]
    kinds: dict[str, str]

    def count(self, family: str) -> int:
        """Return how many entities of a family of kinds the text has."""
        return sum(FAMILY[kind] == family for kind in self.kinds.values())


def frames(*texts: str) -> tuple[Frame, ...]:
    """Return the templates of texts: one a line, below a line `@domain`."""
    return tuple(each for text in texts for each in _frames(text))


def _frames(text: str) -> Iterator[Frame]:
    domain = ""
    for line in text.splitlines():
        if line.startswith("@"):
            domain = line[1:].strip()
        elif line.strip():
            yield frame(line.strip(), domain)


def frame(text: str, domain: str = "") -> Frame:
    """Return a template.

    Raises:
        ValueError: A bracket is not closed, or a kind is unknown.
        KeyError: A role is unknown.
    """
    parts, end = _parts(text, 0)
    if end != len(text):
        raise ValueError(f"a bracket of the frame {text!r} is not opened")
    return Frame(text, domain, parts, frozenset(slot.role for slot in _slots(parts)))


def draw(template: Frame, chance: Random, split: Split) -> Drawn:
    """Return a text of a template."""
    values: dict[str, str] = {}
    kinds: dict[str, str] = {}
    pieces: list[str] = []

    def put(parts: Sequence[Part]) -> None:
        for part in parts:
            if isinstance(part, str):
                pieces.append(part)
            elif isinstance(part, Choice):
                put(chance.choice(part.options))
            else:
                value = _value(part)
                if FAMILY[part.kind] == "date" and pieces:
                    pieces[-1] = _before(pieces[-1], value, chance)
                pieces.append(value)

    def _value(slot: Slot) -> str:
        if slot.role not in values:
            value = KINDS[slot.kind](chance, split)
            while value in values.values():
                value = KINDS[slot.kind](chance, split)
            values[slot.role], kinds[slot.role] = value, slot.kind
        return values[slot.role]

    put(template.parts)
    return Drawn(template, "".join(pieces).replace("..", "."), values, kinds)


def _before(text: str, date: str, chance: Random) -> str:
    """Return the words before a date as they fit it: on Monday, in May 2024, tomorrow."""
    if text.endswith(" ") and _NUMBERED.match(date) and chance.random() < 0.7:
        return f"{text}the "
    if not text.endswith((" on ", "On ")) and text != "on ":
        return text
    if date.startswith(_RELATIVE):
        return text[:-3]
    if date.startswith(("end of", "mid-", "early", "late")):
        return f"{text[:-3]}at the " if date.startswith("end") else f"{text[:-3]}in "
    return f"{text[:-3]}in " if _MONTH_YEAR.fullmatch(date) else text


def _slots(parts: Sequence[Part]) -> Iterator[Slot]:
    for part in parts:
        if isinstance(part, Slot):
            yield part
        elif isinstance(part, Choice):
            for option in part.options:
                yield from _slots(option)


def _parts(text: str, begin: int) -> tuple[tuple[Part, ...], int]:
    """Read up to a bar, a closing bracket or the end."""
    parts: list[Part] = []
    while begin < len(text) and text[begin] not in "|]":
        if text[begin] == "[":
            choice, begin = _choice(text, begin + 1)
            parts.append(choice)
        elif text[begin] == "{":
            end = text.index("}", begin)
            parts.append(_slot(text[begin + 1 : end]))
            begin = end + 1
        else:
            end = begin
            while end < len(text) and text[end] not in "[]|{":
                end += 1
            parts.append(text[begin:end])
            begin = end
    return tuple(parts), begin


def _choice(text: str, begin: int) -> tuple[Choice, int]:
    options: list[tuple[Part, ...]] = []
    while True:
        option, begin = _parts(text, begin)
        options.append(option)
        if begin == len(text):
            raise ValueError(f"a bracket of the frame {text!r} is not closed")
        if text[begin] == "]":
            return Choice(tuple(options)), begin + 1
        begin += 1


def _slot(text: str) -> Slot:
    role, _, kind = text.partition(":")
    kind = kind or ROLE[role].kind
    if role not in ROLE or kind not in KINDS:
        raise ValueError(f"the slot {text!r} names no known role and kind")
    return Slot(role, kind)
