"""Errors that we expect, sorted by who must act.

`SwitchyardError`
    `UserError`      the caller must send something else
    `OperatorError`  whoever runs Switchyard must mend its set-up
    `ModelError`     a model or its engine failed; trying again may help

Each renders itself as a problem document (RFC 9457) that names the field, the
value and the mend. One flag, `retryable`, says whether the same attempt may
succeed later; `crashed` says that native code died of this very request.
Libraries' errors are turned into these once, at the boundary.
"""
# ruff: noqa: N818 - they are named for what happened; "Error" marks the branches of the tree

from __future__ import annotations

import reprlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import Enum
from http import HTTPStatus
from typing import Any, ClassVar
from uuid import UUID

PROBLEM_URN = "urn:switchyard:problem:"
VALUE_LENGTH = 80
INTEGER_BITS = 1024


class _Shortener(reprlib.Repr):
    """Represents anything that JSON can hold, whatever its size and depth."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self.maxlevel = 4
        self.maxdict = self.maxlist = 8
        self.maxstring = self.maxlong = self.maxother = length

    def repr_int(self, x: int, level: int) -> str:
        """Python refuses to write integers of thousands of digits."""
        bits = x.bit_length()
        return super().repr_int(x, level) if bits < INTEGER_BITS else f"<integer of {bits} bits>"


def shorten(value: object, length: int = VALUE_LENGTH) -> str:
    """Return a value's representation, cut to `length` characters and safe to store."""
    text = _Shortener(length).repr(_as_sent(value))
    text = text.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")
    return text if len(text) <= length else text[: length - 1] + "…"


def _as_sent(value: object) -> object:
    """Return a value as it stands in JSON: its reader does not know our types."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, datetime) else value


def _size(count: int) -> str:
    """Return a number of bytes for people."""
    mib = count / 1024**2
    return f"{mib / 1024:.1f} GiB" if mib >= 1024 else f"{mib:.1f} MiB"  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field of a request.

    Attributes:
        field: Its path, such as ``input.messages.0.role``.
        value: What was sent, shortened.
        message: What is wrong with it.
        mend: What to send instead.
    """

    field: str
    value: str
    message: str
    mend: str


class SwitchyardError(Exception):
    """Base of all anticipated errors.

    Args:
        detail: A sentence about this occurrence.
        field: Which field or setting is to blame.
        value: The offending value; shortened when rendered.
        mend: What to do about it.
        problems: The fields, when there are several.
    """

    slug: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong inside Switchyard"
    status: ClassVar[int] = HTTPStatus.INTERNAL_SERVER_ERROR
    retryable: ClassVar[bool] = False
    crashed: ClassVar[bool] = False

    def __init__(
        self,
        detail: str,
        *,
        field: str | None = None,
        value: object = None,
        mend: str | None = None,
        problems: Sequence[FieldProblem] = (),
    ) -> None:
        """Keep the parts; `str()` gives the detail and the mend."""
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.value = value
        self.mend = mend
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """Return one line for a log or a terminal."""
        return f"{self.detail} {self.mend}" if self.mend else self.detail

    def problem(self) -> dict[str, Any]:
        """Return the RFC 9457 problem document; parts that are not known are left out."""
        value = None if self.value is None else shorten(self.value)
        optional = {"field": self.field, "value": value, "mend": self.mend}
        document: dict[str, Any] = {
            "type": PROBLEM_URN + self.slug,
            "title": self.title,
            "status": int(self.status),
            "detail": self.detail,
            **{key: part for key, part in optional.items() if part is not None},
        }
        if self.problems:
            document["errors"] = [asdict(each) for each in self.problems]
        return document


@contextmanager
def blamed(was: str, field: str | None, value: object) -> Iterator[None]:
    """Let errors of the block that blame one field blame the one that their caller sent.

    Args:
        was: What the field is called inside.
        field: What its caller calls it; None where the caller sent nothing of the kind.
        value: What was sent.

    Raises:
        Exception: Whatever the block raises.
    """
    try:
        yield
    except SwitchyardError as error:
        if error.field == was:
            error.field, error.value = field, value
            error.problems = tuple(
                replace(each, field=field or "body", value=shorten(value))
                for each in error.problems
            )
        raise


class UserError(SwitchyardError):
    """The caller must send something else; trying the same again cannot help."""

    slug = "bad-request"
    title = "The request cannot be served as it is"
    status = HTTPStatus.BAD_REQUEST


class OperatorError(SwitchyardError):
    """Whoever runs Switchyard must mend its set-up."""

    slug = "misconfigured"
    title = "Switchyard's set-up needs attention"
    status = HTTPStatus.SERVICE_UNAVAILABLE


class ModelError(SwitchyardError):
    """A model or its engine failed; another attempt may succeed."""

    slug = "model-failed"
    title = "The model could not answer"
    status = HTTPStatus.BAD_GATEWAY
    retryable = True


