"""Sentences with marked entities: `{role}` or `{role:kind}`; `[this|that]` chooses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Final

from tools.bundled_model.grammar import Choice, Phrase, Slot, parsed, with_articles
from tools.bundled_model.jobs.extraction.role import ROLE
from tools.bundled_model.sample import Split
from tools.bundled_model.words.extraction.kinds import FAMILY, KINDS


@dataclass(frozen=True, slots=True)
class Entity:
    """What something is to a sentence, and what kind of thing."""

    role: str
    kind: str


_SIGNS: Final = frozenset("[]{}|")
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


@dataclass(frozen=True, slots=True)
class Frame:
    """A template of one to three sentences.

    Attributes:
        text: As it was written.
        domain: What it is about, in a word that names of fields may begin with.
        phrase: What it consists of.
        roles: All roles, of clauses that may be left out too.
    """

    text: str
    domain: str
    phrase: Phrase
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
        ValueError: A bracket is left open, or a slot names no known role and kind.
    """
    phrase = parsed(text)
    if _SIGNS & {*"".join(part for part in phrase if isinstance(part, str))}:
        raise ValueError(f"the frame {text!r} has a bracket that is not opened or not closed")
    return Frame(text, domain, phrase, frozenset(each.role for each in _entities(phrase)))


def draw(template: Frame, chance: Random, split: Split) -> Drawn:
    """Return a text of a template."""
    values: dict[str, str] = {}
    kinds: dict[str, str] = {}
    pieces: list[str] = []

    def put(phrase: Phrase) -> None:
        for part in phrase:
            if isinstance(part, str):
                pieces.append(part)
            elif isinstance(part, Choice):
                put(part.phrases[int(chance.random() * len(part.phrases))])
            else:
                entity = _entity(part.name)
                value = _value(entity)
                if pieces:
                    pieces[-1] = _before(pieces[-1], value, chance, entity.kind)
                pieces.append(value)

    def _value(entity: Entity) -> str:
        if entity.role not in values:
            value = KINDS[entity.kind](chance, split)
            while value in values.values():
                value = KINDS[entity.kind](chance, split)
            values[entity.role], kinds[entity.role] = value, entity.kind
        return values[entity.role]

    put(template.phrase)
    return Drawn(template, "".join(pieces).replace("..", "."), values, kinds)


def _before(text: str, value: str, chance: Random, kind: str) -> str:
    """Return the words before an entity as they fit it: an 18-year-old, in May 2024."""
    if text.endswith((" a ", " an ")):
        return with_articles(text + value).removesuffix(value)
    return _before_date(text, value, chance) if FAMILY[kind] == "date" else text


def _before_date(text: str, date: str, chance: Random) -> str:
    """Return the words before a date: on Monday, in May 2024, tomorrow."""
    if text.endswith(" ") and _NUMBERED.match(date) and chance.random() < 0.7:
        return f"{text}the "
    if not text.endswith((" on ", "On ")) and text != "on ":
        return text
    if date.startswith(_RELATIVE):
        return text[:-3]
    if date.startswith(("end of", "mid-", "early", "late")):
        return f"{text[:-3]}at the " if date.startswith("end") else f"{text[:-3]}in "
    return f"{text[:-3]}in " if _MONTH_YEAR.fullmatch(date) else text


def _entities(phrase: Phrase) -> Iterator[Entity]:
    for part in phrase:
        if isinstance(part, Slot):
            yield _entity(part.name)
        elif isinstance(part, Choice):
            for option in part.phrases:
                yield from _entities(option)


@cache
def _entity(text: str) -> Entity:
    role, _, kind = text.partition(":")
    if role not in ROLE or (kind and kind not in KINDS):
        raise ValueError(f"the slot {text!r} names no known role and kind")
    return Entity(role, kind or ROLE[role].kind)
