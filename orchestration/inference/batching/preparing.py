"""Makes requests' prompts beside the thread that decodes.

A projector takes seconds for an image on a CPU, and so does a tokenizer for millions of
characters; nobody's answer may wait for that. Each model looks at one image at a time, the most
urgent request's first. What was made is kept until the request begins.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from orchestration.errors import ModelError, SwitchyardError
from orchestration.inference.batching.batcher import Batcher
from orchestration.inference.batching.chat import Prompt
from orchestration.inference.batching.residents import Resident
from orchestration.inference.batching.vision import StoppedLooking
from orchestration.inference.constraints.automaton import read_rules
from orchestration.inference.messages import GenerateBody
from orchestration.inference.ports import Image

log = logging.getLogger(__name__)

LIMIT_S = 900.0
"""It may take this long; what hangs for longer gives no sign of life and is ended."""
AHEAD = 2
"""So many times the slots may be taken by others before no further images are looked at."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request's prompt is made, or it is refused; neither when nobody waits any more."""

    number: int
    prompt: Prompt | None = None
    error: SwitchyardError | None = None


@dataclass(slots=True)
class _Work:
    """One that is under way."""

    number: int
    batcher: Batcher
    looks: bool
    since: float
    unwanted: threading.Event


class Preparer:
    """Makes prompts for the models of a process; its methods are for the thread that decodes.

    Args:
        done: Called by another thread with what came of it.
    """

    def __init__(self, done: Callable[[Prepared], None]) -> None:
        self._done = done
        self._under_way: dict[int, _Work] = {}
        self._prepared: dict[int, Prompt] = {}

    def ready(self, number: int, body: GenerateBody, resident: Resident) -> bool:
        """Tell whether a request can begin; start to make its prompt when it may."""
        if number in self._prepared:
            return True
        if number not in self._under_way and self._may(body, resident.batcher):
            self._start(number, body, resident)
        return False

    def knows(self, number: int) -> bool:
        """Tell whether a request's prompt is made, or being made."""
        return number in self._prepared or number in self._under_way

    def makes(self, number: int) -> bool:
        """Tell whether a request's prompt is being made."""
        return number in self._under_way

    def _may(self, body: GenerateBody, batcher: Batcher) -> bool:
        """What was seen takes memory, so that few wait for a slot with it."""
        if not _looks(body, batcher):
            return True
        if any(each.batcher is batcher and each.looks for each in self._under_way.values()):
            return False
        before = [each for each in batcher.sequences() if each.priority >= body.priority]
        return len(before) < AHEAD * batcher.native.shape.slots

    def _start(self, number: int, body: GenerateBody, resident: Resident) -> None:
        batcher = resident.batcher
        looks = _looks(body, batcher)
        work = _Work(number, batcher, looks, time.monotonic(), threading.Event())
        self._under_way[number] = work
        batcher.held += 1
        arguments = (work, body, resident)
        threading.Thread(target=self._run, args=arguments, name="preparer", daemon=True).start()

    def _run(self, work: _Work, body: GenerateBody, resident: Resident) -> None:
        try:
            prepared = Prepared(work.number, prompt=_made(work, body, resident))
        except StoppedLooking:
            prepared = Prepared(work.number)
        except SwitchyardError as refused:
            prepared = Prepared(work.number, error=refused)
        except Exception as unexpected:  # a thread that dies quietly would leave requests waiting
            sys.excepthook(*sys.exc_info())
            why = ModelError(f"The prompt could not be made: {unexpected!r}.")
            prepared = Prepared(work.number, error=why)
        self._done(prepared)

    def take_in(self, prepared: Prepared) -> None:
        """Take in what came of it; to be called for whatever `done` was called with."""
        work = self._under_way.pop(prepared.number)
        work.batcher.held -= 1
        if prepared.prompt is not None and not work.unwanted.is_set():
            self._prepared[prepared.number] = prepared.prompt

    def take(self, number: int) -> Prompt:
        """Return a request's prompt, which is ready, and forget it."""
        return self._prepared.pop(number)

    def stop(self, number: int) -> None:
        """Let a request go."""
        self._prepared.pop(number, None)
        if work := self._under_way.get(number):
            work.unwanted.set()

    def hangs(self) -> bool:
        """Tell whether one has been under way for too long."""
        return any(time.monotonic() - each.since > LIMIT_S for each in self._under_way.values())


def _made(work: _Work, body: GenerateBody, resident: Resident) -> Prompt:
    if body.grammar:
        read_rules(body.grammar)  # which are remembered: a long one takes a tenth of a second
    eyes = resident.batcher.eyes
    images = [] if eyes is None else images_of(body)
    seen = {each.raw: eyes.look(each.raw, work.unwanted.is_set) for each in images if eyes}
    return resident.prompts.read(body, resident.context, seen)


def _looks(body: GenerateBody, batcher: Batcher) -> bool:
    return batcher.eyes is not None and bool(images_of(body))


def images_of(body: GenerateBody) -> list[Image]:
    """Return the images of a request, in order."""
    turns = () if isinstance(body.prompt, str) else body.prompt
    return [part for turn in turns for part in turn.parts if isinstance(part, Image)]
