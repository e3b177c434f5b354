"""Writes what is stored as YAML that `reading.py` reads back to the same entries."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import yaml

from orchestration.specialists.entries import Catalogue, Entry
from orchestration.specialists.known import price_entry, read_prices, read_stored


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as blocks; lists indented, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        super().increase_indent(flow=flow, indentless=False)


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else '"' if _is_other(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _is_other(value: str) -> bool:
    """Return whether a plain word would mean something else to somebody."""
    tag: str = yaml.SafeLoader("").resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
    return tag != _STR


_STR = "tag:yaml.org,2002:str"
_Dumper.add_representer(str, _text)


def exported() -> Catalogue:
    """Return the catalogue as it is stored, with the prices of now. Queries: five."""
    stored = read_stored()
    models = [entry for entry, _ in stored.models.values()]
    prices = read_prices(models)
    priced = [
        each.model_copy(update={"price": price_entry(prices.get((each.provider, each.price_name)))})
        for each in models
    ]
    return Catalogue.model_construct(
        providers=[entry for entry, _ in stored.providers.values()],
        models=priced,
        prompts=[],
        specialists=[entry for entry, _ in stored.specialists.values()],
    )


def to_yaml(catalogue: Catalogue) -> str:
    """Return entries as YAML, without what is the default."""
    sections = ("providers", "models", "prompts", "specialists")
    lists = {name: getattr(catalogue, name) for name in sections}
    return "\n".join(_section(name, entries) for name, entries in lists.items() if entries)


def _section(name: str, entries: Iterable[Entry]) -> str:
    shown = [_plain(each.model_dump(exclude_defaults=True)) for each in entries]
    return yaml.dump({name: shown}, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=96)


def _plain(value: Any) -> Any:
    """Return what YAML can write: amounts as numbers, without empty parts."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items() if each is not None}
    return [_plain(each) for each in value] if isinstance(value, list) else value
