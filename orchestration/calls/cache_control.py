"""What requests say of the cache: headers, and the field `cache` of a body.

`Cache-Control: no-cache` reads nothing and still writes, `no-store` does neither, `max-age=60`
takes no older answer (RFC 9111, 5.2.1). The field says the rest; so do headers, for clients that
cannot add a field:

    "cache": true | false | {"ttl_s": 600, "tags": ["faq"], "semantic": true, "threshold": 0.97}
    X-Switchyard-Cache: on | off | semantic
    X-Switchyard-Cache-TTL: 600
    X-Switchyard-Cache-Tags: faq, prices

Who names the cache asks for it, also with tools and at any temperature. The field goes before the
headers, and `no-store` before both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from orchestration.calls.caching import HEADER, Caching
from orchestration.errors import FieldProblem, InvalidInput, shorten

TTL_HEADER: Final = f"{HEADER}-TTL"
TAGS_HEADER: Final = f"{HEADER}-Tags"
LONGEST_S: Final = 30 * 86_400.0
"""Longest time for which an answer may be kept, in seconds."""
MOST_TAGS: Final = 16

Tag = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/-]*$", min_length=1, max_length=64),
]
_DIRECTIVE: Final = re.compile(r"\s*([a-z-]+)\s*(?:=\s*\"?([0-9]+)\"?)?\s*")
_LONGEST_NUMBER: Final = 10

_MEND_TTL: Final = f"Send seconds, more than 0 and at most {LONGEST_S:.0f}."
_SAID_BY: Final = {
    "ttl_s": (TTL_HEADER, _MEND_TTL),
    "tags": (
        TAGS_HEADER,
        f"Send at most {MOST_TAGS} tags with commas between, such as faq, prices/2026.",
    ),
}
"""Which header says a field, and what it may be."""


class CacheWish(BaseModel):
    """What the field `cache` of a body may say."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    semantic: bool | None = None
    """Whether the answer to a similar question will do."""
    threshold: Annotated[float, Field(ge=0.5, le=1)] | None = None
    """How similar: cosine of the questions' vectors."""
    ttl_s: Annotated[float, Field(gt=0, le=LONGEST_S)] | None = None
    """For how long the answer is kept, in seconds."""
    tags: Annotated[list[Tag], Field(max_length=MOST_TAGS)] = []
    """By which it can be invalidated."""


def read_caching(headers: Mapping[str, str], field: object = None) -> Caching:
    """Return what a request wants of the cache.

    Args:
        headers: Of the request, by lower-case names.
        field: `cache` of its body; None where there is none.

    Raises:
        InvalidInput: A header or the field says what cannot be.
    """
    if not headers and field is None:
        return Caching()
    wanted = _named(headers) if field is None else _field(field)
    return _directed(wanted, headers.get("cache-control", ""))


def _field(field: object) -> Caching:
    if field is True:
        return Caching(asked=True)
    if field is False:
        return Caching(reads=False, writes=False)
    return _wished(field, _wrong_field)


def _named(headers: Mapping[str, str]) -> Caching:
    """Return what our own headers say."""
    word = headers.get(HEADER.lower(), "").strip().lower()
    if word not in {"", "on", "off", "semantic"}:
        raise _wrong(HEADER, word, "Send on, off or semantic.")
    if word == "off":
        return Caching(reads=False, writes=False)
    wish: dict[str, Any] = {"semantic": True} if word == "semantic" else {}
    if ttl := headers.get(TTL_HEADER.lower(), "").strip():
        wish["ttl_s"] = _seconds(ttl)
    if tags := headers.get(TAGS_HEADER.lower(), ""):
        wish["tags"] = [tag.strip() for tag in tags.split(",") if tag.strip()]
    wanted = _wished(wish, partial(_wrong_header, headers))
    return wanted if word else replace(wanted, asked=False)


def _wished(wish: object, wrong: Callable[[Sequence[Any]], InvalidInput]) -> Caching:
    try:
        read = CacheWish.model_validate(wish)
    except ValidationError as error:
        raise wrong(error.errors(include_url=False, include_context=False)) from None
    return Caching(
        asked=True,
        near=read.semantic,
        threshold=read.threshold,
        ttl_s=read.ttl_s,
        tags=tuple(dict.fromkeys(read.tags)),
    )


def _directed(wanted: Caching, header: str) -> Caching:
    """Heed Cache-Control; directives that we do not know mean nothing to us."""
    for part in header.lower().split(","):
        found = _DIRECTIVE.fullmatch(part)
        name, number = found.groups() if found else ("", None)
        if name == "no-store":
            return replace(wanted, reads=False, writes=False)
        if name == "no-cache" or (
            name == "max-age" and number and not int(number[:_LONGEST_NUMBER])
        ):
            wanted = replace(wanted, reads=False)
        elif name == "max-age" and number:
            wanted = replace(wanted, max_age_s=float(number[:_LONGEST_NUMBER]))
    return wanted


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise _wrong(TTL_HEADER, text, _MEND_TTL) from None


def _wrong(name: str, value: str, mend: str) -> InvalidInput:
    return InvalidInput(f"The header {name} has a wrong value.", field=name, value=value, mend=mend)


def _wrong_header(headers: Mapping[str, str], found: Sequence[Any]) -> InvalidInput:
    """Return the error for what a header says; a wish of headers has no other fields."""
    name, mend = _SAID_BY[found[0]["loc"][0]]
    return _wrong(name, headers[name.lower()], mend)


def _wrong_field(found: Sequence[Any]) -> InvalidInput:
    problems = [
        FieldProblem(
            ".".join(["cache", *map(str, each["loc"])]),
            shorten(each["input"]),
            each["msg"],
            "See `cache` in the reference.",
        )
        for each in found
    ]
    first = problems[0]
    return InvalidInput(
        f"{first.field}: {first.message}.",
        field=first.field,
        value=found[0]["input"],
        mend="Send true, false, or an object with semantic, threshold, ttl_s and tags.",
        problems=problems,
    )
