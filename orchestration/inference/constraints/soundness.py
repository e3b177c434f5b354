"""Whether a grammar can be held to at all, and at a bounded cost.

llama.cpp keeps one stack per way in which the text so far may be read. A rule that
begins with itself has endlessly many ways, some grammars have exponentially many:
both would take the engine down, hence they are refused here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from orchestration.errors import InvalidGrammar
from orchestration.inference.constraints.gbnf import ROOT, Rules

DEEPEST_CHAIN = 2500


def check_rules(rules: Rules) -> None:
    """Refuse rules that have no end, no beginning, no text or no bound.

    Raises:
        InvalidGrammar: Names the rule and what to do.
    """
    if ROOT not in rules:
        raise InvalidGrammar("The grammar has no rule root.", "Begin it with root ::= …")
    _check_defined(rules)
    if ROOT not in derivable(rules, with_characters=True):
        raise InvalidGrammar(
            "No text of finite length matches the rule root.", "Give its recursion an end."
        )
    nullable = derivable(rules, with_characters=False)
    if all(name in nullable for name in rules) and not _has_characters(rules):
        raise InvalidGrammar("The grammar matches only the empty text.", "Add what to match.")
    _check_beginnings(rules, nullable)


def _check_defined(rules: Rules) -> None:
    for name, alternatives in rules.items():
        for alternative in alternatives:
            for element in alternative:
                if isinstance(element, str) and element not in rules:
                    detail = f"The rule {_written(name)} uses {element[:80]}, which is not defined."
                    raise InvalidGrammar(detail, "Define it.")


def _has_characters(rules: Rules) -> bool:
    return any(
        not isinstance(element, str)
        for alternatives in rules.values()
        for alternative in alternatives
        for element in alternative
    )


def derivable(rules: Rules, *, with_characters: bool) -> set[str]:
    """Return the rules that match some finite text; without characters: the empty one."""
    waiting: dict[str, list[tuple[str, int]]] = defaultdict(list)
    missing: Counter[tuple[str, int]] = Counter()
    found: list[str] = []
    for name, alternatives in rules.items():
        for at, alternative in enumerate(alternatives):
            names = {element for element in alternative if isinstance(element, str)}
            if not with_characters and any(not isinstance(each, str) for each in alternative):
                continue
            missing[name, at] = len(names)
            for each in names:
                waiting[each].append((name, at))
            if not names:
                found.append(name)
    return _spread(found, waiting, missing)


def _spread(
    found: list[str],
    waiting: dict[str, list[tuple[str, int]]],
    missing: Counter[tuple[str, int]],
) -> set[str]:
    result: set[str] = set()
    while found:
        name = found.pop()
        if name in result:
            continue
        result.add(name)
        for parent in waiting[name]:
            missing[parent] -= 1
            if not missing[parent]:
                found.append(parent[0])
    return result


def _check_beginnings(rules: Rules, nullable: set[str]) -> None:
    """Refuse left recursion, hidden or not, and chains of rules that are too deep."""
    begins = {name: set(_beginnings(rules, name, nullable)) for name in rules}
    depth: dict[str, int] = {}
    for start in rules:
        _measure(start, begins, depth)
    if depth and max(depth.values()) > DEEPEST_CHAIN:
        deepest = max(depth, key=depth.__getitem__)
        raise InvalidGrammar(
            f"The rule {_written(deepest)} is a chain of over {DEEPEST_CHAIN} rules.",
            "Shorten the chain.",
        )


def _beginnings(rules: Rules, name: str, nullable: set[str]) -> Iterator[str]:
    for alternative in rules[name]:
        for element in alternative:
            if not isinstance(element, str):
                break
            yield element
            if element not in nullable:
                break


def _measure(start: str, begins: dict[str, set[str]], depth: dict[str, int]) -> None:
    """Find the longest chain from `start`, depth first, without recursion."""
    path: dict[str, Iterator[str]] = {}
    todo = [start] if start not in depth else []
    while todo:
        name = todo[-1]
        following = path.setdefault(name, iter(begins[name]))
        child = next((each for each in following if each not in depth), None)
        if child is None:
            depth[name] = 1 + max((depth[each] for each in begins[name]), default=0)
            del path[todo.pop()]
        elif child in path:
            raise InvalidGrammar(
                f"The rule {_written(child)} can begin with itself, or repeats what may be empty.",
                "Begin each round with a character, and repeat only what is not empty.",
            )
        else:
            todo.append(child)


def _written(name: str) -> str:
    """Return the name that the author knows: made-up rules are named after theirs."""
    return name.partition("_")[0][:80]
