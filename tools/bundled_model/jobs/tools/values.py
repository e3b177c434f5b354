"""Arguments: what stands in a request, and what a call passes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Final

from tools.bundled_model.grammar import Draw, words
from tools.bundled_model.sample import Split
from tools.bundled_model.words import entities
from tools.bundled_model.words.entities.codes import patterned
from tools.bundled_model.words.invented import invented, invented_name
from tools.bundled_model.words.split import drawn, halves
from tools.bundled_model.words.tools import phrases, things

NUMBERS: Final = "zero one two three four five six seven eight nine ten eleven twelve".split()
QUOTES: Final = ('"{}"', '"{}"', "'{}'", "“{}”", "«{}»", "`{}`")
RANGE: Final = re.compile(r"([#~])(\d+)-(\d+)")


@dataclass(frozen=True, slots=True)
class Value:
    """An argument.

    Attributes:
        said: How the request says it.
        passed: What the call passes.
    """

    said: str
    passed: str | int | float


def json_type(kind: str) -> str:
    """Return what a JSON schema calls the values of a kind."""
    return {"#": "integer", "~": "number"}.get(kind[0], "string")


def members(kind: str) -> tuple[str, ...]:
    """Return what an enum consists of; nothing when the kind is none."""
    return tuple(each.split("~")[0] for each in kind.split("/")) if "/" in kind else ()


@cache
def values(kind: str) -> Callable[[Random, Split], Value]:
    """Return what draws the values of a kind.

    Raises:
        KeyError: There is no such kind.
    """
    if "/" in kind:
        return _enum(kind)
    if found := RANGE.fullmatch(kind):
        low, high = int(found[2]), int(found[3])
        return _integer(low, high) if found[1] == "#" else _number(low, high)
    draw = KINDS[kind]

    def one(chance: Random, split: Split) -> Value:
        text = draw(chance, split)
        return Value(text, text)

    return one


def quoted(chance: Random, text: str) -> str:
    """Return a text in quotation marks of some sort."""
    return chance.choice(QUOTES).format(text)


def _enum(kind: str) -> Callable[[Random, Split], Value]:
    ways = [each.split("~") for each in kind.split("/")]

    def one(chance: Random, _split: Split) -> Value:
        way = chance.choice(ways)
        return Value(chance.choice(way).replace("_", " "), way[0])

    return one


def _integer(low: int, high: int) -> Callable[[Random, Split], Value]:
    def one(chance: Random, _split: Split) -> Value:
        number = chance.randint(low, high)
        if number < len(NUMBERS) and chance.random() < 0.15:
            return Value(NUMBERS[number], number)
        return Value(str(number), number)

    return one


def _number(low: int, high: int) -> Callable[[Random, Split], Value]:
    def one(chance: Random, _split: Split) -> Value:
        number: float = chance.randint(low, high)
        if chance.random() < 0.35:
            number = round(number + chance.choice((0.5, chance.randint(1, 99) / 100)), 2)
        if chance.random() < 0.15:
            number = number * chance.choice((10, 100)) if number == int(number) else number
        grouped = number == int(number) and chance.random() < 0.3
        return Value(f"{number:,}" if grouped else json.dumps(number), number)

    return one


def _list(text: str) -> Draw:
    sides = halves(words(text))
    return lambda chance, split: chance.choice(sides[split])


def _listed(text: str, share: float) -> Draw:
    """Draw from a list, and else a name that nobody bears."""
    listed = _list(text)

    def one(chance: Random, split: Split) -> str:
        if chance.random() < share:
            return listed(chance, split)
        name = invented_name(chance, split)
        return f"{name} {invented_name(chance, split)}" if chance.random() < 0.2 else name

    return one


def _day(chance: Random, split: Split) -> str:
    share = chance.random()
    if share < 0.4:
        return entities.date(chance, split)
    if share < 0.55:
        return f"{chance.randint(2023, 2029)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return chance.choice(things.DAYS)


def _clock(chance: Random, _split: Split) -> str:
    hour, minute = chance.randint(0, 23), chance.randrange(0, 60, 5)
    share = chance.random()
    if share < 0.5:
        return f"{hour:02}:{minute:02}"
    half = "am" if hour < 12 else "pm"
    hour = hour % 12 or 12
    gap = chance.choice(("", "", " "))
    if share < 0.8:
        return f"{hour}{gap}{half}"
    return f"{hour}:{minute:02}{gap}{half}" if share < 0.95 else chance.choice(things.HOURS)


def _email(chance: Random, split: Split) -> str:
    first = entities.first_name(chance, split).casefold().replace(" ", "")
    if chance.random() < 0.4:
        first += chance.choice("._-") + invented(chance, split)
    end = chance.choice(things.DOMAINS)
    return f"{first}@{invented(chance, split)}.{end}"


def _word(chance: Random, split: Split) -> str:
    if chance.random() < 0.5:
        return invented(chance, split)
    return chance.choice(phrases.NOUNS[split])


def _service(chance: Random, split: Split) -> str:
    name = invented(chance, split) if chance.random() < 0.45 else chance.choice(SERVICES[split])
    share = chance.random()
    if share < 0.45:
        return f"{name}-{chance.choice(things.SERVICE_ENDS)}"
    return f"{name}{chance.choice('_-')}{invented(chance, split)}" if share < 0.55 else name


def _version(chance: Random, split: Split) -> str:
    def once(chance: Random) -> str:
        parts = [str(chance.randint(0, 40)) for _ in range(chance.choice((2, 3, 3)))]
        return chance.choice(("", "v")) + ".".join(parts)

    return drawn(chance, split, once)


def _path(chance: Random, split: Split) -> str:
    end = f"{_word(chance, split)}.{chance.choice(things.ENDINGS)}"
    share = chance.random()
    if share < 0.4:
        return end
    begin = chance.choice(("/", "", "", "./", "~/"))
    between = "/".join(_word(chance, split) for _ in range(chance.choice((1, 1, 2, 3))))
    return f"{begin}{between}/{end}"


def _folder(chance: Random, split: Split) -> str:
    begin = chance.choice(("/", "/", "./", "~/", ""))
    return begin + "/".join(_word(chance, split) for _ in range(chance.choice((1, 2, 2, 3))))


def _url(chance: Random, split: Split) -> str:
    host = f"https://{chance.choice(('', 'www.'))}{invented(chance, split)}"
    return f"{host}.{chance.choice(things.DOMAINS)}/{_word(chance, split)}{chance.randint(1, 999)}"


def _host(chance: Random, split: Split) -> str:
    return f"{invented(chance, split)}.{chance.choice(things.DOMAINS)}"


def _channel(chance: Random, split: Split) -> str:
    name = _word(chance, split)
    return f"#{name}" if chance.random() < 0.7 else f"#{name}-{_word(chance, split)}"


def _branch(chance: Random, split: Split) -> str:
    begin = chance.choice(("", "", "feature/", "fix/", "bugfix/", "hotfix/"))
    return f"{begin}{_word(chance, split)}-{_word(chance, split)}"


def _named(chance: Random, split: Split) -> str:
    """Draw an identifier of a program's."""
    first, second = _word(chance, split), _word(chance, split)
    return chance.choice(
        (f"{first}_{second}", first + second.capitalize(), f"{first}.{second}", f"{first}_id")
    )


