"""Serves many sequences with one model: each step draws one token for all that have read theirs,
then reads a chunk of those that have not.

Who sits is decided before each step; whoever gives way keeps its cache outside of the context and
goes on later, its text unbroken. Rows of a call are ordered by slot and slots have no holes,
because llama.cpp would split the call there.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field

from orchestration.errors import ModelError, SwitchyardError
from orchestration.inference.batching.faults import inject
from orchestration.inference.batching.native import BATCH, Blob, DecodeFailed, Native, Row
from orchestration.inference.batching.prefixes import Found, Prefixes
from orchestration.inference.batching.reading import CHUNK, brevity, chunk, together
from orchestration.inference.batching.scheduler import place, urgency
from orchestration.inference.batching.sequence import Sequence
from orchestration.inference.batching.vision import Eyes
from orchestration.inference.memory.footprint import KEPT_BYTES

log = logging.getLogger(__name__)

SLOW_S = 0.25
"""A call that takes longer is looked into; that costs about a millisecond."""


@dataclass(slots=True)
class Step:
    """What a step brought about.

    Attributes:
        moved: Sequences that came forward.
        finished: Those whose answer is complete.
        failed: With why.
    """

    moved: list[Sequence] = field(default_factory=list)
    finished: list[Sequence] = field(default_factory=list)
    failed: list[tuple[Sequence, SwitchyardError]] = field(default_factory=list)


class Batcher:
    """One model at work.

    Args:
        native: The loaded model; closed with the batcher.
        abort: Asked while a prompt is read, with its sequence; True ends that.
        reproducible: Whether results must not depend on neighbours.
        preempt: Whether the urgent may take the slots of others.
        eyes: The model's projector; closed with the batcher.
        kept: Bytes that copies of what was read before may take.

    Attributes:
        held: How many use the model outside of its sequences; it must stay for them.
    """

    def __init__(
        self,
        native: Native,
        abort: Callable[[Sequence], bool],
        *,
        reproducible: bool = True,
        preempt: bool = True,
        eyes: Eyes | None = None,
        kept: int = KEPT_BYTES,
    ) -> None:
        self.native = native
        self.eyes = eyes
        self.held = 0
        self._abort = abort
        self._align = CHUNK if reproducible else 1
        self._preempt = preempt
        self._prefixes = Prefixes(kept)
        self._oldest_first = False
        self._slow = True  # nobody knows yet
        self._gently = False
        self._waiting: list[Sequence] = []
        self._seats: dict[int, Sequence] = {}

    def __len__(self) -> int:
        """Return how many sequences are here, waiting or seated."""
        return len(self._waiting) + len(self._seats)

    @property
    def idle(self) -> bool:
        """Whether nobody needs the model now."""
        return not len(self) and not self.held

    @property
    def drawing(self) -> bool:
        """Whether somebody here waits for the next token."""
        return any(not each.reading for each in self._seats.values())

    def sequences(self) -> list[Sequence]:
        """Return all of them."""
        return [*self._seats.values(), *self._waiting]

    def add(self, sequence: Sequence) -> None:
        """Take a sequence in."""
        self._waiting.append(sequence)

    def drop(self, sequence: Sequence) -> None:
        """Let a sequence go, whatever it is doing; one that is not here is nobody's."""
        if sequence in self._waiting:
            self._waiting.remove(sequence)
        elif sequence.slot is not None:
            self._leave(sequence, keep=True)
        sequence.sampler.close()

    def close(self) -> None:
        """Free the model; nothing may be here any more."""
        for sequence in self.sequences():
            sequence.sampler.close()
        self._prefixes.clear()
        if self.eyes is not None:
            self.eyes.close()
        self.native.close()

    def step(self, *, gently: bool = False) -> Step:
        """Do one round for everybody; a short one where others wait for its end, `gently`."""
        self._gently = gently
        step = Step()
        self._place()
        rounds = [self._read, self._draw] if self._reading_first() else [self._draw, self._read]
        for each in rounds:
            each(step)
            self._dismiss(step)
        return step

    def _reading_first(self) -> bool:
        """Tell whether a prompt is more urgent than all who draw, so that they wait for it."""
        reading = [each.priority for each in self._seats.values() if each.reading]
        drawing = [each.priority for each in self._seats.values() if not each.reading]
        return bool(reading and drawing) and max(reading) > max(drawing)

    def _dismiss(self, step: Step) -> None:
        """Let those go whose answer is complete, or who cannot go on."""
        for sequence in [*step.finished, *(failed for failed, _ in step.failed)]:
            self.drop(sequence)

    def _place(self) -> None:
        free = self.native.shape.slots - len(self._seats)
        seated = self._seats.values() if self._preempt else ()
        placement = place(self._waiting, seated, free)
        for sequence in placement.park:
            self._park(sequence)
        for sequence in placement.seat:
            self._seat(sequence)

    def _park(self, sequence: Sequence) -> None:
        sequence.parked = self._copy(sequence)
        sequence.parkings += 1
        self._vacate(sequence)
        self._waiting.append(sequence)

    def _seat(self, sequence: Sequence) -> None:
        self._waiting.remove(sequence)
        slot = next(i for i in range(self.native.shape.slots) if i not in self._seats)
        sequence.slot = slot
        self._seats[slot] = sequence
        if sequence.seated_at is None:
            sequence.seated_at = time.monotonic()
        if sequence.parked is not None:
            self._resume(sequence, slot)

    def _resume(self, sequence: Sequence, slot: int) -> None:
        """Go on where it was; a copy that is damaged is worth reading all of it again."""
        blob, sequence.parked = sequence.parked, None
        try:
            if blob is not None:
                self.native.restore(slot, blob)
        except ValueError as error:
            log.warning("a parked sequence is read again: %s", error)
            sequence.cached = 0

    def _vacate(self, sequence: Sequence) -> None:
        slot = _slot(sequence)
        self.native.cut(slot, 0)
        del self._seats[slot]
        sequence.slot = None

    def _leave(self, sequence: Sequence, *, keep: bool) -> None:
        """Free a slot for good, and close the hole that it leaves."""
        slot = _slot(sequence)
        if keep and sequence.cached == self.native.lengths[slot] >= CHUNK:
            blob = self._copy(sequence)
            if blob is not None:
                self._prefixes.keep(sequence.tokens, blob)
        self._vacate(sequence)
        last = max(self._seats, default=-1)
        if last > slot:
            self._move(self._seats[last], slot)

    def _move(self, sequence: Sequence, to: int) -> None:
        blob = self._copy(sequence, checked=False)
        if blob is not None:
            self.native.restore(to, blob)
        self._vacate(sequence)
        sequence.slot = to
        self._seats[to] = sequence

    def _copy(self, sequence: Sequence, *, checked: bool = True) -> Blob | None:
        """Return a copy of its cache; None where there is none, or memory does not suffice for a
        copy: then it is read again."""
        try:
            return self.native.save(_slot(sequence), checked=checked) if sequence.cached else None
        except (MemoryError, ValueError) as error:
            log.warning("a cache cannot be copied and is read again: %r", error)
            sequence.cached = 0
            return None

    def _draw(self, step: Step) -> None:
        ready = [s for _, s in sorted(self._seats.items()) if not s.reading]
        if ready:
            self._decode(ready, step)

    def _decode(self, ready: list[Sequence], step: Step) -> None:
        """Read one row of each and draw; where that fails, find out for whom."""
        try:
            inject(each.fault for each in ready)
            with self._watched(ready[0]):
                self.native.decode([_row(each) for each in ready])
        except (DecodeFailed, ValueError) as error:
            self._look_again(ready)
            if len(ready) == 1:
                self._fail(ready[0], error, step)
                return
            for each in ready:
                if not each.reading:
                    self._decode([each], step)
            return
        for row, each in enumerate(ready):
            each.cached += 1
            self._take(each, row, step)

    @contextmanager
    def _watched(self, sequence: Sequence) -> Iterator[None]:
        """Let the engine give signs of life within a call, where calls take long."""
        began = time.monotonic()

        def alive() -> bool:
            self._abort(sequence)  # which pulses; a call for many is not ended for one
            return False

        with self.native.abortable(alive) if self._slow else nullcontext():
            yield
        self._slow = time.monotonic() - began > SLOW_S

    def _take(self, sequence: Sequence, row: int, step: Step) -> None:
        """Draw the token that follows a row."""
        if sequence.read_at is None:
            sequence.read_at = time.monotonic()
        try:
            draw = sequence.sampler.draw(row, sequence.tokens, sequence.prompt)
        except SwitchyardError as error:
            step.failed.append((sequence, error))
            return
        except Exception as error:  # what nobody foresaw fails this answer, not its neighbours
            log.exception("sequence %d cannot be drawn", sequence.number)
            step.failed.append((sequence, ModelError(f"Drawing a token failed: {error!r}.")))
            return
        native = self.native
        sequence.draw(draw, native.piece(draw.token), ends=native.ends(draw.token))
        step.moved.append(sequence)
        if sequence.reason is not None:
            step.finished.append(sequence)

    def _fail(self, sequence: Sequence, error: Exception, step: Step) -> None:
        log.error("sequence %d cannot be decoded: %s", sequence.number, error)
        why = ModelError(f"llama.cpp could not decode this request: {error}.")
        step.failed.append((sequence, why))
        self._leave(sequence, keep=False)
        sequence.sampler.close()

    def _read(self, step: Step) -> None:
        """Read a chunk of the prompt whose turn it is, and of others beside it."""
        short = self._gently or self.drawing
        reading = self._to_read()
        if reading and _at_image(reading[0]):
            self._read_image(reading[0], step)
        elif reading:
            reading = [each for each in reading if not _at_image(each)]
            most = CHUNK if short else BATCH
            self._read_together(together(reading, most, self._align), step)

    def _to_read(self) -> list[Sequence]:
        """Return those who have something to read, in the order in which they may.

        Of equal priority, the oldest and the one with the least left take turns, so that a long
        prompt does not stand in the way of short ones, nor they in its. Who is first looks for a
        beginning that has been read meanwhile; the others have looked once.
        """
        self._oldest_first = not self._oldest_first
        order = urgency if self._oldest_first else brevity
        reading = sorted((each for each in self._seats.values() if each.reading), key=order)
        for at, sequence in enumerate(reading):
            if sequence.cached == 0 and not (at and sequence.sought):
                sequence.sought = True
                self._borrow(sequence)
        return [each for each in reading if each.reading]

    def _read_together(self, group: list[Sequence], step: Step) -> None:
        """Read a chunk of each, and draw for those who have come to the end of theirs.

        Where that fails, find out for whom.
        """
        rows = [row for each in group for row in _rows(each)]
        try:
            inject(each.fault for each in group)
            with self.native.abortable(lambda: self._aborted(group)):
                self.native.decode(rows)
        except (DecodeFailed, ValueError) as error:
            self._look_again(group)
            if self._aborted(group):
                return
            if len(group) == 1:
                self._fail(group[0], error, step)
                return
            for each in group:
                self._read_together([each], step)
            return
        at = {row.slot: number for number, row in enumerate(rows)}
        for each in group:
            each.cached = self.native.lengths[_slot(each)]
            if each.cached == len(each.tokens):
                self._take(each, at[_slot(each)], step)
            else:
                step.moved.append(each)

    def _look_again(self, group: list[Sequence]) -> None:
        """See what is left of their caches after a call that failed."""
        for each in group:
            each.cached = self.native.lengths[_slot(each)]

    def _read_image(self, sequence: Sequence, step: Step) -> None:
        """Read rows of an image, of this sequence alone."""
        slot = _slot(sequence)
        try:
            with self.native.abortable(lambda: self._abort(sequence)):
                self.native.decode_image(slot, sequence.layout.piece(chunk(sequence)))
        except (DecodeFailed, ValueError) as error:
            sequence.cached = self.native.lengths[slot]
            if not self._abort(sequence):
                self._fail(sequence, error, step)
            return
        sequence.cached = self.native.lengths[slot]
        step.moved.append(sequence)

    def _aborted(self, group: list[Sequence]) -> bool:
        return any(self._abort(each) for each in group)

    def _borrow(self, sequence: Sequence) -> None:
        """Begin with what somebody has read already."""
        slot = _slot(sequence)
        others, layout = self._tokens_of_others(sequence), sequence.layout
        found = self._prefixes.find(
            sequence.tokens, others, lambda length: layout.floor(length, self._align)
        )
        if found is None:
            return
        try:
            self.native.restore(slot, found.blob or self._copied(found))
            self.native.cut(slot, found.length, layout.position(found.length))
        except (MemoryError, ValueError) as error:
            log.warning("a beginning is read again: %r", error)
            self._prefixes.forget(found)
        sequence.cached = sequence.borrowed = self.native.lengths[slot]

    def _copied(self, found: Found) -> Blob:
        if found.slot is None:
            raise ValueError("a beginning that was found lies nowhere")
        return self.native.save(found.slot, checked=False)

    def _tokens_of_others(self, sequence: Sequence) -> Iterable[tuple[int, list[int]]]:
        for slot, other in self._seats.items():
            if other is not sequence and other.cached:
                yield slot, other.tokens[: other.cached]


def _slot(sequence: Sequence) -> int:
    if sequence.slot is None:
        raise ValueError(f"sequence {sequence.number} has no slot")
    return sequence.slot


def _at_image(sequence: Sequence) -> bool:
    return sequence.layout.image(sequence.cached) is not None


def _row(sequence: Sequence) -> Row:
    at = sequence.cached
    return Row(sequence.tokens[at], _slot(sequence), at, draw=True)


def _rows(sequence: Sequence) -> list[Row]:
    slot = _slot(sequence)
    last = len(sequence.tokens) - 1
    return [Row(sequence.tokens[at], slot, at, draw=at == last) for at in chunk(sequence)]
