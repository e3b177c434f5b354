"""Deliveries on their way: claimed under leases, settled, given up, sent again.

A claim is one short transaction that one claimer makes at a time, so that the limits for a
subscription and for a host hold over all workers; the rows it takes are locked and skipped like
any other. Everything runs on the database's clock. Who lost its lease cannot settle: the epoch has
risen.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from django.conf import settings
from django.db import transaction

from orchestration.access.services import audit
from tasks import sql
from tasks.errors import Conflict, NotFound
from tasks.hearing import TERMINAL_EVENTS, TEST
from tasks.selectors.pages import first_id_at
from tasks.services import webhooks
from tasks.sql import Row

log = logging.getLogger(__name__)

REPLAYED_AT_MOST: Final = 10_000
_STEP: Final = 1000
_CLAIMING: Final = 0x5759_4852
"""The key of the transaction's advisory lock under which claims are made."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is ours to send, until its lease ends.

    Attributes:
        attempts: how often it was sent before.
        result_json: what came of the task, where it is to be sent along.
        left_out: whether that was too large.
    """

    id: UUID
    epoch: int
    attempts: int
    event: str
    sequence: int
    at: datetime
    data_json: str
    tenant_id: UUID
    webhook_id: UUID
    url: str
    secret_version: int
    overlapping: bool
    result_json: str | None
    error_json: str | None
    left_out: bool


@dataclass(frozen=True, slots=True)
class Settlement:
    """What came of sending one.

    Attributes:
        state: what becomes of it.
        delay_s: for `pending`: when it is sent again, in seconds.
        counts: whether it was the receiver's turn; a failure of ours counts neither as an attempt
            nor against the subscription.
        gone: whether the receiver asked to be left alone for good.
        took_ms: how long the receiver took.
    """

    id: UUID
    webhook_id: UUID
    epoch: int
    state: Literal["delivered", "pending", "dead"]
    delay_s: float = 0.0
    status: int | None = None
    error: str = ""
    answer: str = ""
    took_ms: int | None = None
    counts: bool = True
    gone: bool = False

    def row(self) -> dict[str, Any]:
        """Return the statement's input row."""
        return {
            "id": self.id,
            "epoch": self.epoch,
            "state": self.state,
            "delay_s": self.delay_s,
            "status": self.status,
            "error": _stored(self.error),
            "answer": _stored(self.answer),
            "took_ms": self.took_ms,
            "attempts": int(self.counts),
        }


def _stored(text: str) -> str:
    """Return a text as the column takes it."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()[:500]


# Who has something open is found by leaps over the index: one look for each subscription that has,
# however many deliveries wait.
_OPEN: Final = """
WITH RECURSIVE open AS (
    (SELECT webhook_id AS id FROM tasks_webhookdelivery
      WHERE state IN ('pending', 'sending') ORDER BY webhook_id LIMIT 1)
    UNION ALL
    SELECT (SELECT d.webhook_id FROM tasks_webhookdelivery d
             WHERE d.state IN ('pending', 'sending') AND d.webhook_id > open.id
             ORDER BY d.webhook_id LIMIT 1)
      FROM open WHERE open.id IS NOT NULL
)
SELECT open.id, w.host, w.enabled,
       (SELECT count(*) FROM tasks_webhookdelivery d
         WHERE d.webhook_id = open.id AND d.state = 'sending' AND d.next_at > now()),
       coalesce(oldest.next_at <= now(), false)
  FROM open LEFT JOIN tasks_webhook w ON w.id = open.id
  LEFT JOIN LATERAL (
    SELECT d.next_at FROM tasks_webhookdelivery d
     WHERE d.webhook_id = open.id AND d.state IN ('pending', 'sending')
     ORDER BY d.next_at LIMIT 1) oldest ON true
 WHERE open.id IS NOT NULL ORDER BY oldest.next_at
"""
_DROP: Final = f"""
DELETE FROM tasks_webhookdelivery WHERE id IN (
    SELECT id FROM tasks_webhookdelivery
     WHERE webhook_id = ANY(%(webhooks)s) AND state IN ('pending', 'sending')
     LIMIT {_STEP} FOR UPDATE SKIP LOCKED)
