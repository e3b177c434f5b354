"""Random texts of a grammar."""

import random
from collections.abc import Iterator

from orchestration.inference.constraints.gbnf import ROOT, Element, Rules, parse_gbnf

BUDGET = 60


def samples(grammar: str, count: int, seed: int) -> Iterator[str]:
    """Draw texts; after `BUDGET` choices each one takes the shortest way to its end."""
    rules = parse_gbnf(grammar)
    lengths = _shortest(rules)
    draw = random.Random(seed)
    for _ in range(count):
        yield _sample(rules, lengths, draw)


def _sample(rules: Rules, lengths: dict[str, float], draw: random.Random) -> str:
    todo: list[Element] = [ROOT]
    text, choices = [], 0
    while todo:
        element = todo.pop()
        if isinstance(element, str):
            choices += 1
            options = rules[element]
            if choices > BUDGET:
                options = (min(options, key=lambda each: _cost(each, lengths)),)
            todo.extend(reversed(draw.choice(options)))
        else:
            low, high = draw.choice(element)
            text.append(chr(draw.choice((low, high, draw.randint(low, high)))))
    return "".join(text)


def _cost(alternative: tuple[Element, ...], lengths: dict[str, float]) -> float:
    return 1 + sum(lengths[each] if isinstance(each, str) else 1 for each in alternative)


def _shortest(rules: Rules) -> dict[str, float]:
    lengths = dict.fromkeys(rules, float("inf"))
    changed = True
    while changed:
        changed = False
        for name, alternatives in rules.items():
            length = min(_cost(each, lengths) for each in alternatives)
            if length < lengths[name]:
                lengths[name], changed = length, True
    return lengths
