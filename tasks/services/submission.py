"""Taking work in: validate, admit, and store tasks with their first event in one statement."""

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal
from uuid import UUID

import orjson
from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from typing_extensions import TypedDict

from orchestration.errors import FieldProblem, InvalidInput, SwitchyardError, shorten
from orchestration.ids import uuid7
from orchestration.kinds.catalogue import KindSpec, get_kind, validate_input
from orchestration.registry import services as registry
from tasks import sql
from tasks.errors import Conflict, Forbidden, invalid
from tasks.lifecycle import Priority
from tasks.queues import demand_of
from tasks.services.admission import admission
from tasks.wakeups import wake_dispatcher


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitRequest:
    """A task as its user describes it; `parse` makes one from a JSON body."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitter:
    """Who submits, and what that one may ask for."""

    tenant_id: UUID
    actor: str
    max_priority: int = Priority.CRITICAL
    diagnostics: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a task comes from, when not from a plain submission."""

    parent_id: UUID | None = None
    step_key: str = ""
    batch_id: UUID | None = None
    schedule_id: UUID | None = None
    replay_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """A stored task."""

    task_id: UUID
    created: bool
    """False when an idempotency key gave back the task of an earlier call."""


class _Body(BaseModel):
    """The JSON body of a task."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: str = Field(max_length=32)
    input: dict[str, Any]
    priority: Literal["LOW", "NORMAL", "HIGH", "URGENT", "CRITICAL"] = "NORMAL"
    model: str | None = Field(default=None, max_length=200)
    queue: str | None = Field(default=None, max_length=63)
    device: str = Field(default="any", pattern=r"^(any|cpu|gpu|gpu:[0-9]{1,3})$")
    idempotency_key: str | None = Field(default=None, min_length=1, max_length=200)
    scheduled_for: datetime | None = Field(default=None, strict=False)
    deadline: datetime | None = Field(default=None, strict=False)
    max_attempts: int = Field(default=3, ge=1, le=100)
    timeout_s: float | None = Field(default=None, gt=0, le=86_400)
    tags: list[str] = Field(default_factory=list, max_length=20)

    @field_validator("scheduled_for", "deadline", mode="before")
    @classmethod
    def _is_text(cls, value: Any) -> Any:
        if value is not None and not isinstance(value, str | datetime):
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
        for tag in value:
            if not tag or len(tag) > 64 or not _storable(tag):  # noqa: PLR2004 - the column's length
                raise ValueError("each tag is text of 1 to 64 characters")
        return list(dict.fromkeys(value))

    @field_validator("idempotency_key", "model", "queue", "kind")
    @classmethod
    def _text_is_storable(cls, value: str | None) -> str | None:
        if value is not None and not _storable(value):
            raise ValueError("must not contain NUL or broken Unicode")
        return value


def _storable(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


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
    values = {name: getattr(fields, name) for name in _Body.model_fields}
    values.update(priority=Priority[fields.priority], tags=tuple(fields.tags))
    return SubmitRequest(**values)


def _explain(error: ValidationError) -> InvalidInput:
    problems = []
    for each in error.errors(include_url=False)[:20]:
        path = ".".join(str(part)[:80] for part in each["loc"]) or "body"
        unknown = each["type"] == "extra_forbidden"
        known = ", ".join(_Body.model_fields)
        mend = f"Leave it out; known are {known}." if unknown else "Send a value that fits."
        mend = "Add this field." if each["type"] == "missing" else mend
        problems.append(FieldProblem(shorten(path), shorten(each["input"]), each["msg"], mend))
    first = problems[0]
    return InvalidInput(
        f"{first.field}: {first.message}", field=first.field, mend=first.mend, problems=problems
    )


class Row(TypedDict):
    """A task as the inserting statement takes it."""

    id: UUID
    kind: str
    queue: str
    model: str
    device: str
    demand: str
    priority: int
    bonus_s: float
    scheduled_for: datetime | None
    deadline: datetime | None
    max_attempts: int
    timeout_s: float
    size: int
    input: Any
    tags: tuple[str, ...]
    key: str | None
    key_hash: str | None
    parent: UUID | None
    step_key: str
    batch: UUID | None
    schedule: UUID | None
    replay_of: UUID | None


_QUEUES_FOR_S: Final = 1.0
_queues: tuple[float, frozenset[str]] = (float("-inf"), frozenset())


def _known_queues() -> frozenset[str]:
    """Return the names of the queues; read at most once a second."""
    global _queues  # noqa: PLW0603 - a cache of one value
    read_at, names = _queues
    if time.monotonic() - read_at > _QUEUES_FOR_S:
        names = frozenset(row[0] for row in sql.fetch("SELECT name FROM tasks_queue"))
        _queues = (time.monotonic(), names)
    return names


def prepare(request: SubmitRequest, by: Submitter, origin: Origin | None = None) -> Row:
    """Check a request against kinds, models, queues and the submitter's rights.

    Raises:
        InvalidInput, UnknownKind, UnknownModel: the request is wrong.
        Forbidden: the submitter may not ask for this.
    """
    origin = origin or Origin()
    kind = _allowed_kind(request, by)
    _check_times(request)
    stored = validate_input(kind, request.input)
    model = ""
    if kind.model_task is not None:
        model = registry.resolve(request.model, kind.model_task).name
    elif request.model:
        raise invalid(
            "model", request.model, f"the kind {kind.name} uses no model", "Leave it out."
        )
    queue = request.queue or kind.queue
    if queue not in _known_queues():
        known = ", ".join(sorted(_known_queues()))
        raise invalid("queue", queue, "there is no such queue", f"Use one of: {known}.")
    return {
        "id": uuid7(),
        "kind": kind.name,
        "queue": queue,
        "model": model,
        "device": request.device,
        "demand": demand_of(kind.name, model, request.device),
        "priority": int(request.priority),
        "bonus_s": bonus_s(request.priority),
        "scheduled_for": request.scheduled_for,
        "deadline": request.deadline,
        "max_attempts": request.max_attempts,
        "timeout_s": request.timeout_s or kind.timeout_s,
        "size": len(orjson.dumps(stored)),
        "input": stored,
        "tags": request.tags,
        "key": request.idempotency_key,
        "key_hash": request_hash(request) if request.idempotency_key else None,
        "parent": origin.parent_id,
        "step_key": origin.step_key,
        "batch": origin.batch_id,
        "schedule": origin.schedule_id,
        "replay_of": origin.replay_of,
    }


def bonus_s(priority: int) -> float:
    """Return a level's head start in seconds; CRITICAL stands outside the ranking."""
    bonuses: tuple[float, ...] = settings.SWITCHYARD.dispatch.bonus_s
    return bonuses[min(priority, len(bonuses) - 1)]


