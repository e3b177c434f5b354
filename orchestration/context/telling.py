"""What became of each part, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from orchestration.context.items import Item, Unit
from orchestration.context.message import Message
from orchestration.context.room import Room
from orchestration.context.window import Fate, Window

ALWAYS: Final = "It is always shown."
ROOM: Final = "There was room for it."
NO_ROOM: Final = "No room was left for it."
ENOUGH: Final = "Parts of its kind have the most that they may have."
NEEDLESS: Final = "All that it sums up is shown."


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided.

    Attributes:
        items: All parts, as they are whole.
        shown: Those that are shown, as they are shown.
        broken: Messages that no model may be shown, with the reason.
        gone: Why others were left out because of their length, by their ids.
        beyond: Units for which their kind had no room.
    """

    items: Sequence[Item]
    shown: Sequence[Item]
    broken: Sequence[tuple[Item, str]]
    gone: Mapping[str, str]
    beyond: Sequence[Unit]


def told(
    decided: Decided, messages: tuple[Message, ...], tokens: int, room: Room, *, asks: bool
) -> Window:
    """Return the window.

    Args:
        decided: What was decided.
        messages: Of what is shown.
        tokens: Of all messages.
        room: What there was.
        asks: Whether it may ask for a summary.
    """
    fates = tuple(_fates(decided))
    lacking = tuple(_unsummarised(decided, fates)) if asks else ()
    return Window(messages, tokens, room.budget, fates, lacking)


def _fates(decided: Decided) -> list[Fate]:
    shown = {item.id: item for item in decided.shown}
    covering = {
        covered: item.id
        for item in decided.shown
        for covered in item.covers
        if covered not in shown
    }
    reasons = _reasons(decided, shown)
    fates = []
    for item in decided.items:
        found = shown.get(item.id)
        if found is not None:
            fates.append(_kept(found))
        elif item.id in covering:
            why = f"{reasons.get(item.id, NO_ROOM)} The summary {covering[item.id]} stands for it."
            fates.append(Fate(item.id, item.kind, "summarised", 0, item.whole, why))
        else:
            why = reasons.get(item.id, NO_ROOM)
            fates.append(Fate(item.id, item.kind, "dropped", 0, item.whole, why))
    return fates


def _kept(item: Item) -> Fate:
    if item.was_cut:
        why = f"It was too long by itself: {item.whole} tokens."
        return Fate(item.id, item.kind, "cut", item.tokens, item.whole, why)
    always = item.kind in ("system", "pinned", "question")
    return Fate(item.id, item.kind, "kept", item.tokens, item.whole, ALWAYS if always else ROOM)


def _reasons(decided: Decided, shown: Mapping[str, Item]) -> dict[str, str]:
    """Return why parts are not shown, by their ids; the rest found no room."""
    reasons = {item.id: ENOUGH for unit in decided.beyond for item in unit.items}
    reasons |= {item.id: why for item, why in decided.broken}
    reasons |= {item.id: NEEDLESS for item in decided.items if _needless(item, shown)}
    return {**reasons, **decided.gone}


def _needless(item: Item, shown: Mapping[str, Item]) -> bool:
    return bool(item.covers) and all(covered in shown for covered in item.covers)


def _unsummarised(decided: Decided, fates: Sequence[Fate]) -> list[str]:
    """Return the messages that are neither shown nor covered by any summary."""
    covered = {each for item in decided.items for each in item.covers}
    broken = {item.id for item, _ in decided.broken}
    return [
        fate.id
        for fate in fates
        if fate.kind in ("history", "steps") and not fate.shown and fate.id not in covered | broken
    ]
