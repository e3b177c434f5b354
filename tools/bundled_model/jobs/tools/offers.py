"""Functions as a request offers them: named and described in one of many ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from tools.bundled_model.jobs.tools.functions import Function, Property
from tools.bundled_model.jobs.tools.values import json_type, members
from tools.bundled_model.sample import Tool

WAYS: Final = 24
"""In how many ways a function of the lists is offered."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A function as it is offered.

    Attributes:
        function: What it is.
        name: What it is called here.
        shown: Its properties' names here, by the names that frames use, in the order shown.
        tool: What the request says.
    """

    function: Function
    name: str
    shown: Mapping[str, str]
    tool: Tool


def offered(chance: Random, function: Function) -> Offer:
    """Return a function as somebody might offer it."""
    names = function.names
    name = chance.choice(names[:2]) if chance.random() < 0.4 else chance.choice(names)
    properties = list(function.properties)
    if chance.random() < 0.15:
        chance.shuffle(properties)
    shown = _shown(chance, properties, made=function.kind == "made")
    told = chance.random() < 0.6
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {
            shown[each.names[0]]: _schema(chance, each, told=told) for each in properties
        },
    }
    required = [shown[each.names[0]] for each in properties if each.required]
    if required or chance.random() < 0.5:
        schema["required"] = required
    about: dict[str, Any] = {"name": name}
    if chance.random() < 0.85:
        about["description"] = _said(chance, chance.choice(function.descriptions))
    about["parameters"] = schema
    return Offer(function, name, shown, {"type": "function", "function": about})


def ways(chance: Random, function: Function) -> tuple[Offer, ...]:
    """Return many ways to offer a function."""
    return tuple(offered(chance, function) for _ in range(WAYS))


def _shown(chance: Random, properties: Sequence[Property], *, made: bool) -> dict[str, str]:
    """Name the properties; no two may have one name."""
    if made:
        return {each.names[0]: each.names[1] for each in properties}
    first = chance.random() < 0.4
    while True:
        names = {
            each.names[0]: each.names[0] if first else chance.choice(each.names)
            for each in properties
        }
        if len(set(names.values())) == len(names):
            return names


def _said(chance: Random, description: str) -> str:
    """Return a description, sometimes without its stop."""
    return description.rstrip(".") if chance.random() < 0.3 else description


def _schema(chance: Random, each: Property, *, told: bool) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": json_type(each.kind)}
    if members(each.kind):
        schema["enum"] = list(members(each.kind))
    if told and each.descriptions:
        schema["description"] = chance.choice(each.descriptions).strip()
    return schema
