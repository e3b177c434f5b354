"""The readings of a text that a grammar keeps open, and trying out how many they become.

A grammar such as ``s ::= "a" s "x" | "a" s "y" | "b"`` doubles them with every character. That
cannot be decided from the rules in general, so texts are tried, and those that leave most readings
open are tried further. What is not found out that way ends an answer later, at the same bounds.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

from orchestration.errors import InvalidGrammar
from orchestration.inference.constraints.gbnf import ROOT, Alternative, Characters, Rules

MOST_READINGS = 2000
MOST_OPENED = 50_000
"""Places that are looked at for one character."""
MOST_NODES = 300_000
"""About 80 MB."""
LONGEST_TRIAL = 300
BEAM = 8
CHOICES = 5
WORK = 400_000
_SEED = 7
END = 0


class Readings:
    """What may still be matched, as numbers of shared nodes.

    A node is a place in an alternative and the node to go on with afterwards. Node 0 is the end of
    the text.
    """

    def __init__(self, rules: Rules) -> None:
        """Start without nodes."""
        self._rules = rules
        self._nodes: list[tuple[Alternative, int, int]] = [((), 0, END)]
        self._numbers: dict[tuple[int, int, int], int] = {}
        self.work = 0

    def start(self) -> set[int]:
        """Return the readings of the empty text."""
        return self._opened([self._node((ROOT,), 0, END)])

    def characters(self, node: int) -> Characters:
        """Return what a reading accepts next; nothing at the end."""
        alternative, at, _ = self._nodes[node]
        element = alternative[at] if node else ()
        return () if isinstance(element, str) else element

    def after(self, readings: Iterable[int], point: int) -> set[int]:
        """Return the readings that accept a character, one character later.

        Raises:
            InvalidGrammar: They are too many.
        """
        readings = list(readings)
        self.work += len(readings)
        accepting = [each for each in readings if _within(self.characters(each), point)]
        return self._opened(self._later(each) for each in accepting)

    def _later(self, node: int) -> int:
        alternative, at, parent = self._nodes[node]
        return self._node(alternative, at + 1, parent)

    def _node(self, alternative: Alternative, at: int, parent: int) -> int:
        if at == len(alternative):
            return parent
        key = (id(alternative), at, parent)
        if key not in self._numbers:
            self._numbers[key] = len(self._nodes)
            self._nodes.append((alternative, at, parent))
        return self._numbers[key]

    def _opened(self, nodes: Iterable[int]) -> set[int]:
        """Replace rules by their alternatives until each reading is at a character."""
        todo, seen, found = list(nodes), set[int](), set[int]()
        while todo:
            node = todo.pop()
            if node in seen:
                continue
            seen.add(node)
            alternative, at, _ = self._nodes[node]
            element = alternative[at] if node else ()
            if isinstance(element, str):
                later = self._later(node)
                todo.extend(self._node(each, 0, later) for each in self._rules[element])
            else:
                found.add(node)
            self._check(len(found), len(seen))
        return found

    def _check(self, readings: int, opened: int) -> None:
        self.work += 1
        if readings > MOST_READINGS or opened > MOST_OPENED or len(self._nodes) > MOST_NODES:
            raise InvalidGrammar(
                f"The grammar leaves over {MOST_READINGS} readings of one text open.",
                "Let alternatives begin with different characters.",
            )


def check_growth(rules: Rules) -> None:
    """Refuse a grammar of which some text has too many readings.

    Raises:
        InvalidGrammar: A text with that many readings was found.
    """
    draw = random.Random(_SEED)
    readings = Readings(rules)
    best, seen = [frozenset(readings.start())], set[frozenset[int]]()
    for _ in range(LONGEST_TRIAL):
        found: list[frozenset[int]] = []
        for current in best:
            for point in _candidates(readings, current, draw):
                following = frozenset(readings.after(current, point))
                if following not in seen and readings.work < WORK:
                    seen.add(following)
                    found.append(following)
        best = sorted(found, key=len, reverse=True)[:BEAM]


def _candidates(readings: Readings, current: Iterable[int], draw: random.Random) -> list[int]:
    nodes = [node for node in sorted(current) if readings.characters(node)]
    chosen = draw.sample(nodes, min(CHOICES, len(nodes)))
    return [draw.choice(draw.choice(readings.characters(node))) for node in chosen]


def _within(ranges: Characters, point: int) -> bool:
    return any(low <= point <= high for low, high in ranges)
