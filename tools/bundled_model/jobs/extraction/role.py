"""What entities are to a sentence, and the names of fields that hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tools.bundled_model.words.extraction.roles import GENERIC, ROLES


@dataclass(frozen=True, slots=True)
class Role:
    """One part that an entity can play.

    Attributes:
        name: Of the role.
        kind: Which kind of entity mostly plays it.
        names: Of fields, in plain words, the most usual first.
        own: Those that no other entity of the kind would answer to.
    """

    name: str
    kind: str
    names: tuple[str, ...]
    own: tuple[str, ...]


def _read(line: str) -> Role:
    head, names = line.split(": ", 1)
    name, kind = head.split()
    phrases = tuple(names.split("; "))
    return Role(name, kind, phrases, tuple(each for each in phrases if each not in GENERIC))


ROLE: Final[Mapping[str, Role]] = {
    role.name: role for role in map(_read, ROLES.strip().splitlines())
}
