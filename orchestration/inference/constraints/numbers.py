"""GBNF for numbers between whole bounds."""

from __future__ import annotations

from orchestration.inference.constraints.rulebook import literal

# Fifteen digits survive a double, hence every reader of JSON.
DIGITS = 15
LARGEST: int = 10**DIGITS - 1
INTEGER = f'"-"? ("0" | [1-9] [0-9]{{0,{DIGITS - 1}}})'
NUMBER = f'{INTEGER} ("." [0-9]{{1,{DIGITS}}})? ([eE] [-+]? [0-9] [0-9]?)?'
_FRACTION = f'("." [0-9]{{1,{DIGITS}}})?'
_ZEROS = '("." "0")?'


def integers(low: int, high: int) -> str:
    """Return an expression for the integers from `low` to `high`, both included."""
    parts = []
    if low < 0:
        below = _naturals(max(1, -high), -low)
        parts.append(f'"-" ({" | ".join(below)})')
    if high >= 0:
        parts.extend(_naturals(max(0, low), high))
    return " | ".join(parts)


def numbers(low: int, high: int) -> str:
    """Return an expression for decimal numbers from `low` to `high`, both included."""
    parts = []
    if low < 0:
        parts.append(f'"-" ({_decimals(max(0, -high), -low)})')
    if high >= 0:
        parts.append(_decimals(max(0, low), high))
    return " | ".join(parts)


def _decimals(low: int, high: int) -> str:
    last = f"{literal(str(high))} {_ZEROS}"
    if low == high:
        return last
    return f"({' | '.join(_naturals(low, high - 1))}) {_FRACTION} | {last}"


def _naturals(low: int, high: int) -> list[str]:
    """Split at the powers of ten, so that both ends have the same number of digits."""
    parts = []
    while low <= high:
        end = min(high, 10 ** len(str(low)) - 1)
        parts.extend(_same_length(str(low), str(end)))
        low = end + 1
    return parts


def _same_length(low: str, high: str) -> list[str]:
    if not low:
        return ['""']
    if set(low) == {"0"} and set(high) == {"9"}:
        return [f"[0-9]{{{len(low)}}}"]
    if low[0] == high[0]:
        return [_then(low[0], low[0], tail) for tail in _same_length(low[1:], high[1:])]
    return _three_parts(low, high)


def _three_parts(low: str, high: str) -> list[str]:
    """Return what shares the first digit of `low`, what lies between, and that of `high`."""
    rest = len(low) - 1
    first, last, parts = int(low[0]), int(high[0]), []
    if low[1:].strip("0"):
        parts += [_then(low[0], low[0], tail) for tail in _same_length(low[1:], "9" * rest)]
        first += 1
    ending = []
    if high[1:].strip("9"):
        ending = [_then(high[0], high[0], tail) for tail in _same_length("0" * rest, high[1:])]
        last -= 1
    if first <= last:
        parts.append(_then(str(first), str(last), f"[0-9]{{{rest}}}" if rest else '""'))
    return parts + ending


def _then(first: str, last: str, tail: str) -> str:
    head = literal(first) if first == last else f"[{first}-{last}]"
    return head if tail == '""' else f"{head} {tail}"
