"""The limited process that renders chat templates: programs that come with a model's file.

`python -m orchestration.inference.batching.rendering` is started by `templates` only. What a
template may use is what Transformers gives it, from which models' templates come.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from typing import Any, NoReturn

from jinja2 import Template, nodes
from jinja2.ext import Extension, loopcontrols
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

from orchestration.limited.serving import Reply, serve

LONGEST_PROMPT = 16_000_000
"""Characters; a longer one fits no context."""
LONGEST_REASON = 500
KEPT = 16


class Generation(Extension):
    """Reads over the tag that marks what an assistant has said."""

    tags = {"generation"}

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """Return what stands between the marks."""
        parser.stream.skip(1)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


def answer(line: bytes) -> Reply:
    """Return the reply to one request.

    It has the key `template`, and `values` when that is to be rendered, not only read. The reply
    has the key `text`, or says why there is none: `invalid`, `refused` or `exceeded`.
    """
    request = json.loads(line)
    try:
        template = _read(request["template"])
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # a template is a program: what it contains is worked out already
        return {"invalid": _reason(error)}
    return _rendered(template, request["values"]) if "values" in request else {"text": ""}


def _rendered(template: Template, values: dict[str, Any]) -> Reply:
    parts, length = [], 0
    try:
        for part in template.generate(raise_exception=_refuse, strftime_now=_now, **values):
            parts.append(part)
            length += len(part)
            if length > LONGEST_PROMPT:
                return {"exceeded": "text"}
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # it can fail in any way
        return {"refused": _reason(error)}
    return {"text": "".join(parts)}


@lru_cache(KEPT)
def _read(source: str) -> Template:
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols]
    )
    environment.filters["tojson"] = _to_json
    return environment.from_string(source)


def _to_json(
    value: Any,
    ensure_ascii: bool = False,  # noqa: FBT001, FBT002 - templates may give it by its place
    indent: int | None = None,
    separators: tuple[str, str] | None = None,
    sort_keys: bool = False,  # noqa: FBT001, FBT002
) -> str:
    return json.dumps(
        value,
        ensure_ascii=ensure_ascii,
        indent=indent,
        separators=separators,
        sort_keys=sort_keys,
    )


def _refuse(message: str) -> NoReturn:
    raise ValueError(message)


def _now(form: str) -> str:
    return datetime.now().astimezone().strftime(form)


def _reason(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:LONGEST_REASON]


if __name__ == "__main__":
    serve(answer)
