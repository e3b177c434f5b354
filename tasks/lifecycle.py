"""The states of a task and who may move it: the one table that all transitions come from.

Pure: no database, no clock. `tasks.transitions` turns these rows into guarded statements; the
drawing in the docs is generated from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final


class State(StrEnum):
    """Where a task is."""

    SCHEDULED = "scheduled"
    """Its time has not come: a start in the future or the pause before a retry."""
    QUEUED = "queued"
    """Ready; the dispatcher may choose it."""
    DISPATCHED = "dispatched"
    """Sent to one worker's queue; nobody has claimed it yet."""
    RUNNING = "running"
    """Claimed by a worker that renews its lease."""
    WAITING = "waiting"
    """Waits for children, an approval, a timer or an event; holds no worker."""
    SUCCEEDED = "succeeded"
    """Its result is committed."""
    FAILED = "failed"
    """Out of attempts or not worth repeating; in the dead-letter view until dismissed."""
    CANCELLED = "cancelled"
    """Ended by its owner."""
    EXPIRED = "expired"
    """Its deadline passed first."""


class Priority(IntEnum):
    """How urgent a task is."""

    LOW = 0
    NORMAL = 1
    HIGH = 2
    URGENT = 3
    CRITICAL = 4


class Actor(StrEnum):
    """Who moves tasks."""

    USER = "user"
    """A person or key, through services."""
    DISPATCHER = "dispatcher"
    WORKER = "worker"
    """The incarnation that holds the task."""
    SWEEPER = "sweeper"
    """The leading dispatcher, cleaning up."""
    FAMILY = "family"
    """A child's end, or a parent's, in the same transaction."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One legal move.

    Attributes:
        source: the state it leaves.
        target: the state it enters.
        actors: who may do it.
        raises_epoch: whether earlier messages and holders become void by it.
        why: one line for people.
    """

    source: State
    target: State
    actors: frozenset[Actor]
    raises_epoch: bool
    why: str


def _move(
    source: State, target: State, *actors: Actor, epoch: bool = False, why: str
) -> Transition:
    return Transition(source, target, frozenset(actors), epoch, why)


S, A = State, Actor
TRANSITIONS: Final[tuple[Transition, ...]] = (
    _move(S.SCHEDULED, S.QUEUED, A.SWEEPER, why="its time has come"),
    _move(S.SCHEDULED, S.CANCELLED, A.USER, A.FAMILY, why="cancelled before it started"),
    _move(S.SCHEDULED, S.EXPIRED, A.SWEEPER, why="the deadline passed before it started"),
    _move(S.QUEUED, S.DISPATCHED, A.DISPATCHER, epoch=True, why="chosen and given to a worker"),
    _move(S.QUEUED, S.CANCELLED, A.USER, A.FAMILY, why="cancelled before it started"),
    _move(S.QUEUED, S.EXPIRED, A.SWEEPER, why="the deadline passed before it started"),
    _move(S.DISPATCHED, S.RUNNING, A.WORKER, why="claimed under a lease"),
    _move(S.DISPATCHED, S.QUEUED, A.DISPATCHER, A.SWEEPER, A.WORKER, epoch=True,
          why="could not be sent, nobody claimed it in time, or the worker gave it back"),
    _move(S.DISPATCHED, S.CANCELLED, A.USER, A.FAMILY, why="cancelled before it was claimed"),
    _move(S.DISPATCHED, S.EXPIRED, A.SWEEPER, why="the deadline passed before it was claimed"),
    _move(S.RUNNING, S.SUCCEEDED, A.WORKER, why="the result is committed"),
    _move(S.RUNNING, S.FAILED, A.WORKER, A.SWEEPER, why="failed and no attempt is left"),
    _move(S.RUNNING, S.CANCELLED, A.WORKER, A.SWEEPER, why="stopped at its owner's wish"),
    _move(S.RUNNING, S.EXPIRED, A.WORKER, A.SWEEPER, why="the deadline passed while it ran"),
    _move(S.RUNNING, S.SCHEDULED, A.WORKER, A.SWEEPER, epoch=True,
          why="another attempt follows: after a failure, or after the worker was lost"),
    _move(S.RUNNING, S.WAITING, A.WORKER, epoch=True, why="its children run first"),
    _move(S.WAITING, S.QUEUED, A.FAMILY, epoch=True, why="the last child has ended"),
    _move(S.WAITING, S.FAILED, A.FAMILY, why="a child failed and the task asked to fail with it"),
    _move(S.WAITING, S.CANCELLED, A.USER, A.FAMILY, why="cancelled while it waited"),
    _move(S.WAITING, S.EXPIRED, A.SWEEPER, why="the deadline passed while it waited"),
)  # fmt: skip
del S, A

TERMINAL: Final = frozenset({State.SUCCEEDED, State.FAILED, State.CANCELLED, State.EXPIRED})
IN_FLIGHT: Final = frozenset({State.DISPATCHED, State.RUNNING})
BACKLOG: Final = frozenset({State.SCHEDULED, State.QUEUED, State.WAITING})

_TABLE: Final = {(move.source, move.target): move for move in TRANSITIONS}


class IllegalTransition(Exception):  # noqa: N818 - named for what happened
    """A move that no row of the table allows; a programming error."""


def transition(source: State, target: State, actor: Actor) -> Transition:
    """Return the row for a move.

    Raises:
        IllegalTransition: no such row, or the actor may not take it.
    """
    row = _TABLE.get((source, target))
    if row is None or actor not in row.actors:
        raise IllegalTransition(f"{actor} may not move a task from {source} to {target}")
    return row


def sources(target: State, actor: Actor) -> tuple[State, ...]:
    """Return the states from which `actor` may move a task to `target`, in table order."""
    return tuple(m.source for m in TRANSITIONS if m.target == target and actor in m.actors)


def values(states: Iterable[State]) -> list[str]:
    """Return the stored values of states, sorted, for SQL parameters and constraints."""
    return sorted(state.value for state in states)


def diagram() -> str:
    """Return the table as a Mermaid state diagram (generated into the docs)."""
    lines = ["stateDiagram-v2", "    [*] --> scheduled", "    [*] --> queued"]
    for row in TRANSITIONS:
        who = ", ".join(sorted(row.actors))
        lines.append(f"    {row.source} --> {row.target}: {who}")
    lines.extend(f"    {state} --> [*]" for state in State if state in TERMINAL)
    return "\n".join(lines) + "\n"
