"""Money, percentages and counts as people write them."""

from __future__ import annotations

from random import Random
from typing import Final

from tools.bundled_model.grammar import Draw
from tools.bundled_model.sample import Split
from tools.bundled_model.words.split import drawn

SIGNS = "$$$$$$€€€£££¥₹"
CODES = "USD USD EUR EUR GBP CHF SEK NOK DKK JPY CAD AUD INR PLN BRL ZAR".split()
NAMES = (
    "dollars|dollars|dollars|euros|euros|euros|pounds|pounds|francs|yen|kronor|rupees|US dollars"
    "|bucks|pesos|Swiss francs"
).split("|")
LONG = (
    "million",
    "million",
    "billion",
    "thousand",
    "mn",
    "bn",
    "m",
    "M",
    "B",
    "k",
    "K",
    "trillion",
)
UNITS = "kg|kg| kg| kg|g| litres| tonnes| tons|lbs| lb|km| km| miles| m²|GB| GB| liters".split("|")
CENTS = (0.1, 0.35)
"""Shares of amounts with cents: large ones, small ones."""
SMALL = "two three four five six seven eight nine ten eleven twelve".split()


def _digits(chance: Random, low: int, high: int) -> str:
    """Return an amount in digits, small ones more often, with thousands parted and cents or not."""
    whole = round(low * (high / low) ** chance.random())
    if chance.random() < 0.35:
        whole = max(low, round(whole, 1 - len(str(whole))))
    text = f"{whole:,}" if chance.random() < 0.7 else str(whole)
    return f"{text}.{chance.randint(0, 99):02}" if chance.random() < CENTS[whole < 5000] else text


def _large(chance: Random) -> str:
    """Return an amount with a word or a letter for its size."""
    luck = chance.random()
    number = f"{chance.randint(1, 99)}.{chance.randint(1, 9)}" if luck < 0.6 else _hundreds(chance)
    unit = chance.choice(LONG)
    if unit == "trillion":
        number = f"{chance.randint(1, 3)}.{chance.randint(1, 9)}"
    if len(unit) > 2:
        return f"{number} {unit}"
    return f"{number}{unit}"


def _hundreds(chance: Random) -> str:
    return chance.choice(
        (str(chance.randint(1, 999)), f"{chance.randint(1, 9)}.{chance.randint(11, 99)}")
    )


def _with_currency(chance: Random, number: str) -> str:
    luck = chance.random()
    if luck < 0.66:
        return f"{chance.choice(SIGNS)}{number}"
    if luck < 0.76:
        return f"{chance.choice(CODES)} {number}"
    if luck < 0.84:
        return f"{number} {chance.choice(CODES)}"
    if luck < 0.96:
        return f"{number} {chance.choice(NAMES)}"
    return chance.choice(
        (f"{number}€", f"{number} €", f"US${number}", f"A${number}", f"€ {number}")
    )


def between(low: int, high: int) -> Draw:
    """Return what draws amounts from the one to the other, never with a word for their size."""

    def once(chance: Random) -> str:
        return _with_currency(chance, _digits(chance, low, high))

    return lambda chance, split: drawn(chance, split, once)


bill: Final = between(2, 400)
"""What a meal, a ride, a ticket or a share costs."""
price: Final = between(4, 6_000)
"""What people buy things for."""
payment: Final = between(10, 400_000)
"""What people and firms transfer."""
rent: Final = between(250, 9_000)
wage: Final = between(16_000, 240_000)
estate: Final = between(60_000, 4_000_000)
"""What houses and paintings are sold for."""


def money(chance: Random, split: Split) -> str:
    """Return an amount of money as people write it."""
    return (payment if chance.random() < 0.85 else large_money)(chance, split)


def large_money(chance: Random, split: Split) -> str:
    """Return what companies pay for each other: `$2.3 billion`, `EUR 4.5m`."""
    return drawn(chance, split, lambda chance: _with_currency(chance, _large(chance)))


def percent(chance: Random, split: Split) -> str:
    """Return a share of a hundred."""

    def once(chance: Random) -> str:
        luck = chance.random()
        number = (
            str(chance.randint(1, 99))
            if luck < 0.5
            else f"{chance.randint(0, 60)}.{chance.randint(1, 99)}"
        )
        return number + chance.choice(("%", "%", "%", "%", " percent", " per cent", " %"))

    return drawn(chance, split, once)


def few(chance: Random, split: Split) -> str:
    """Return a count of people, nights, rooms; up to twelve now and then as a word."""
    if chance.random() < 0.3:
        return chance.choice(SMALL)
    return drawn(
        chance,
        split,
        lambda chance: str(chance.choice((chance.randint(2, 20), chance.randint(2, 400)))),
    )


def many(chance: Random, split: Split) -> str:
    """Return a count of shares, units, jobs."""

    def once(chance: Random) -> str:
        luck = chance.random()
        if luck < 0.5:
            return str(chance.randint(2, 999))
        number = (
            chance.randint(1, 999) * chance.choice((10, 50, 100, 1000))
            if luck < 0.8
            else (chance.randint(1000, 99_999))
        )
        return f"{number:,}" if chance.random() < 0.7 else str(number)

    return drawn(chance, split, once)


def age(chance: Random, split: Split) -> str:
    """Return how many years old somebody is."""
    return drawn(chance, split, lambda chance: str(chance.randint(3, 96)))


def weight(chance: Random, split: Split) -> str:
    """Return a quantity with its unit."""

    def once(chance: Random) -> str:
        number = chance.choice(
            (str(chance.randint(2, 900)), f"{chance.randint(1, 40)}.{chance.randint(1, 9)}")
        )
        return number + chance.choice(UNITS)

    return drawn(chance, split, once)


def traded(chance: Random, _split: Split) -> str:
    """Return what was done with shares."""
    return chance.choice(("bought", "sold", "purchased", "acquired", "shorted"))


def ordered(chance: Random, _split: Split) -> str:
    """Return what shall be done with shares."""
    return chance.choice(("buy", "sell", "Buy", "Sell", "BUY", "SELL", "short", "hold"))
