"""How times, states and JSON look on our pages."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tasks.lifecycle import Priority

register = template.Library()

_UNITS: Final = (("d", 86_400), ("h", 3600), ("min", 60), ("s", 1))
_LONG_LIST: Final = 12
_SHOWN: Final = 8
PRETTY_LENGTH: Final = 60_000
PRETTY_LENGTH_OF_FILES: Final = 40


def span(seconds: float) -> str:
    """Return a length of time as people say it: `340 ms`, `4.2 s`, `3 min 5 s`, `2 d 4 h`."""
    if seconds < 1:
        return f"{max(0, round(seconds * 1000))} ms"
    if seconds < 10:  # noqa: PLR2004 - below ten seconds a tenth tells something
        return f"{seconds:.1f} s"
    left = round(seconds)
    parts: list[str] = []
    for unit, length in _UNITS:
        amount, left = divmod(left, length)
        if amount or parts:
            parts.append(f"{amount} {unit}")
    return " ".join(part for part in parts[:2] if not part.startswith("0 "))


@register.filter
def duration(value: float | timedelta | None) -> str:
    """Show seconds or a timedelta."""
    if value is None:
        return "-"
    return span(value.total_seconds() if isinstance(value, timedelta) else value)


@register.filter
def milliseconds(value: float) -> str:
    """Show milliseconds."""
    return span(value / 1000)


@register.filter
def ago(value: datetime | None, now: datetime | None = None) -> str | SafeString:
    """Show a time relative to `now` (the database's, where a page read it), absolute on hover."""
    if value is None:
        return "-"
    seconds = ((now or timezone.now()) - value).total_seconds()
    text = f"{_coarse(seconds)} ago" if seconds >= 0 else f"in {_coarse(-seconds)}"
    if abs(seconds) < 1:
        text = "now"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(), absolute(value), text
    )


def _coarse(seconds: float) -> str:
    for unit, length in _UNITS:
        if seconds >= length:
            return f"{int(seconds // length)} {unit}"
    return "0 s"


@register.filter
def absolute(value: datetime | None) -> str:
    """Show a time to the second in the site's zone."""
    if value is None:
        return "-"
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")


@register.filter
def clock(value: datetime | None) -> str:
    """Show a time of day to the millisecond."""
    if value is None:
        return "-"
    return timezone.localtime(value).strftime("%H:%M:%S.%f")[:-3]


@register.filter
def state(value: str) -> SafeString:
    """Show a state as a badge; works for tasks, workers, attempts and replicas."""
    text = str(value).replace("_", " ")
    return format_html('<span class="sy-badge sy-{}">{}</span>', value, text)


def two_lines(first: object, second: object) -> SafeString:
    """Show a name above a quieter one; what is too long for a cell is whole on hover."""
    return format_html(
        '<span class="sy-two"><span>{0}</span><span class="sy-quiet" title="{1}">{1}</span></span>',
        first,
        second,
    )


@register.filter
def priority(value: int) -> SafeString:
    """Show a level by name; the higher it is, the louder."""
    name = Priority(value).name
    return format_html('<span class="sy-level sy-level-{}">{}</span>', name.lower(), name)


@register.filter
def short(value: object) -> str:
    """Show both ends of an id: the first tells its time, the last tells it from its neighbours."""
    text = str(value)
    return f"{text[:8]}…{text[-6:]}" if len(text) == 36 else text  # noqa: PLR2004 - a UUID


@register.filter
def size(value: int | None) -> str:
    """Show a number of bytes."""
    if value is None:
        return "-"
    amount = float(value)
    for unit in ("B", "KiB", "MiB"):
        if amount < 1024:  # noqa: PLR2004 - binary units
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} GiB"


def _brief(value: Any) -> Any:
    """Return JSON in which vectors and files in data URLs are cut: nobody reads them."""
    if isinstance(value, Mapping):
        return {key: _brief(part) for key, part in value.items()}
    if isinstance(value, list):
        if len(value) > _LONG_LIST and all(isinstance(part, int | float) for part in value):
            return [*value[:_SHOWN], f"… {len(value) - _SHOWN} more numbers"]
        return [_brief(part) for part in value]
    return _brief_file(value) if isinstance(value, str) else value


def _brief_file(text: str) -> str:
    head, found, data = text.partition(";base64,")
    if not found or not head.startswith("data:") or len(data) <= PRETTY_LENGTH_OF_FILES:
        return text
    left = len(data) - PRETTY_LENGTH_OF_FILES
    return f"{head};base64,{data[:PRETTY_LENGTH_OF_FILES]}… {left:,} more characters"


@register.filter
def pretty(value: Any) -> str:
    """Show JSON for reading: indented, long vectors and very long texts cut."""
    text = json.dumps(_brief(value), indent=2, ensure_ascii=False, default=str)
    if len(text) <= PRETTY_LENGTH:
        return text
    return f"{text[:PRETTY_LENGTH]}\n… {len(text) - PRETTY_LENGTH} more characters"


@register.filter
def line_count(text: str) -> int:
    """Return how many lines a text has."""
    return text.count("\n") + 1


@register.filter
def answer_of(result: Any) -> str:
    """Return the text that a model wrote, when a result has one."""
    if not isinstance(result, Mapping):
        return ""
    message = result.get("message")
    text = message.get("content") if isinstance(message, Mapping) else result.get("text")
    return text if isinstance(text, str) else ""


@register.filter
def percent(part: float, whole: float) -> float:
    """Return a share as a number from 0 to 100, for the width of a bar."""
    return min(100.0, round(100 * part / whole, 1)) if whole else 0.0


@register.filter
def grouped(value: int) -> str:
    """Show a count with its thousands apart."""
    return f"{value:,}"


@register.filter
def amount(value: Decimal) -> str:
    """Show an amount of money: to the cent, or to four digits that tell something below it."""
    places = 2 if not value or abs(value) >= 1 else 3 - value.adjusted()
    return f"{value:,.{places}f}"


@register.filter
def capped(value: int, cap: int) -> str:
    """Show a count that stops at `cap`."""
    return f"{value:,}" if value < cap else f"{cap:,}+"


@register.filter
def words(value: str) -> str:
    """Show an identifier as words."""
    return value.replace("_", " ")
