"""The way to the limited process that reads and renders templates.

All threads of a process share one, one rendering at a time: it takes less than a millisecond, and
two seconds at most. Callers of an event loop go through a thread (`asyncio.to_thread`).
"""

from __future__ import annotations

import atexit
import json
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Final

from orchestration.errors import EngineLost, EngineUnavailable
from orchestration.limited.process import LimitedProcess
from orchestration.prompts.errors import InvalidTemplate, RenderingFailed

ANSWER_S = 20.0
PATIENCE_S = 10.0
MARKS = ("{{", "{%", "{#")
_MODULE = "orchestration.prompts.rendering"
_process = LimitedProcess(_MODULE, "prompts", answer_s=ANSWER_S)
_working = threading.Lock()


class RendererUnavailable(EngineUnavailable):
    """The process that renders prompts is busy, was killed, or does not start."""

    slug = "renderer-unavailable"
    title = "Prompts cannot be rendered now"


def is_plain(source: str) -> bool:
    """Return whether a template is a text that renders to itself, so that nobody is asked."""
    marked = any(mark in source for mark in MARKS)
    # Jinja2 takes a line end off the end, and makes one sort of all.
    return not (marked or source.endswith("\n") or "\r" in source)


def names_in(sources: Sequence[str], *, fields: Sequence[str]) -> frozenset[str]:
    """Return the variables that templates use and do not set themselves.

    Args:
        sources: The templates.
        fields: What each is called in errors.

    Raises:
        InvalidTemplate: One cannot be read, or takes too much to read.
        RendererUnavailable: The limited process is busy, or does not work.
    """
    if all(map(is_plain, sources)):
        return frozenset()
    reply = _asked({"sources": list(sources)})
    if "names" in reply:
        return frozenset(reply["names"])
    field = fields[reply.get("place", 0)]
    if "invalid" in reply:
        raise InvalidTemplate(
            f"{field}, line {reply['line']}: {reply['invalid']}.",
            field=field,
            mend="Correct the template; its language is Jinja2.",
        )
    raise InvalidTemplate(
        f"{field} takes too much {reply['exceeded']} to read.",
        field=field,
        mend="Shorten the template.",
    )


def render(
    sources: Sequence[str], values: Mapping[str, Any], *, fields: Sequence[str]
) -> tuple[str, ...]:
    """Return what templates make of values.

    Args:
        sources: The templates.
        values: JSON values by the names of variables.
        fields: What each template is called in errors.

    Raises:
        RenderingFailed: A template fails with these values, or takes too much.
        RendererUnavailable: The limited process is busy, or does not work.
    """
    if all(map(is_plain, sources)):
        return tuple(sources)
    reply = _asked({"sources": list(sources), "values": dict(values)})
    if "texts" in reply:
        return tuple(reply["texts"])
    raise _failure(reply, fields[reply.get("place", 0)])


_MENDS: Final = {
    "template": "Correct the template: whatever the values, it does what templates may not.",
    "values": "Send the values that the template needs; its variables say which.",
    "either": "Send values that the template can work with, or correct the template.",
}
"""By what must be changed."""


def _failure(reply: Mapping[str, Any], field: str) -> RenderingFailed:
    if "exceeded" in reply:
        return RenderingFailed(
            f"{field} takes too much {reply['exceeded']}.",
            field=field,
            mend="Send shorter values, or shorten the loops of the template.",
        )
    return RenderingFailed(
        f"{field} cannot be rendered: {reply['refused']}.",
        field=field,
        mend=_MENDS[reply["fault"]],
    )


def close() -> None:
    """End the limited process, if there is one; the next rendering starts another."""
    with _working:
        _process.close()


def _asked(request: dict[str, Any]) -> dict[str, Any]:
    line = json.dumps(request).encode()
    if not _working.acquire(timeout=PATIENCE_S):
        raise RendererUnavailable("Too many prompts are rendered at once.", mend="Try again.")
    try:
        return _trusted(_process.ask(line))
    except EngineLost as error:
        raise RendererUnavailable(error.detail, mend=error.mend) from error
    except EngineUnavailable as error:
        mend = f"Run `python -m {_MODULE}` to see why."
        raise RendererUnavailable(error.detail, mend=mend) from error
    finally:
        _working.release()


def _trusted(reply: dict[str, Any]) -> dict[str, Any]:
    """Return a reply; where the machine may be to blame, nothing is said of the template."""
    if "busy" in reply:
        raise RendererUnavailable(
            f"There was no answer within {ANSWER_S:.0f} s: the template is endless, or the machine "
            "is busy.",
            mend="Try again; if it stays so, shorten the template's loops.",
        )
    return reply


atexit.register(_process.close)
