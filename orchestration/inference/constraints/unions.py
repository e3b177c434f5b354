"""Whether the branches of a oneOf exclude each other."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from orchestration.inference.constraints.keywords import BY_TYPE, refuse, step, types_of
from orchestration.inference.constraints.scalars import kind_of

MOST_BRANCHES = 50
_MEND = (
    "Use anyOf, or give every branch a required property with a const of its own "
    "(or a type of its own)."
)


def check_exclusive(branches: Sequence[Any], pointer: str) -> None:
    """Refuse branches of which two may match the same value.

    Raises:
        UnsupportedSchema: Names the branch that overlaps an earlier one.
    """
    if len(branches) > MOST_BRANCHES:
        raise refuse(pointer, f"'oneOf' has over {MOST_BRANCHES} branches.", "Use anyOf.")
    for (_, left), (at, right) in combinations(enumerate(branches), 2):
        if not _exclusive(left, right, pointer):
            why = "Two branches of this oneOf may match the same value."
            raise refuse(step(pointer, at), why, _MEND)


def _exclusive(left: Any, right: Any, pointer: str) -> bool:
    if not isinstance(left, Mapping) or not isinstance(right, Mapping):
        return False
    if not _types(left, pointer) & _types(right, pointer):
        return True
    one, other = _values(left), _values(right)
    if one is not None and other is not None:
        return not one & other
    return any(_told_apart(left, right, name) for name in _properties(left))


def _types(schema: Mapping[str, Any], pointer: str) -> set[str]:
    """Return the types; a whole number counts as a number only."""
    if (values := _listed(schema)) is not None:
        named = {name for each in values for name in kind_of(each)}
    elif "type" in schema:
        named = set(types_of(schema, pointer) or ())
    else:
        named = set(BY_TYPE)  # keywords constrain a type, they do not ask for it
    return {"number" if name == "integer" else name for name in named}


def _listed(schema: Mapping[str, Any]) -> list[Any] | None:
    if "const" in schema:
        return [schema["const"]]
    values = schema.get("enum")
    return values if isinstance(values, list) else None


def _values(schema: Any) -> set[str] | None:
    values = _listed(schema) if isinstance(schema, Mapping) else None
    return None if values is None else {_canonical(each) for each in values}


def _canonical(value: Any) -> str:
    return json.dumps(_whole(value), sort_keys=True)


def _whole(value: Any) -> Any:
    """Return a value with 1.0 written as 1, wherever in it: both are the same number."""
    match value:
        case float():
            return int(value) if value.is_integer() else value
        case list():
            return [_whole(each) for each in value]
        case dict():
            return {key: _whole(each) for key, each in value.items()}
        case _:
            return value


def _properties(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    found = schema.get("properties")
    return found if isinstance(found, Mapping) else {}


def _told_apart(left: Mapping[str, Any], right: Mapping[str, Any], name: str) -> bool:
    """Say whether both require a property and allow it different values only.

    Both must be objects by their type: what is no object fits all keywords of objects.
    """
    if not all(each.get("type") == "object" and _requires(each, name) for each in (left, right)):
        return False
    one, other = (_values(_properties(each).get(name)) for each in (left, right))
    return one is not None and other is not None and not one & other


def _requires(schema: Mapping[str, Any], name: str) -> bool:
    required = schema.get("required")
    return isinstance(required, list) and name in required
