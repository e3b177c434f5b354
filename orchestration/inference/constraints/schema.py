"""JSON schemas as grammars that generate only what the schema allows.

A grammar may generate less than a schema allows: properties come in the order in
which they are declared, an object that names properties and says nothing of others
has no others, numbers have at most fifteen digits, strings write the characters
that they can as they are. It never generates more: a keyword that cannot be held
to is refused, with its JSON pointer and what to do about it.

llama.cpp's own converter is not used: it drops bounds, takes patterns for what they
are not, lets control characters into strings and mixes up rules of the same name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orchestration.inference.constraints.arrays import array
from orchestration.inference.constraints.keywords import (
    check_keywords,
    refuse,
    step,
    types_of,
)
from orchestration.inference.constraints.objects import JsonObject
from orchestration.inference.constraints.rulebook import RuleBook, json_literal
from orchestration.inference.constraints.scalars import SCALARS, kind_of
from orchestration.inference.constraints.unions import check_exclusive

DEEPEST_SCHEMA = 64
MOST_RULES = 10_000
MOST_ALTERNATIVES = 1000
ANY_SCHEMA: Mapping[str, Any] = {"type": ["object", "array", "string", "number", "boolean", "null"]}


def check_schema(schema: Any) -> None:
    """Refuse a schema that cannot be enforced.

    Raises:
        UnsupportedSchema: Names the JSON pointer of the culprit and the mend.
    """
    schema_to_gbnf(schema)


def schema_to_gbnf(schema: Any) -> str:
    """Return the grammar of a schema's JSON texts.

    Pure Python; its cost grows with the schema, hence untrusted schemas belong
    into the limited process (`compile_constraint`).

    Raises:
        UnsupportedSchema: Names the JSON pointer of the culprit and the mend.
    """
    return Converter(schema).convert()


class Converter:
    """Turns one schema into rules."""

    def __init__(self, root: Any) -> None:
        """Keep the whole schema, to which references point."""
        self._root = root
        self._book = RuleBook()
        self._references: dict[str, str] = {}
        self._depth = 0
        self._rules = 0

    def convert(self) -> str:
        """Return the grammar, with `root` as its first rule."""
        root = self._book.reserve("root")
        self._book.define(root, self.visit(self._root, "#", "answer"))
        return self._book.text()

    def add(self, hint: str, body: str) -> str:
        """Return the name of the rule with this body."""
        return self._book.add(hint, body)

    def visit(self, schema: Any, pointer: str, hint: str) -> str:
        """Return the name of the rule for the schema at `pointer`."""
        self._depth += 1
        self._rules += 1
        if self._depth > DEEPEST_SCHEMA or self._rules > MOST_RULES:
            why = f"The schema is deeper than {DEEPEST_SCHEMA} or has over {MOST_RULES} parts."
            raise refuse(pointer, why, "Use a smaller schema.")
        name = self._visit(schema, pointer, hint)
        self._depth -= 1
        return name

    def _visit(self, schema: Any, pointer: str, hint: str) -> str:
        if schema is True:
            return self.anything()
        if schema is False:
            raise refuse(pointer, "The schema false allows nothing.", "Leave this branch out.")
        if not isinstance(schema, Mapping):
            raise refuse(pointer, "A schema is an object or true.", "Send an object.")
        check_keywords(schema, pointer)
        if "$ref" in schema:
            return self._reference(schema["$ref"], step(pointer, "$ref"))
        for key in ("anyOf", "oneOf", "allOf"):
            if key in schema:
                return self._combined(key, schema[key], step(pointer, key), hint)
        if "const" in schema or "enum" in schema:
            return self.add(hint, self._values(schema, pointer))
        return self._typed(schema, pointer, hint)

    def anything(self) -> str:
        """Return the rule for any JSON value."""
        if "any" not in self._references:
            name = self._references["any"] = self._book.reserve("value")
            self._book.define(name, self._alternatives(ANY_SCHEMA, "#", "value"))
        return self._references["any"]

    def _typed(self, schema: Mapping[str, Any], pointer: str, hint: str) -> str:
        if types_of(schema, pointer) is None:
            return self.anything()
        return self.add(hint, self._alternatives(schema, pointer, hint))

    def _alternatives(self, schema: Mapping[str, Any], pointer: str, hint: str) -> str:
        types = types_of(schema, pointer) or []
        return " | ".join(self._type(name, schema, pointer, hint) for name in types)

    def _type(self, name: str, schema: Mapping[str, Any], pointer: str, hint: str) -> str:
        if name == "object":
            return self.add("object", JsonObject(self, schema, pointer, hint).body())
        if name == "array":
            return self.add("array", array(self, schema, pointer, hint))
        return self.add(name, SCALARS[name](schema, pointer))

    def _values(self, schema: Mapping[str, Any], pointer: str) -> str:
        key = "const" if "const" in schema else "enum"
        values = [schema["const"]] if key == "const" else schema["enum"]
        place = step(pointer, key)
        if not isinstance(values, list) or len(values) > MOST_ALTERNATIVES:
            raise refuse(place, f"'enum' is a list of at most {MOST_ALTERNATIVES} values.")
        types = types_of(schema, pointer) if "type" in schema else None
        kept = [each for each in values if types is None or kind_of(each) & set(types)]
        if not kept:
            raise refuse(place, "No value is of the type asked for.", "List one that is.")
        try:
            return " | ".join(dict.fromkeys(json_literal(each) for each in kept))
        except ValueError as error:
            mend = "Leave out lone surrogates, NaN and infinities."
            raise refuse(place, "A value cannot be written as JSON.", mend) from error

    def _combined(self, key: str, branches: Any, pointer: str, hint: str) -> str:
        if not isinstance(branches, list) or not 0 < len(branches) <= MOST_ALTERNATIVES:
            why = f"{key!r} is a list of 1 to {MOST_ALTERNATIVES} schemas."
            raise refuse(pointer, why, "List the schemas.")
        if key == "allOf" and len(branches) > 1:
            mend = "Write their properties into one schema."
            raise refuse(pointer, "'allOf' of several schemas cannot be enforced.", mend)
        if key == "oneOf":
            check_exclusive([self._resolved(each, pointer) for each in branches], pointer)
        names = [self.visit(each, step(pointer, at), hint) for at, each in enumerate(branches)]
        return self.add(hint, " | ".join(dict.fromkeys(names)))

    def _resolved(self, schema: Any, pointer: str) -> Any:
        """Follow references to what they mean; one that goes in circles ends as itself."""
        for _ in range(DEEPEST_SCHEMA):
            if not isinstance(schema, Mapping) or "$ref" not in schema:
                break
            schema = self._target(schema["$ref"], pointer)
        return schema

    def _reference(self, reference: Any, pointer: str) -> str:
        target = self._target(reference, pointer)
        if reference not in self._references:
            name = self._references[reference] = self._book.reserve(reference.rpartition("/")[2])
            self._book.define(name, self.visit(target, reference, name))
        return self._references[reference]

    def _target(self, reference: Any, pointer: str) -> Any:
        if not isinstance(reference, str) or not (reference + "/").startswith("#/"):
            mend = "Put the schema under $defs and refer to it by #/$defs/…."
            raise refuse(pointer, "Only references into this schema are followed.", mend)
        target = self._root
        for part in reference.split("/")[1:]:
            found = _part(target, part.replace("~1", "/").replace("~0", "~"))
            if not found:
                raise refuse(pointer, "The reference points to nothing.", "Mend its path.")
            target = found[0]
        return target


def _part(target: Any, key: str) -> list[Any]:
    """Return the part in a list, or an empty list: None may be a part."""
    if isinstance(target, Mapping):
        return [target[key]] if key in target else []
    if isinstance(target, list) and key.isascii() and key.isdigit():
        return target[int(key) :][:1] if len(key) < len(str(MOST_RULES)) else []
    return []
