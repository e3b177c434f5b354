"""The way from material to a window, step by step, without saying how tokens are counted.

`fitting` yields what it wants counted: whoever drives it asks a counter and sends the numbers
back. So threads and event loops share every decision.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain
from typing import Final, TypeAlias

from orchestration.context.grouping import Atom, Grouped, grouped, turns
from orchestration.context.items import Item, Unit, items_of
from orchestration.context.material import Material
from orchestration.context.policy import Policy
from orchestration.context.ports import Countable, Tokenizer
from orchestration.context.ranking import Ranked, ranked
from orchestration.context.refusing import nothing_fits
from orchestration.context.rendering import rendered
from orchestration.context.room import Room
from orchestration.context.searching import Found, most_that_fit
from orchestration.context.shortening import Shortened, shortened
from orchestration.context.telling import Decided, told
from orchestration.context.window import Window

NEIGHBOUR: Final = "It belongs together with a message that is too long."
Fitting: TypeAlias = Generator[Sequence[Countable], Sequence[int], Window]


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Parts by what may become of them.

    Attributes:
        needed: Always shown; the question is among them.
        turns: Of the history, without what is pinned.
        steps: Calls with their results, without what is pinned.
        single: Summaries and passages.
        broken: Messages that cannot be shown, with the reason.
    """

    needed: tuple[Item, ...]
    turns: tuple[tuple[Item, ...], ...]
    steps: tuple[tuple[Item, ...], ...]
    single: tuple[Item, ...]
    broken: tuple[tuple[Item, str], ...]

    @property
    def giving(self) -> tuple[Item, ...]:
        """Return those that may be cut or left out."""
        return (*chain(*self.turns), *chain(*self.steps), *self.single)


def fitting(material: Material, room: Room, policy: Policy, tokenizer: Tokenizer) -> Fitting:
    """Fill a window.

    Args:
        material: What could be shown.
        room: How much may be.
        policy: What gives way to what.
        tokenizer: Whose tokens are counted.

    Yields:
        Texts and conversations; wants the tokens of each.

    Raises:
        ContextOverflow: What must be shown does not fit; the error says what takes how much.
        InvalidContext: A pinned message is one that no model may be shown.
    """
    plain = list(items_of(material))
    texts = list(dict.fromkeys(text for item in plain for text in item.texts))
    counts = dict(zip(texts, (yield texts), strict=True)) if texts else {}
    items = [_counted(item, counts, tokenizer) for item in plain]
    parts = _sorted(items)
    asked = next(item for item in parts.needed if item.place == "question")
    short = yield from shortened([asked, *parts.giving], counts, policy, room.window)
    needed = tuple(short.cut.get(item.id, item) for item in parts.needed)
    units, gone = _units(parts, short)
    order = ranked(units, policy, room.window)
    found = yield from _most(needed, order, room)
    shown = (*needed, *_items(order.order[: found.number]))
    shown, tokens = yield from _without_the_needless(shown, found.tokens, room)
    decided = Decided(items, shown, parts.broken, gone, order.beyond)
    return told(decided, rendered(shown), tokens, room, asks=policy.ask_for_summary)


def _counted(item: Item, counts: Mapping[str, int], tokenizer: Tokenizer) -> Item:
    return item.counted(sum(counts[text] for text in item.texts) + item.besides(tokenizer))


def _sorted(items: Sequence[Item]) -> _Sorted:
    history = grouped([item for item in items if item.place == "history"])
    steps = grouped([item for item in items if item.place == "steps"])
    needed = [item for item in items if item.place in ("system", "pinned", "question")]
    return _Sorted(
        needed=(*needed, *_pinned(history), *_pinned(steps)),
        turns=tuple(_giving(turn) for turn in turns(history.atoms)),
        steps=tuple(_giving([atom]) for atom in steps.atoms),
        single=tuple(item for item in items if item.place in ("summaries", "passages")),
        broken=history.broken + steps.broken,
    )


def _pinned(messages: Grouped) -> list[Item]:
    """Return pinned messages, with the calls and results that go with them."""
    atoms = [atom for atom in messages.atoms if _is_pinned(atom)]
    return [replace(item, pinned=True) for item in chain(*atoms)]


def _giving(atoms: Sequence[Atom]) -> tuple[Item, ...]:
    return tuple(chain(*(atom for atom in atoms if not _is_pinned(atom))))


def _is_pinned(atom: Atom) -> bool:
    return any(item.pinned for item in atom)


def _units(parts: _Sorted, short: Shortened) -> tuple[list[Unit], Mapping[str, str]]:
    """Return what may be left out, of each kind the most important first, and what has to be."""
    units = [Unit("steps", step) for step in reversed(parts.steps) if step]
    units += [Unit("history", turn) for turn in reversed(parts.turns) if turn]
    summaries = [item for item in parts.single if item.place == "summaries"]
    units += [Unit("summaries", (item,)) for item in reversed(summaries)]
    units += [Unit("passages", (item,)) for item in parts.single if item.place == "passages"]
    whole: list[Unit] = []
    gone: dict[str, str] = {}
    for unit in units:
        if any(item.id in short.gone for item in unit.items):
            gone |= {item.id: short.gone.get(item.id, NEIGHBOUR) for item in unit.items}
        else:
            items = tuple(short.cut.get(item.id, item) for item in unit.items)
            whole.append(Unit(unit.kind, items))
    return whole, gone


def _most(
    needed: Sequence[Item], order: Ranked, room: Room
) -> Generator[Sequence[Countable], Sequence[int], Found]:
    """Find how many of the most important units fit beside what must be shown."""
    base = sum(item.tokens for item in needed)
    estimates = list(accumulate((unit.tokens for unit in order.order), initial=base))
    search = most_that_fit(estimates, room.budget, order.minimum)
    tokens = base
    try:
        number = next(search)
        while True:
            shown = (*needed, *_items(order.order[:number]))
            (tokens,) = yield (rendered(shown),)
            number = search.send(tokens)
    except StopIteration as end:
        if isinstance(end.value, Found):
            return end.value
    least = (*needed, *_items(order.order[: order.minimum]))
    raise nothing_fits(least, tokens, room)  # the least was counted last


def _without_the_needless(
    shown: tuple[Item, ...], tokens: int, room: Room
) -> Generator[Sequence[Countable], Sequence[int], tuple[tuple[Item, ...], int]]:
    """Leave out summaries of messages that are all shown themselves."""
    ids = {item.id for item in shown}
    fewer = tuple(item for item in shown if not item.covers or not ids.issuperset(item.covers))
    if len(fewer) == len(shown):
        return shown, tokens
    (without,) = yield (rendered(fewer),)
    return (fewer, without) if without <= room.budget else (shown, tokens)


def _items(units: Sequence[Unit]) -> tuple[Item, ...]:
    return tuple(chain(*(unit.items for unit in units)))
