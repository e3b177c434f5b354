"""Texts with slots for words that nobody has to know."""

from __future__ import annotations

import re
from random import Random
from typing import Final

from tools.bundled_model.sample import Split
from tools.bundled_model.words import entities
from tools.bundled_model.words.tools import phrases

SLOT: Final = re.compile(r"\{(\w+)\}")
DRAWS: Final = {
    "noun": lambda chance, split: chance.choice(phrases.NOUNS[split]),
    "adjective": lambda chance, split: chance.choice(phrases.ADJECTIVES[split]),
    "place": entities.place,
    "name": entities.first_name,
    "company": entities.company,
    "day": entities.date,
}


def fill(chance: Random, split: Split, text: str) -> str:
    """Return a text with words in its slots."""
    return SLOT.sub(lambda at: DRAWS[at[1]](chance, split), text)
