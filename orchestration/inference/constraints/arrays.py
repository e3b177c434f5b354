"""Arrays of a schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.inference.constraints.keywords import count, refuse, step
from orchestration.inference.constraints.parts import COMMA, Visitor

MOST_ITEMS = 1000


def array(visitor: Visitor, schema: Mapping[str, Any], pointer: str, hint: str) -> str:
    """Return the expression for an array.

    Without `items`, an array that names its first elements has no others.

    Raises:
        UnsupportedSchema: The keywords cannot be enforced.
    """
    if schema.get("uniqueItems", False) is not False:
        place = step(pointer, "uniqueItems")
        raise refuse(place, "'uniqueItems' cannot be enforced.")
    least = count(schema, "minItems", pointer, MOST_ITEMS) or 0
    most = count(schema, "maxItems", pointer, MOST_ITEMS)
    if most is not None and most < least:
        raise refuse(step(pointer, "maxItems"), "It is below minItems.", "Raise it.")
    first = _first(visitor, schema, pointer, hint)[:most]
    rest = _rest(visitor, schema, pointer, hint, needed=least > len(first))
    open_, close = '"[" " "?', '" "? "]"'
    return f"{open_} {_elements(first, rest, least, most)} {close}"


def _first(visitor: Visitor, schema: Mapping[str, Any], pointer: str, hint: str) -> list[str]:
    parts = schema.get("prefixItems", [])
    place = step(pointer, "prefixItems")
    if not isinstance(parts, list) or len(parts) > MOST_ITEMS:
        raise refuse(place, f"'prefixItems' is a list of at most {MOST_ITEMS} schemas.")
    return [visitor.visit(each, step(place, at), f"{hint}-{at}") for at, each in enumerate(parts)]


def _rest(
    visitor: Visitor, schema: Mapping[str, Any], pointer: str, hint: str, *, needed: bool
) -> str | None:
    items, place = schema.get("items", True), step(pointer, "items")
    if isinstance(items, list):
        raise refuse(place, "'items' is one schema.", "Use `prefixItems` for a list of schemas.")
    if items is False:
        if needed:
            raise refuse(place, "No array is long enough for minItems.", "Lower minItems.")
        return None
    if "prefixItems" in schema and "items" not in schema and not needed:
        return None
    return visitor.visit(items, place, f"{hint}-item")


def _elements(first: Sequence[str], rest: str | None, least: int, most: int | None) -> str:
    parts = f" {COMMA} ".join(first)
    room = None if most is None else most - len(first)
    if rest is None or room == 0:
        return parts or '""'
    more = max(0, least - len(first))
    if first:
        return f"{parts} ({COMMA} {rest}){_times(more, room)}"
    others = (
        f"{rest} ({COMMA} {rest}){_times(max(0, more - 1), None if room is None else room - 1)}"
    )
    return others if more else f"({others})?"


def _times(least: int, most: int | None) -> str:
    return f"{{{least},{'' if most is None else most}}}"
