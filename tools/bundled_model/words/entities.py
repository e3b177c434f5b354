"""Names, companies, places, dates, amounts: what sentences are about and fields hold."""

from __future__ import annotations

from random import Random

from tools.bundled_model.sample import Split
from tools.bundled_model.words.invented import code, invented_name
from tools.bundled_model.words.split import drawn, halves

FIRST = halves(
    (
        "Anna Ben Carla David Elena Farid Grace Hiro Ines Jonas Kofi Lena Marco Nadia Omar Paula "
        "Quinn Rosa Sven Tara Uma Viktor Wendy Yuki Zoe Mary John Peter Susan Tom Lucy Ahmed Sara"
    ).split()
)
LAST = halves("Smith Garcia Tanaka Okafor Novak Rossi Kumar Larsen Dubois Meyer Silva Chen".split())
PLACES = halves("London|Paris|Berlin|New York|Tokyo|Lagos|Lima|Oslo|Cape Town|San Diego".split("|"))
COMPANY_ENDS = ("", "", " Inc", " Corp", " Ltd", " Group", " Holdings", " AG", " GmbH", " Bank")
MONTHS = (
    "January February March April May June July August September October November December"
).split()


def first_name(chance: Random, split: Split) -> str:
    """Return a given name, often one that nobody bears."""
    return chance.choice(FIRST[split]) if chance.random() < 0.5 else invented_name(chance, split)


def last_name(chance: Random, split: Split) -> str:
    """Return a family name, often one that nobody bears."""
    return chance.choice(LAST[split]) if chance.random() < 0.5 else invented_name(chance, split)


def person(chance: Random, split: Split) -> str:
    """Return a full name."""
    return f"{first_name(chance, split)} {last_name(chance, split)}"


def company(chance: Random, split: Split) -> str:
    """Return a company's name of one to three words."""
    return invented_name(chance, split) + chance.choice(COMPANY_ENDS)


def ticker(chance: Random, split: Split) -> str:
    """Return a stock's symbol of two to five letters."""
    return code(chance, split, "A" * chance.choice((2, 3, 3, 4, 4, 5)))


def place(chance: Random, split: Split) -> str:
    """Return a city, region or country."""
    return chance.choice(PLACES[split]) if chance.random() < 0.5 else invented_name(chance, split)


def date(chance: Random, split: Split) -> str:
    """Return a date as people write it."""

    def once(chance: Random) -> str:
        day, month, year = chance.randint(1, 28), chance.choice(MONTHS), chance.randint(1995, 2035)
        return chance.choice((f"{day} {month} {year}", f"{month} {day}", f"{month} {day}, {year}"))

    return drawn(chance, split, once)


def money(chance: Random, split: Split) -> str:
    """Return an amount of money as people write it."""

    def once(chance: Random) -> str:
        sign, amount = chance.choice("$€£"), chance.randint(5, 90_000)
        return chance.choice(
            (f"{sign}{amount}", f"{sign}{amount:,}", f"{sign}{amount / 10:.1f} million")
        )

    return drawn(chance, split, once)
