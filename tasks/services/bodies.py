"""The JSON body of a task: the one place where it is read, for one task, a batch or a schedule."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails

from orchestration.errors import FieldProblem, InvalidInput, shorten
from orchestration.kinds.catalogue import shorten_key
from orchestration.outside.names import SPECIALIST
from tasks.errors import invalid
from tasks.lifecycle import Priority
from tasks.tags import MEND_TAGS, MOST_TAGS, as_tags, storable

_SPECIALISTS_KINDS: Final = ("chat", "rag")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitRequest:
    """A task as its user describes it; `parse` makes one from a JSON body.

    Attributes:
        naming: what its user calls the field that names the model; says nothing about the task.
    """

    kind: str
    input: Any
    priority: Priority = Priority.NORMAL
    model: str | None = None
    queue: str | None = None
    device: str = "any"
    idempotency_key: str | None = None
    scheduled_for: datetime | None = None
    deadline: datetime | None = None
    max_attempts: int = 3
    timeout_s: float | None = None
    tags: tuple[str, ...] = ()
    naming: Literal["model", "specialty"] = field(default="model", compare=False)

    @property
    def named(self) -> str | None:
        """The model or specialist, as its user names it in the field `naming`."""
        if self.naming == "model" or self.model is None:
            return self.model
        return self.model.removeprefix(SPECIALIST)


class _Body(BaseModel):
    """The JSON body of a task."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: str = Field(max_length=32)
    input: dict[str, Any]
    priority: Literal["LOW", "NORMAL", "HIGH", "URGENT", "CRITICAL"] = "NORMAL"
    model: str | None = Field(default=None, max_length=200)
    specialty: str | None = Field(default=None, min_length=1, max_length=100)
    queue: str | None = Field(default=None, max_length=63)
    device: str = Field(default="any", pattern=r"^(any|cpu|gpu|gpu:(0|[1-9][0-9]{0,2}))$")
    idempotency_key: str | None = Field(default=None, min_length=1, max_length=200)
    scheduled_for: datetime | None = Field(default=None, strict=False)
    deadline: datetime | None = Field(default=None, strict=False)
    max_attempts: int = Field(default=3, ge=1, le=100)
    timeout_s: float | None = Field(default=None, gt=0, le=86_400)
    tags: list[str] = Field(default_factory=list, max_length=MOST_TAGS)

    @field_validator("scheduled_for", "deadline", mode="before")
    @classmethod
    def _is_text(cls, value: Any) -> Any:
        is_text = isinstance(value, str) and value[4:5] == "-"  # seconds since 1970 are none
        if value is not None and not is_text and not isinstance(value, datetime):
            raise ValueError("must be an ISO 8601 time such as 2026-01-31T08:00:00Z")
        return value

    @field_validator("scheduled_for", "deadline")
    @classmethod
    def _has_zone(cls, value: datetime | None) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("needs a time zone: end it with Z or an offset such as +02:00")
        try:
            return value.astimezone(UTC)
        except OverflowError:
            raise ValueError("is outside the range of dates") from None

    @field_validator("tags")
    @classmethod
    def _tags_are_words(cls, value: list[str]) -> list[str]:
        return list(as_tags(value))

    @field_validator("idempotency_key", "model", "specialty", "queue", "kind")
    @classmethod
    def _text_is_storable(cls, value: str | None) -> str | None:
        if value is not None and not storable(value):
            raise ValueError("must not contain NUL or broken Unicode")
        return value


def parse(body: object) -> SubmitRequest:
    """Return the request that a JSON body describes.

    Raises:
        InvalidInput: with a problem for each wrong or unknown field.
    """
    if not isinstance(body, Mapping):
        raise invalid("body", body, "must be a JSON object", 'Send {"kind": …, "input": …}.')
    try:
        fields = _Body.model_validate(body)
    except ValidationError as error:
        raise _explain(error) from None
    values = {name: getattr(fields, name) for name in _Body.model_fields if name != "specialty"}
    values.update(
        priority=Priority[fields.priority], tags=tuple(fields.tags), model=_model_of(fields)
    )
    if fields.specialty is not None:
        values["naming"] = "specialty"
    return SubmitRequest(**values)


def _model_of(fields: _Body) -> str | None:
    """Return the model's name; a specialist is named like a model, with a beginning of its own."""
    specialty = fields.specialty
    if specialty is None:
        return fields.model
    if fields.model is not None:
        message = "a task names a specialty or a model, not both"
        raise invalid("specialty", specialty, message, "Leave one of them out.")
    if fields.kind not in _SPECIALISTS_KINDS:
        message = f"specialists answer tasks of the kinds chat and rag, not {fields.kind}"
        raise invalid("specialty", specialty, message, "Use the kind chat, or leave it out.")
    return SPECIALIST + specialty


def _explain(error: ValidationError) -> InvalidInput:
    problems = [_field_problem(each) for each in error.errors(include_url=False)[:20]]
    first = problems[0]
    return InvalidInput(
        f"{first.field}: {first.message}", field=first.field, mend=first.mend, problems=problems
    )


def _field_problem(error: ErrorDetails) -> FieldProblem:
    names = [shorten_key(part) for part in error["loc"]]
    mend = _MENDS.get(names[0], _UNKNOWN_FIELD) if names else "Send a JSON object."
    return FieldProblem(
        field=".".join(names) or "body",
        value=shorten(error["input"]),
        message=error["msg"].removeprefix("Value error, "),
        mend="Add this field." if error["type"] == "missing" else mend,
    )


_A_TIME: Final = "Send an ISO 8601 time with its zone, such as 2026-01-31T08:00:00Z, or null."
_MENDS: Final[dict[str, str]] = {
    "kind": "Send the name of a kind, such as chat.",
    "input": "Send a JSON object.",
    "priority": f"Use one of: {', '.join(level.name for level in Priority)}.",
    "model": "Send the name of a model, or null.",
    "specialty": "Send the name of a specialist, or null.",
    "queue": "Send the name of a queue, or null.",
    "device": "Use any, cpu, gpu or gpu:N.",
    "idempotency_key": "Send text of 1 to 200 characters, or null.",
    "scheduled_for": _A_TIME,
    "deadline": _A_TIME,
    "max_attempts": "Send an integer from 1 to 100.",
    "timeout_s": "Send seconds, more than 0 and at most 86400, or null.",
    "tags": MEND_TAGS,
}
_UNKNOWN_FIELD: Final = f"Leave it out; known are {', '.join(_MENDS)}."
