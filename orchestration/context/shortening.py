"""Parts that are too long by themselves: cut, left out or refused, before anything is chosen.

What is too long depends on the window and the policy alone, not on what else there is, so that a
part is shown alike in each window that holds it.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from orchestration.context.cutting import Cut, cut
from orchestration.context.items import Item
from orchestration.context.policy import Overlong, Policy
from orchestration.context.ports import Countable
from orchestration.context.refusing import too_long

Counting: TypeAlias = Generator[Sequence[Countable], Sequence[int], "Shortened"]
_Search: TypeAlias = Generator[str, int, tuple[str, int] | None]
DROPPED: Final = "It is too long, and the policy drops those."
UNCUTTABLE: Final = "It is too long, and nothing of it can be cut."


@dataclass(frozen=True, slots=True)
class Shortened:
    """What became of parts that were too long.

    Attributes:
        cut: By their ids, as they are shown.
        gone: Why others are left out, by their ids.
    """

    cut: Mapping[str, Item]
    gone: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A part that is to be cut, and what its longest text may have."""

    item: Item
    text: str
    tokens: int
    most: int
    how: Cut


def shortened(
    items: Sequence[Item], texts: Mapping[str, int], policy: Policy, window: int
) -> Counting:
    """Cut or leave out what is too long.

    Args:
        items: Those that need not be shown whole.
        texts: The tokens of each of their texts.
        policy: Says what is too long.
        window: Tokens of which shares are taken.

    Yields:
        Texts; wants their tokens.

    Raises:
        ContextOverflow: One is too long, and the policy refuses those.
    """
    decided = [_decided(item, texts, _rule(item, policy), window) for item in items]
    wanted = {each.item.id: each for each in decided if isinstance(each, _Wanted)}
    searches = {
        name: cut(each.text, each.tokens, each.most, how=each.how, marker=policy.marker)
        for name, each in wanted.items()
    }
    results = yield from _in_step(searches)
    shorter = {name: _result(wanted[name], result) for name, result in results.items()}
    gone = {
        item.id: each for item, each in zip(items, decided, strict=True) if isinstance(each, str)
    }
    gone |= {name: UNCUTTABLE for name, item in shorter.items() if item is None}
    return Shortened({name: item for name, item in shorter.items() if item}, gone)


def _rule(item: Item, policy: Policy) -> Overlong:
    match item.place:
        case "steps" | "history" | "summaries" | "passages":
            return policy.of(item.place).overlong
        case _:
            return policy.question


def _left_alone(item: Item, rule: Overlong) -> bool:
    """Tell whether it is the question, as long as it likes: where it does not fit, the refusal
    names all that must be shown."""
    return item.place == "question" and rule == Overlong(1.0, "refuse")


def _decided(
    item: Item, texts: Mapping[str, int], rule: Overlong, window: int
) -> _Wanted | str | None:
    """Return how a part is to be cut, or why it cannot be shown; None for one that stays whole."""
    most = int(rule.beyond * window)
    if item.tokens <= most or _left_alone(item, rule):
        return None
    if rule.then == "refuse":
        raise too_long(item, most)
    if rule.then == "drop":
        return DROPPED
    text = item.longest_text
    room = most - (item.tokens - texts[text]) if text else 0
    return _Wanted(item, text, texts[text], room, rule.then) if text and room > 0 else UNCUTTABLE


def _result(wanted: _Wanted, found: tuple[str, int] | None) -> Item | None:
    """Return a part with the text to which it was cut."""
    if found is None:
        return None
    text, tokens = found
    return wanted.item.cut_to(text, wanted.item.tokens - wanted.tokens + tokens)


def _in_step(
    searches: Mapping[str, _Search],
) -> Generator[Sequence[Countable], Sequence[int], dict[str, tuple[str, int] | None]]:
    """Run searches side by side, so that what they ask next is counted together."""
    results: dict[str, tuple[str, int] | None] = {}
    asked = dict.fromkeys(searches)
    answers: Mapping[str, int | None] = asked
    while answers:
        wants: dict[str, str] = {}
        for name, answer in answers.items():
            search = searches[name]
            try:
                wants[name] = next(search) if answer is None else search.send(answer)
            except StopIteration as end:
                results[name] = end.value
        counts = (yield tuple(wants.values())) if wants else ()
        answers = dict(zip(wants, counts, strict=True))
    return results