"""
_HOLD: Final = f"""
UPDATE tasks_webhookdelivery SET state = 'held', epoch = epoch + 1 WHERE id IN (
    SELECT id FROM tasks_webhookdelivery
     WHERE webhook_id = ANY(%(webhooks)s) AND state IN ('pending', 'sending')
       AND (state = 'pending' OR next_at <= now()) AND event <> '{TEST}'
     LIMIT {_STEP} FOR UPDATE SKIP LOCKED)
"""
_CLAIM: Final = """
WITH picked AS (
    SELECT d.id FROM unnest(%(webhooks)s::uuid[], %(rooms)s::int[]) AS want(webhook, room)
     CROSS JOIN LATERAL (
        SELECT id FROM tasks_webhookdelivery
         WHERE webhook_id = want.webhook AND state IN ('pending', 'sending') AND next_at <= now()
         ORDER BY next_at LIMIT want.room FOR UPDATE SKIP LOCKED) d
), claimed AS (
    UPDATE tasks_webhookdelivery d SET state = 'sending', epoch = d.epoch + 1,
           next_at = now() + make_interval(secs => %(lease_s)s)
      FROM picked WHERE d.id = picked.id
    RETURNING d.*
)
SELECT c.id, c.epoch, c.attempts, c.event, c.sequence, c.created_at, c.data::text, c.tenant_id,
       w.id, w.url, w.secret_version, coalesce(w.previous_until > now(), false),
       CASE WHEN fits THEN r.result::text END, CASE WHEN fits THEN r.error::text END,
       coalesce(NOT fits, false)
  FROM claimed c JOIN tasks_webhook w ON w.id = c.webhook_id
  LEFT JOIN LATERAL (
    SELECT result, error, blob_sha256 IS NULL AND
           octet_length(coalesce(result::text, error::text, '')) <= %(most)s AS fits
      FROM tasks_taskresult
     WHERE w.include_result AND c.event = ANY(%(terminal)s) AND task_id = c.task_id) r ON true
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A subscription that has something to send."""

    id: UUID
    host: str
    under_way: int
    due: bool


def claim(room: int) -> list[Claimed]:
    """Take what is due, at most `room`; nothing while another worker is taking.

    Queries: two where nothing waits, one more to take; now and then one for what belongs to
    subscriptions that are gone or off.
    """
    with transaction.atomic():
        if not sql.fetch("SELECT pg_try_advisory_xact_lock(%s::bigint)", [_CLAIMING])[0][0]:
            return []
        waiting = _waiting()
        rooms = share(waiting, room)
        return _take(rooms) if rooms else []


def _waiting() -> list[Waiting]:
    """Return who may be sent to, once what nobody may hear is out of the way."""
    rows = sql.fetch(_OPEN)
    gone = [row[0] for row in rows if row[1] is None]
    off = [row[0] for row in rows if row[2] is False]
    if gone:
        sql.execute(_DROP, {"webhooks": gone})
    still = sql.execute(_HOLD, {"webhooks": off}) if off else 0
    hushed = {*gone, *(off if still else ())}
    return [
        Waiting(webhook, host, under_way, due)
        for webhook, host, _, under_way, due in rows
        if webhook not in hushed
    ]


def share(waiting: Sequence[Waiting], room: int) -> dict[UUID, int]:
    """Return how many each subscription may send now: one each in turn, within the limits; pure.

    Who comes first in `waiting` comes first: who has waited longest, so that nobody starves behind
    others of the same host.
    """
    limits = settings.SWITCHYARD.webhooks
    hosts: dict[str, int] = {}
    for each in waiting:
        hosts[each.host] = hosts.get(each.host, limits.per_host) - each.under_way
    given: dict[UUID, int] = {}
    ready = [each for each in waiting if each.due]
    while ready and room > 0:
        ready = [
            each
            for each in ready
            if hosts[each.host] > 0 and each.under_way + given.get(each.id, 0) < limits.per_webhook
        ]
        for each in ready:
            if room > 0 and hosts[each.host] > 0:
                given[each.id] = given.get(each.id, 0) + 1
                hosts[each.host] -= 1
                room -= 1
    return given


def _take(rooms: dict[UUID, int]) -> list[Claimed]:
    limits = settings.SWITCHYARD.webhooks
    rows = sql.fetch(
        _CLAIM,
        {
            "webhooks": list(rooms),
            "rooms": list(rooms.values()),
            "lease_s": limits.lease_s,
            "most": limits.result_bytes,
            "terminal": list(TERMINAL_EVENTS),
        },
    )
    return [Claimed(*row) for row in rows]


_SETTLE: Final = """
UPDATE tasks_webhookdelivery d SET
    state = m.state, attempts = d.attempts + m.attempts, status = m.status, error = m.error,
    answer = m.answer, took_ms = m.took_ms,
    next_at = now() + make_interval(secs => m.delay_s),
    finished_at = CASE WHEN m.state <> 'pending' THEN now() END
  FROM json_to_recordset(%(rows)s::json) AS m(
       id uuid, epoch int, state text, delay_s float, status int, error text, answer text,
       took_ms int, attempts int)
 WHERE d.id = m.id AND d.epoch = m.epoch AND d.state = 'sending'
