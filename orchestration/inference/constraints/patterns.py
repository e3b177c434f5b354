"""GBNF for anchored regular expressions, as the inside of a JSON string.

Only what means the same in every dialect is taken, and where dialects differ
(``\\d`` of other scripts, ``.`` and line ends) only what all of them match is
generated.
"""

from __future__ import annotations

from collections.abc import Callable

from orchestration.inference.constraints.rulebook import SAFE, characters, common, complement
from orchestration.inference.constraints.rulebook import literal as gbnf_literal

LONGEST_PATTERN = 1000
DEEPEST_GROUP = 20
MOST_REPETITIONS = 1000
_DIGIT = [(0x30, 0x39)]
_WORD = [*_DIGIT, (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)]
_SPACE = [(0x09, 0x0A), (0x0D, 0x0D), (0x20, 0x20)]
_ASCII = [(0x20, 0x7E)]
_SETS = {
    "d": _DIGIT, "w": _WORD, "s": _SPACE,
    "D": common(complement(_DIGIT), _ASCII),
    "W": common(complement(_WORD), _ASCII),
    "S": common(complement(_SPACE), _ASCII),
}  # fmt: skip
_CONTROLS = {"n": 0x0A, "r": 0x0D, "t": 0x09}
# How characters are written that may not stand in a JSON string as they are.
_ESCAPED = {0x22: '\\"', 0x5C: "\\\\", 0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t"}
_QUANTIFIERS = {"*": (0, None), "+": (1, None), "?": (0, 1)}


class PatternError(ValueError):
    """Says what of a pattern cannot be enforced."""


def pattern_to_gbnf(pattern: str) -> str:
    """Return the expression for the inside of a JSON string that matches all of `pattern`.

    Raises:
        PatternError: The pattern is not anchored, or has what cannot be enforced.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise PatternError(f"it is longer than {LONGEST_PATTERN} characters")
    return _Parser(_unanchored(pattern)).parse()


def _unanchored(pattern: str) -> str:
    body = pattern[1:-1]
    slashes = len(body) - len(body.rstrip("\\"))
    if len(pattern) < len("^$") or pattern[0] != "^" or pattern[-1] != "$" or slashes % 2:
        raise PatternError("it is not anchored: it must begin with ^ and end with $")
    return body


class _Parser:
    """Reads one pattern from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0

    def parse(self) -> str:
        branches = self._branches()
        if self._at < len(self._text):
            raise PatternError("a ) has no (")
        if len(branches) > 1:
            raise PatternError("a | outside of ( ) is not anchored on both sides")
        return branches[0]

    def _branches(self) -> list[str]:
        branches = [self._sequence()]
        while self._take("|"):
            branches.append(self._sequence())
        return branches

    def _sequence(self) -> str:
        parts = []
        while self._at < len(self._text) and self._peek() not in "|)":
            parts.append(self._quantified(self._atom()))
        return " ".join(parts) or '""'

    def _atom(self) -> str:
        character = self._next()
        readers: dict[str, Callable[[], str]] = {
            "(": self._group, "[": self._class, "\\": self._escape,
        }  # fmt: skip
        if character in readers:
            return readers[character]()
        if character == ".":
            return characters(common(SAFE, complement(_SPACE[:2])))
        if character in "^$":
            raise PatternError(f"{character} in the middle cannot be enforced")
        if character in "*+?{":
            raise PatternError(f"{character} repeats nothing")
        return _one_of([(ord(character), ord(character))])

    def _group(self) -> str:
        if self._peek() == "?" and not self._take("?:"):
            raise PatternError("groups such as (?=…) and (?<name>…) cannot be enforced")
        self._depth += 1
        if self._depth > DEEPEST_GROUP:
            raise PatternError(f"groups are nested deeper than {DEEPEST_GROUP}")
        branches = self._branches()
        if not self._take(")"):
            raise PatternError("a ( is not closed")
        self._depth -= 1
        return f"({' | '.join(branches)})"

    def _escape(self) -> str:
        return _one_of(self._escaped())

    def _escaped(self) -> list[tuple[int, int]]:
        character = self._next()
        if character in _SETS:
            return list(_SETS[character])
        if character in _CONTROLS:
            return [(_CONTROLS[character], _CONTROLS[character])]
        if character.isalnum():
            raise PatternError(f"\\{character} cannot be enforced")
        return [(ord(character), ord(character))]

    def _class(self) -> str:
        negated = self._take("^")
        ranges: list[tuple[int, int]] = []
        while not self._take("]"):
            ranges.extend(self._class_item())
        if not ranges:
            raise PatternError("[] matches nothing")
        # Dialects disagree about the letters and digits of other scripts.
        return _one_of(common(complement(ranges), _ASCII) if negated else ranges)

    def _class_item(self) -> list[tuple[int, int]]:
        first = self._class_character()
        if self._peek() != "-" or self._text[self._at + 1 : self._at + 2] in ("]", ""):
            return first
        self._next()
        last = self._class_character()
        if len(first) > 1 or len(last) > 1 or first[0][0] != first[0][1] or last[0] < first[0]:
            raise PatternError("a range in [ ] goes from a character to an earlier one or to a set")
        return [(first[0][0], last[0][0])]

    def _class_character(self) -> list[tuple[int, int]]:
        character = self._next()
        if character == "\\":
            return self._escaped()
        if character == "[":
            raise PatternError("[ inside of [ ] must be written \\[")
        return [(ord(character), ord(character))]

    def _quantified(self, atom: str) -> str:
        sign = self._peek()
        if sign in _QUANTIFIERS:
            self._next()
            least, most = _QUANTIFIERS[sign]
        elif sign == "{":
            least, most = self._counts()
        else:
            return atom
        self._take("?")  # lazy or greedy: the same texts match
        if self._peek() and self._peek() in "*+?{":
            raise PatternError("two repetitions in a row cannot be enforced")
        return _repeated(atom, least, most)

    def _counts(self) -> tuple[int, int | None]:
        end = self._text.find("}", self._at)
        low, comma, high = self._text[self._at + 1 : max(end, 0)].partition(",")
        if end < 0 or not _is_count(low) or not (high == "" or _is_count(high)):
            raise PatternError("{ must be \\{ or a count such as {2,5}")
        self._at = end + 1
        least = int(low)
        most = (int(high) if high else None) if comma else least
        if max(least, most or 0) > MOST_REPETITIONS or (most is not None and most < least):
            raise PatternError(f"counts must ascend and be at most {MOST_REPETITIONS}")
        return least, most

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _next(self) -> str:
        if self._at >= len(self._text):
            raise PatternError("it ends too early")
        self._at += 1
        return self._text[self._at - 1]

    def _take(self, expected: str) -> bool:
        found = self._text.startswith(expected, self._at)
        self._at += len(expected) * found
        return found


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len(str(MOST_REPETITIONS))


def _repeated(atom: str, least: int, most: int | None) -> str:
    if most is None and least in (0, 1):
        return f"({atom}){'+' if least else '*'}"
    return f"({atom}){{{least},{'' if most is None else most}}}"


def _one_of(ranges: list[tuple[int, int]]) -> str:
    """Return an expression for one of these characters, as JSON writes it."""
    plain = common(ranges, SAFE)
    parts = [characters(plain)] if plain else []
    for point, written in _ESCAPED.items():
        if any(low <= point <= high for low, high in ranges):
            parts.append(gbnf_literal(written))
    if not parts:
        raise PatternError("it asks for a character that no JSON text may contain")
    return parts[0] if len(parts) == 1 else f"({' | '.join(parts)})"
