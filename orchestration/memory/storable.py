"""What Postgres takes: text and JSON without NUL characters or halves of surrogate pairs.

Whoever stores or asks is told so here, by the name of the field; the database's own error would
name nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson

from orchestration.errors import UserError
from orchestration.memory.errors import InvalidMemory, InvalidQuestion
from orchestration.memory.filters import Filters
from orchestration.memory.owners import Scope

_MEND: Final = "Leave it out."
_ESCAPED: Final = b"\\u0000"
_BREAKING: Final = frozenset({"Cc", "Zl", "Zp"})
"""Unicode's categories of what controls a terminal or breaks a line."""


def flaw_of(value: Any) -> str | None:
    """Return what no database can hold of a text, or of texts in JSON; None where it can."""
    if isinstance(value, str):
        return _flaw_of_text(value)
    if not value:
        return None
    try:
        # It may be a backslash, as text, before these digits: only then each text is looked at.
        suspect = _ESCAPED in orjson.dumps(value)
    except TypeError:  # orjson's own error is one: half a pair, a number of too many digits
        suspect = True
    return next(_flaws(value), None) if suspect else None


def _flaw_of_json(value: Any) -> str | None:
    try:
        orjson.dumps(value)
    except TypeError as error:
        return f"is no JSON: {error}"
    return None


def _flaw_of_text(text: str) -> str | None:
    if "\x00" in text:
        return "holds a NUL character (U+0000)"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "holds half of a surrogate pair"
    return None


def _flaws(value: Any) -> Iterator[str]:
    pending = [value]
    while pending:
        node = pending.pop()
        if isinstance(node, str) and (flaw := _flaw_of_text(node)):
            yield flaw
        elif isinstance(node, Mapping):
            pending += [*node.keys(), *node.values()]
        elif isinstance(node, list | tuple):
            pending += node


def refuse_flaws(refusal: type[UserError], values: Mapping[str, Any]) -> None:
    """Refuse values that cannot be stored; their names are those of the fields.

    Raises:
        UserError: Such a refusal, naming the first field.
    """
    for field, value in values.items():
        if flaw := flaw_of(value) or _flaw_of_json(value):
            raise refusal(f"'{field}' {flaw}.", field=field, value=value, mend=_MEND)


def check_stored(**values: Any) -> None:
    """Refuse what memory cannot hold; the names are those of the fields.

    Raises:
        InvalidMemory: Naming the first field.
    """
    refuse_flaws(InvalidMemory, values)


def check_speaker(name: str) -> None:
    """Refuse a speaker's name that would not stay on its line where it stands before a text.

    Raises:
        InvalidMemory: It holds a control character.
    """
    for letter in name:
        if unicodedata.category(letter) in _BREAKING:
            raise InvalidMemory(
                f"'speaker' holds a control character (U+{ord(letter):04X}).",
                field="speaker", value=name, mend="Send the name on one line.",
            )  # fmt: skip


def check_asked(text: str, scope: Scope, filters: Filters) -> None:
    """Refuse what nothing can be compared with.

    Raises:
        InvalidQuestion: Naming the first field.
    """
    asked = {
        "query": text, "agents": scope.agents, "users": scope.users, "sessions": scope.sessions,
        "tags": filters.tags, "any_tags": filters.any_tags, "speakers": filters.speakers,
        "metadata": filters.metadata,
    }  # fmt: skip
    for field, value in asked.items():
        if flaw := flaw_of(value):
            raise InvalidQuestion(f"'{field}' {flaw}.", field=field, value=value, mend=_MEND)
