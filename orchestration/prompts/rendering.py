"""The limited process in which prompts are rendered: a template is a program that may never end.

`python -m orchestration.prompts.rendering` is started by `renderer` only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError, meta
from jinja2.exceptions import SecurityError
from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

from orchestration.limited.serving import Reply, serve

CPU_S = 2
MEMORY_BYTES = 256 * 2**20
LONGEST = 1_000_000
"""Characters of all that one prompt renders to."""
LONGEST_REASON = 300
KEPT = 256


def answer(line: bytes) -> Reply:
    """Return the reply to one request.

    It has the key `sources`, and `values` when they are to be rendered. The reply has `names`, the
    variables that they use, or `texts`; or says why not: `invalid` with `line` and `place` (which
    of the sources), `refused` with `place` and `fault` (`template`, `values`, or either), or
    `exceeded`.
    """
    request = json.loads(line)
    sources = request["sources"]
    if "values" in request:
        return _texts(sources, request["values"])
    return _names(sources)


def _names(sources: Sequence[str]) -> Reply:
    names: set[str] = set()
    for place, source in enumerate(sources):
        try:
            _read(source)
            tree = _environment().parse(source)
        except TemplateSyntaxError as error:
            reason = _short(error.message or "it cannot be read")
            return {"invalid": reason, "line": error.lineno, "place": place}
        except (MemoryError, RecursionError):
            raise
        except Exception as error:  # constants are worked out while it is read
            return {"invalid": _short(_reason(error)), "line": 1, "place": place}
        names |= meta.find_undeclared_variables(tree)
    return {"names": sorted(names)}


def _texts(sources: Sequence[str], values: Mapping[str, Any]) -> Reply:
    texts, room = [], LONGEST
    for place, source in enumerate(sources):
        try:
            text = _rendered(_read(source), values, room)
        except (MemoryError, RecursionError):
            raise
        except Exception as error:  # a template is a program: it can fail in any way
            return {"refused": _short(_reason(error)), "place": place, "fault": _fault(error)}
        if text is None:
            return {"exceeded": f"space: more than {LONGEST} characters", "place": place}
        room -= len(text)
        texts.append(text)
    return {"texts": texts}


def _rendered(template: Template, values: Mapping[str, Any], room: int) -> str | None:
    """Return the text; None when it is longer than the room that is left."""
    parts, length = [], 0
    for part in template.generate(**values):
        parts.append(part)
        length += len(part)
        if length > room:
            return None
    return "".join(parts)


@lru_cache(1)
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        extensions=[loopcontrols],
        autoescape=False,
    )
    environment.globals.pop("lipsum")
    environment.filters["tojson"] = _to_json
    return environment


@lru_cache(KEPT)
def _read(source: str) -> Template:
    return _environment().from_string(source)


def _to_json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _reason(error: Exception) -> str:
    if isinstance(error, UndefinedError):
        return error.message or "a value is missing"
    if isinstance(error, SecurityError):
        return f"it is not allowed: {error}"
    return str(error) or type(error).__name__


def _fault(error: Exception) -> str:
    """Return what must be changed: the sandbox says by `OverflowError` that a range is too long."""
    if isinstance(error, SecurityError | OverflowError):
        return "template"
    return "values" if isinstance(error, UndefinedError) else "either"


def _short(text: str) -> str:
    return text[:LONGEST_REASON].rstrip(". ")


if __name__ == "__main__":
    serve(answer, cpu_s=CPU_S, memory_bytes=MEMORY_BYTES)
