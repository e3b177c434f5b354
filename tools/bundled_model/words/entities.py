"""Names, companies, places, dates, amounts: what sentences are about and fields hold."""

from __future__ import annotations

from tools.bundled_model.words.amounts import money
from tools.bundled_model.words.companies import COMPANY_ENDS, company, ticker
from tools.bundled_model.words.dates import DAYS, MONTHS, date
from tools.bundled_model.words.people import FIRST, LAST, first_name, last_name, person
from tools.bundled_model.words.places import CITIES as PLACES
from tools.bundled_model.words.places import place

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
