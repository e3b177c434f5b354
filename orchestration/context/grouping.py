"""Which messages belong together: calls of tools with their results, and turns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from orchestration.context.errors import InvalidContext
from orchestration.context.items import Item
from orchestration.context.message import Message

Atom: TypeAlias = tuple[Item, ...]
"""A message by itself, or calls of tools with all their results."""
ORPHAN: Final = "It answers a call of a tool that does not stand right before it."
UNANSWERED: Final = "Not all calls of tools have their results right after them."


@dataclass(frozen=True, slots=True)
class Grouped:
    """Messages in their groups.

    Attributes:
        atoms: In order.
        broken: Messages that no model may be shown, with the reason.
    """

    atoms: tuple[Atom, ...]
    broken: tuple[tuple[Item, str], ...]


def grouped(items: Sequence[Item]) -> Grouped:
    """Return messages with the results of tools beside their calls.

    Raises:
        InvalidContext: A pinned message is one that no model may be shown.
    """
    atoms: list[Atom] = []
    broken: list[tuple[Item, str]] = []
    for run in _runs(items):
        atom, rest, reason = _sorted_out(run)
        if atom:
            atoms.append(atom)
        broken += [(item, reason) for item in rest]
    for item, reason in broken:
        if item.pinned:
            raise InvalidContext(
                f"The pinned message {item.id} cannot be shown. {reason}",
                field="pinned",
                value=item.id,
                mend="Unpin it, or give the call with its results.",
            )
    return Grouped(tuple(atoms), tuple(broken))


def turns(atoms: Sequence[Atom]) -> Iterator[tuple[Atom, ...]]:
    """Yield the turns of a conversation: each begins with what the user says."""
    turn: list[Atom] = []
    for atom in atoms:
        if turn and _message(atom[0]).role == "user":
            yield tuple(turn)
            turn = []
        turn.append(atom)
    if turn:
        yield tuple(turn)


def _runs(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Yield each message with the results of tools that follow it."""
    run: list[Item] = []
    for item in items:
        if run and _message(item).role != "tool":
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _sorted_out(run: list[Item]) -> tuple[Atom, list[Item], str]:
    """Return what may be shown of a run, what may not, and why not."""
    first, open_calls = run[0], [call.id for call in _message(run[0]).tool_calls]
    if _message(first).role == "tool":
        return (), run, ORPHAN
    atom, orphans = [first], []
    for item in run[1:]:
        answers = _message(item).tool_call_id
        if answers in open_calls:
            open_calls.remove(answers)
            atom.append(item)
        else:
            orphans.append(item)
    return ((), run, UNANSWERED) if open_calls else (tuple(atom), orphans, ORPHAN)


def _message(item: Item) -> Message:
    assert isinstance(item.body, Message), "only messages are grouped"  # noqa: S101
    return item.body
