"""Conversations in which one instruction serves several texts.

A label is one token, and the instruction is longer than most texts: with several texts to an
instruction, training sees three times as many labels in the same time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Final

from tools.bundled_model.frames import assistant
from tools.bundled_model.sample import Sample

LABELS: Final = frozenset({"intent", "complexity", "triage", "tone"})
"""Jobs whose answers are labels."""
MOST: Final = 9
"""Texts of one conversation."""
SHARE: Final = 0.8
"""How many of the conversations that could be longer are."""


def lengthened(chance: Random, first: Sample, draw: Callable[[], Sample]) -> Sample:
    """Return a conversation that goes on with further texts of the same job.

    Args:
        chance: Draws how many.
        first: Stays as it is where its job has no labels, or its instruction is not the system's.
        draw: Draws samples; those of other jobs or forms are passed over.
    """
    if not _can_go_on(first) or chance.random() > SHARE:
        return first
    messages, answer = list(first.messages), first.answer
    for each in (draw() for _ in range(chance.randint(2, 3 * MOST))):
        if _can_go_on(each) and _form(each) == _form(first) and len(messages) < 2 * MOST:
            messages += [assistant(answer), each.messages[-1]]
            answer = each.answer
    return replace(first, messages=tuple(messages), answer=answer)


def _can_go_on(sample: Sample) -> bool:
    roles = [each["role"] for each in sample.messages]
    return sample.job in LABELS and sample.learned is None and roles == ["system", "user"]


def _form(sample: Sample) -> tuple[str, bool]:
    return sample.job, sample.answer.startswith("{")
