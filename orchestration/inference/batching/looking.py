"""Looks at requests' images before their prompts are made, beside the thread that decodes.

A projector takes seconds for an image on a CPU, and nobody's answer may wait for it. Each model
looks at one image at a time, the most urgent request's first; what was seen is kept until the
request begins.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from orchestration.errors import ModelError, SwitchyardError
from orchestration.inference.batching.batcher import Batcher
from orchestration.inference.batching.chat import NOTHING_SEEN, Seen
from orchestration.inference.batching.vision import Eyes, StoppedLooking
from orchestration.inference.messages import GenerateBody
from orchestration.inference.ports import Image

log = logging.getLogger(__name__)

LIMIT_S = 900.0
"""Looking may take this long; what hangs for longer gives no sign of life and is ended."""
AHEAD = 2
"""So many times the slots may be taken by others before no further images are looked at."""


@dataclass(frozen=True, slots=True)
class Looked:
    """All images of a request were looked at, or it is refused, or nobody waits any more."""

    number: int
    seen: Seen = field(default_factory=dict)
    error: SwitchyardError | None = None
    stopped: bool = False


@dataclass(slots=True)
class _Look:
    """One that is under way."""

    number: int
    batcher: Batcher
    since: float
    unwanted: threading.Event


class Looker:
    """Looks for the models of a process; its methods are for the thread that decodes.

    Args:
        done: Called by another thread with what came of it.
    """

    def __init__(self, done: Callable[[Looked], None]) -> None:
        self._done = done
        self._under_way: list[_Look] = []
        self._seen: dict[int, Seen] = {}

    def ready(self, number: int, body: GenerateBody, batcher: Batcher) -> bool:
        """Tell whether a request can begin; start to look at its images when it may."""
        images, eyes = images_of(body), batcher.eyes
        if not images or eyes is None or number in self._seen:
            return True
        if self._may(body, batcher):
            self._start(number, images, batcher, eyes)
        return False

    def _may(self, body: GenerateBody, batcher: Batcher) -> bool:
        """What was seen takes memory, so that few wait for a slot with it."""
        if any(each.batcher is batcher for each in self._under_way):
            return False
        before = [each for each in batcher.sequences() if each.priority >= body.priority]
        return len(before) < AHEAD * batcher.native.shape.slots

    def _start(self, number: int, images: list[Image], batcher: Batcher, eyes: Eyes) -> None:
        look = _Look(number, batcher, time.monotonic(), threading.Event())
        self._under_way.append(look)
        batcher.held += 1
        arguments = (look, images, eyes)
        threading.Thread(target=self._look, args=arguments, name="looker", daemon=True).start()

    def _look(self, look: _Look, images: Iterable[Image], eyes: Eyes) -> None:
        number = look.number
        try:
            seen = {image.raw: eyes.look(image.raw, look.unwanted.is_set) for image in images}
            looked = Looked(number, seen)
        except StoppedLooking:
            looked = Looked(number, stopped=True)
        except SwitchyardError as refused:
            looked = Looked(number, error=refused)
        except Exception as unexpected:  # a thread that dies quietly would leave requests waiting
            sys.excepthook(*sys.exc_info())
            looked = Looked(number, error=ModelError(f"Looking failed: {unexpected!r}."))
        self._done(looked)

    def looked(self, looked: Looked) -> None:
        """Take in what came of it; to be called for whatever `done` was called with."""
        look = next(each for each in self._under_way if each.number == looked.number)
        self._under_way.remove(look)
        look.batcher.held -= 1
        if looked.error is None and not looked.stopped and not look.unwanted.is_set():
            self._seen[looked.number] = looked.seen

    def take(self, number: int) -> Seen:
        """Return what was seen of a request's images, and forget it."""
        return self._seen.pop(number, NOTHING_SEEN)

    def stop(self, number: int) -> None:
        """Let a request go."""
        self._seen.pop(number, None)
        for each in self._under_way:
            if each.number == number:
                each.unwanted.set()

    def hangs(self) -> bool:
        """Tell whether one has been under way for too long."""
        return any(time.monotonic() - each.since > LIMIT_S for each in self._under_way)


def images_of(body: GenerateBody) -> list[Image]:
    """Return the images of a request, in order."""
    turns = () if isinstance(body.prompt, str) else body.prompt
    return [part for turn in turns for part in turn.parts if isinstance(part, Image)]
