"""Reading GBNF into plain rules, as llama.cpp reads it, but with limits.

Repetitions and groups become rules of their own, exactly as llama.cpp rewrites
them, so that what is said about these rules holds for the engine's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from orchestration.errors import InvalidGrammar
from orchestration.inference.constraints.rulebook import HIGHEST, complement, merged

ROOT = "root"
LONGEST_GRAMMAR = 512 * 1024
MOST_ELEMENTS = 100_000
MOST_REPETITIONS = 1999
DEEPEST_GROUP = 50

Characters: TypeAlias = tuple[tuple[int, int], ...]
# A set of characters to match, or the name of a rule.
Element: TypeAlias = Characters | str
Alternative: TypeAlias = tuple[Element, ...]
Rules: TypeAlias = Mapping[str, tuple[Alternative, ...]]

_SPACE = re.compile(r"(?:[ \t]|#[^\r\n]*)*")
_SPACE_AND_LINES = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*")
_NAME = re.compile(r"[a-zA-Z0-9-]+")
_COUNT = re.compile(r"\{[ \t]*(\d{1,9})[ \t]*(?:(,)[ \t]*(\d{1,9})?[ \t]*)?\}")
_HEX = {"x": 2, "u": 4, "U": 8}
_ESCAPES = {"t": "\t", "r": "\r", "n": "\n", "\\": "\\", '"': '"', "[": "[", "]": "]"}
_REPEATS = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_ANY: Characters = ((0, HIGHEST),)


def parse_gbnf(text: str) -> Rules:
    """Return a grammar's rules; those of groups and repetitions have a ``_`` in their names.

    Raises:
        InvalidGrammar: It is malformed or too large; says where.
    """
    if len(text) > LONGEST_GRAMMAR:
        raise InvalidGrammar(
            f"The grammar is longer than {LONGEST_GRAMMAR} characters.", "Send a shorter one."
        )
    return _Reader(text).read()


@dataclass(slots=True)
class _Sequence:
    """One alternative while it is read; `start` is where its last symbol begins."""

    elements: list[Element] = field(default_factory=list)
    start: int = 0


class _Reader:
    """Reads one grammar from start to end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._rules: dict[str, tuple[Alternative, ...]] = {}
        self._rule = ""
        self._depth = 0
        self._made = 0
        self._size = 0

    def read(self) -> Rules:
        self._skip(lines=True)
        while self._at < len(self._text):
            self._read_rule()
            self._skip(lines=True)
        return self._rules

    def _read_rule(self) -> None:
        name = self._rule = self._name()
        if name in self._rules:
            raise self._error(f"the rule {name} is defined twice", "Join both with |.")
        self._skip()
        if not self._take("::="):
            raise self._error("::= is missing after the rule's name")
        self._skip(lines=True)
        self._rules[name] = self._alternatives()
        if self._at < len(self._text) and self._text[self._at] not in "\r\n":
            raise self._error(f"unexpected {self._text[self._at]!r}")

    def _alternatives(self) -> tuple[Alternative, ...]:
        found = [self._sequence()]
        while self._take("|"):
            self._skip(lines=True)
            found.append(self._sequence())
        return tuple(found)

    def _sequence(self) -> Alternative:
        sequence = _Sequence()
        while self._at < len(self._text) and self._symbol(sequence):
            self._skip(lines=self._depth > 0)
        return tuple(sequence.elements)

    def _symbol(self, sequence: _Sequence) -> bool:
        """Read one symbol or repetition; False when the sequence has ended."""
        character = self._text[self._at]
        if character in _REPEATS or character == "{":
            self._repeat(sequence, *self._counts(character))
            return True
        found = self._symbol_of(character)
        if found is not None:
            sequence.start = len(sequence.elements)
            sequence.elements.extend(found)
            self._grow(len(found))
        return found is not None

    def _symbol_of(self, character: str) -> list[Element] | None:
        if character == '"':
            return self._literal()
        if character == "[":
            return [self._class()]
        if character == "(":
            return [self._group()]
        if character == ".":
            self._at += 1
            return [_ANY]
        if character in "<!":
            raise self._error("tokens such as <[1]> are not allowed", "Use characters.")
        return [self._name()] if _NAME.match(character) else None

    def _literal(self) -> list[Element]:
        self._at += 1
        found: list[Element] = []
        while not self._take('"'):
            point = self._character()
            found.append(((point, point),))
        return found

    def _class(self) -> Characters:
        self._at += 1
        negated = self._take("^")
        ranges: list[tuple[int, int]] = []
        while not self._take("]"):
            low = high = self._character()
            if self._peek() == "-" and self._text[self._at + 1 : self._at + 2] != "]":
                self._at += 1
                high = self._character()
            if high < low:
                raise self._error("a range in [ ] goes from a character to an earlier one")
            ranges.append((low, high))
            self._grow(1)
        if not ranges:
            raise self._error("[] matches nothing")
        found = tuple(complement(ranges) if negated else merged(ranges))
        if not found:
            raise self._error("a [^…] leaves no character")
        return found

    def _character(self) -> int:
        character = self._next()
        if character != "\\":
            return self._plain(ord(character))
        escape = self._next()
        if escape in _HEX:
            digits = self._text[self._at : self._at + _HEX[escape]]
            if not re.fullmatch(f"[0-9a-fA-F]{{{_HEX[escape]}}}", digits):
                raise self._error(f"\\{escape} needs {_HEX[escape]} hexadecimal digits")
            self._at += len(digits)
            return self._plain(int(digits, 16))
        if escape not in _ESCAPES:
            raise self._error(
                f"\\{escape} is no escape", 'Use \\n \\r \\t \\\\ \\" \\[ \\] or \\x.'
            )
        return ord(_ESCAPES[escape])

    def _plain(self, point: int) -> int:
        if not 0 < point <= HIGHEST:
            raise self._error("a code point is 0 or above 10FFFF")
        return point

    def _group(self) -> str:
        self._at += 1
        self._depth += 1
        if self._depth > DEEPEST_GROUP:
            raise self._error(f"groups are nested deeper than {DEEPEST_GROUP}", "Name some parts.")
        self._skip(lines=True)
        body = self._alternatives()
        if not self._take(")"):
            raise self._error("a ( is not closed")
        self._depth -= 1
        return self._make(body)

    def _counts(self, sign: str) -> tuple[int, int | None]:
        if sign in _REPEATS:
            self._at += 1
            return _REPEATS[sign]
        match = _COUNT.match(self._text, self._at)
        if match is None:
            raise self._error("{ } holds one or two counts", "Write {2}, {2,} or {2,5}.")
        self._at = match.end()
        least = int(match[1])
        most = least if match[2] is None else (int(match[3]) if match[3] else None)
        if most is not None and most < least:
            raise self._error(f"{match[0]} counts down", "Put the smaller count first.")
        if max(least, most or 0) > MOST_REPETITIONS:
            raise self._error(f"{match[0]} repeats more than {MOST_REPETITIONS} times")
        return least, most

    def _repeat(self, sequence: _Sequence, least: int, most: int | None) -> None:
        """Rewrite the last symbol S{m,n} to S … S and optional rules, as llama.cpp does."""
        symbol = sequence.elements[sequence.start :]
        if not symbol:
            raise self._error("a repetition has nothing to repeat")
        self._grow(len(symbol) * max(least, most or 0, 1))
        del sequence.elements[sequence.start :]
        sequence.elements.extend(symbol * least)
        if most is None:
            own = self._make(())
            self._rules[own] = ((*symbol, own), ())
            sequence.elements.append(own)
            return
        last: tuple[str, ...] = ()
        for _ in range(most - least):
            last = (self._make(((*symbol, *last), ())),)
        sequence.elements.extend(last)

    def _make(self, body: tuple[Alternative, ...]) -> str:
        self._made += 1
        name = f"{self._rule}_{self._made}"
        self._rules[name] = body
        self._grow(1)
        return name

    def _grow(self, elements: int) -> None:
        self._size += elements
        if self._size > MOST_ELEMENTS:
            raise self._error(
                f"written out it has over {MOST_ELEMENTS} parts", "Use fewer repetitions."
            )

    def _name(self) -> str:
        match = _NAME.match(self._text, self._at)
        if match is None:
            raise self._error("a rule's name (letters, digits and -) is missing")
        self._at = match.end()
        return match[0]

    def _skip(self, *, lines: bool = False) -> None:
        match = (_SPACE_AND_LINES if lines else _SPACE).match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _next(self) -> str:
        if self._at >= len(self._text):
            raise self._error("it ends inside of a literal or a class")
        self._at += 1
        return self._text[self._at - 1]

    def _take(self, expected: str) -> bool:
        found = self._text.startswith(expected, self._at)
        self._at += len(expected) * found
        return found

    def _error(self, what: str, mend: str = "Mend it there.") -> InvalidGrammar:
        line = self._text.count("\n", 0, self._at) + 1
        return InvalidGrammar(f"Line {line}, in the rule {self._rule[:80] or '?'}: {what}.", mend)
