"""What is said beside requests, with words in its slots that nobody has to know."""

from __future__ import annotations

from typing import Final

from tools.bundled_model.grammar import Grammar
from tools.bundled_model.words import entities
from tools.bundled_model.words.tools import manners, phrases

TEXTS: Final = Grammar(
    {
        "prompt": manners.PROMPTS,
        "chatter": manners.CHATTER,
        "noun": phrases.NOUNS,
        "adjective": phrases.ADJECTIVES,
        "place": entities.place,
        "name": entities.first_name,
        "company": entities.company,
        "day": entities.date,
    }
)
