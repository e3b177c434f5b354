"""The limited process: reads one constraint per line, answers with its grammar or an error.

`python -m orchestration.inference.constraints.compiler` is started by `limited`
only.
"""

from __future__ import annotations

import json
from typing import Any

from orchestration.errors import InvalidGrammar, UnsupportedSchema
from orchestration.inference.constraints.gbnf import parse_gbnf
from orchestration.inference.constraints.growth import check_growth
from orchestration.inference.constraints.schema import schema_to_gbnf
from orchestration.inference.constraints.soundness import check_rules
from orchestration.limited.serving import serve

JSON_OBJECT = {"type": "object"}
_SMALLER = "Use a smaller or a less deeply nested one."


def compiled(request: dict[str, Any]) -> str:
    """Return the checked grammar of a constraint.

    Args:
        request: One of the keys ``json``, ``schema`` and ``grammar`` with its value.

    Raises:
        InvalidGrammar: The grammar cannot be read or would cost too much.
        UnsupportedSchema: The schema cannot be enforced.
    """
    if "grammar" in request:
        return checked(str(request["grammar"]))
    try:
        return checked(schema_to_gbnf(request.get("schema", JSON_OBJECT)))
    except InvalidGrammar as error:
        raise UnsupportedSchema("#", error.detail, error.mend or _SMALLER) from error


def checked(grammar: str) -> str:
    """Return a grammar that can be held to.

    Raises:
        InvalidGrammar: It cannot.
    """
    try:
        grammar.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InvalidGrammar("The grammar has a lone surrogate.", "Remove it.") from error
    if "\0" in grammar:
        raise InvalidGrammar("The grammar has a NUL.", "Remove it.")
    rules = parse_gbnf(grammar)
    check_rules(rules)
    check_growth(rules)
    return grammar


def answer(line: bytes) -> dict[str, Any]:
    """Return the reply to one request: ``grammar``, or ``error`` with its parts."""
    try:
        return {"grammar": compiled(json.loads(line))}
    except UnsupportedSchema as error:
        return {"error": [error.pointer, error.why, error.mend]}
    except InvalidGrammar as error:
        return {"error": [error.detail, error.mend]}


if __name__ == "__main__":
    serve(answer)
