"""Requests as people type them: a wish of a known intent and complexity, in a frame."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from tools.bundled_model.grammar import Grammar, Rule
from tools.bundled_model.sample import Split
from tools.bundled_model.words.requests import (
    architecture,
    code,
    contrast,
    debug,
    docs,
    frames,
    general,
    general_composed,
    general_vocabulary,
    lexicon,
    more_design,
    more_general,
    more_software,
    nouns,
    software_composed,
    software_vocabulary,
    unusual,
)
from tools.bundled_model.words.split import dealt, halves

INTENTS = ("code", "docs", "debug", "architecture", "general")
LEVELS = ("low", "medium", "high")
PARTS = (
    code,
    docs,
    debug,
    architecture,
    general,
    software_composed,
    general_composed,
    contrast,
    software_vocabulary,
    general_vocabulary,
    lexicon,
    more_general,
    more_software,
    more_design,
    unusual,
)
EXTRAS = {
    "code": "extra_code",
    "docs": "doc_extra",
    "debug": "debug_extra",
    "architecture": "arch_extra",
    "general": "gen_extra",
}
SHARED_BY_HALVES = (
    "err_small err_mid snippet_bug arch_small arch_mid_thing arch_mid_choice arch_big "
    "arch_big_task mid_change"
).split()
"""Phrases that both sides' templates use, each phrase on one side."""
LONG = 45
"""Lists of so many phrases are shared in the same way."""
HOLE = "\0"
FIRST_WORD = re.compile(r"[a-z][a-z']*(?=[ ,!?.]|$)")


def phrases_of(split: Split) -> dict[str, Rule]:
    listed = {name: texts for part in PARTS for name, texts in part.SLOTS.items()}
    long = [name for name, texts in listed.items() if len(texts) >= LONG]
    halved = {name: halves(listed[name])[split] for name in (*SHARED_BY_HALVES, *long)}
    hole = {"do": (HOLE,), "ask": (HOLE,)}
    return {**nouns.nouns(split), **nouns.DRAWS, **listed, **halved, **hole}


def _grammar(split: Split) -> Grammar:
    chosen = {name: sides[split] for name, sides in {**cells_of(), **frames_of()}.items()}
    return Grammar({**phrases_of(split), **chosen})


def cells_of() -> dict[str, dict[Split, tuple[str, ...]]]:
    """Return the templates of every intent and level, over all parts, of each side."""
    cells: dict[str, list[str]] = {}
    for part in PARTS:
        for name, cell in part.CELLS.items():
            cells.setdefault(name, []).extend(cell)
    return {name: dealt(cell) for name, cell in cells.items()}


def frames_of() -> dict[str, dict[Split, tuple[str, ...]]]:
    imperative = _with_bare(frames.IMPERATIVE, unusual.IMPERATIVE, "{do}")
    orders = {
        split: tuple(each for each in texts if not each.startswith(("how", "what")))
        for split, texts in imperative.items()
    }
    return {
        "frame_do": imperative,
        "frame_order": orders,
        "frame_ask": _with_bare(frames.WHOLE, unusual.WHOLE, "{ask}"),
        "before": dealt(frames.BEFORE, unusual.BEFORE),
        "after": dealt(frames.AFTER, unusual.AFTER),
    }


def _with_bare(
    some: Sequence[str], others: Sequence[str], bare: str
) -> dict[Split, tuple[str, ...]]:
    """Return the frames of each side; without one, a wish stands as often as it is listed."""
    often = some.count(bare) / len(some)
    sides = dealt(each for each in (*some, *others) if each != bare)
    return {
        split: (*texts, *(bare,) * max(1, round(often * len(texts))))
        for split, texts in sides.items()
    }


GRAMMARS = {split: _grammar(split) for split in Split}


def request(chance: Random, split: Split, intent: str, level: str) -> str:
    """Return a request of one to five sentences.

    Args:
        chance: Draws everything.
        split: Whose templates and names to use.
        intent: One of INTENTS.
        level: One of LEVELS.
    """
    grammar = GRAMMARS[split]
    kind = "do" if chance.random() < 0.5 else "ask"
    wish = grammar.draw(f"{intent}_{level}_{kind}", chance, split)
    frame = "frame_order" if (kind, intent) == ("do", "code") else f"frame_{kind}"
    sentences = [grammar.draw(frame, chance, split).replace(HOLE, wish)]
    if chance.random() < 0.14:
        sentences.append(grammar.draw(EXTRAS[intent], chance, split))
    if chance.random() < 0.3:
        sentences.insert(0, grammar.draw("before", chance, split))
        if chance.random() < 0.15:
            sentences.insert(0, grammar.draw("before", chance, split))
    if chance.random() < 0.15:
        sentences.append(grammar.draw("after", chance, split))
    return _typed(chance, sentences)


def _typed(chance: Random, sentences: Sequence[str]) -> str:
    """Put sentences behind one another, carefully or carelessly."""
    careful = chance.random()
    if careful < 0.55:
        sentences = [_closed(_capital(each)) for each in sentences]
    elif careful < 0.75:
        sentences = [_capital(each) for each in sentences]
    else:
        sentences = [each[:1].lower() + each[1:] for each in sentences]
    gap = "\n" if len(sentences) > 1 and chance.random() < 0.12 else " "
    joined = gap.join([*(_closed(each) for each in sentences[:-1]), sentences[-1]])
    return joined.rstrip(".!?") if careful > 0.9 else joined


def _capital(sentence: str) -> str:
    if FIRST_WORD.match(sentence):
        return sentence[0].upper() + sentence[1:]
    return sentence


def _closed(sentence: str) -> str:
    return sentence if sentence[-1] in ".!?:" else f"{sentence}."
