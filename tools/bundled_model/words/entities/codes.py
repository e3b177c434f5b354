"""Numbers and letters that name one thing: invoices, flights, phones, mailboxes, pages."""

from __future__ import annotations

from random import Random
from typing import Final

from tools.bundled_model.grammar import Draw
from tools.bundled_model.sample import Split
from tools.bundled_model.words.entities.people import first_name, last_name
from tools.bundled_model.words.invented import code, invented
from tools.bundled_model.words.split import drawn

DOMAINS = "com com com org net io co.uk de fr example eu ai dev shop info".split()
INVOICES = (
    "INV-9999|INV-99999|INV9999|INV-2024-999|#9999|#99999|99999|A-9999|AA-9999|RE-99999|9999-99"
    "|IN99999|2025/999|AA99-999|FA-99-999|9999999|B9999|INV/99/9999|R-999999|AAA-99"
).split("|")
ORDERS = (
    "#99999|#9999|#999999|999999|ORD-9999|ORD-99999|PO-9999|PO-99999|SO99999|A9999|AA-99999"
    "|999-9999999|9999-9999|W99999999|AAA9999|#AA999|PO9999|99-9999"
).split("|")
FLIGHTS = "AA999|AA9999|AA 999|AA99|AA 9999|A9 999|A9999|9A999".split("|")
REFERENCES = (
    "AAA999|A9A9A9|AAAAAA|9999AA|REF-9999|AAA-9999|99999999|AA999999|CASE-9999|A999-99|AAA99A"
    "|XJ-99A|T-9999|TK-99999|#99999|C99999|AAAA-99-99"
).split("|")
TRACKING = "1Z999AA9999|AA999999999AA|9999999999|99999999999|TRK-999999|JD99999999|AA9999999".split(
    "|"
)
PHONES = (
    "+9 999 999 9999|+99 99 9999 9999|999-9999|(999) 999-9999|999-999-9999|09999 999999"
    "|+99 999 999999|09999999999|999 999 9999|+99 9 99 99 99 99|999.999.9999|+99 (0)99 999 999"
    "|0800 999 999|+99999999999"
).split("|")


def patterned(*patterns: str) -> Draw:
    """Return what draws identifiers of patterns: A stands for a letter, 9 for a digit."""
    return lambda chance, split: code(chance, split, chance.choice(patterns))


invoice: Final = patterned(*INVOICES)
order: Final = patterned(*ORDERS)
flight: Final = patterned(*FLIGHTS)
reference: Final = patterned(*REFERENCES)
tracking: Final = patterned(*TRACKING)
phone: Final = patterned(*PHONES)


def seat(chance: Random, split: Split) -> str:
    """Return a seat in a plane or a hall."""
    return drawn(
        chance, split, lambda chance: f"{chance.randint(1, 60)}{chance.choice('ABCDEFGHJK')}"
    )


def gate(chance: Random, split: Split) -> str:
    """Return a gate, platform or table."""
    return drawn(
        chance,
        split,
        lambda chance: (
            f"{chance.choice(('', 'A', 'B', 'C', 'D', 'F', 'K'))}{chance.randint(1, 89)}"
        ),
    )


def version(chance: Random, split: Split) -> str:
    """Return a program's version."""

    def once(chance: Random) -> str:
        parts = [chance.randint(0, 24) for _ in range(chance.choice((2, 3, 3)))]
        return chance.choice(("", "", "v")) + ".".join(map(str, parts))

    return drawn(chance, split, once)


def mailbox(chance: Random, split: Split) -> str:
    """Return an address of electronic mail."""
    first, last = first_name(chance, split).lower(), last_name(chance, split).lower()
    forms = (
        "{0}",
        "{0}.{1}",
        "{0}.{1}",
        "{0}_{1}",
        "{1}",
        "info",
        "{0}{2}",
        "sales",
        "billing",
        "{3}{1}",
    )
    local = chance.choice(forms).format(first, last, chance.randint(1, 99), first[0])
    return f"{local}@{_host(chance, split)}"


def page(chance: Random, split: Split) -> str:
    """Return the address of a page."""
    begin = chance.choice(("https://", "https://www.", "www.", "http://", ""))
    path = f"/{invented(chance, split)}" if chance.random() < 0.5 else ""
    return f"{begin}{_host(chance, split)}{path}"


def _host(chance: Random, split: Split) -> str:
    name = invented(chance, split)
    if chance.random() < 0.2:
        name += f"-{invented(chance, split)}"
    return f"{name}.{chance.choice(DOMAINS)}"
