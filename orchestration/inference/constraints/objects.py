"""Objects of a schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.inference.constraints.keywords import refuse, step
from orchestration.inference.constraints.parts import COLON, COMMA, Visitor
from orchestration.inference.constraints.rulebook import (
    SAFE,
    characters,
    common,
    complement,
    json_literal,
    literal,
)

MOST_PROPERTIES = 500
LONGEST_NAME = 200
_QUOTE = literal('"')


class JsonObject:
    """Writes the rules of one object: its properties in the order they are declared."""

    def __init__(
        self, visitor: Visitor, schema: Mapping[str, Any], pointer: str, hint: str
    ) -> None:
        """Read the keywords.

        Raises:
            UnsupportedSchema: They are malformed, too many, or not to be enforced.
        """
        self._visitor = visitor
        self._pointer = pointer
        self._hint = hint
        self._others = schema.get("additionalProperties", "properties" not in schema)
        declared = schema.get("properties", {})
        if not isinstance(declared, Mapping) or len(declared) > MOST_PROPERTIES:
            why = f"'properties' is an object of at most {MOST_PROPERTIES} schemas."
            raise refuse(step(pointer, "properties"), why, "Declare fewer.")
        self._required = self._names(schema)
        self._properties = {**declared, **self._undeclared(schema, declared)}
        self._check_least(schema)

    def body(self) -> str:
        """Return the expression for the object."""
        return f'"{{" " "? {self._members()} " "? "}}"'

    def _names(self, schema: Mapping[str, Any]) -> list[str]:
        names = schema.get("required", [])
        listed = isinstance(names, list) and len(names) <= MOST_PROPERTIES
        if listed and all(isinstance(each, str) for each in names):
            return list(names)
        why = f"'required' is a list of at most {MOST_PROPERTIES} names."
        raise refuse(step(self._pointer, "required"), why, "List names of properties.")

    def _undeclared(self, schema: Mapping[str, Any], declared: Mapping[str, Any]) -> dict[str, Any]:
        """Return the required properties without a schema of their own."""
        missing = [name for name in self._required if name not in declared]
        others = schema.get("additionalProperties", True)
        if missing and others is False:
            why = f"The required property {missing[0]!r} is not allowed."
            mend = "Declare it in `properties`."
            raise refuse(step(self._pointer, "required"), why, mend)
        return dict.fromkeys(missing, others)

    def _check_least(self, schema: Mapping[str, Any]) -> None:
        least = schema.get("minProperties", 0)
        if not isinstance(least, int) or least > len(set(self._required)):
            mend = "Name as many properties in `required`."
            why = "'minProperties' beyond the required ones cannot be enforced."
            raise refuse(step(self._pointer, "minProperties"), why, mend)

    def _members(self) -> str:
        """Return the expression between the braces, built from the last property on.

        `after` matches what may follow a property, `first` what may begin the object
        from the same place on; both are rules of their own, so that the grammar's size
        is linear in the number of properties.
        """
        after, first = self._open_end()
        for name, schema in reversed(self._properties.items()):
            pair = self._pair(name, schema)
            needed = name in self._required
            later = self._visitor.add(f"{self._hint}-after", after)
            start = f"{pair} {later}"
            if not needed:
                start += f" | {self._visitor.add(f'{self._hint}-first', first)}"
            follow = f"{COMMA} {pair} {later}"
            after, first = (follow if needed else f"{follow} | {later}"), start
        return f"({first})"

    def _open_end(self) -> tuple[str, str]:
        if self._others is False:
            return '""', '""'
        place = step(self._pointer, "additionalProperties")
        value = self._visitor.visit(self._others, place, f"{self._hint}-value")
        pair = self._visitor.add(f"{self._hint}-other", f"{self._other_name()} {COLON} {value}")
        return f"({COMMA} {pair})*", f"({pair} ({COMMA} {pair})*)?"

    def _pair(self, name: str, schema: Any) -> str:
        place = step(self._pointer, "properties", name)
        value = self._visitor.visit(schema, place, name)
        try:
            return self._visitor.add(f"{name}-pair", f"{json_literal(name)} {COLON} {value}")
        except UnicodeEncodeError as error:
            raise refuse(place, "The name has a lone surrogate.", "Rename it.") from error

    def _other_name(self) -> str:
        """Return a rule for names that are not declared, written without escapes."""
        for name in self._properties:
            if len(name) > LONGEST_NAME:
                why = f"A name of over {LONGEST_NAME} characters beside others cannot be enforced."
                mend = "Shorten it, or set additionalProperties to false."
                raise refuse(step(self._pointer, "properties", name), why, mend)
        inside = self._not_one_of(list(self._properties))
        return self._visitor.add("name", f"{_QUOTE} {inside} {_QUOTE}")

    def _not_one_of(self, names: Sequence[str]) -> str:
        """Return an expression for all texts but these, one rule per common beginning."""
        any_text = self._visitor.add("text", f"{characters(SAFE)}*")
        if not names:
            return any_text
        heads = sorted({name[0] for name in names if name})
        options = [] if "" in names else ['""']
        unlike = common(SAFE, complement([(ord(each), ord(each)) for each in heads]))
        options.append(f"{characters(unlike)} {any_text}")
        for head in heads:
            tails = [name[1:] for name in names if name[:1] == head]
            if common(SAFE, [(ord(head), ord(head))]):
                options.append(f"{literal(head)} {self._not_one_of(tails)}")
        return self._visitor.add("unlike", " | ".join(options))
