"""What tools answer, and what the model tells of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from random import Random
from typing import Any, Final

from tools.bundled_model.grammar import SLOT, Draw, lines
from tools.bundled_model.jobs.tools.asking import Asked
from tools.bundled_model.jobs.tools.values import KINDS
from tools.bundled_model.sample import Split
from tools.bundled_model.words import entities
from tools.bundled_model.words.invented import invented_name
from tools.bundled_model.words.tools import phrases
from tools.bundled_model.words.tools.observed import ERRORS, KEYS, SENTENCES

FITTING: Final = 0.8
"""Share of answers that fit the function; others teach that what is told is copied."""
ECHOED: Final = 0.7
OTHERS: Final[dict[str, Draw]] = {
    "n": lambda chance, _split: str(chance.randint(1, chance.choice((12, 99, 5000)))),
    "few": lambda chance, _split: str(chance.randint(1, 30)),
    "name": invented_name,
    "sentence": phrases.sentence,
    "noun": lambda chance, split: chance.choice(phrases.NOUNS[split]),
    "adjective": lambda chance, split: chance.choice(phrases.ADJECTIVES[split]),
    "person": entities.person,
}
DRAWS: Final[dict[str, Draw]] = {**KINDS, **OTHERS}


def _by_kind(text: str) -> dict[str, tuple[str, ...]]:
    """Return the lines below each heading `@kind`."""
    found: dict[str, list[str]] = {}
    for line in lines(text):
        if line.startswith("@"):
            below = found.setdefault(line[1:], [])
        else:
            below.append(line)
    return {kind: tuple(below) for kind, below in found.items()}


_SENTENCES: Final = {split: _by_kind(text) for split, text in SENTENCES.items()}
_KEYS: Final = {
    split: {kind: " ".join(listed).split() for kind, listed in _by_kind(text).items()}
    for split, text in KEYS.items()
}
_ERRORS: Final = {split: lines(text) for split, text in ERRORS.items()}


def observed(chance: Random, split: Split, request: Asked) -> tuple[str, str]:
    """Return what a tool answers to a call, and what the model says of it.

    Args:
        chance: Draws the answer; it mostly is of the function's kind.
        split: Of whose words it is.
        request: What the tool was called for; the answer may repeat some of its arguments.
    """
    share = chance.random()
    kinds = tuple(_SENTENCES[split])
    kind = request.offer.function.kind if chance.random() < FITTING else chance.choice(kinds)
    said = _said(request)
    if share < 0.42:
        text = _filled(chance, split, chance.choice(_SENTENCES[split][kind]), said)
        return text, text
    if share < 0.6:
        problem = _filled(chance, split, chance.choice(_ERRORS[split]), said)
        return _json(chance, {"error": problem}), f"The tool failed: {problem}"
    found = _object(chance, split, kind, request.arguments)
    return _json(chance, found), told(found)


def _said(request: Asked) -> dict[str, str]:
    """Return the texts that a call passes, by their kinds."""
    shown = request.offer.shown
    passed = (
        (each.kind, request.arguments.get(shown[each.names[0]]))
        for each in request.offer.function.properties
    )
    return {kind: value for kind, value in passed if isinstance(value, str)}


def told(found: Mapping[str, Any]) -> str:
    """Return what the model says of a flat object."""
    pairs = (f"{key.replace('_', ' ')}: {_plain(value)}" for key, value in found.items())
    return ", ".join(pairs) + "."


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _object(
    chance: Random, split: Split, kind: str, arguments: Mapping[str, Any]
) -> dict[str, Any]:
    pairs: list[tuple[str, Any]] = []
    for key, value in arguments.items():
        if chance.random() < 0.25 and len(str(value)) < 30:
            pairs.append((key, value))
    keys = _KEYS[split][kind]
    for each in chance.sample(keys, min(len(keys), chance.choice((1, 1, 2, 2, 3, 3, 4, 5)))):
        key, _, of = each.partition(":")
        pairs.append((key, _value(chance, split, of)))
    if chance.random() < 0.4:
        chance.shuffle(pairs)
    return dict(pairs[:5])


def _value(chance: Random, split: Split, kind: str) -> Any:
    if kind == "n":
        return chance.randint(-5 if chance.random() < 0.1 else 1, chance.choice((40, 999, 90_000)))
    if kind == "few":
        return chance.randint(-5 if chance.random() < 0.1 else 1, 30)
    if kind == "f":
        return round(chance.uniform(0, chance.choice((5, 100, 9000))), chance.choice((1, 2)))
    return DRAWS[kind](chance, split)


def _json(chance: Random, found: Mapping[str, Any]) -> str:
    share = chance.random()
    if share < 0.2:
        return json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return json.dumps(found, ensure_ascii=False, indent=2 if share < 0.26 else None)


def _filled(chance: Random, split: Split, text: str, said: Mapping[str, str]) -> str:
    """Fill slots, mostly with what was said, each text once."""
    left = dict(said)

    def word(at: re.Match[str]) -> str:
        if at[1] in left and chance.random() < ECHOED:
            return left.pop(at[1])
        return DRAWS[at[1]](chance, split)

    return SLOT.sub(word, text)
