"""One call from its first step to its answer, without saying how steps are taken.

`talk` yields steps: functions that ask a Redis client something. Whoever drives it takes them with
a blocking client or awaits them, and sends back what came of each. So threads and event loops
share every decision.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

from orchestration.ephemeral import scripts, wire
from orchestration.ephemeral.errors import (
    CallLost,
    CallTimedOut,
    CallTooLarge,
    NobodyServes,
    TooManyCalls,
)
from orchestration.errors import EngineLost
from orchestration.ids import uuid7
from orchestration.kinds.catalogue import get_kind, validate_input
from orchestration.registry.spec import ModelSpec

Step: TypeAlias = Callable[[Any], Any]
Talk: TypeAlias = Generator[Step, Any, dict[str, Any]]

SLICE_S = 1.0
"""How often a caller looks whether its call is still in good hands."""
GRACE_S = 1.5
"""A Redis that lost everything knows of no worker until each has said again that it is there."""
LOOK_AGAIN_S = 0.25
TRIES = 2


class GivenUp(Exception):  # noqa: N818 - no error: somebody left
    """Thrown into a talk whose caller has left, which then takes its call back and ends."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a call may cost.

    Attributes:
        timeout_s: From the call to its answer, unless it says otherwise.
        request_bytes: Largest call.
        reply_bytes: Largest answer.
        waiting: Most calls that wait for one model.
    """

    timeout_s: float = 10.0
    request_bytes: int = 256 * 1024
    reply_bytes: int = 4 * 1024 * 1024
    waiting: int = 256

    @classmethod
    def of(cls, section: object) -> Bounds:
        """Read the bounds off the configuration's section, whose fields have the same names."""
        return cls(**{each.name: getattr(section, each.name) for each in fields(cls)})


def prepare(
    kind: str,
    model: ModelSpec,
    values: Mapping[str, Any],
    bounds: Bounds,
    max_priority: int | None = None,
) -> bytes:
    """Return a call as bytes; see `wire.Call`.

    Raises:
        InvalidInput: The input does not fit the kind.
        CallTooLarge: The call, or the answer that it would have.
    """
    checked = validate_input(get_kind(kind), values)
    packed = wire.Call(kind, model, checked, max_priority).pack()
    if len(packed) > bounds.request_bytes:
        raise _too_large("call", len(packed), bounds.request_bytes)
    if kind == "embedding":
        wide = checked.get("dimensions") or model.dimensions or 0
        expected = len(checked["texts"]) * wide * wire.FLOAT_BYTES
        if expected > bounds.reply_bytes:
            raise _too_large("answer", expected, bounds.reply_bytes)
    return packed


def talk(packed: bytes, model: str, timeout_s: float, bounds: Bounds) -> Talk:
    """Put the call, wait for the answer, and once more when a worker was lost with it.

    Raises:
        NobodyServes, TooManyCalls, CallTimedOut, CallLost: there is no answer.
        SwitchyardError: the answer is an error.
    """
    until = time.monotonic() + timeout_s
    for attempt in range(1, TRIES + 1):
        raw = yield from _tried(packed, model, until, bounds)
        if raw is not None:
            try:
                return wire.unpack_answer(raw)
            except EngineLost as lost:
                if lost.crashed or attempt == TRIES:
                    raise
    raise CallLost(
        f"The workers that took the call for {model} ended before they answered.",
        mend="Try again; if it stays so, look into the workers' logs.",
    )


def _tried(
    packed: bytes, model: str, until: float, bounds: Bounds
) -> Generator[Step, Any, bytes | None]:
    """Return the answer's bytes, or None when the call was lost with its worker.

    Without an answer it leaves nothing behind: neither the call, nor its place in the queue.
    """
    number = str(uuid7())
    raw = None
    try:
        yield from _put(number, packed, model, until, bounds)
        raw = yield from _awaited(number, model, until)
    except (NobodyServes, CallTimedOut, GivenUp):
        yield _forget(number, model)
        raise
    if raw is None:
        yield _forget(number, model)
    return raw


def _awaited(number: str, model: str, until: float) -> Generator[Step, Any, bytes | None]:
    answer = wire.answer_key(number)
    patience, limbo = time.monotonic() + GRACE_S, 0
    while (left := until - time.monotonic()) > 0:
        found = yield _pop(answer, min(SLICE_S, left))
        if found:
            return bytes(found[1])
        standing = yield _look(number, model)
        limbo = limbo + 1 if standing == b"limbo" else 0
        if standing == b"gone" or limbo == TRIES:
            late = yield lambda redis: redis.lpop(answer)  # it may have come between the two looks
            return None if late is None else bytes(late)
        if standing == b"deserted" and time.monotonic() > patience:
            raise _nobody(model)
    raise _timed_out(model)


def _put(
    number: str, packed: bytes, model: str, until: float, bounds: Bounds
) -> Generator[Step, Any, None]:
    keys = [wire.queue_key(model), wire.presence_key(model), wire.call_key(number)]
    patience = time.monotonic() + GRACE_S
    while (left_ms := int((until - time.monotonic()) * 1000)) > 0:
        code = yield _script(scripts.PUT, keys, number, packed, left_ms, bounds.waiting)
        if code == 0:
            return
        if code > 0:
            raise TooManyCalls(
                f"{code} calls wait for {model}, at most {bounds.waiting} may.",
                mend="Try again, or start another worker that holds the model.",
            )
        if time.monotonic() > patience:
            raise _nobody(model)
        # Nothing is ever put there: this is how a driver sleeps, whichever it is.
        yield _pop(wire.answer_key(number), LOOK_AGAIN_S)
    raise _timed_out(model)


def _script(text: str, keys: list[str], *values: Any) -> Step:
    return lambda redis: redis.eval(text, len(keys), *keys, *values)


def _pop(key: str, timeout_s: float) -> Step:
    return lambda redis: redis.blpop([key], timeout=max(timeout_s, 0.01))


def _look(number: str, model: str) -> Step:
    keys = [wire.call_key(number), wire.held_key(number)]
    keys += [wire.presence_key(model), wire.queue_key(model)]
    return _script(scripts.LOOK, keys, number)


def _forget(number: str, model: str) -> Step:
    return _script(scripts.FORGET, [wire.call_key(number), wire.queue_key(model)], number)


def _nobody(model: str) -> NobodyServes:
    return NobodyServes(
        f"No live worker holds the model {model}.",
        field="model",
        value=model,
        mend="Start a worker (`manage.py worker`) on a machine that has the model's files.",
    )


def _timed_out(model: str) -> CallTimedOut:
    return CallTimedOut(
        f"No worker answered the call for {model} in time.",
        mend="Try again: a model's first call loads it. Or submit a task.",
    )


def _too_large(what: str, size: int, most: int) -> CallTooLarge:
    return CallTooLarge(
        f"The {what} has {size} bytes, at most {most} are allowed.",
        value=size,
        mend="Send less at once, or submit a task.",
    )
