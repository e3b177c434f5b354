"""Every kind of task and what its input must be."""

import json
from typing import Any, Final

from orchestration.kinds.catalogue import KINDS, KindSpec
from orchestration.management.reference.source import page, table

_INTRODUCTION: Final = """
What a task can ask for with `kind`, and what must stand in its `input`. Unknown fields and wrong
types are refused. `GET /api/v1/capabilities` answers the same for the key that asks, as JSON
Schema, with the models that there are.

The diagnostic kinds need a key with the scope `diagnostics`.
"""
_BOUNDS: Final = {
    "minimum": "at least {}", "exclusiveMinimum": "more than {}", "maximum": "at most {}",
    "exclusiveMaximum": "less than {}", "minLength": "{} or more characters",
    "maxLength": "at most {} characters", "minItems": "{} or more", "maxItems": "at most {}",
}  # fmt: skip


def render() -> str:
    """Return the page."""
    parts = [part for kind in KINDS.values() for part in _kind(kind)]
    return page("Kinds of task", _INTRODUCTION, *parts)


def _kind(kind: KindSpec) -> list[str]:
    needs = f"; needs a model for {kind.model_task}" if kind.model_task else ""
    diagnostic = " (diagnostic)" if kind.diagnostic else ""
    schema = kind.input.model_json_schema()
    facts = f"Queue `{kind.queue}`{needs}; an attempt may take {kind.timeout_s:g} s."
    rows = [_row(name, field, schema) for name, field in schema.get("properties", {}).items()]
    return [
        f"## {kind.name}{diagnostic}",
        f"{kind.description}. {facts}",
        table(["field", "type", "must be there", "meaning"], rows),
    ]


def _row(name: str, field: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    required = "yes" if name in schema.get("required", []) else ""
    return [f"`{name}`", _type(field, schema), required, _meaning(field)]


def _meaning(field: dict[str, Any]) -> str:
    default = field.get("default")
    known = [] if default is None else [f"default `{json.dumps(default)}`"]
    return "; ".join([*([field["description"]] if "description" in field else []), *known])


def _type(field: dict[str, Any], schema: dict[str, Any]) -> str:
    if choices := field.get("anyOf") or field.get("oneOf"):
        some = [each for each in choices if each.get("type") != "null"]
        return " or ".join(_type(each, schema) for each in some)
    if "const" in field:
        return f"`{field['const']}`"
    if "$ref" in field:
        return _object(schema["$defs"][field["$ref"].rpartition("/")[2]], schema)
    bounds = [words.format(_number(field[key])) for key, words in _BOUNDS.items() if key in field]
    name = " or ".join(f"`{each}`" for each in field["enum"]) if "enum" in field else field["type"]
    if field.get("type") == "array":
        name = f"array of ({_type(field['items'], schema)})"
    return ", ".join([name, *bounds])


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"


def _object(definition: dict[str, Any], schema: dict[str, Any]) -> str:
    fields = definition["properties"].items()
    return "object: " + "; ".join(f"`{name}` {_type(field, schema)}" for name, field in fields)
