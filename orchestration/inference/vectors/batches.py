"""Decides what is read next. Pure but for `Job.ready`, which counts tokens.

The most urgent request goes first, the oldest of them before others. Others ride along when they
want the same model and are as urgent: a less urgent one would only make the pass longer. So a long
request is done in pieces of `Encoder.budget` tokens and an urgent one goes between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from orchestration.inference.vectors.encoder import Encoder
from orchestration.inference.vectors.job import Job, Row

PATIENCE = 4
"""After so many turns of others who came later and were more urgent, the oldest one has a turn."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An input, and the request that it belongs to."""

    job: Job
    row: Row


def urgency(job: Job) -> tuple[int, int]:
    """Return what jobs are sorted by: the most urgent first, then the oldest."""
    return (-job.priority, job.arrival)


class Turns:
    """Whose turn it is: urgency decides, but nobody waits for ever."""

    def __init__(self) -> None:
        """Nobody has been passed over."""
        self._passed = 0

    def next(self, jobs: Sequence[Job]) -> Job:
        """Return who is served now."""
        urgent, oldest = min(jobs, key=urgency), min(jobs, key=lambda job: job.arrival)
        if urgent.priority == oldest.priority:
            self._passed = 0
            return urgent
        self._passed += 1
        if self._passed <= PATIENCE:
            return urgent
        self._passed = 0
        return oldest


def beside(first: Job, jobs: Iterable[Job]) -> list[Job]:
    """Return a job and those that may ride along, in the order in which they are taken."""
    others = [job for job in jobs if job is not first and job.priority == first.priority]
    cut_alike = [job for job in others if (job.truncate == "left") == (first.truncate == "left")]
    return [first, *sorted(cut_alike, key=urgency)]


def choose(
    jobs: Iterable[Job], encoder: Encoder, refuse: Callable[[Job, Exception], None]
) -> list[Placed]:
    """Return what one forward pass reads: never more than the budget, but always one input.

    Args:
        jobs: Those that may ride together, the first of them first.
        encoder: Their model.
        refuse: Told of jobs that turn out to be impossible; they are left out.
    """
    chosen: list[Placed] = []
    widest = 0
    for job in jobs:
        if chosen and widest * (len(chosen) + 1) > encoder.budget:
            break
        room = encoder.rows - len(chosen)
        try:
            rows = list(job.ready(encoder, room)) if room else []
        except Exception as error:  # whatever a library says of a text concerns its request alone
            refuse(job, error)
            continue
        for row in rows:
            wide = max(widest, row.cost)
            if chosen and wide * (len(chosen) + 1) > encoder.budget:
                break
            chosen.append(Placed(job, row))
            widest = wide
    return chosen
