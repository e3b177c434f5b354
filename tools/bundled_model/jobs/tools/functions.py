"""Functions as the lists of `words.tools` write them down, read once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tools.bundled_model.grammar import alternatives
from tools.bundled_model.sample import Split

FRAME = {
    "r": (Split.TRAIN, False),
    "i": (Split.TRAIN, True),
    "hr": (Split.HELD_OUT, False),
    "hi": (Split.HELD_OUT, True),
}
SLOT = re.compile(r'\{(\w+)"?\}')


@dataclass(frozen=True, slots=True)
class Property:
    """An argument that a function takes.

    Attributes:
        names: What it may be called; the first is its name in requests' frames.
        kind: What its values are.
        required: Whether a call must have it.
        descriptions: What may be said of it.
    """

    names: tuple[str, ...]
    kind: str
    required: bool
    descriptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """How something is asked for: texts with slots, each as good as the others.

    Attributes:
        texts: What is said.
        imperative: Whether it begins with a verb, so that please and could you fit before it.
    """

    texts: tuple[str, ...]
    imperative: bool


@dataclass(slots=True)
class Function:
    """What can be done, in all the ways in which it may be offered and asked for.

    Attributes:
        kind: Functions of a kind are likely to be offered together.
        names: What it may be called; the first is how others refer to it.
        descriptions: What may be said of it.
        properties: Its arguments.
        clashes: Names of functions that would do as well.
        broad: Whether it could serve nearly any question.
        frames: How people ask for it, of each split.
    """

    kind: str
    names: tuple[str, ...]
    descriptions: list[str] = field(default_factory=list)
    properties: list[Property] = field(default_factory=list)
    clashes: list[str] = field(default_factory=list)
    broad: bool = False
    frames: dict[Split, list[Frame]] = field(default_factory=lambda: {each: [] for each in Split})

    @property
    def name(self) -> str:
        """Return the name by which others refer to it."""
        return self.names[0]


def read(text: str) -> Iterator[Function]:
    """Return the functions of a list.

    Raises:
        ValueError: A line begins with a word that has no meaning.
    """
    found: list[Function] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        word, _, rest = line.partition(" ")
        if word.startswith("@"):
            found.append(Function(word[1:], tuple(_each(rest.split()))))
        elif word in FRAME:
            split, imperative = FRAME[word]
            found[-1].frames[split].append(Frame(alternatives(rest), imperative))
        else:
            _add(found[-1], word, rest)
    return iter(found)


def kept_back(text: str) -> Iterator[Function]:
    """Return the functions of a list that training never sees, whatever marks its requests."""
    for function in read(text):
        function.frames = {
            Split.TRAIN: [],
            Split.HELD_OUT: [each for split in Split for each in function.frames[split]],
        }
        yield function


def slots(text: str) -> tuple[str, ...]:
    """Return the names of the properties whose values a text holds."""
    return tuple(SLOT.findall(text))


def _add(function: Function, word: str, rest: str) -> None:
    if word == "d":
        function.descriptions.extend(alternatives(rest))
    elif word == "p":
        function.properties.append(_property(rest))
    elif word == "x":
        function.clashes.extend(rest.split())
    elif word == "broad":
        function.broad = True
    else:
        raise ValueError(f"{function.name} has a line that begins with {word!r}")


def _each(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield from alternatives(name)


def _property(text: str) -> Property:
    names, kind, *described = text.split(" ", 2)
    descriptions = described[0].split("|") if described else []
    return Property(tuple(names.split(",")), kind[:-1], kind.endswith("!"), tuple(descriptions))
