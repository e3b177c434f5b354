"""What tools answer, and what the model tells of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from random import Random
from typing import Any, Final

from tools.bundled_model.jobs.tools.values import KINDS
from tools.bundled_model.sample import Split
from tools.bundled_model.words import entities
from tools.bundled_model.words.invented import invented_name
from tools.bundled_model.words.tools import phrases
from tools.bundled_model.words.tools.observed import ERRORS, KEYS, SENTENCES

SLOT: Final = re.compile(r"\{(\w+)\}")
OTHERS: Final = {
    "n": lambda chance, _split: str(chance.randint(1, chance.choice((12, 99, 5000)))),
    "name": invented_name,
    "sentence": phrases.sentence,
    "noun": lambda chance, split: chance.choice(phrases.NOUNS[split]),
    "adjective": lambda chance, split: chance.choice(phrases.ADJECTIVES[split]),
    "person": entities.person,
}
DRAWS: Final = {**KINDS, **OTHERS}


def _lines(lists: Mapping[Split, str]) -> dict[Split, tuple[str, ...]]:
    return {
        split: tuple(line.strip() for line in text.splitlines() if line.strip())
        for split, text in lists.items()
    }


_SENTENCES, _ERRORS = _lines(SENTENCES), _lines(ERRORS)
_KEYS: Final = {
    split: tuple((each.split(":")[0], each.split(":")[1]) for each in text.split())
    for split, text in KEYS.items()
}


def observed(chance: Random, split: Split, arguments: Mapping[str, Any]) -> tuple[str, str]:
    """Return what a tool answers to a call, and what the model says of it.

    Args:
        chance: Draws the answer.
        split: Of whose words it is.
        arguments: What the tool was passed; it may repeat some.
    """
    share = chance.random()
    if share < 0.42:
        text = _filled(chance, split, chance.choice(_SENTENCES[split]))
        return text, text
    if share < 0.6:
        problem = _filled(chance, split, chance.choice(_ERRORS[split]))
        return _json(chance, {"error": problem}), f"The tool failed: {problem}"
    found = _object(chance, split, arguments)
    return _json(chance, found), told(found)


def told(found: Mapping[str, Any]) -> str:
    """Return what the model says of a flat object."""
    pairs = (f"{key.replace('_', ' ')}: {_plain(value)}" for key, value in found.items())
    return ", ".join(pairs) + "."


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _object(chance: Random, split: Split, arguments: Mapping[str, Any]) -> dict[str, Any]:
    pairs: list[tuple[str, Any]] = []
    for key, value in arguments.items():
        if chance.random() < 0.25 and len(str(value)) < 30:
            pairs.append((key, value))
    for key, kind in chance.sample(_KEYS[split], chance.choice((1, 1, 2, 2, 3, 3, 4, 5))):
        pairs.append((key, _value(chance, split, kind)))
    if chance.random() < 0.4:
        chance.shuffle(pairs)
    return dict(pairs[:5])


def _value(chance: Random, split: Split, kind: str) -> Any:
    if kind == "n":
        return chance.randint(-5 if chance.random() < 0.1 else 1, chance.choice((40, 999, 90_000)))
    if kind == "f":
        return round(chance.uniform(0, chance.choice((5, 100, 9000))), chance.choice((1, 2)))
    return DRAWS[kind](chance, split)


def _json(chance: Random, found: Mapping[str, Any]) -> str:
    share = chance.random()
    if share < 0.2:
        return json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return json.dumps(found, ensure_ascii=False, indent=2 if share < 0.26 else None)


def _filled(chance: Random, split: Split, text: str) -> str:
    return SLOT.sub(lambda at: DRAWS[at[1]](chance, split), text)
