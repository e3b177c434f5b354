"""Which fields of a text are asked for, and what the right answer is."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from tools.bundled_model.jobs.extraction import naming
from tools.bundled_model.jobs.extraction.frame import Drawn
from tools.bundled_model.jobs.extraction.role import ROLE
from tools.bundled_model.sample import Span
from tools.bundled_model.words.entities.amounts import SMALL
from tools.bundled_model.words.extraction.kinds import FAMILY, NUMERIC

_DIGITS: Final = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_SIZED: Final = re.compile(r"[0-9] ?(?:million|billion|trillion|thousand|mn|bn|[mMBkK]\b)")
_HOW_MANY: Final = (8, 25, 35, 24, 8)
MISSING: Final = (
    "date date date date money money money person person company company city city place email"
    " email phone phone time time ticker percent department due_date"
    " person company date time city country place money percent email phone ticker invoice order"
    " flight url address due_date deadline exchange tracking event department start_time quantity"
    " duration case customer manager sender recipient vendor salary fee discount interest deadline"
    " delivery_date return_date seat gate hotel tax deposit account venue product refund birth_date"
).split()
"""Roles that are asked for in vain."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an answer.

    Attributes:
        key: Its name.
        role: What its entity is to the text.
        said: Its name in plain words.
        value: What stands in the text, or None.
        number: Its digits where a number is asked for, whatever their sign and commas.
        whole: Whether that number is an integer.
    """

    key: str
    role: str
    said: str
    value: str | None
    number: str | None = None
    whole: bool = False

    def written(self) -> str:
        """Return the value as JSON."""
        if self.value is None:
            return "null"
        return self.number or json.dumps(self.value, ensure_ascii=False)


def asked(chance: Random, drawn: Drawn) -> list[Field]:
    """Return fields that somebody asks for, in any order."""
    write = naming.style(chance)
    strange = chance.random() < 0.08
    count = chance.choices(range(1, 6), _HOW_MANY)[0]
    roles = chance.sample(list(drawn.values), len(drawn.values))[:count]
    if chance.random() < 0.1:
        roles += _absent(chance, drawn)
    fields: dict[str, Field] = {}
    for role in roles:
        said = _name(chance, drawn, role, strange=strange)
        if said and write(said) not in fields:
            fields[write(said)] = _field(chance, drawn, role, write(said), said)
    found = list(fields.values())
    chance.shuffle(found)
    return found


def _name(chance: Random, drawn: Drawn, role: str, *, strange: bool) -> str | None:
    here = role in drawn.values
    found = naming.names(drawn, role) if here else naming.absent(drawn, role)
    if here and chance.random() < 0.3:
        found = naming.common(drawn, role) or found
    if not found:
        return None
    name = found[min(chance.randrange(len(found)), chance.randrange(len(found)))]
    if strange and chance.random() < 0.6:
        kind = drawn.kinds.get(role, ROLE[role].kind)
        return naming.varied(chance, name, kind, drawn.frame.domain)
    return name


def _absent(chance: Random, drawn: Drawn) -> list[str]:
    """Return a role that no entity of a text plays, nor any that might be taken for one; none where
    there is none."""
    families = {FAMILY[kind] for kind in drawn.kinds.values()}
    left_out = [role for role in sorted(drawn.frame.roles) if role not in drawn.values]
    strangers = [role for role in MISSING if FAMILY[ROLE[role].kind] not in families]
    source = left_out if left_out and chance.random() < 0.5 else strangers
    return [chance.choice(source)] if source else []


def _field(chance: Random, drawn: Drawn, role: str, key: str, said: str) -> Field:
    value = drawn.values.get(role)
    kind = drawn.kinds.get(role, ROLE[role].kind)
    countable = kind == "year" or FAMILY[kind] in NUMERIC
    if value is None or not countable or chance.random() < 0.4:
        return Field(key, role, said, value)
    number = digits(value)
    whole = number is not None and "." not in number and chance.random() < 0.5
    return Field(key, role, said, value, number, whole)


def digits(value: str) -> str | None:
    """Return a number's digits, or None where a word or a letter says how many more there are."""
    if value.lower() in SMALL:
        return str(SMALL.index(value.lower()) + 2)
    found = _DIGITS.search(value)
    if found is None or _SIZED.search(value):
        return None
    text = found.group().replace(",", "")
    return None if len(text) > 1 and text[0] == "0" and text[1] != "." else text


def written(fields: Sequence[Field]) -> tuple[str, tuple[Span, ...]]:
    """Return the answer, and where the model chooses what stands there.

    A value is chosen with the quotation mark that closes it; a number with the sign behind it,
    that ends it; whether null stands there is told by the mark that closes the key.
    """
    text, spans = "{", []
    for at, field in enumerate(fields):
        text += (", " if at else "") + json.dumps(field.key, ensure_ascii=False) + ": "
        begin, value = len(text), field.written()
        text += value
        if field.value is None:
            spans.append((begin - 3, len(text)))
        else:
            spans.append((begin, len(text) + bool(field.number)))
    return text + "}", tuple(spans)


def again(fields: Sequence[Field], drawn: Drawn) -> list[Field] | None:
    """Return the same fields of another text.

    None where a name might mean something else there, one of them is no number, or most are
    missing.
    """
    found = []
    for field in fields:
        value = drawn.values.get(field.role)
        number = digits(value) if field.number and value else None
        if (field.number and not number) or not _means(field, drawn):
            return None
        if field.whole and number and "." in number:
            return None
        found.append(replace(field, value=value, number=number))
    missing = sum(each.value is None for each in found)
    return found if 2 * missing < len(found) else None


def _means(field: Field, drawn: Drawn) -> bool:
    """Return whether a field's name asks for its entity in a text, and for no other."""
    if field.role not in drawn.values:
        known = naming.absent(drawn, field.role)
    else:
        known = naming.names(drawn, field.role) + naming.common(drawn, field.role)
    return any(each in field.said for each in known)
