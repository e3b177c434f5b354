"""Names, companies, places, dates, amounts: what sentences are about and fields hold."""

from __future__ import annotations

from tools.bundled_model.words.entities.amounts import money
from tools.bundled_model.words.entities.companies import COMPANY_ENDS, company, ticker
from tools.bundled_model.words.entities.dates import DAYS, MONTHS, date
from tools.bundled_model.words.entities.people import FIRST, LAST, first_name, last_name, person
from tools.bundled_model.words.entities.places import CITIES as PLACES
from tools.bundled_model.words.entities.places import place

__all__ = [
    "COMPANY_ENDS",
    "DAYS",
    "FIRST",
    "LAST",
    "MONTHS",
    "PLACES",
    "company",
    "date",
    "first_name",
    "last_name",
    "money",
    "person",
    "place",
    "ticker",
]
