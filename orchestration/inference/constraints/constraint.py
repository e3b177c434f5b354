"""What an answer must look like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Constraint:
    """Exactly one of three ways to hold an answer to a form.

    Attributes:
        json: The answer is a JSON object, whatever is in it.
        schema: The answer is JSON that fits this JSON schema.
        grammar: The answer is a text of this GBNF grammar, from its rule `root`.
    """

    json: bool = False
    schema: Mapping[str, Any] | None = None
    grammar: str | None = None

    def __post_init__(self) -> None:
        """Refuse none and several.

        Raises:
            ValueError: Not exactly one of the three is given.
        """
        if self.json + (self.schema is not None) + (self.grammar is not None) != 1:
            raise ValueError("A constraint is exactly one of json, schema and grammar.")