RETURNING d.id
"""


def settle(settlements: Sequence[Settlement]) -> set[UUID]:
    """Write down what came of deliveries; return those that were still ours.

    Queries: two, a third where some failed.
    """
    if not settlements:
        return set()
    return sql.retrying(lambda: _settle(settlements))


def _settle(settlements: Sequence[Settlement]) -> set[UUID]:
    with transaction.atomic():
        ordered = sorted(settlements, key=lambda each: each.id)
        rows = sql.fetch(_SETTLE, {"rows": sql.dumps([each.row() for each in ordered])})
        ours = {row[0] for row in rows}
        _judge([each for each in ordered if each.id in ours and each.counts])
    return ours


_RECOVERED: Final = """
UPDATE tasks_webhook SET failing_since = NULL
 WHERE id = ANY(%(webhooks)s) AND failing_since IS NOT NULL
"""
_FAILING: Final = """
UPDATE tasks_webhook SET failing_since = now()
 WHERE id = ANY(%(webhooks)s) AND failing_since IS NULL
"""
_OFF: Final = """
UPDATE tasks_webhook SET enabled = false, off_at = now(), off_reason = CASE
       WHEN id = ANY(%(gone)s) THEN 'The receiver answered 410 Gone.'
       ELSE 'Nothing has arrived since ' || to_char(failing_since, 'YYYY-MM-DD HH24:MI') || '.' END
 WHERE enabled AND (id = ANY(%(gone)s) OR id = ANY(%(failed)s)
   AND failing_since < now() - make_interval(secs => %(patience_s)s))
RETURNING id, tenant_id, off_reason
"""


def _judge(settled: Iterable[Settlement]) -> None:
    """Note who fails and who works again; switch off who has failed for too long."""
    settled = list(settled)
    fine = {each.webhook_id for each in settled if each.state == "delivered"}
    gone = {each.webhook_id for each in settled if each.gone}
    failed = {each.webhook_id for each in settled} - fine
    if fine:
        sql.execute(_RECOVERED, {"webhooks": sorted(fine)})
    if not failed | gone:
        return
    sql.execute(_FAILING, {"webhooks": sorted(failed)})
    patience_s = settings.SWITCHYARD.webhooks.off_after_days * 86_400
    params = {"gone": sorted(gone), "failed": sorted(failed), "patience_s": patience_s}
    for webhook_id, tenant_id, reason in sql.fetch(_OFF, params):
        audit(
            actor="system:webhooks",
            action="switch_off",
            subject_type=webhooks.SUBJECT,
            subject_id=str(webhook_id),
            tenant_id=tenant_id,
            reason=reason,
        )
        log.warning("webhook switched off", extra={"webhook": str(webhook_id), "why": reason})


_GIVE_BACK: Final = """
UPDATE tasks_webhookdelivery d SET state = 'pending', next_at = now()
  FROM unnest(%(ids)s::uuid[], %(epochs)s::int[]) AS m(id, epoch)
 WHERE d.id = m.id AND d.epoch = m.epoch AND d.state = 'sending'
