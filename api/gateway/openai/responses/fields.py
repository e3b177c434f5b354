"""What a field of a task's input is called in the response that was asked for. Pure.

Errors name what the kind chat calls it, with `input.` before it; clients know another body.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from api.gateway.openai.errors import Unanswered
from orchestration.errors import InvalidInput

_INPUT: Final = "input."
_MESSAGE: Final = re.compile(r"messages\.(\d+)(.*)")
_NAMES: Final = (
    (re.compile(r"max_tokens$"), "max_output_tokens"),
    (re.compile(r"logprobs$"), "top_logprobs"),
    (re.compile(r"overflow$"), "truncation"),
    (re.compile(r"response_format(\.json_schema)?(?=\.|$)"), "text.format"),
    (re.compile(r"(tools\.\d+)\.function(?=\.|$)"), r"\1"),
    (re.compile(r"tool_choice\.function(?=\.|$)"), "tool_choice"),
)


def named(field: str, places: Sequence[str]) -> str:
    """Return a field of a task's input as clients name it, with `input.` before it as well.

    Args:
        field: such as `input.messages.3.content`.
        places: where each message comes from in the request.
    """
    name = field.removeprefix(_INPUT)
    found = _MESSAGE.fullmatch(name)
    if found and int(found[1]) < len(places):
        place = places[int(found[1])]
        return _INPUT + place + (found[2] if place.startswith(_INPUT) else "")
    if name == "messages":
        return f"{_INPUT}input"
    for known, theirs in _NAMES:
        if known.match(name):
            return _INPUT + known.sub(theirs, name)
    return field


@contextmanager
def in_their_words(places: Sequence[str]) -> Iterator[None]:
    """Let errors of the block name the fields of the request.

    Raises:
        Exception: whatever the block raises.
    """
    try:
        yield
    except InvalidInput as error:
        error.field = error.field and named(error.field, places)
        error.problems = tuple(
            replace(each, field=named(each.field, places)) for each in error.problems
        )
        raise
    except Unanswered as error:
        document: dict[str, Any] = {**error.document}
        if field := document.get("field"):
            document["field"] = named(str(field), places)
        error.document = document
        raise
