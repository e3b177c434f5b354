"""The states of a task and who may move it."""

from orchestration.management.reference.source import attribute_docs, page, table
from tasks.lifecycle import TERMINAL, TRANSITIONS, Actor, State, Transition, diagram

_INTRODUCTION = """
Every change of a task's state is one row of the table in `tasks/lifecycle.py` and one guarded
statement: it takes effect only if the task still has the state and the epoch that the actor saw.
Otherwise another actor was first, and nothing happens. `succeeded`, `failed`, `cancelled` and
`expired` are final: retry and replay make a new task.
"""
_EPOCH = """
The **epoch** is the fencing number. A transition that raises it makes all earlier messages and
holders of the task void.
"""


def render() -> str:
    """Return the page."""
    return page(
        "States of a task",
        _INTRODUCTION,
        f"```mermaid\n{diagram()}```",
        "## States",
        _states(),
        "## Transitions",
        _EPOCH,
        table(["from", "to", "who", "why", "raises the epoch"], map(_row, TRANSITIONS)),
        "## Who",
        table(["actor", "is"], [[f"`{a}`", _ACTORS[a]] for a in Actor]),
    )


_ACTORS = {
    Actor.USER: "a person or an API key, through a service",
    Actor.DISPATCHER: "the leading dispatcher",
    Actor.WORKER: "the incarnation of a worker that holds the task",
    Actor.SWEEPER: "the leading dispatcher, cleaning up",
    Actor.FAMILY: "the end of a child or of the parent, in the same transaction",
}


def _states() -> str:
    meaning = attribute_docs(State)
    rows = [
        [f"`{state}`", meaning[state.name], "yes" if state in TERMINAL else ""] for state in State
    ]
    return table(["state", "means", "final"], rows)


def _row(move: Transition) -> list[str]:
    who = ", ".join(sorted(move.actors))
    epoch = "yes" if move.raises_epoch else ""
    return [f"`{move.source}`", f"`{move.target}`", who, move.why, epoch]
