"""Fields as JSON schemas, lists and examples: how somebody says which ones are wanted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random
from typing import Any, Final

from tools.bundled_model.jobs.extraction.fields import Field
from tools.bundled_model.sample import Split

_JOINTS: Final = (" and ", ", ", ", and ", " & ", " + ")
_BULLETS: Final = ("- ", "* ", "• ", "- ", "")
_DESCRIPTIONS: Final = {
    Split.TRAIN: "The {}.|{}|the {}|The {} in the text|Which {}|{} as written|The {} of the message"
    "|{} or null|Text of the {}|{}, copied from the text|The {} mentioned".split("|"),
    Split.HELD_OUT: "The {} that is mentioned|What is the {}?|{} as it stands in the text".split(
        "|"
    ),
}
_EMPTY: Final = ("", "", "", "...", None, "string", "string", "…", "<text>")
_NUMBERS: Final = (" (number)", " (as a number)", ": number", " (numeric)")


def described(field: Field, chance: Random, split: Split) -> str:
    """Return a sentence on what a field holds."""
    text = chance.choice(_DESCRIPTIONS[split]).format(field.said)
    return text[0].upper() + text[1:] if chance.random() < 0.7 else text


def schema(fields: Sequence[Field], chance: Random, split: Split) -> str:
    """Return a JSON schema, compact or over several lines."""
    nullable = chance.random() < 0.3 or None
    told = chance.random() < 0.28
    properties = {
        field.key: _property(field, nullable=nullable)
        | ({"description": described(field, chance, split)} if told else {})
        for field in fields
    }
    found: dict[str, Any] = {"type": "object", "properties": properties}
    if chance.random() < 0.75:
        found["required"] = [
            field.key for field in fields if field.value or not nullable or chance.random() < 0.7
        ]
    if chance.random() < 0.35:
        found["additionalProperties"] = False
    return _dumped(_dressed(found, chance), chance)


def _property(field: Field, *, nullable: bool | None) -> dict[str, Any]:
    kind = ("integer" if field.whole else "number") if field.number else "string"
    return {"type": [kind, "null"] if nullable or field.value is None else kind}


def _dressed(found: dict[str, Any], chance: Random) -> dict[str, Any]:
    luck = chance.random()
    if luck < 0.06:
        return {
            "title": chance.choice(("Extraction", "Record", "Data", "Fields", "Entry")),
            **found,
        }
    if luck < 0.1:
        return {"name": "extraction", "schema": found}
    if luck < 0.16:
        return dict(found["properties"])
    return found


def _dumped(found: dict[str, Any], chance: Random) -> str:
    luck = chance.random()
    if luck < 0.12:
        return json.dumps(found, ensure_ascii=False, indent=2)
    if luck < 0.5:
        return json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return json.dumps(found, ensure_ascii=False)


def listed(fields: Sequence[Field], chance: Random) -> str:
    """Return the names in a line: `name, date and amount`."""
    luck = chance.random()
    if chance.random() < 0.12:
        return _typed(fields, chance)
    begin = chance.choice(("", "", "the ")) if luck < 0.6 else ""
    sign = chance.choice(("", "", "", '"', "`", "'"))
    keys = [f"{sign}{field.key}{sign}{_number(field, chance)}" for field in fields]
    if len(keys) == 1:
        return begin + keys[0]
    last = chance.choice(_JOINTS)
    middle = ", " if last != " + " else last
    text = middle.join(keys[:-1]) + last + keys[-1]
    return f"[{', '.join(keys)}]" if luck > 0.95 else begin + text


def _typed(fields: Sequence[Field], chance: Random) -> str:
    """Return the names with their types, as programs write them."""
    types = [("string", "number"), ("str", "float"), ("text", "number")]
    if all(field.number is None or field.number.isdecimal() for field in fields):
        types.append(("str", "int"))
    words = chance.choice(types)
    form, joint, frame = chance.choice(
        (
            ("{} ({})", ", ", "{}"),
            ("{}: {}", ", ", "{}"),
            ("{}: {}", "; ", "{{ {} }}"),
            ('"{}": {}', ", ", "{{{}}}"),
            ("{}: {}", "\n", "\n{}"),
        )
    )
    rows = [form.format(field.key, words[field.number is not None]) for field in fields]
    return frame.format(joint.join(rows))


def bullets(fields: Sequence[Field], chance: Random, split: Split) -> str:
    """Return the names in lines of their own."""
    bullet = chance.choice(_BULLETS)
    numbered = chance.random() < 0.15
    told = chance.random() < 0.3
    rows = []
    for at, field in enumerate(fields):
        begin = f"{at + 1}. " if numbered else bullet
        end = f": {described(field, chance, split)}" if told else ""
        rows.append(f"{begin}{field.key}{_number(field, chance)}{end}")
    return "\n".join(rows)


def _number(field: Field, chance: Random) -> str:
    return chance.choice(_NUMBERS) if field.number else ""


def example(fields: Sequence[Field], chance: Random) -> str:
    """Return an object whose values are still empty; a zero stands for a number."""
    empty = chance.choice(_EMPTY)
    number: float | str = "number" if empty == "string" else chance.choice((0, 0, 0.0))
    found = {field.key: (number if field.number else empty) for field in fields}
    separators = chance.choice(((", ", ": "), (", ", ": "), (",", ":")))
    if chance.random() < 0.1:
        return json.dumps(found, ensure_ascii=False, indent=2)
    return json.dumps(found, ensure_ascii=False, separators=separators)
