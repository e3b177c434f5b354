"""What people do to a text: other cases, words that nobody knows. Labels stay right."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

from tools.bundled_model.sample import Message, Sample, Split
from tools.bundled_model.words.invented import invented

CLASSES = frozenset({"intent", "complexity", "triage", "tone", "other"})
"""Jobs whose answers copy nothing, so that the text may change."""
WORD = re.compile(r"\b[a-z]{4,}\b")


def noisy(chance: Random, sample: Sample) -> Sample:
    """Return a sample as another person would have typed it; often it stays as it is."""
    if sample.job not in CLASSES:
        return sample
    drawn = chance.random()
    if drawn < 0.15:
        return _changed(sample, lambda text: _stranger(chance, text))
    if drawn < 0.25:
        return _changed(sample, str.lower)
    if drawn < 0.28:
        return _changed(sample, str.upper)
    return sample


def _changed(sample: Sample, change: Callable[[str], str]) -> Sample:
    """Change the last turn; the instruction of the operator stays."""
    last: Message = {**sample.messages[-1], "content": change(sample.messages[-1]["content"])}
    return replace(sample, messages=(*sample.messages[:-1], last))


def _stranger(chance: Random, text: str) -> str:
    """Put words in that nobody knows, one in twelve."""

    def swapped(found: re.Match[str]) -> str:
        return invented(chance, Split.TRAIN) if chance.random() < 0.08 else found.group()

    return WORD.sub(swapped, text)
