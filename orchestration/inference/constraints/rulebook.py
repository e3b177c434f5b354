"""Writing GBNF: rules with unique names, literals, and sets of characters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

Ranges: TypeAlias = Sequence[tuple[int, int]]

HIGHEST = 0x10FFFF
# What may stand in a JSON string as it is, and can be stored as text: no quote, backslash,
# control character, line or paragraph separator, surrogate or non-character of the first plane.
SAFE: Ranges = (
    (0x20, 0x21), (0x23, 0x5B), (0x5D, 0x7E), (0xA0, 0x2027), (0x202A, 0xD7FF),
    (0xE000, 0xFDCF), (0xFDF0, 0xFFFD), (0x10000, HIGHEST),
)  # fmt: skip
_NAMED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_PRINTABLE = 0x20
_BYTE, _PLANE = 0xFF, 0xFFFF


class RuleBook:
    """Collects rules; equal bodies share one rule."""

    def __init__(self) -> None:
        """Start empty."""
        self._bodies: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._used: dict[str, int] = {}

    def reserve(self, hint: str) -> str:
        """Return a new name like `hint`, to be defined later."""
        base = re.sub(r"[^a-zA-Z0-9]+", "-", hint).strip("-")[:40] or "rule"
        name = base
        while name in self._bodies:
            self._used[base] = self._used.get(base, 0) + 1
            name = f"{base}-{self._used[base]}"
        self._bodies[name] = ""
        return name

    def define(self, name: str, body: str) -> str:
        """Give a reserved name its body; returns the name."""
        self._bodies[name] = body
        return name

    def add(self, hint: str, body: str) -> str:
        """Return the name of the rule with this body."""
        if body not in self._names:
            self._names[body] = self.define(self.reserve(hint), body)
        return self._names[body]

    def text(self) -> str:
        """Return the grammar."""
        return "".join(f"{name} ::= {body}\n" for name, body in self._bodies.items())


def literal(text: str) -> str:
    """Return the GBNF literal that matches exactly `text`."""
    return '"' + "".join(_in_literal(each) for each in text) + '"'


def _in_literal(character: str) -> str:
    if character in _NAMED:
        return _NAMED[character]
    return character if ord(character) >= _PRINTABLE else f"\\x{ord(character):02X}"


def json_literal(value: Any) -> str:
    """Return the GBNF literal that matches a value's JSON text.

    Raises:
        UnicodeEncodeError: A text in it has a lone surrogate.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    text.encode("utf-8")
    return literal(text)


def characters(ranges: Ranges) -> str:
    """Return the GBNF class of these code points; there must be one."""
    return "[" + "".join(_span(low, high) for low, high in ranges) + "]"


def _span(low: int, high: int) -> str:
    return _code(low) if low == high else f"{_code(low)}-{_code(high)}"


def _code(point: int) -> str:
    if point <= _BYTE:
        return f"\\x{point:02X}"
    return f"\\u{point:04X}" if point <= _PLANE else f"\\U{point:08X}"


def merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the same code points as ascending ranges that do not touch."""
    result: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if result and low <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(high, result[-1][1]))
        else:
            result.append((low, high))
    return result


def complement(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return all other code points."""
    result, start = [], 0
    for low, high in merged(ranges):
        if start < low:
            result.append((start, low - 1))
        start = high + 1
    return result + ([(start, HIGHEST)] if start <= HIGHEST else [])


def common(left: Ranges, right: Ranges) -> list[tuple[int, int]]:
    """Return the code points that are in both."""
    return complement([*complement(left), *complement(right)])