class InvalidInput(UserError):
    """A task's input does not fit its kind; `problems` lists every field."""

    slug = "invalid-input"
    title = "The task's input is not valid"


class UnknownKind(UserError):
    """No kind of that name."""

    slug = "unknown-kind"
    title = "There is no such kind of task"

    def __init__(self, name: object, known: Sequence[str]) -> None:
        """Name the kinds that there are."""
        self.name = name
        self.known = tuple(known)
        super().__init__(
            f"There is no kind {shorten(name)}.",
            field="kind",
            value=name,
            mend=f"Use one of: {', '.join(self.known)}.",
        )


class UnknownModel(UserError):
    """No enabled model of that name and task."""

    slug = "unknown-model"
    title = "There is no such model"

    def __init__(self, name: str | None, task: str, known: Sequence[str]) -> None:
        """Name the models that there are."""
        self.name = name
        self.known = tuple(known)
        sort = f"{task} model" if task else "model"
        detail = (
            f"No {sort} is the default."
            if name is None
            else f"There is no enabled {sort} {shorten(name)}."
        )
        mend = (
            f"Use one of: {', '.join(self.known)}."
            if self.known
            else "Add one with `manage.py models add` or `manage.py models pull`."
        )
        super().__init__(detail, field="model", value=name, mend=mend)


class ContextOverflow(UserError):
    """Prompt and answer do not fit the model's context."""

    slug = "context-overflow"
    title = "The prompt is too long for the model"


class BadImage(UserError):
    """An image is damaged, or of a form or size that cannot be used."""

    slug = "bad-image"
    title = "The image cannot be used"


class ModelUnavailable(OperatorError):
    """A model's files are missing, damaged or of another format than registered.

    Another worker may hold a good copy, hence it may be tried again.
    """

    slug = "model-unavailable"
    title = "The model cannot be loaded"
    retryable = True


class OverBudget(OperatorError):
    """A model needs more memory than models may take on this worker's device.

    Another worker may have more, hence it may be tried again.
    """

    slug = "over-budget"
    title = "The model does not fit into memory"
    retryable = True

    def __init__(self, name: str, *, needed: int, available: int, budget: int) -> None:
        """Keep the numbers, in bytes.

        Args:
            name: The model's.
            needed: What it takes when it is loaded.
            available: What is free without unloading others.
            budget: What models may take together.
        """
        self.needed = needed
        self.available = available
        self.budget = budget
        super().__init__(
            f"The model {name} needs {_size(needed)} of memory; models may take {_size(budget)} "
            f"here, and {_size(available)} of that is free.",
            field="model",
            value=name,
            mend="Choose a smaller model, quantisation or context, fewer slots for the worker, or "
            "give models more: SWITCHYARD_INFERENCE__MEMORY_BUDGET.",
        )

    def problem(self) -> dict[str, Any]:
        """Return the problem document, with the numbers in bytes."""
        numbers = {"needed": self.needed, "available": self.available, "budget": self.budget}
        return super().problem() | {f"{name}_bytes": number for name, number in numbers.items()}


class EngineUnavailable(OperatorError):
    """A library or device that an engine needs is missing."""

    slug = "engine-unavailable"
    title = "The inference engine cannot start"
    retryable = True


class FailedOnPurpose(UserError):
    """The kind `fail` did what it is for."""

    slug = "failed-on-purpose"
    title = "The task failed on purpose"


class PullFailed(OperatorError):
    """A model could not be fetched; what has arrived stays for the next try."""

    slug = "pull-failed"
    title = "The model could not be pulled"
    retryable = True


class EngineLost(ModelError):
    """The engine's process ended without being to blame: killed, out of memory, closed."""

    slug = "engine-lost"
    title = "The inference engine was lost"


class EngineCrashed(EngineLost):
    """Native code died of a signal of its own making while it served this request, alone.

    It had been tried before: the same again would only take the engine away from others.
    """

    slug = "engine-crashed"
    title = "The inference engine crashed"
    retryable = False
    crashed = True


class InvalidGrammar(UserError):
    """A GBNF grammar that cannot be read, or that would cost too much to hold to."""

    slug = "invalid-grammar"
    title = "The grammar cannot be used"

    def __init__(self, detail: str, mend: str) -> None:
        """Say what is wrong with it."""
        super().__init__(detail, field="grammar", mend=mend)


class UnsupportedSchema(UserError):
    """A JSON schema asks for what generation cannot be held to."""

    slug = "unsupported-schema"
    title = "The JSON schema cannot be enforced"

    def __init__(self, pointer: str, detail: str, mend: str) -> None:
        """Name the place in the schema, as a JSON pointer that begins with #."""
        self.pointer = pointer
        self.why = detail
        super().__init__(f"At {self.pointer}: {detail}", field="schema", mend=mend)
