"""Forgets by rule: what is too old, too many, or not worth keeping. What goes is gone for good.

What a memory is worth decays by use (half-lives of forgetting, after Ebbinghaus' curve):

    worth = importance * 0.5 ^ (days since it was last found, or stored / half-life)
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from orchestration import sql
from orchestration.access.services import audit
from orchestration.memory.errors import NotTried
from orchestration.memory.racing import again_if_raced
from orchestration.memory.records.retention import RetentionRule
from orchestration.memory.removing import hold, remove

log = logging.getLogger(__name__)

BOUNDS: Final = (
    "max_age_days", "max_entries", "half_life_days", "least_worth", "kept_importance",
)  # fmt: skip
GROUP: Final = 500
ROUND: Final = 100_000
"""So many are read at once; a longer list would take much memory."""
SHOWN: Final = 20
TRIED_FOR: Final = "24 hours"
"""How long a trial allows a rule to be enabled."""

# Of each owner those are counted that nothing else deletes, those that hold first: so it is the
# same whether all are deleted at once or in groups. What is never deleted is not counted. Beyond a
# thousand half-lives nothing is left that a float could say. The newest first: what superseded
# something goes after what said that again, so that what holds again is merged into nothing doomed.
_DOOMED: Final = """
SELECT id, uid, coalesce(beyond, 'count') AS why FROM (
    SELECT judged.*, row_number() OVER (
               PARTITION BY space_id, beyond IS NULL ORDER BY holds DESC, used DESC, id DESC
           ) AS place
      FROM (
        SELECT e.id, e.uid, e.space_id, e.created_at, e.valid_until IS NULL AS holds,
               coalesce(u.used_at, e.created_at) AS used,
               CASE
               WHEN e.created_at < now() - make_interval(secs => %(age)s::float8 * 86400)
                    THEN 'age'
               WHEN e.importance * power(0.5, least(1000.0, greatest(0.0, extract(epoch FROM
                    now() - coalesce(u.used_at, e.created_at)) / 86400.0 / %(half_life)s::float8)))
                    < %(worth)s::float8 THEN 'decay'
               END AS beyond
          FROM memory_entry e
          LEFT JOIN memory_use u ON u.realm_id = e.realm_id AND u.entry_uid = e.uid
         WHERE e.realm_id = %(realm)s AND e.source IS NULL AND e.importance < %(kept)s
           AND e.type = ANY(%(types)s::smallint[])
           AND (e.expires_at IS NULL OR e.expires_at > now())) judged) placed
 WHERE beyond IS NOT NULL OR place > %(entries)s::int
 ORDER BY created_at DESC, id DESC
"""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would delete now.

    Attributes:
        total: How many memories.
        by_reason: The same by what they are beyond: `age`, `count`, `decay`.
        examples: Ids of some.
    """

    total: int
    by_reason: dict[str, int]
    examples: tuple[UUID, ...]


def try_out(rule: RetentionRule) -> Trial:
    """Return what a rule would delete, and delete nothing. From now on it may be enabled.

    Queries: two; the first reads all memories of the tenant.
    """
    rows = sql.fetch_planned(_DOOMED, _params(rule))
    as_it_stands = {name: getattr(rule, name) for name in BOUNDS}
    RetentionRule.objects.filter(pk=rule.pk, **as_it_stands).update(tried_at=Now())
    reasons: dict[str, int] = {}
    for _, _, why in rows:
        reasons[why] = reasons.get(why, 0) + 1
    return Trial(len(rows), reasons, tuple(uid for _, uid, _ in rows[:SHOWN]))


_ENABLE: Final = f"""
UPDATE memory_retention SET enabled = true
 WHERE id = %(id)s AND tried_at > now() - interval '{TRIED_FOR}' RETURNING id
"""


def enable(rule: RetentionRule, *, actor: str) -> None:
    """Let a rule delete from now on. Queries: three.

    Raises:
        NotTried: It was not tried out as it stands, or long ago.
    """
    with transaction.atomic():
        if not sql.fetch(_ENABLE, {"id": rule.pk}):
            raise NotTried
        audit(
            actor=actor, action="enable", subject_type="retention rule", subject_id=str(rule.pk),
            tenant_id=rule.realm.tenant_id,
        )  # fmt: skip


