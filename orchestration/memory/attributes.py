"""Conditions on what is known of entries: comparisons of attributes, joined by and and or.

An attribute is a key of an entry's metadata with a text, a number or a truth value. Where an entry
lacks it, or has another sort of value, a comparison does not hold; `ne` and `nin` say only that
another one does not, and so hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, get_args

from psycopg.types.json import Jsonb

from orchestration.errors import UserError
from orchestration.memory.storable import flaw_of

Operator = Literal["eq", "ne", "gt", "gte", "lt", "lte", "in", "nin"]
Scalar: TypeAlias = str | bool | int | float
MOST: Final = 100
"""So many comparisons one condition may have."""
DEEPEST: Final = 8
MOST_VALUES: Final = 100
LONGEST: Final = 512
"""Characters of a key or a text."""
_ORDERS: Final[Mapping[str, str]] = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_JOINTS: Final = ("and", "or")


class InvalidFilter(UserError):  # noqa: N818 - named for what happened
    """It is no condition."""

    slug = "invalid-filter"
    title = "The filter cannot be used"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Compares one attribute."""

    key: str
    operator: Operator
    value: Scalar | tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Joint:
    """All of some conditions, or one of them."""

    type: Literal["and", "or"]
    parts: tuple[Comparison | Joint, ...]


Tree: TypeAlias = Comparison | Joint


@dataclass(frozen=True, slots=True)
class AttributeCondition:
    """A condition as filters take it: see `orchestration.memory.filters.Condition`."""

    tree: Tree

    def sql(self, alias: str) -> tuple[str, dict[str, Any]]:
        """Return SQL that is true of the entries that fit, and its parameters.

        Keys and values are parameters, all of them; the text holds nothing that was sent.
        """
        params: dict[str, Any] = {}
        return _sql(self.tree, alias, params), params


def parse(sent: Any, field: str = "filters") -> AttributeCondition:
    """Return a condition from what was sent, in the form of OpenAI's filters.

    Args:
        sent: `{"type": "eq", "key": "year", "value": 2026}`, or `{"type": "and", "filters": […]}`.
        field: What it is called by who has sent it.

    Raises:
        InvalidFilter: It is none, or has too much.
    """
    reader = _Reader()
    return AttributeCondition(reader.read(sent, field, 1))


class _Reader:
    """Reads one condition, and counts its comparisons."""

    def __init__(self) -> None:
        self._count = 0

    def read(self, sent: Any, place: str, depth: int) -> Tree:
        if not isinstance(sent, Mapping):
            raise _refused(place, sent, "is no object", "Send an object with type, key and value.")
        if depth > DEEPEST:
            raise _refused(place, "…", f"is more than {DEEPEST} deep", "Send a flatter one.")
        kind = sent.get("type")
        if kind in _JOINTS:
            return self._joint(sent, place, depth)
        if kind in get_args(Operator):
            return self._comparison(sent, place)
        known = ", ".join((*get_args(Operator), *_JOINTS))
        raise _refused(f"{place}.type", kind, "is no operator", f"Use one of: {known}.")

    def _joint(self, sent: Mapping[str, Any], place: str, depth: int) -> Joint:
        _check_fields(sent, ("type", "filters"), place)
        parts = sent.get("filters")
        if not isinstance(parts, Sequence) or isinstance(parts, str) or not parts:
            raise _refused(f"{place}.filters", parts, "is no list of filters", "Send at least one.")
        read = [
            self.read(each, f"{place}.filters.{at}", depth + 1) for at, each in enumerate(parts)
        ]
        return Joint(sent["type"], tuple(read))

    def _comparison(self, sent: Mapping[str, Any], place: str) -> Comparison:
        _check_fields(sent, ("type", "key", "value"), place)
        self._count += 1
        if self._count > MOST:
            raise _refused(place, "…", f"is the comparison after {MOST}", "Send fewer.")
        key, operator, value = sent.get("key"), sent["type"], sent.get("value")
        if not isinstance(key, str) or not 0 < len(key) <= LONGEST:
            mend = f"Send a text of 1 to {LONGEST} characters."
            raise _refused(f"{place}.key", key, "is no attribute's name", mend)
        _check_storable(f"{place}.key", key)
        if operator in ("in", "nin"):
            return Comparison(key, operator, _values(value, f"{place}.value"))
        scalar = _scalar(value, f"{place}.value")
        if operator in _ORDERS and isinstance(scalar, bool):
            mend = "Send a number or a text, or use eq or ne."
            raise _refused(f"{place}.value", value, "has no order", mend)
        return Comparison(key, operator, scalar)


