"""Conversations in which somebody asks for fields."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final

from tools.bundled_model.frames import ask, assistant, generic_system, quoted, system, user
from tools.bundled_model.jobs.extraction import frame, schema
from tools.bundled_model.jobs.extraction.fields import Field, again, asked, written
from tools.bundled_model.jobs.extraction.frame import Drawn, Frame
from tools.bundled_model.jobs.extraction.sentences import FILLERS, FRAMES
from tools.bundled_model.sample import Message, Sample, Split
from tools.bundled_model.words.extraction import phrasing

_EARLIER: Final = {Split.TRAIN: 0.6, Split.HELD_OUT: 0.07}
"""Share of conversations in which other texts came before: more in training, which so sees more
answers in the same time."""
_MOST: Final = {Split.TRAIN: 6, Split.HELD_OUT: 3}
_FURTHER: Final = 0.4
"""Share of conversations to train on that go on with other fields of the same text."""
_SAME_DOMAIN: Final = {
    split: {
        domain: tuple(each for each in frames if each.domain == domain)
        for domain in dict.fromkeys(each.domain for each in frames)
    }
    for split, frames in FRAMES.items()
}


def draw(chance: Random, split: Split) -> Sample:
    """Return a conversation that asks for fields, and the answer to it."""
    luck = chance.random()
    drawn = _text(chance, split)
    fields = asked(chance, drawn)
    while not fields:
        drawn = _text(chance, split)
        fields = asked(chance, drawn)
    answer, spans = written(fields)
    if luck > 0.88:
        messages = _unsaid(chance, split, drawn.text)
        return Sample("extraction", messages, answer, learned=spans)
    instruction = (_schema if luck < 0.45 else _named)(chance, split, fields)
    goes_on = chance.random() < _EARLIER[split]
    earlier = _earlier(chance, split, drawn.frame, fields) if goes_on else ()
    messages = ask(chance, instruction, drawn.text, earlier)
    if split is Split.TRAIN and chance.random() < _FURTHER:
        return _further(chance, drawn, Sample("extraction", messages, answer))
    return Sample("extraction", messages, answer)


def _further(chance: Random, drawn: Drawn, first: Sample) -> Sample:
    """Return a conversation that goes on with questions for other fields of its text."""
    messages, answer = list(first.messages), first.answer
    for _ in range(chance.randint(1, 3)):
        fields = asked(chance, drawn)
        if fields:
            instruction = _named(chance, Split.TRAIN, fields)
            messages += [assistant(answer), user(instruction)]
            answer, _ = written(fields)
    return Sample(first.job, tuple(messages), answer)


def _text(chance: Random, split: Split) -> Drawn:
    drawn = frame.draw(chance.choice(FRAMES[split]), chance, split)
    return _typed(chance, split, drawn)


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
    """Return texts of the same fields and their answers; some are of other templates."""
    found = []
    for _ in range(chance.randint(1, _MOST[split])):
        other = chance.choice(_SAME_DOMAIN[split][template.domain])
        drawn = frame.draw(other if chance.random() < 0.7 else template, chance, split)
        same = again(fields, drawn)
        if same is not None:
            found.append((drawn.text, written(same)[0]))
    return tuple(found)
