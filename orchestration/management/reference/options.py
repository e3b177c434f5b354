"""Every setting: its variable, type, default and meaning."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import AliasChoices, BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from orchestration.config import ROOT, Config
from orchestration.management.reference.source import attribute_docs, one_line, page, table

_HEAD: Final = ("variable", "type", "default", "meaning")
_INTRODUCTION: Final = """
Values come, the first found wins, from the environment, from the YAML file that
`SWITCHYARD_CONFIG` names, and from the defaults below. In the YAML file the names are the
variables without `SWITCHYARD_`, in lower case, and `__` becomes a level:
`SWITCHYARD_LEASES__LEASE_S` is `lease_s` below `leases`. A wrong value stops the process at its
start with the variable, the value and what to do.

What only `make run` knows (`SWITCHYARD_HOST`, `SWITCHYARD_WORKERS` and the like) stands in
[deploy](../how-to/deploy.md).
"""
_BOUNDS: Final = {
    "exclusiveMinimum": "more than {}",
    "minimum": "at least {}",
    "maximum": "at most {}",
}
_TYPES: Final = {"boolean": "true or false", "string": "text"}


def render() -> str:
    """Return the page."""
    plain = {name: field for name, field in Config.model_fields.items() if not _section(field)}
    parts = ["## General", table(_HEAD, _rows(Config, plain, "SWITCHYARD_"))]
    for name, field in Config.model_fields.items():
        if (section := _section(field)) is not None:
            rows = _rows(section, section.model_fields, f"SWITCHYARD_{name.upper()}__")
            parts += [f"## {name.title()}", one_line(section.__doc__ or ""), table(_HEAD, rows)]
    return page("Settings", _INTRODUCTION, *parts)


def _section(field: FieldInfo) -> type[BaseModel] | None:
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _rows(owner: type[BaseModel], fields: dict[str, FieldInfo], prefix: str) -> Iterator[list[str]]:
    schemas: dict[str, Any] = owner.model_json_schema(by_alias=False)["properties"]
    meaning = attribute_docs(owner)
    for name, field in fields.items():
        variable = _variable(field) or prefix + name.upper()
        kind = "URL" if "Dsn" in str(field.annotation) else _type(schemas[name])
        yield [f"`{variable}`", kind, _default(field), meaning.get(name, "")]


def _variable(field: FieldInfo) -> str | None:
    """Return the name from outside that stands for the prefixed one."""
    alias = field.validation_alias
    return str(alias.choices[0]) if isinstance(alias, AliasChoices) else None


def _type(schema: dict[str, Any]) -> str:
    kinds = [kind for kind in schema.get("anyOf", [schema]) if kind.get("type") != "null"]
    kind = kinds[0]
    if "enum" in kind:
        return "one of " + ", ".join(f"`{value}`" for value in kind["enum"])
    if kind["type"] == "array":
        return f"{kind['minItems']} numbers" if "minItems" in kind else "texts, with commas between"
    text = {"path": "path", "password": "secret"}.get(kind.get("format", ""))
    bounds = [words.format(f"{kind[key]:g}") for key, words in _BOUNDS.items() if key in kind]
    return ", ".join([text or _TYPES.get(kind["type"], kind["type"]), *bounds])


def _default(field: FieldInfo) -> str:
    value = field.default
    if value is PydanticUndefined:
        return "none; must be set"
    if value is None:
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, Path):
        value = value.relative_to(ROOT) if value.is_relative_to(ROOT) else value
    if isinstance(value, tuple):
        value = ",".join(f"{part:g}" if isinstance(part, float) else part for part in value)
    if isinstance(value, float):
        value = f"{value:g}"
    assert not isinstance(value, SecretStr), "a secret has no default"  # noqa: S101
    return f"`{value}`" if str(value) else ""
