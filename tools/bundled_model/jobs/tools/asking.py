"""Requests: a function's frame, filled with arguments, in somebody's manner."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from tools.bundled_model.jobs.tools.functions import SLOT, Frame
from tools.bundled_model.jobs.tools.offers import Offer
from tools.bundled_model.jobs.tools.values import Value, quoted, values
from tools.bundled_model.sample import Split
from tools.bundled_model.words.tools.manners import AFTER, ASKING, BEFORE, OPENERS

OPEN: Final = frozenset({"text", "topic", "title", "todo", "problem", "sql", "goods", "dish"})
"""Kinds of values whose end only a mark or the end of the text shows."""

MONEY: Final = re.compile(r"(\{\w+\}) (dollars|euros|pounds)")
SIGNS: Final = {"dollars": "$", "euros": "€", "pounds": "£"}
NO_ON: Final = ("today", "tomorrow", "tonight", "next ", "this ", "the day after")
"""How days begin that are not said with on."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request and the call that it wants.

    Attributes:
        text: What the user says.
        offer: The function to be called.
        arguments: What it is passed.
        frame: How it was said.
    """

    text: str
    offer: Offer
    arguments: Mapping[str, Any]
    frame: Frame

    def call(self) -> str:
        """Return the call as the model writes it."""
        arguments = json.dumps(self.arguments, ensure_ascii=False)
        return (
            f'<tool_call>\n{{"name": "{self.offer.name}", "arguments": {arguments}}}\n</tool_call>'
        )


def asked(chance: Random, split: Split, offer: Offer) -> Asked:
    """Return a request for a function of the lists."""
    frame = chance.choice(offer.function.frames[split])
    return filled(chance, split, offer, frame)


def filled(chance: Random, split: Split, offer: Offer, frame: Frame) -> Asked:
    """Return a request that is said by a frame."""
    text = _signed(chance, chance.choice(frame.texts))
    kinds = {each.names[0]: each.kind for each in offer.function.properties}
    found: dict[str, Value] = {}
    for slot in SLOT.findall(text):
        found[slot] = _other(chance, split, kinds[slot], found)
        if kinds[slot] == "day" and found[slot].said.startswith(NO_ON):
            text = text.replace(f"on {{{slot}}}", f"{{{slot}}}")
    lower = chance.random() < 0.05 and not any("~" in kinds[slot] for slot in found)
    if lower:
        found = {slot: _lowered(kinds[slot], each) for slot, each in found.items()}
    ends_open = any(text.endswith((f"{{{slot}}}",)) for slot in found if kinds[slot] in OPEN)
    said = mannered(chance, split, text, imperative=frame.imperative, ends_open=ends_open)
    arguments = {shown: found[slot].passed for slot, shown in offer.shown.items() if slot in found}
    if lower:
        said = said.lower()
    spoken = SLOT.sub(lambda at: _said(chance, at[0], found[at[1]]), said)
    return Asked(spoken, offer, arguments, frame)


def mannered(chance: Random, split: Split, text: str, *, imperative: bool, ends_open: bool) -> str:
    """Return a request with please and thanks, as people say them or leave them out.

    Args:
        chance: Draws the manner.
        split: Whose manners.
        text: The request.
        imperative: Whether it begins with a verb.
        ends_open: Whether more words would be taken for a part of its last argument.
    """
    end = ""
    if imperative:
        before = chance.choice(BEFORE[split])
        text = before + text
        end = "?" if before.startswith(ASKING) else chance.choice((".", ".", "", "!"))
        if not ends_open and chance.random() < 0.08:
            text += chance.choice((" please", ", please", " for me", " now"))
    if ends_open:
        end = "" if chance.random() < 0.7 else end
    text = _cased(chance, text, end)
    if chance.random() < 0.1:
        text = f"{chance.choice(OPENERS[split])} {text}"
    if text[-1] in ".?!" and chance.random() < 0.08:
        text = f"{text} {chance.choice(AFTER[split])}"
    return text


def _cased(chance: Random, text: str, end: str) -> str:
    if chance.random() < 0.75:
        return text[0].upper() + text[1:] + end
    first = text[0].lower() if text[1:2].islower() or text[1:2] == " " else text[0]
    text = first + text[1:] if not text.startswith(("I ", "I'")) else text
    return text.rstrip(" =.?!") if chance.random() < 0.6 else text + end


def _signed(chance: Random, text: str) -> str:
    """Write some amounts of money with the currency's sign."""
    return MONEY.sub(lambda at: SIGNS[at[2]] + at[1], text) if chance.random() < 0.35 else text


def _other(chance: Random, split: Split, kind: str, others: Mapping[str, Value]) -> Value:
    """Draw a value that is not yet another property's."""
    draw = values(kind)
    while True:
        value = draw(chance, split)
        if all(value.said != each.said for each in others.values()):
            return value


def _lowered(kind: str, value: Value) -> Value:
    passed = value.passed
    if isinstance(passed, str) and "/" not in kind:
        passed = passed.lower()
    return Value(value.said.lower(), passed)


def _said(chance: Random, slot: str, value: Value) -> str:
    return quoted(chance, value.said) if slot.endswith('"}') else value.said
