"""The timeline of one task: its events, with what they say as people say it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from dashboard.templatetags.dashboard import span
from tasks.models import Event, Task

EVENTS_SHOWN: Final = 200
_APART: Final = frozenset({"error", "tries"})


def timeline(task: Task) -> list[dict[str, Any]]:
    """Return the latest events, oldest first, with the seconds since the one before. Queries:
    one."""
    latest = list(Event.objects.filter(task_id=task.pk).order_by("-pk")[: EVENTS_SHOWN + 1])
    more = len(latest) > EVENTS_SHOWN
    lines: list[dict[str, Any]] = []
    before: datetime | None = None
    for event in reversed(latest[:EVENTS_SHOWN]):
        since = (event.at - before).total_seconds() if before else None
        lines.append({"event": event, "since": since, "error": event.data.get("error"),
                      "tries": [try_told(each) for each in event.data.get("tries", ())],
                      "facts": list(_facts(event.data)), "more": more and not lines})  # fmt: skip
        before = event.at
    return lines


def _facts(data: Mapping[str, Any]) -> Iterator[str]:
    return (fact(name, value) for name, value in data.items() if name not in _APART)


def fact(name: str, value: Any) -> str:
    """Return a fact of an event as people say it; pure. Numbers of seconds end in `_s`, of
    milliseconds in `_ms`."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        for ending, unit in (("_s", 1), ("_ms", 1000)):
            if name.endswith(ending):
                return f"{_words(name.removesuffix(ending))} {span(value / unit)}"
    return f"{_words(name)} {_said(value)}"


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(fact(key, each) for key, each in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(_said(each) for each in value) or "none"
    if value is None:
        return "none"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def try_told(tried: Mapping[str, Any]) -> str:
    """Return how one try at a model outside went; pure."""
    who = f"{tried['provider']}/{tried['model']}"
    if tried["outcome"] == "skipped":
        return f"{who} was not asked: {_words(tried['reason'])}"
    if tried["outcome"] == "ok":
        return f"{who} answered after {span(tried['ms'] / 1000)}"
    why = f": {_words(tried['reason'])}" if tried["reason"] else ""
    return f"{who} {_words(tried['outcome'])} after {span(tried['ms'] / 1000)}{why}"


def _words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")