"""


def give_back(claimed: Sequence[Claimed]) -> None:
    """Let others send what this worker does not send to the end any more."""
    ordered = sorted(claimed, key=lambda each: each.id)
    params = {"ids": [each.id for each in ordered], "epochs": [each.epoch for each in ordered]}
    sql.execute(_GIVE_BACK, params)


_AGAIN: Final = "state = 'pending', next_at = now(), epoch = epoch + 1, attempts = 0"
_REPLAY: Final = f"""
UPDATE tasks_webhookdelivery SET {_AGAIN}, finished_at = NULL
 WHERE id = %(id)s AND webhook_id = %(webhook)s AND state <> 'sending'
RETURNING id
"""
_REPLAY_SINCE: Final = f"""
UPDATE tasks_webhookdelivery SET {_AGAIN}, finished_at = NULL WHERE id IN (
    SELECT id FROM tasks_webhookdelivery
     WHERE webhook_id = %(webhook)s AND id >= %(since)s AND {{which}}
     ORDER BY id LIMIT {REPLAYED_AT_MOST} FOR UPDATE SKIP LOCKED)
"""
Which = Literal["dead", "all"]
_WHICH: Final[dict[Which, str]] = {"dead": "state = 'dead'", "all": "state IN ('dead','delivered')"}


def replay(delivery_id: UUID, *, webhook_id: UUID, tenant_id: UUID | None, by: str) -> None:
    """Send one delivery anew, with all its attempts before it; it keeps its id.

    Raises:
        NotFound: there is no such delivery of this subscription and tenant.
        Conflict: it is being sent, or its subscription is off.
    """
    with transaction.atomic():
        webhook = _listening(webhook_id, tenant_id)
        if not sql.fetch(_REPLAY, {"id": delivery_id, "webhook": webhook.pk}):
            _explain(delivery_id, webhook_id)
        _audit_replay(webhook, by, delivery=str(delivery_id))


def replay_since(
    webhook_id: UUID, *, since: datetime, which: Which, tenant_id: UUID | None, by: str
) -> int:
    """Send anew what was given up, or all that has ended, since a time; return how many.

    At most 10,000 at once, oldest first. Queries: five.

    Raises:
        NotFound: there is no such subscription of this tenant.
        Conflict: it is off.
    """
    with transaction.atomic():
        webhook = _listening(webhook_id, tenant_id)
        params = {"webhook": webhook.pk, "since": first_id_at(since)}
        count = sql.execute(_REPLAY_SINCE.format(which=_WHICH[which]), params)
        _audit_replay(webhook, by, since=since.isoformat(), which=which, count=count)
    return count


def _listening(webhook_id: UUID, tenant_id: UUID | None) -> Any:
    webhook = webhooks.find(webhook_id, tenant_id)
    if not webhook.enabled:
        raise Conflict(
            "The webhook is switched off.", field="enabled", mend="Switch it on, then replay."
        )
    return webhook


def _explain(delivery_id: UUID, webhook_id: UUID) -> None:
    rows: list[Row] = sql.fetch(
        "SELECT 1 FROM tasks_webhookdelivery WHERE id = %s AND webhook_id = %s",
        [delivery_id, webhook_id],
    )
    if not rows:
        raise NotFound(
            f"There is no delivery {delivery_id}.", field="id", value=str(delivery_id),
            mend="Check the id, or list the webhook's deliveries.",
        )  # fmt: skip
    raise Conflict("It is being sent right now.", mend="Look at what comes of it, then replay it.")


def _audit_replay(webhook: Any, by: str, **detail: Any) -> None:
    audit(
        actor=by,
        action="replay",
        subject_type=webhooks.SUBJECT,
        subject_id=str(webhook.pk),
        tenant_id=webhook.tenant_id,
        **detail,
    )
