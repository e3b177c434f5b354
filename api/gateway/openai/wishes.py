"""What clients ask of Switchyard beside OpenAI's fields: in headers, and in the field `cache`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import HttpRequest

from api.rest.errors import InvalidParameter
from orchestration.calls.cache_control import read_caching
from orchestration.calls.caching import Caching
from orchestration.calls.ports import Policy
from tasks.lifecycle import Priority
from tasks.tags import MEND_TAGS, as_tags

PRIORITY: Final = "X-Switchyard-Priority"
TAG: Final = "X-Switchyard-Tag"
STAY: Final = "X-Switchyard-Stay"
FULL: Final = "X-Switchyard-When-Full"
KEY: Final = "Idempotency-Key"
TASK: Final = "X-Switchyard-Task"
ROUTE: Final = "X-Switchyard-Route"
"""Who answered: provider and model."""
BY_TASK: Final = "task"
"""What the header of the cache says of an answer that was made as a stored task, for which nothing
is heeded that its request says of the cache."""
_KEY_LENGTH: Final = 200
_OF_CACHE: Final = ("HTTP_CACHE_CONTROL", "HTTP_X_SWITCHYARD_CACHE")
_POLICIES: Final[Mapping[str, Policy]] = {"wait": "wait", "refuse": "refuse"}
_WORDS: Final = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a request shall be treated.

    Attributes:
        priority: its level; None for the usual one.
        tags: of its task.
        key: the idempotency key.
        stays: whether its task goes on when the client leaves.
        caching: whether an answer that was kept will do, and whether this one is kept.
        when_full: whether it waits where a limit of calls has no room; None for the usual.
        readable: whether its task can be read by the time its answer has come, and not soon after.
    """

    priority: Priority | None = None
    tags: tuple[str, ...] = ()
    key: str | None = None
    stays: bool = False
    caching: Caching = field(default_factory=Caching)
    when_full: Policy | None = None
    readable: bool = False

    @property
    def level(self) -> Priority:
        """Return how urgent it is."""
        return Priority.NORMAL if self.priority is None else self.priority

    @property
    def of_tasks(self) -> bool:
        """Whether something is asked for that only a stored task can have."""
        return bool(self.tags) or self.key is not None or self.stays


def wishes_of(request: HttpRequest, cache: object = None) -> Wishes:
    """Return what a request's headers ask for.

    Args:
        request: it.
        cache: the field of that name in its body, which goes before the headers.

    Raises:
        InvalidParameter: one of them has a wrong value.
        InvalidInput: one that speaks of the cache, or the field.
    """
    meta = request.META
    key = _key(meta.get("HTTP_IDEMPOTENCY_KEY"))
    stays = _flag(STAY, meta.get("HTTP_X_SWITCHYARD_STAY"))
    return Wishes(
        priority=_priority(meta.get("HTTP_X_SWITCHYARD_PRIORITY")),
        tags=_tags(meta.get("HTTP_X_SWITCHYARD_TAG")),
        key=key,
        # Who sends a key may come back for the same answer; then it must be there.
        stays=key is not None if stays is None else stays,
        caching=read_caching(_headers(meta), cache),
        when_full=_policy(meta.get("HTTP_X_SWITCHYARD_WHEN_FULL")),
    )


def _headers(meta: Mapping[str, Any]) -> dict[str, str]:
    """Return the headers that speak of the cache, by lower-case names."""
    return {
        name.removeprefix("HTTP_").replace("_", "-").lower(): value
        for name, value in meta.items()
        if name.startswith(_OF_CACHE)
    }


def _priority(text: str | None) -> Priority | None:
    if text is None:
        return None
    word = text.strip().upper()
    for level in Priority:
        if word in (level.name, str(level.value)):
            return level
    known = ", ".join(f"{level.name} ({level.value})" for level in Priority)
    raise _wrong(PRIORITY, text, f"Use one of: {known}.")


def _tags(text: str | None) -> tuple[str, ...]:
    """Lines of the same header are one list, with commas between (RFC 9110, section 5.3)."""
    named = (tag for part in (text or "").split(",") if (tag := part.strip()))
    try:
        return as_tags(named)
    except ValueError:
        raise _wrong(TAG, text, MEND_TAGS) from None


def _flag(name: str, text: str | None) -> bool | None:
    if text is None:
        return None
    value = _WORDS.get(text.strip().lower())
    if value is None:
        raise _wrong(name, text, "Send true or false.")
    return value


def _policy(text: str | None) -> Policy | None:
    if text is None:
        return None
    policy = _POLICIES.get(text.strip().lower())
    if policy is None:
        raise _wrong(FULL, text, "Send wait or refuse.")
    return policy


def _key(text: str | None) -> str | None:
    if text is None:
        return None
    if not text.isascii() or not text.isprintable() or not 0 < len(text) <= _KEY_LENGTH:
        raise _wrong(KEY, text, f"Send 1 to {_KEY_LENGTH} printable ASCII characters.")
    return text


def _wrong(name: str, value: Any, mend: str) -> InvalidParameter:
    return InvalidParameter(
        f"The header {name} has a wrong value.", field=name, value=value, mend=mend
    )
