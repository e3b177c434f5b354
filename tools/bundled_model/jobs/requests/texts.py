"""Requests as people type them: a wish of a known intent and complexity, in a frame."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random
from types import ModuleType

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
    held_out,
    lexicon,
    nouns,
    software_composed,
    software_vocabulary,
)
from tools.bundled_model.words.split import halves

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
HOLE = "\0"
FIRST_WORD = re.compile(r"[a-z][a-z']*(?=[ ,!?.]|$)")


def _phrases(split: Split) -> dict[str, Rule]:
    listed = {name: texts for part in PARTS for name, texts in part.SLOTS.items()}
    halved = {name: halves(listed[name])[split] for name in SHARED_BY_HALVES}
    hole = {"do": (HOLE,), "ask": (HOLE,)}
    return {**nouns.nouns(split), **nouns.DRAWS, **listed, **halved, **hole}


def _grammar(split: Split) -> Grammar:
    rules = _phrases(split)
    if split is Split.HELD_OUT:
        return Grammar({**rules, **held_out.SLOTS, **held_out.CELLS, **_frames(held_out)})
    return Grammar({**rules, **_cells(), **_frames(frames)})


def _cells() -> dict[str, Sequence[str]]:
    """Return the templates of every intent and level, over all parts."""
    cells: dict[str, Sequence[str]] = {}
    for part in PARTS:
        for name, cell in part.CELLS.items():
            cells[name] = (*cells.get(name, ()), *cell)
    return cells


def _frames(source: ModuleType) -> dict[str, Rule]:
    imperative: Sequence[str] = source.IMPERATIVE
    return {
        "frame_do": imperative,
        "frame_order": [each for each in imperative if not each.startswith(("how", "what"))],
        "frame_ask": source.WHOLE,
        "before": source.BEFORE,
        "after": source.AFTER,
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
