"""The job of telling whether a market headline is bullish, bearish or neutral."""

from __future__ import annotations

import json
from random import Random
from typing import Final

from tools.bundled_model.frames import ask
from tools.bundled_model.grammar import Grammar
from tools.bundled_model.jobs.tone.headlines import TONES, headline
from tools.bundled_model.sample import Sample, Span, Split
from tools.bundled_model.words.tone import asks

ASKS: Final = Grammar(
    {
        "labels": asks.LABELS,
        "shape": lambda chance, _split: chance.choice(asks.SHAPES),
        "plain": asks.PLAIN,
        "word": asks.ONE_WORD,
        "json": asks.JSON,
    }
)


def draw(chance: Random, split: Split) -> Sample:
    """Return a headline, a question about its tone and the answer."""
    tone = chance.choice(TONES)
    shape = chance.choices(("word", "json", "forced"), (65, 25, 10))[0]
    learned: tuple[Span, ...] | None = None
    key = "tone"
    if shape == "forced":
        key = chance.choice(asks.KEYS)
        learned = _value(key, tone)
    earlier = _earlier(chance, split, shape, key) if chance.random() < 0.12 else []
    text = headline(chance, split, tone)
    if chance.random() < 0.12:
        text = f"{chance.choice(asks.LEADS)}: {text}"
    messages = ask(chance, instruction(chance, split, shape), text, earlier)
    return Sample("tone", messages, _answer(shape, key, tone), learned=learned)


def instruction(chance: Random, split: Split, shape: str) -> str:
    """Return how somebody asks for a tone.

    Args:
        chance: Draws the phrasing.
        split: Which phrasings.
        shape: word, json (the instruction asks for it) or forced (a schema that it may not tell).
    """
    text = ASKS.draw("plain", chance, split)
    if chance.random() < 0.12:
        text = text[0].lower() + text[1:]
    if shape == "json":
        more = ASKS.draw("json", chance, split)
    elif chance.random() < (0.45 if shape == "word" else 0.2):
        more = ASKS.draw("word" if shape == "word" else "json", chance, split)
    else:
        return text
    if not text.endswith((".", "?", ":")):
        text += chance.choice((".", ",", " -", ""))
    return f"{text} {more}"


def _earlier(chance: Random, split: Split, shape: str, key: str) -> list[tuple[str, str]]:
    """Return headlines that were asked about before."""
    tones = [chance.choice(TONES) for _ in range(chance.randint(1, 3))]
    return [(headline(chance, split, tone), _answer(shape, key, tone)) for tone in tones]


def _answer(shape: str, key: str, tone: str) -> str:
    return tone if shape == "word" else json.dumps({key: tone})


def _value(key: str, tone: str) -> tuple[Span, ...]:
    """Return where the tone stands in the answer, with the quotation mark that ends it."""
    answer = json.dumps({key: tone})
    begin = answer.index(f'"{tone}"', len(key) + 3) + 1
    return ((begin, begin + len(tone) + 1),)
