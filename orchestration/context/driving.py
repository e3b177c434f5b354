"""`fit` and `afit`: fill a window with a counter that is at hand."""

from __future__ import annotations

from orchestration.context.counts import Counts
from orchestration.context.fitting import Fitting, fitting
from orchestration.context.material import Material
from orchestration.context.policy import Policy
from orchestration.context.ports import AsyncTokenCounter, Countable, TokenCounter, Tokenizer
from orchestration.context.room import Room
from orchestration.context.window import Window


def fit(
    material: Material, room: Room, policy: Policy, counter: TokenCounter, counts: Counts
) -> Window:
    """Fill a window.

    Args:
        material: What could be shown.
        room: How much may be.
        policy: What gives way to what.
        counter: Counts tokens.
        counts: What was counted before.

    Raises:
        ContextOverflow: What must be shown does not fit.
        InvalidContext: A pinned message is one that no model may be shown.
        SwitchyardError: Tokens cannot be counted.
    """
    asking = _remembering(
        fitting(material, room, policy, counter.tokenizer), counter.tokenizer, counts
    )
    try:
        asked = next(asking)
        while True:
            asked = asking.send(counter.count(asked))
    except StopIteration as end:
        return _window(end)


async def afit(
    material: Material, room: Room, policy: Policy, counter: AsyncTokenCounter, counts: Counts
) -> Window:
    """Do what `fit` does in an event loop."""
    asking = _remembering(
        fitting(material, room, policy, counter.tokenizer), counter.tokenizer, counts
    )
    try:
        asked = next(asking)
        while True:
            asked = asking.send(await counter.count(asked))
    except StopIteration as end:
        return _window(end)


def _remembering(steps: Fitting, tokenizer: Tokenizer, counts: Counts) -> Fitting:
    """Ask only for what is not known, each text once; conversations are counted each time."""
    wanted = next(steps)
    while True:
        known: dict[Countable, int] = {}
        texts = [each for each in wanted if isinstance(each, str)]
        known.update(counts.known(tokenizer, texts).items())
        asked = [each for each in dict.fromkeys(wanted) if each not in known]
        fresh = dict(zip(asked, (yield asked), strict=True)) if asked else {}
        counts.keep(tokenizer, {each: at for each, at in fresh.items() if isinstance(each, str)})
        known.update(fresh)
        try:
            wanted = steps.send([known[each] for each in wanted])
        except StopIteration as end:
            return _window(end)


def _window(end: StopIteration) -> Window:
    window: Window = end.value
    return window