def request_hash(request: SubmitRequest) -> str:
    """Return the SHA-256 (hex) of everything that a request asks for, but its key."""
    fields = asdict(request)
    del fields["idempotency_key"]
    return hashlib.sha256(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _allowed_kind(request: SubmitRequest, by: Submitter) -> KindSpec:
    kind = get_kind(request.kind)
    if kind.diagnostic and not by.diagnostics:
        raise Forbidden(
            f"The kind {kind.name} is for diagnostics.",
            field="kind",
            value=kind.name,
            mend="Use a key with the scope `diagnostics`.",
        )
    if request.priority > by.max_priority:
        highest = Priority(by.max_priority).name
        raise Forbidden(
            f"The highest level of this key is {highest}.",
            field="priority",
            value=request.priority.name,
            mend=f"Ask for {highest} or lower, or use another key.",
        )
    return kind


def _check_times(request: SubmitRequest) -> None:
    deadline = request.deadline
    if deadline is None:
        return
    if deadline <= datetime.now(UTC):
        raise invalid("deadline", deadline, "has passed already", "Name a later time.")
    if request.scheduled_for and deadline <= request.scheduled_for:
        raise invalid("deadline", deadline, "lies before scheduled_for", "Name a later time.")


_INSERT: Final = """
WITH n AS (
    SELECT * FROM json_to_recordset(%(rows)s::json) AS n(
        id uuid, kind text, queue text, model text, device text, demand text, priority smallint,
        bonus_s float, scheduled_for timestamptz, deadline timestamptz, max_attempts smallint,
        timeout_s float, size int, input jsonb, tags varchar[], key text, key_hash text,
        parent uuid, step_key text, batch uuid, schedule uuid, replay_of uuid)
), kept AS (
    INSERT INTO tasks_idempotencykey (id, tenant_id, key, request_hash, task_id, expires_at)
    SELECT gen_random_uuid(), %(tenant)s, key, decode(key_hash, 'hex'), id,
           now() + make_interval(secs => %(keep_s)s)
      FROM n WHERE key IS NOT NULL
    ON CONFLICT (tenant_id, key) DO UPDATE
        SET request_hash = excluded.request_hash, task_id = excluded.task_id,
            expires_at = excluded.expires_at, created_at = now()
      WHERE tasks_idempotencykey.expires_at <= now()
    RETURNING task_id
), stored AS (
    INSERT INTO tasks_task (
        id, tenant_id, kind, queue, model, device, demand, state, priority, rank_at, epoch,
        attempts, losses, max_attempts, timeout_s, scheduled_for, deadline, parent_id, step_key,
        children_pending, fail_with_child, batch_id, schedule_id, replay_of, size_bytes)
    SELECT id, %(tenant)s, kind, queue, model, device, demand,
           CASE WHEN scheduled_for > now() THEN 'scheduled' ELSE 'queued' END, priority,
           greatest(scheduled_for, now()) - make_interval(secs => bonus_s), 0, 0, 0, max_attempts,
           timeout_s, scheduled_for, deadline, parent, step_key, 0, false, batch, schedule,
           replay_of, size
      FROM n WHERE key IS NULL OR id IN (SELECT task_id FROM kept)
    RETURNING id
), payload AS (
    INSERT INTO tasks_taskpayload (
        task_id, tenant_id, kind, input, tags, submitted_by, idempotency_key)
    SELECT id, %(tenant)s, kind, input, tags, %(by)s, key FROM n JOIN stored USING (id)
), tagged AS (
    INSERT INTO tasks_tasktag (tenant_id, tag, task_id)
    SELECT %(tenant)s, tag, id FROM n JOIN stored USING (id), unnest(tags) AS tag
), told AS (
    INSERT INTO tasks_event (task_id, type, actor, data)
    SELECT id, 'submitted', %(by)s, '{}' FROM stored
)
SELECT id FROM stored
"""


def insert(rows: Sequence[Row], by: Submitter) -> set[UUID]:
    """Store tasks with payload, tags, keys and first event in one statement.

    Returns:
        The ids that were stored; those left out met an idempotency key that is in use.
    """
    stored = sql.fetch(
        _INSERT,
        {
            "rows": sql.dumps(rows),
            "tenant": by.tenant_id,
            "by": by.actor,
            "keep_s": settings.SWITCHYARD.retention.idempotency_hours * 3600,
        },
    )
    return {row[0] for row in stored}


_EARLIER: Final = """
SELECT key, task_id, encode(request_hash, 'hex') FROM tasks_idempotencykey
 WHERE tenant_id = %s AND key = ANY(%s)
"""


def earlier(rows: Sequence[Row], by: Submitter) -> dict[UUID, UUID | SwitchyardError]:
    """Return, for rows that an idempotency key kept out, the task of the earlier call, or the
    error when that call asked for something else."""
    keys = [row["key"] for row in rows]
    found = {key: (task, digest) for key, task, digest in sql.fetch(_EARLIER, [by.tenant_id, keys])}
    answers: dict[UUID, UUID | SwitchyardError] = {}
    for row in rows:
        task, digest = found.get(str(row["key"]), (None, None))
        answers[row["id"]] = task if task and digest == row["key_hash"] else _key_conflict(row)
    return answers


def _key_conflict(row: Row) -> Conflict:
    return Conflict(
        "The idempotency key was used for a different request.",
        field="idempotency_key",
        value=row["key"],
        mend="Use a new key for a new request, or send the same request again.",
    )


def submit(request: SubmitRequest, by: Submitter, origin: Origin | None = None) -> Submitted:
    """Store one task and wake the dispatcher.

    Queries: one statement; a second when an idempotency key is already in use.

    Raises:
        UserError: the request, its limits or its idempotency key do not allow it.
        Overloaded: the system holds as much as it may.
    """
    row = prepare(request, by, origin)
    admission.admit(by.tenant_id, row["queue"], tasks=1, size=row["size"])
    if insert([row], by):
        wake_dispatcher()
        return Submitted(row["id"], created=True)
    answer = earlier([row], by)[row["id"]]
    if isinstance(answer, SwitchyardError):
        raise answer
    return Submitted(answer, created=False)


__all__ = [
    "Origin",
    "SubmitRequest",
    "Submitted",
    "Submitter",
    "insert",
    "parse",
    "prepare",
    "submit",
]