def _check_fields(sent: Mapping[str, Any], known: tuple[str, ...], place: str) -> None:
    for name in sent:
        if name not in known:
            mend = f"Send {', '.join(known)} only."
            raise _refused(f"{place}.{str(name)[:64]}", sent[name], "is not known here", mend)


def _values(sent: Any, place: str) -> tuple[Scalar, ...]:
    fits = isinstance(sent, Sequence) and not isinstance(sent, str)
    if not fits or not 0 < len(sent) <= MOST_VALUES:
        mend = f"Send 1 to {MOST_VALUES} texts, numbers or truth values."
        raise _refused(place, sent, "is no list of values", mend)
    return tuple(_scalar(each, f"{place}.{at}") for at, each in enumerate(sent))


def _scalar(sent: Any, place: str) -> Scalar:
    if not isinstance(sent, str | bool | int | float):
        mend = "Send a text, a number, true or false."
        raise _refused(place, sent, "is no value of an attribute", mend)
    if isinstance(sent, str) and len(sent) > LONGEST:
        raise _refused(place, sent, "is too long", f"Send at most {LONGEST} characters.")
    _check_storable(place, sent)
    return sent


def _check_storable(place: str, sent: Any) -> None:
    if flaw := flaw_of(sent):
        raise _refused(place, sent, flaw, "Leave it out.")


def _refused(place: str, value: Any, why: str, mend: str) -> InvalidFilter:
    return InvalidFilter(f"'{place}' {why}.", field=place, value=value, mend=mend)


def _sql(tree: Tree, alias: str, params: dict[str, Any]) -> str:
    if isinstance(tree, Joint):
        parts = [_sql(each, alias, params) for each in tree.parts]
        return f"({f' {tree.type.upper()} '.join(parts)})"
    return _compared(tree, alias, params)


def _compared(comparison: Comparison, alias: str, params: dict[str, Any]) -> str:
    number = len(params) // 2
    key, value = f"f_key{number}", f"f_value{number}"
    params[key] = comparison.key
    match comparison.operator:
        case "eq" | "ne" as operator:
            # Contained: so that the index of metadata finds it.
            params[value] = Jsonb({comparison.key: comparison.value})
            same = f"{alias}.metadata @> %({value})s"
            return same if operator == "eq" else f"NOT ({same})"
        case "in" | "nin" as operator:
            params[value] = Jsonb(list(comparison.value))  # type: ignore[arg-type]
            among = (
                f"coalesce({alias}.metadata -> %({key})s::text"
                f" = ANY(ARRAY(SELECT jsonb_array_elements(%({value})s))), false)"
            )
            return among if operator == "in" else f"NOT ({among})"
        case operator:
            params[value] = comparison.value
            return _ordered(_ORDERS[operator], comparison, f"{alias}.metadata", key, value)


def _ordered(sign: str, comparison: Comparison, metadata: str, key: str, value: str) -> str:
    """Compare with what is of the same sort alone: another one cannot be cast."""
    found = f"{metadata} ->> %({key})s::text"
    if isinstance(comparison.value, str):
        sort, compared = "string", f'({found}) COLLATE "C" {sign} %({value})s::text'
    else:
        sort, compared = "number", f"({found})::numeric {sign} %({value})s::numeric"
    of_sort = f"jsonb_typeof({metadata} -> %({key})s::text) = '{sort}'"
    return f"(CASE WHEN {of_sort} THEN {compared} ELSE false END)"
