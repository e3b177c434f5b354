"""Conversations in which somebody asks for fields."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final

from tools.bundled_model.frames import ask, generic_system, quoted, system, user
from tools.bundled_model.jobs.extraction import frame, schema
from tools.bundled_model.jobs.extraction.fields import Field, again, asked, written
from tools.bundled_model.jobs.extraction.frame import Drawn, Frame
from tools.bundled_model.jobs.extraction.sentences import FILLERS, FRAMES
from tools.bundled_model.sample import Message, Sample, Split
from tools.bundled_model.words.extraction import phrasing

_EARLIER: Final = 0.07
"""Share of conversations in which other texts came before."""


def draw(chance: Random, split: Split) -> Sample:
    """Return a conversation that asks for fields, and the answer to it."""
    luck = chance.random()
    drawn = _text(chance, split)
    fields = asked(chance, split, drawn, typed=True)
    while not fields:
        drawn = _text(chance, split)
        fields = asked(chance, split, drawn, typed=True)
    answer, spans = written(fields)
    if luck > 0.75:
        messages = _unsaid(chance, split, drawn.text)
        return Sample("extraction", messages, answer, learned=spans)
    instruction = (_schema if luck < 0.4 else _named)(chance, split, fields)
    earlier = _earlier(chance, split, drawn.frame, fields) if chance.random() < _EARLIER else ()
    return Sample("extraction", ask(chance, instruction, drawn.text, earlier), answer)


def _text(chance: Random, split: Split) -> Drawn:
    drawn = frame.draw(chance.choice(FRAMES[split]), chance, split)
    if chance.random() < 0.1:
        drawn = _joined(drawn, frame.draw(chance.choice(FRAMES[split]), chance, split))
    return _typed(chance, split, drawn)


def _joined(first: Drawn, second: Drawn) -> Drawn:
    """Return two texts as one, or the first alone where their roles would be mixed up."""
    if first.values.keys() & second.values.keys() or first.frame.roles & second.values.keys():
        return first
    if {*first.values.values()} & {*second.values.values()} or len(first.text) > 160:
        return first
    text = f"{first.text} {second.text}"
    return Drawn(first.frame, text, first.values | second.values, first.kinds | second.kinds)


def _typed(chance: Random, split: Split, drawn: Drawn) -> Drawn:
    """Return a text as people type it: with a greeting, without a full stop, all in lower case."""
    text, luck = drawn.text, chance.random()
    if luck < 0.06 and text.endswith(".") and not text.endswith(tuple(drawn.values.values())):
        text = text[:-1]
    elif luck < 0.16:
        text = f"{text} {chance.choice(FILLERS[split].after)}"
    elif luck < 0.22:
        text = f"{chance.choice(FILLERS[split].before)} {text}"
    elif luck < 0.25:
        low = {role: value.lower() for role, value in drawn.values.items()}
        return Drawn(drawn.frame, text.lower(), low, drawn.kinds)
    return Drawn(drawn.frame, text, drawn.values, drawn.kinds)


def _schema(chance: Random, split: Split, fields: Sequence[Field]) -> str:
    text = chance.choice(phrasing.SCHEMAS[split])
    if chance.random() < 0.35:
        text = text.replace(" {schema}", "\n{schema}")
    return text.replace("{schema}", schema.schema(fields, chance, split))


def _named(chance: Random, split: Split, fields: Sequence[Field]) -> str:
    luck = chance.random()
    if luck < 0.6:
        text = chance.choice(phrasing.LISTS[split])
        return text.replace("{keys}", schema.listed(fields, chance))
    if luck < 0.78:
        begin = chance.choice(phrasing.BLOCKS[split])
        return f"{begin}\n{schema.bullets(fields, chance, split)}"
    text = chance.choice(phrasing.EXAMPLES[split])
    return text.replace("{example}", schema.example(fields, chance))


def _unsaid(chance: Random, split: Split, text: str) -> tuple[Message, ...]:
    """Return a conversation that does not name the fields."""
    luck = chance.random()
    said = quoted(chance, text)
    if luck < 0.25:
        return (*generic_system(chance), user(said))
    bare = chance.choice(phrasing.BARE[split])
    if luck < 0.6:
        return (system(bare), user(said))
    return ask(chance, bare, text)


def _earlier(
    chance: Random, split: Split, template: Frame, fields: Sequence[Field]
) -> tuple[tuple[str, str], ...]:
    """Return texts of the same fields and their answers."""
    found = []
    for _ in range(chance.randint(1, 3)):
        drawn = frame.draw(template, chance, split)
        same = again(fields, drawn)
        if same is not None:
            found.append((drawn.text, written(same)[0]))
    return tuple(found)