def _sql(chance: Random, split: Split) -> str:
    table, column, word = (_word(chance, split) for _ in range(3))
    number = chance.randint(1, 900)
    return chance.choice(
        (
            f"SELECT * FROM {table}",
            f"SELECT COUNT(*) FROM {table}",
            f"select {column} from {table} where id = {number}",
            f"SELECT {column}, {word} FROM {table} LIMIT {number}",
            f"SELECT * FROM {table} WHERE {column} > {number}",
            f"select max({column}) from {table}",
            f"DELETE FROM {table} WHERE {column} = '{word}'",
            f"UPDATE {table} SET {column} = {number}",
        )
    )


def _expression(chance: Random, split: Split) -> str:
    def once(chance: Random) -> str:
        numbers = [str(chance.randint(2, chance.choice((20, 99, 2000)))) for _ in range(3)]
        first, second = chance.choice("+-*/+-*/^"), chance.choice("+-*/")
        text = f"{numbers[0]} {first} {numbers[1]}"
        share = chance.random()
        if share < 0.2:
            text = f"({text}) {second} {numbers[2]}"
        elif share < 0.4:
            text += f" {second} {numbers[2]}"
        return text.replace(" ", "") if chance.random() < 0.3 else text

    return drawn(chance, split, once)


def _title(chance: Random, split: Split) -> str:
    text = phrases.title(chance, split)
    return text if chance.random() < 0.5 else text[0].upper() + text[1:]


SERVICES: Final = halves(things.SERVICES.replace("\n", " ").split())
KINDS: Final[dict[str, Draw]] = {
    "place": entities.place,
    "person": entities.person,
    "first": entities.first_name,
    "last": entities.last_name,
    "company": entities.company,
    "ticker": entities.ticker,
    "day": _day,
    "clock": _clock,
    "email": _email,
    "phone": patterned("+99 999 9999999", "0999 999999", "999-9999", "(999) 999-9999"),
    "word": _word,
    "text": phrases.sentence,
    "todo": phrases.todo,
    "topic": phrases.topic,
    "problem": phrases.problem,
    "title": _title,
    "service": _service,
    "version": _version,
    "path": _path,
    "folder": _folder,
    "url": _url,
    "host": _host,
    "channel": _channel,
    "branch": _branch,
    "identifier": _named,
    "sql": _sql,
    "expr": _expression,
    "issue": patterned("AA-99", "AAA-999", "AAAA-9999", "AAA-9999", "#999", "#9999", "9999"),
    "order": patterned("999999", "A-99999", "AA99999", "ORD-9999", "AAA-999-999", "#99999"),
    "payment": patterned("PAY-99999", "999999", "AA-999999", "TX999999", "P-9999"),
    "sku": patterned("AA-999", "AAA9999", "99-9999", "A999-A", "SKU-9999", "9999-AA"),
    "flight": patterned("AA999", "AA 999", "AA9999", "A9 999", "AAA999"),
    "parcel": patterned("9999999999", "AA999999999AA", "1A999AA99", "AA 9999 9999", "999-999-99"),
    "currency": _listed(things.CURRENCIES, 1.0),
    "unit": _listed(things.UNITS, 1.0),
    "language": _listed(things.LANGUAGES, 0.75),
    "cuisine": _listed(things.CUISINES, 0.8),
    "dish": _listed(things.DISHES, 0.85),
    "goods": _listed(things.GOODS, 0.85),
    "room": _listed(things.ROOMS, 0.9),
    "venue": _listed(things.VENUES, 0.4),
    "artist": _listed(things.ARTISTS, 0.2),
}
