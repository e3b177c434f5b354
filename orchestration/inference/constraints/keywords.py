"""Which keywords of JSON schema there are, and what to do about those that cannot be enforced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orchestration.errors import UnsupportedSchema

ANNOTATIONS = frozenset(
    {
        "$schema", "$comment", "$defs", "definitions", "title", "description", "default",
        "example", "examples", "deprecated", "readOnly", "writeOnly", "contentMediaType",
    }
)  # fmt: skip
# Each of these must stand alone, but for annotations (and a type beside enum and const).
ALONE = ("$ref", "anyOf", "oneOf", "allOf", "const", "enum")
BY_TYPE: Mapping[str, tuple[str, ...]] = {
    "object": ("properties", "required", "additionalProperties", "minProperties"),
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems"),
    "string": ("minLength", "maxLength", "pattern", "format"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "integer": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "boolean": (),
    "null": (),
}
KNOWN = ANNOTATIONS | {"type", *ALONE} | {each for names in BY_TYPE.values() for each in names}
_MENDS = {
    "patternProperties": "Name the properties, or use additionalProperties.",
    "propertyNames": "Name the properties in `properties`.",
    "maxProperties": "Name the properties and set additionalProperties to false.",
    "not": "Say in `enum` or `anyOf` what is allowed instead.",
    "if": "Use `anyOf` with one schema per case.",
    "then": "Use `anyOf` with one schema per case.",
    "else": "Use `anyOf` with one schema per case.",
    "contains": "Describe the elements by `prefixItems` and `items`.",
    "$id": "Leave it out and refer to parts of this schema by #/….",
    "$anchor": "Refer to parts of this schema by #/….",
    "nullable": 'Use "type": ["…", "null"].',
}
_LEAVE_OUT = "Leave it out, and check the answer for it yourself."


def refuse(pointer: str, why: str, mend: str | None = None) -> UnsupportedSchema:
    """Return the error that names a place in the schema."""
    return UnsupportedSchema(pointer, why, mend or _LEAVE_OUT)


def step(pointer: str, *parts: str | int) -> str:
    """Return the pointer of a part of what is at `pointer`."""
    escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in parts)
    return "/".join([pointer, *escaped])


def check_keywords(schema: Mapping[str, Any], pointer: str) -> None:
    """Refuse keywords that nobody here enforces, and combinations that mean an intersection.

    Raises:
        UnsupportedSchema: Says which and what to do.
    """
    for key in schema:
        if key not in KNOWN:
            mend = _MENDS.get(key, _LEAVE_OUT)
            raise refuse(step(pointer, key), f"The keyword {key!r} cannot be enforced.", mend)
    for key in ALONE:
        beside = set(schema) - ANNOTATIONS - {key}
        if key in schema and beside - ({"type"} if key in ("const", "enum") else set()):
            other = min(beside)
            why = f"{key!r} beside {other!r} cannot be enforced together."
            raise refuse(step(pointer, key), why, f"Move what {other!r} asks into each branch.")


def count(schema: Mapping[str, Any], key: str, pointer: str, most: int) -> int | None:
    """Return a length or number of elements.

    Raises:
        UnsupportedSchema: It is no whole number from 0 to `most`.
    """
    value = schema.get(key)
    if value is None and key not in schema:
        return None
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or not 0 <= int(value or 0) <= most:
        why = f"{key!r} must be a whole number from 0 to {most}."
        raise refuse(step(pointer, key), why, f"Use at most {most}.")
    return value


def types_of(schema: Mapping[str, Any], pointer: str) -> list[str] | None:
    """Return the types that a schema names or that its keywords imply; None for all.

    Raises:
        UnsupportedSchema: A type is not one of JSON schema's.
    """
    named = schema.get("type")
    if "type" not in schema:
        implied = [name for name in _INFERRED if any(key in schema for key in BY_TYPE[name])]
        return implied or None
    types = [named] if isinstance(named, str) else named
    if not isinstance(types, list) or not types or not all(_is_type(each) for each in types):
        mend = f"Use one or several of {', '.join(BY_TYPE)}."
        raise refuse(step(pointer, "type"), "'type' names no type of JSON schema.", mend)
    unique = list(dict.fromkeys(types))
    return [each for each in unique if each != "integer" or "number" not in unique]


_INFERRED = ("object", "array", "string", "number")


def _is_type(value: Any) -> bool:
    return isinstance(value, str) and value in BY_TYPE
