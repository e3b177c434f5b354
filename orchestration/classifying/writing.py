"""Writes examples as YAML that `reading.py` reads back to the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from orchestration.classifying.entries import CLASSES, Entry


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as blocks; lists indented, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        super().increase_indent(flow=flow, indentless=False)


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def to_yaml(entries: Iterable[Entry]) -> str:
    """Return examples grouped by intent, content type and complexity."""
    grouped: dict[str, Any] = {}
    for each in sorted(entries, key=_place):
        contents = grouped.setdefault(each.intent, {}).setdefault(each.content_type, {})
        contents.setdefault(each.complexity, []).append(_shown(each))
    if not grouped:
        return ""
    return yaml.dump(grouped, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)


def _place(entry: Entry) -> tuple[int, ...]:
    known = zip(CLASSES.values(), entry.classes, strict=True)
    return tuple(names.index(value) for names, value in known)


def _shown(entry: Entry) -> str | dict[str, Any]:
    return entry.text if entry.enabled else {"text": entry.text, "enabled": False}
