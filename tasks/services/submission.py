"""Taking work in: validate, admit, and store tasks with their first event in one statement."""

import hashlib
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.conf import settings
from django.db import transaction
from typing_extensions import TypedDict

from orchestration.access.scopes import SCOPES
from orchestration.errors import SwitchyardError, blamed
from orchestration.files.images import pinned, put_away
from orchestration.ids import uuid7
from orchestration.kinds.catalogue import KindSpec, get_kind, scopes_of, validate_input
from orchestration.kinds.image_parts import blobs_of
from orchestration.routing.classified import Classified
from orchestration.routing.decision import Decision
from tasks import images, sql
from tasks.errors import Conflict, Forbidden, invalid, lacking, too_urgent
from tasks.lifecycle import Priority
from tasks.queues import EXTERNAL, demand_of
from tasks.services.admission import admission
from tasks.services.bodies import SubmitRequest, parse
from tasks.services.routing import stored_form
from tasks.services.serving import Wanted, serve
from tasks.wakeups import wake_dispatcher

EVERY_SCOPE: Final = frozenset(SCOPES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitter:
    """Who submits, and what that one may ask for.

    Attributes:
        tenant_id: whose the task is.
        actor: who submits it.
        max_priority: the most urgent level that may be asked for.
        diagnostics: whether kinds for diagnostics may be.
        scopes: what its tasks may reach; none of what is guarded where nobody says so, and
            `EVERY_SCOPE` for the system and its operators.
        paid_by: who pays, where that is not the actor. A child is paid for as its parent is.
    """

    tenant_id: UUID
    actor: str
    max_priority: int = Priority.CRITICAL
    diagnostics: bool = False
    scopes: Collection[str] = ()
    paid_by: str = ""


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


class Row(TypedDict):
    """A task as the inserting statement takes it."""

    id: UUID
    kind: str
    queue: str
    model: str
    device: str
    demand: str
    priority: int
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
    routing: dict[str, Any] | None
    images: list[str]


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


def _lane(wanted: str) -> str:
    """Return the lane of a provider; the usual one where an operator has made none for it."""
    return wanted if wanted in _known_queues() else EXTERNAL


def _queue(name: str) -> str:
    """Return a queue's name.

    Raises:
        InvalidInput: there is no such queue.
    """
    if name not in _known_queues():
        known = ", ".join(sorted(_known_queues()))
        raise invalid("queue", name, "there is no such queue", f"Use one of: {known}.")
    return name


def _stored_input(kind: KindSpec, request: SubmitRequest, by: Submitter) -> dict[str, Any]:
    """Return a request's input in its stored form: checked, with its images looked up and put away.

    Raises:
        InvalidInput: it is wrong.
        Forbidden: a level in it is too urgent for the submitter, or it reaches what that one may
            not.
    """
    stored = validate_input(kind, request.input)
    _check_levels(stored, by, "input")
    check_scopes(kind, stored, by.scopes)
    if kind.images:
        return put_away(pinned(stored, tenant_id=by.tenant_id), tenant_id=by.tenant_id)
    return stored


def prepare(
    request: SubmitRequest,
    by: Submitter,
    origin: Origin | None = None,
    classified: Classified | None = None,
) -> Row:
    """Check a request against kinds, models, queues and the submitter's rights.

    Images that it names are looked up, large ones that it carries are stored as blobs, see
    `orchestration.files.images`; `insert` says who needs them.

    Raises:
        InvalidInput, UnknownKind, UnknownModel: the request is wrong.
        Forbidden: the submitter may not ask for this.
    """
    origin = origin or Origin()
    kind = _allowed_kind(request, by)
    _check_times(request)
    stored = _stored_input(kind, request, by)
    level = int(request.priority)
    wanted = Wanted(request.model, request.device, by.tenant_id, level, classified)
    with blamed("model", request.naming, request.named):
        served = serve(kind, stored, wanted)
    return {
        "id": uuid7(),
        "kind": kind.name,
        "queue": _queue(request.queue or _lane(served.queue)),
        "model": served.model,
        "device": served.device,
        "demand": demand_of(kind.name, served.model, served.device),
        "priority": level,
        "scheduled_for": request.scheduled_for,
        "deadline": request.deadline,
        "max_attempts": request.max_attempts,
        "timeout_s": request.timeout_s or kind.timeout_s,
        "size": len(orjson.dumps(served.input)),
        "input": served.input,
        "tags": request.tags,
        "key": request.idempotency_key,
        "key_hash": request_hash(request) if request.idempotency_key else None,
        "parent": origin.parent_id,
        "step_key": origin.step_key,
        "batch": origin.batch_id,
        "schedule": origin.schedule_id,
        "replay_of": origin.replay_of,
        "routing": None if served.routing is None else stored_form(served.routing),
        "images": blobs_of(served.input) if kind.images else [],
    }


def bonuses_s() -> list[float]:
    """Return each level's head start in seconds; CRITICAL, which stands outside the ranking, has
    that of URGENT."""
    bonuses: tuple[float, ...] = settings.SWITCHYARD.dispatch.bonus_s
    return [*bonuses, bonuses[-1]]


def request_hash(request: SubmitRequest) -> str:
    """Return the SHA-256 (hex) of everything that a request asks for, but its key."""
    fields = asdict(request)
    del fields["idempotency_key"], fields["naming"]
    return hashlib.sha256(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _allowed_kind(request: SubmitRequest, by: Submitter) -> KindSpec:
    kind = get_kind(request.kind, diagnostics=by.diagnostics)
    if kind.diagnostic and not by.diagnostics:
        raise Forbidden(
            f"The kind {kind.name} is for diagnostics.",
            field="kind",
            value=kind.name,
            mend="Use a key with the scope `diagnostics`.",
        )
    if request.priority > by.max_priority:
        raise too_urgent("priority", request.priority, by.max_priority)
    return kind


def check_scopes(kind: KindSpec, stored: Mapping[str, Any], scopes: Collection[str]) -> None:
    """Check that who submits an input has the scopes that it asks for.

    Raises:
        Forbidden: one is missing.
    """
    for scope in sorted(scopes_of(kind, stored).difference(scopes)):
        raise lacking(scope, scopes)


def _check_levels(stored: Mapping[str, Any], by: Submitter, path: str) -> None:
    """Check the levels that an input asks for its children, and theirs."""
    for at, child in enumerate(stored.get("children") or ()):
        if not isinstance(child, Mapping):
            return
        here = f"{path}.children.{at}"
        level = Priority[child["priority"]] if child.get("priority") else Priority.LOW
        if level > by.max_priority:
            raise too_urgent(f"{here}.priority", level, by.max_priority)
        _check_levels(child["input"], by, f"{here}.input")


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
        scheduled_for timestamptz, deadline timestamptz, max_attempts smallint,
        timeout_s float, size int, input jsonb, tags varchar[], key text, key_hash text,
        parent uuid, step_key text, batch uuid, schedule uuid, replay_of uuid,
        routing jsonb)
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
           greatest(scheduled_for, now()) - make_interval(secs => %(bonuses)s[priority + 1]),
           0, 0, 0, max_attempts,
           timeout_s, scheduled_for, deadline, parent, step_key, 0, false, batch, schedule,
           replay_of, size
      FROM n WHERE key IS NULL OR id IN (SELECT task_id FROM kept)
    RETURNING id
), payload AS (
    INSERT INTO tasks_taskpayload (
        task_id, tenant_id, kind, input, tags, submitted_by, idempotency_key, paid_by)
    SELECT id, %(tenant)s, kind, input, tags, %(by)s, key,
           coalesce((SELECT coalesce(nullif(p.paid_by, ''), p.submitted_by)
                       FROM tasks_taskpayload p WHERE p.task_id = n.parent), %(paid_by)s)
      FROM n JOIN stored USING (id)
), tagged AS (
    INSERT INTO tasks_tasktag (tenant_id, tag, task_id)
    SELECT %(tenant)s, tag, id FROM n JOIN stored USING (id), unnest(tags) AS tag
), routed AS (
    INSERT INTO tasks_taskrouting (task_id, tenant_id, decision)
    SELECT id, %(tenant)s, routing FROM n JOIN stored USING (id) WHERE routing IS NOT NULL
), told AS (
    INSERT INTO tasks_event (task_id, type, actor, data)
    SELECT id, 'submitted', %(by)s, '{}' FROM stored
)
SELECT id FROM stored
"""


def insert(rows: Sequence[Row], by: Submitter) -> set[UUID]:
    """Store tasks with payload, tags, keys and first event in one statement; where some name
    images, in a transaction with a second one.

    Returns:
        The ids that were stored; those left out met an idempotency key that is in use.

    Raises:
        UnknownBlob: An image has been deleted meanwhile; nothing is stored.
    """
    if not any(row["images"] for row in rows):
        return _insert(rows, by)
    with transaction.atomic():
        stored = _insert(rows, by)
        images.attach(
            [
                (by.tenant_id, row["id"], sha256)
                for row in rows
                for sha256 in row["images"]
                if row["id"] in stored
            ]
        )
    return stored


def _insert(rows: Sequence[Row], by: Submitter) -> set[UUID]:
    stored = sql.fetch(
        _INSERT,
        {
            "rows": sql.dumps(rows),
            "tenant": by.tenant_id,
            "by": by.actor,
            "paid_by": by.paid_by,
            "bonuses": bonuses_s(),
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


def submit(
    request: SubmitRequest,
    by: Submitter,
    origin: Origin | None = None,
    *,
    routing: Decision | None = None,
    classified: Classified | None = None,
) -> Submitted:
    """Store one task and wake the dispatcher.

    Args:
        request: What shall be done.
        by: Who asks.
        origin: Where the task comes from, when not from a plain submission.
        routing: Why it is served where it is; stored with it.
        classified: What it is about, where the choice is left to routing and somebody has looked.

    Queries: one statement; a second when an idempotency key is already in use.

    Raises:
        UserError: the request, its limits or its idempotency key do not allow it.
        Overloaded: the system holds as much as it may.
    """
    row = prepare(request, by, origin, classified)
    if routing is not None:
        row["routing"] = stored_form(routing)
    admission.admit(by.tenant_id, [(row["queue"], row["size"])])
    if insert([row], by):
        wake_dispatcher()
        return Submitted(row["id"], created=True)
    answer = earlier([row], by)[row["id"]]
    if isinstance(answer, SwitchyardError):
        raise answer
    return Submitted(answer, created=False)


__all__ = [
    "EVERY_SCOPE",
    "Origin",
    "SubmitRequest",
    "Submitted",
    "Submitter",
    "check_scopes",
    "insert",
    "parse",
    "prepare",
    "submit",
]
