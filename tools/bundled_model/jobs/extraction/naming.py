"""Names of fields: usual ones, and others that say the same."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from tools.bundled_model.jobs.extraction.frame import Drawn
from tools.bundled_model.jobs.extraction.role import ROLE
from tools.bundled_model.words.extraction.kinds import FAMILY
from tools.bundled_model.words.extraction.roles import GENERIC

COMMON: Final = {
    "person": "name; person; name; full name; person name; who",
    "company": "company; company name; organization; company; organisation; business; firm",
    "charity": "organization; organisation; company; institution; organization name",
    "city": "city; place; location; city; town; where",
    "country": "country; place; location; country name",
    "hotel": "hotel; place; location; hotel name",
    "address": "address; location; place; street address",
    "place": "place; location; where; place name",
    "date": "date; day; date; when",
    "quarter": "period; quarter; date",
    "year": "year; date; when",
    "time": "time; hour; time of day",
    "money": "amount; price; money; sum; amount; value; total; cost",
    "large_money": "amount; value; sum; money; price; amount of money",
    "count": "quantity; count; number; how many",
    "age": "age; years",
    "weight": "quantity; amount; weight",
    "percent": "percentage; percent; rate; percent",
    "invoice": "invoice number; number; reference; id; code",
    "order": "order number; number; reference; id; order id",
    "reference": "reference; code; id; number; reference number",
    "tracking": "tracking number; number; code; id",
    "good": "item; product; thing; object; article; product name",
    "product": "product; item; product name; model; name of product",
    "event": "event; event name; occasion; what",
    "work": "title; name of work; project; work",
}
"""Names by kind or family, for what needs no other."""
VAGUE: Final = frozenset(
    "name who from to number reference code id title owner position head with at by".split()
)
"""Names that never ask for what a text does not say: something in it might be meant."""
Style = Callable[[str], str]

_BY_FAMILY: Final = {
    "person": "{} name|name of {}|full name of {}|name of the {}|{} full name|{} person|{}s name",
    "company": "{} name|name of {}|name of the {}|{} company|{} company name",
    "place": "{} name|name of {}|{} place|{} location",
    "date": "date of {}|{} date|{} day",
    "time": "time of {}|{} time",
    "money": "{} amount|amount of {}|{} value|{} sum|{} in figures|amount {}",
    "count": "number of {}|{} count|count of {}|total {}",
    "percent": "{} percent|{} percentage|{} rate|percent {}",
    "code": "{} code|{} no|{} string",
    "thing": "{} name|name of {}|{} title",
}
_OF_DOMAIN: Final = frozenset("date time money place count percent code phone mailbox".split())
"""Families whose names may begin with what the text is about: invoice date, trip price."""
_PREPOSITIONS: Final = frozenset("to from by on at in off out with via until now".split())
_UNSAID: Final = frozenset("news life chat mail general".split())
"""What a text may be about without a name of its fields saying so."""
_REPEATED: Final = frozenset(
    "name date day amount number company time place location rate count code no title".split()
)


def names(drawn: Drawn, role: str) -> list[str]:
    """Return the names that mean this entity of a text and no other."""
    alone = drawn.count(FAMILY[drawn.kinds[role]]) == 1
    known = ROLE[role]
    found = known.names if alone else known.own
    others = {name for each in drawn.values if each != role for name in ROLE[each].names}
    return [name for name in found if name not in others]


def common(drawn: Drawn, role: str) -> list[str]:
    """Return the plainest names of an entity that is the only one of its family."""
    kind = drawn.kinds[role]
    if drawn.count(FAMILY[kind]) != 1:
        return []
    own = COMMON.get(kind, COMMON.get(FAMILY[kind], ""))
    return [name for name in own.split("; ") if name]


def absent(drawn: Drawn, role: str) -> list[str]:
    """Return names of an entity that a text does not have, and that no other answers to."""
    others = {name for each in drawn.values for name in ROLE[each].names}
    alone = drawn.count(FAMILY[ROLE[role].kind]) == 0
    unfit = VAGUE if alone else GENERIC
    return [name for name in ROLE[role].names if name not in others and name not in unfit]


def varied(chance: Random, name: str, kind: str, domain: str) -> str:
    """Return another name that says the same as a name in plain words."""
    if _PREPOSITIONS & frozenset(name.split()):
        return name
    tells = domain and domain not in _UNSAID and domain not in name
    by_domain = tells and FAMILY[kind] in _OF_DOMAIN
    if by_domain and chance.random() < 0.25:
        return f"{domain} {name}"
    form = chance.choice(_BY_FAMILY.get(FAMILY[kind], "{}").split("|"))
    if _REPEATED & frozenset(form.split()) & frozenset(name.split()):
        return name
    return form.format(name)


def _words(name: str) -> list[str]:
    return name.replace("'s", "").replace("-", " ").split()


def _snake(name: str) -> str:
    return "_".join(_words(name))


def _camel(name: str) -> str:
    first, *rest = _words(name)
    return first + "".join(word.capitalize() for word in rest)


def _pascal(name: str) -> str:
    return "".join(word.capitalize() for word in _words(name))


def _kebab(name: str) -> str:
    return "-".join(_words(name))


def _plain(name: str) -> str:
    return name


def _first_upper(name: str) -> str:
    return name[0].upper() + name[1:]


_STYLES: Final = (_snake, _camel, _plain, _pascal, _kebab, _first_upper, str.title)
_SHARES: Final = (64, 16, 16, 1, 1, 1, 1)


def style(chance: Random) -> Style:
    """Return how a schema writes its names."""
    return chance.choices(_STYLES, _SHARES)[0]
