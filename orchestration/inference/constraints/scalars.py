"""Strings, numbers, booleans and null of a schema."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from orchestration.inference.constraints import numbers
from orchestration.inference.constraints.keywords import count, refuse, step
from orchestration.inference.constraints.patterns import PatternError, pattern_to_gbnf
from orchestration.inference.constraints.rulebook import SAFE, characters, literal

LONGEST_STRING = 1900  # llama.cpp refuses 2,000 repetitions and more
_QUOTE = literal('"')
CHARACTER = f'({characters(SAFE)} | "\\\\" ["\\\\/bfnrt])'
_DAYS = (
    '(("0" [13578] | "1" [02]) "-" ("0" [1-9] | [12] [0-9] | "3" [01])'
    ' | ("0" [469] | "11") "-" ("0" [1-9] | [12] [0-9] | "30")'
    ' | "02-" ("0" [1-9] | "1" [0-9] | "2" [0-8]))'
)
_DATE = f'[12] [0-9] [0-9] [0-9] "-" {_DAYS}'
_CLOCK = '([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9]'
_TIME = f'{_CLOCK} ":" [0-5] [0-9] ("." [0-9]{{1,6}})? ("Z" | [-+] {_CLOCK})'
FORMATS = {
    "date": _DATE,
    "time": _TIME,
    "date-time": f'{_DATE} "T" {_TIME}',
    "uuid": '[0-9a-f]{8} "-" ([0-9a-f]{4} "-"){3} [0-9a-f]{12}',
}
_LENGTHS = ("minLength", "maxLength")
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


def string(schema: Mapping[str, Any], pointer: str) -> str:
    """Return the expression for a string with its length, pattern or format.

    Raises:
        UnsupportedSchema: The keywords cannot be enforced, or not together.
    """
    present = [key for key in ("pattern", "format", *_LENGTHS) if key in schema]
    if present and present[0] not in _LENGTHS:
        if len(present) > 1:
            why = f"{present[1]!r} beside {present[0]!r} cannot be enforced together."
            raise refuse(step(pointer, present[1]), why, "Put the length into the pattern.")
        inside = _format if present[0] == "format" else _pattern
        return f"{_QUOTE} {inside(schema, pointer)} {_QUOTE}"
    return f"{_QUOTE} {CHARACTER}{_length(schema, pointer)} {_QUOTE}"


def _length(schema: Mapping[str, Any], pointer: str) -> str:
    least = count(schema, "minLength", pointer, LONGEST_STRING) or 0
    most = count(schema, "maxLength", pointer, LONGEST_STRING)
    if most is not None and most < least:
        raise refuse(step(pointer, "maxLength"), "It is below minLength.", "Raise it.")
    return f"{{{least},{'' if most is None else most}}}"


def _pattern(schema: Mapping[str, Any], pointer: str) -> str:
    pattern, place = schema["pattern"], step(pointer, "pattern")
    if not isinstance(pattern, str):
        raise refuse(place, "'pattern' is a text.", "Send a text such as ^[a-z]+$.")
    try:
        re.compile(pattern)
        return pattern_to_gbnf(pattern)
    except (PatternError, re.error, RecursionError, OverflowError) as error:
        mend = "Use ^…$ with characters, [ ], ( | ) and counts only."
        raise refuse(place, f"The pattern cannot be enforced: {error}.", mend) from error


def _format(schema: Mapping[str, Any], pointer: str) -> str:
    name = schema["format"]
    if not isinstance(name, str) or name not in FORMATS:
        mend = f"Leave it out, use one of {', '.join(FORMATS)}, or write a `pattern`."
        raise refuse(step(pointer, "format"), "This format cannot be enforced.", mend)
    return FORMATS[name]


def integer(schema: Mapping[str, Any], pointer: str) -> str:
    """Return the expression for a whole number within its bounds.

    Raises:
        UnsupportedSchema: The bounds are no numbers or leave nothing between them.
    """
    _check_multiple(schema, pointer)
    if not any(key in schema for key in _BOUNDS):
        return numbers.INTEGER
    low, high = -numbers.LARGEST, numbers.LARGEST
    if (bound := _bound(schema, "minimum", pointer)) is not None:
        low = max(low, math.ceil(bound))
    if (bound := _bound(schema, "exclusiveMinimum", pointer)) is not None:
        low = max(low, math.floor(bound) + 1)
    if (bound := _bound(schema, "maximum", pointer)) is not None:
        high = min(high, math.floor(bound))
    if (bound := _bound(schema, "exclusiveMaximum", pointer)) is not None:
        high = min(high, math.ceil(bound) - 1)
    _check_order(low, high, schema, pointer)
    return numbers.integers(low, high)


def number(schema: Mapping[str, Any], pointer: str) -> str:
    """Return the expression for a number; its bounds must be whole and included.

    Raises:
        UnsupportedSchema: The bounds cannot be enforced.
    """
    _check_multiple(schema, pointer, whole_only=False)
    for key in ("exclusiveMinimum", "exclusiveMaximum"):
        if key in schema:
            mend = "Use minimum and maximum, or the type integer."
            raise refuse(step(pointer, key), f"{key!r} of a number cannot be enforced.", mend)
    if not any(key in schema for key in _BOUNDS):
        return numbers.NUMBER
    low, high = (_whole(schema, key, pointer) for key in ("minimum", "maximum"))
    first = -numbers.LARGEST if low is None else low
    last = numbers.LARGEST if high is None else high
    _check_order(first, last, schema, pointer)
    return numbers.numbers(first, last)


def _whole(schema: Mapping[str, Any], key: str, pointer: str) -> int | None:
    bound = _bound(schema, key, pointer)
    if bound is not None and bound != int(bound):
        mend = "Use a whole number as bound."
        raise refuse(step(pointer, key), f"{key!r} with a fraction cannot be enforced.", mend)
    return None if bound is None else int(bound)


def _bound(schema: Mapping[str, Any], key: str, pointer: str) -> float | None:
    value = schema.get(key)
    if key not in schema:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not _is_small(value):
        why = f"{key!r} must be a number of at most {numbers.DIGITS} digits."
        raise refuse(step(pointer, key), why)
    return value


def _is_small(value: float) -> bool:
    return -numbers.LARGEST <= value <= numbers.LARGEST


def _check_multiple(schema: Mapping[str, Any], pointer: str, *, whole_only: bool = True) -> None:
    if "multipleOf" in schema and not (whole_only and schema["multipleOf"] == 1):
        raise refuse(step(pointer, "multipleOf"), "'multipleOf' cannot be enforced.")


def _check_order(low: int, high: int, schema: Mapping[str, Any], pointer: str) -> None:
    if low > high:
        key = next(each for each in _BOUNDS if each in schema)
        why = "No number lies between these bounds."
        raise refuse(step(pointer, key), why, "Widen the bounds.")


SCALARS: Mapping[str, Callable[[Mapping[str, Any], str], str]] = {
    "string": string,
    "integer": integer,
    "number": number,
    "boolean": lambda _schema, _pointer: '"true" | "false"',
    "null": lambda _schema, _pointer: '"null"',
}


def kind_of(value: Any) -> set[str]:
    """Return the types that a value has; a whole number has two."""
    if value is None or isinstance(value, bool):
        return {"null"} if value is None else {"boolean"}
    if isinstance(value, int | float):
        return {"number", "integer"} if value == value // 1 else {"number"}
    if isinstance(value, str):
        return {"string"}
    return {"array"} if isinstance(value, list) else {"object"}