def apply(rule: RetentionRule, *, most: float = math.inf) -> int:
    """Delete what a rule says, in groups; return how many. Queries: about a dozen for each group
    of 500.

    A crash on the way leaves the rest for the next time, and so does whoever changes or disables
    the rule.

    Args:
        rule: Which one.
        most: No further group is begun once so many are deleted.
    """
    deleted = 0
    try:
        for group in _doomed(rule):
            if deleted >= most or not _stands(rule):
                break
            deleted += _forget(rule.realm_id, group, _UNIMPORTANT, kept=rule.kept_importance)
    finally:
        _note(rule, deleted)
    return deleted


def _doomed(rule: RetentionRule) -> Iterator[list[int]]:
    """Return the numbers of what a rule would delete, in groups.

    Many groups are read at once: what is deleted lets what it superseded hold again, so that
    read after each of them they would be others than those that were tried out.
    """
    while rows := sql.fetch_planned(f"{_DOOMED} LIMIT {ROUND}", _params(rule)):
        for start in range(0, len(rows), GROUP):
            yield [number for number, _, _ in rows[start : start + GROUP]]


def _stands(rule: RetentionRule) -> bool:
    """Return whether a rule is enabled still, and as it was read. Queries: one."""
    as_it_stands = {name: getattr(rule, name) for name in BOUNDS}
    return RetentionRule.objects.filter(pk=rule.pk, enabled=True, **as_it_stands).exists()


_STILL: Final = """
SELECT id, uid FROM memory_entry
 WHERE realm_id = %(realm)s AND id = ANY(%(numbers)s) AND """
_UNIMPORTANT: Final = f"{_STILL} importance < %(kept)s FOR UPDATE"
_PAST: Final = f"{_STILL} expires_at <= now() FOR UPDATE"


def _forget(realm_id: int, numbers: Sequence[int], still: str, **params: Any) -> int:
    """Delete entries that are so still, by number; return how many.

    What says the same may have been merged into one meanwhile, or wants it kept for longer.
    """

    def forget() -> int:
        hold(realm_id)
        asked = {"realm": realm_id, "numbers": numbers, **params}
        return remove(realm_id, sql.fetch(still, asked))

    return again_if_raced(forget)


def _note(rule: RetentionRule, deleted: int) -> None:
    with transaction.atomic():
        sql.execute(
            """UPDATE memory_retention SET deleted = deleted + %(deleted)s, applied_at = now()
                WHERE id = %(id)s""",
            {"deleted": deleted, "id": rule.pk},
        )
        if deleted:
            audit(
                actor="retention", action="forget", subject_type="memory",
                subject_id=str(rule.pk), tenant_id=rule.realm.tenant_id, deleted=deleted,
            )  # fmt: skip


def apply_all() -> int:
    """Delete what all rules that are enabled say, and what has expired; return how many."""
    deleted = _delete_expired()
    for rule in RetentionRule.objects.filter(enabled=True).select_related("realm"):
        deleted += apply(rule)
    if deleted:
        log.info("forgot memories", extra={"deleted": deleted})
    return deleted


_EXPIRED: Final = f"""
SELECT realm_id, id FROM memory_entry
 WHERE expires_at <= now() ORDER BY realm_id, id LIMIT {GROUP}
"""


def _delete_expired() -> int:
    deleted = 0
    while rows := sql.fetch(_EXPIRED):
        for realm_id in dict.fromkeys(realm for realm, _ in rows):
            mine = [number for realm, number in rows if realm == realm_id]
            deleted += _forget(realm_id, mine, _PAST)
    return deleted


def _params(rule: RetentionRule) -> dict[str, Any]:
    types = [rule.type] if rule.type is not None else [1, 2, 3]
    return {
        "realm": rule.realm_id,
        "types": types,
        "age": rule.max_age_days,
        "entries": rule.max_entries,
        "half_life": rule.half_life_days,
        "worth": rule.least_worth,
        "kept": rule.kept_importance,
    }
