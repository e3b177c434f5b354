"""Names, companies, places, dates, amounts: what sentences are about and fields hold."""

from __future__ import annotations

from tools.bundled_model.words.entities.amounts import money
from tools.bundled_model.words.entities.companies import company, ticker
from tools.bundled_model.words.entities.dates import date
from tools.bundled_model.words.entities.people import FIRST, LAST, first_name, last_name, person
from tools.bundled_model.words.entities.places import place

__all__ = [
    "FIRST",
    "LAST",
    "company",
    "date",
    "first_name",
    "last_name",
    "money",
    "person",
    "place",
    "ticker",
]
