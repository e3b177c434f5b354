"""What objects and arrays need of the converter that holds them."""

from __future__ import annotations

from typing import Any, Protocol

# At most one space, so that a model cannot run away in white space.
COMMA, COLON = '"," " "?', '":" " "?'


class Visitor(Protocol):
    """Turns the schemas of parts into rules."""

    def visit(self, schema: Any, pointer: str, hint: str) -> str:
        """Return the name of the rule for the schema at `pointer`."""

    def add(self, hint: str, body: str) -> str:
        """Return the name of the rule with this body."""

    def anything(self) -> str:
        """Return the name of the rule for any JSON value."""
