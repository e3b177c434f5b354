"""Summaries: what happened becomes what is known, with links to what it came from.

The memories of one owner that nobody has summed up yet are handed to a task, with the model that
the tenant has named. Its answer becomes a memory. Who was asked for what stands in a row that is
written with the task; so each summary is asked for once, and stored once, whoever dies.

A summary that fails is asked for again after growing waits, at last not any more: until the same
owner has new memories to sum up, or somebody says so.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import transaction

from orchestration import sql
from orchestration.access.services import audit
from orchestration.ids import uuid7
from orchestration.memory.changing import link
from orchestration.memory.drafts import Draft, Kind
from orchestration.memory.errors import SummaryNotFailed
from orchestration.memory.owners import Owner
from orchestration.memory.ports import TextEmbedder
from orchestration.memory.remembering import LONGEST, Memory
from orchestration.memory.spaces import realm_of

log = logging.getLogger(__name__)

GROUP: Final = 50
"""Memories that one summary sums up, at most."""
FEWEST: Final = 5
"""A rest of fewer waits for others."""
LETTERS: Final = 24_000
"""Of all of them together: about 6,000 tokens. Of one that is longer, its beginning."""
AT_ONCE: Final = 4
"""So many summaries of one owner's memories are asked for at once, the oldest first."""
UNDER_WAY: Final = 50
"""A tenant for whom so many are being written is asked for no new ones."""
TRIES: Final = 10
"""After so many failures a summary is not asked for again by itself: after two days."""
WAIT_S: Final = 300
"""Before the second try; before each further one twice as long."""
TOKENS: Final = 400
ASKERS: Final = 0x5C3
"""First half of the advisory locks that let one ask for summaries of an owner at a time."""
TAG: Final = "summary"
SUBJECT: Final = "memory summary"

_INSTRUCTIONS: Final = (
    "You keep the memory of a person or a program. Sum up what follows in a few plain sentences:"
    " facts, preferences, decisions, open ends, with names, dates and figures as they stand there."
    " Where something changed, say what holds now. Leave small talk out, and add nothing."
)


@dataclass(frozen=True, slots=True)
class Said:
    """One memory to sum up."""

    uid: UUID
    at: datetime
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Memories of one owner that become one summary.

    Attributes:
        tenant_id: Whose.
        realm_id, space_id: Where.
        model: Who writes it.
        said: What is summed up, in the order in which it happened.
        again: The summary that failed and is asked for again; None for a new one.
    """

    tenant_id: UUID
    realm_id: int
    space_id: int
    model: str
    said: tuple[Said, ...]
    again: UUID | None = None


# Were the realm part of a join, each memory would be compared with all summaries of the realm.
_UNSUMMED: Final = """
       r.summary_model <> '' AND e.type = 2 AND e.source IS NULL AND e.valid_until IS NULL
   AND (e.expires_at IS NULL OR e.expires_at > now())
   AND e.created_at < now() - make_interval(hours => r.summary_age_hours)
   AND NOT EXISTS (SELECT FROM memory_link l WHERE l.realm_id = e.realm_id
                      AND l.to_uid = e.uid AND l.relation = 'summarises')
   AND e.realm_id <> ALL (ARRAY(SELECT c.realm_id FROM memory_consolidation c
                                 WHERE c.entries @> ARRAY[e.uid]))
"""
# In turns: the owner of each tenant that has waited longest, then the next one of each.
_SPACES: Final = f"""
SELECT tenant_id, realm_id, space_id, summary_model FROM (
    SELECT r.tenant_id, r.id AS realm_id, e.space_id, r.summary_model,
           row_number() OVER (PARTITION BY r.id ORDER BY min(e.id)) AS turn
      FROM memory_realm r JOIN memory_entry e ON e.realm_id = r.id
     WHERE {_UNSUMMED}
       AND (SELECT count(*) FROM memory_consolidation c
             WHERE c.realm_id = r.id AND c.state = 'asked') < {UNDER_WAY}
     GROUP BY r.id, e.space_id HAVING count(*) >= greatest(r.summary_after, {FEWEST})) due
 ORDER BY turn, realm_id
"""
_OF_SPACE: Final = f"""
SELECT e.uid, e.at, e.speaker, left(e.text, {LETTERS})
  FROM memory_realm r JOIN memory_entry e ON e.realm_id = r.id
 WHERE e.space_id = %(space)s AND {_UNSUMMED}
 ORDER BY e.at, e.uid LIMIT {AT_ONCE * GROUP}
"""


def due(away: Collection[UUID] = ()) -> Iterator[Group]:
    """Return what is to be summed up now: what failed and may be tried again, then what is new.

    Queries: two, one of which reads what happened in all realms that want summaries, and one for
    each owner that is come to.

    Args:
        away: Tenants that are passed over, also those that are added on the way.
    """
    yield from _failed(away)
    for tenant_id, realm_id, space_id, model in sql.fetch(_SPACES):
        if tenant_id not in away:
            said = [Said(*row) for row in sql.fetch(_OF_SPACE, {"space": space_id})]
            for part in _cut(said)[:AT_ONCE]:
                yield Group(tenant_id, realm_id, space_id, model, tuple(part))


# What failed and counts no failure was written by a process of an older version.
_AGAIN: Final = """
SELECT c.id, r.tenant_id, c.realm_id, c.space_id, r.summary_model, c.entries
  FROM memory_consolidation c JOIN memory_realm r ON r.id = c.realm_id
 WHERE c.state = 'failed' AND r.summary_model <> ''
   AND (c.not_before <= now() OR (c.not_before IS NULL AND c.tries = 0))
 ORDER BY c.not_before
"""
_LEFT: Final = f"""
SELECT e.uid, e.at, e.speaker, left(e.text, {LETTERS}) FROM memory_entry e
 WHERE e.realm_id = %(realm)s AND e.uid = ANY(%(entries)s) AND e.valid_until IS NULL
   AND (e.expires_at IS NULL OR e.expires_at > now())
 ORDER BY e.at, e.uid
"""


def _failed(away: Collection[UUID]) -> Iterator[Group]:
    """Return what failed and has waited long enough; what has no memories left is forgotten."""
    for id_, tenant_id, realm_id, space_id, model, entries in sql.fetch(_AGAIN):
        if tenant_id in away:
            continue
        left = sql.fetch(_LEFT, {"realm": realm_id, "entries": entries})
        if left:
            said = tuple(Said(*row) for row in left)
            yield Group(tenant_id, realm_id, space_id, model, said, again=id_)
        else:
            sql.execute("DELETE FROM memory_consolidation WHERE id = %(id)s", {"id": id_})


def _cut(said: Sequence[Said]) -> list[list[Said]]:
    """Cut what was said into parts that one prompt takes; a short rest waits for others."""
    parts: list[list[Said]] = [[]]
    letters = 0
    for each in said:
        letters += len(each.text)
        if len(parts[-1]) == GROUP or (parts[-1] and letters > LETTERS):
            parts.append([])
            letters = len(each.text)
        parts[-1].append(each)
    if len(parts[-1]) < FEWEST:
        parts.pop()
    return parts


def chat_input(group: Group) -> dict[str, Any]:
    """Return the input of the chat that writes a summary."""
    lines = [_line(each) for each in group.said]
    return {
        "messages": [
            {"role": "system", "content": _INSTRUCTIONS},
            {"role": "user", "content": "\n".join(lines)},
        ],
        "max_tokens": TOKENS,
        "temperature": 0.0,
    }


def _line(said: Said) -> str:
    speaker = " ".join(said.speaker.split())  # in one line, so that it begins no other
    who = f" {speaker}:" if speaker else ""
    return f"[{said.at:%Y-%m-%d %H:%M}]{who} {said.text}"


_BEGIN: Final = """
INSERT INTO memory_consolidation (id, realm_id, space_id, task_id, entries, state, tries, error)
SELECT %(id)s, %(realm)s, %(space)s, %(task)s, %(entries)s::uuid[], 'asked', 0, ''
 WHERE NOT EXISTS (SELECT FROM memory_consolidation c
                    WHERE c.realm_id = %(realm)s AND c.entries && %(entries)s::uuid[])
"""
_ONE_AT_A_TIME: Final = "SELECT pg_advisory_xact_lock(%(askers)s, %(space)s)"
_BEGIN_AGAIN: Final = """
UPDATE memory_consolidation
   SET state = 'asked', task_id = %(task)s, entries = %(entries)s, error = '', not_before = NULL,
       concluded_at = NULL
 WHERE id = %(id)s AND state = 'failed'
"""
# It may have been the model, which answers again.
_TAKE_UP: Final = """
UPDATE memory_consolidation SET not_before = now()
 WHERE space_id = %(space)s AND state = 'failed' AND not_before IS NULL
"""


def begin(group: Group, task_id: UUID) -> bool:
    """Write down that a task sums a group up, in the transaction that stores it; return False if
    somebody else asks for it already.

    What the same owner's memories were given up with before is tried once more. Queries: one or
    three.
    """
    params = {
        "askers": ASKERS,
        "id": group.again or uuid7(),
        "realm": group.realm_id,
        "space": group.space_id,
        "task": task_id,
        "entries": [each.uid for each in group.said],
    }
    if group.again is not None:
        return sql.execute(_BEGIN_AGAIN, params) > 0
    sql.execute(_ONE_AT_A_TIME, params)
    begun = sql.execute(_BEGIN, params) > 0
    sql.execute(_TAKE_UP, params)
    return begun


_POSTPONE: Final = """
UPDATE memory_consolidation SET not_before = now() + make_interval(secs => %(wait)s)
 WHERE id = %(id)s AND state = 'failed'
"""


def postpone(group: Group) -> None:
    """Try a summary that failed later than now, as it cannot be asked for. Queries: none or one."""
    if group.again is not None:
        sql.execute(_POSTPONE, {"id": group.again, "wait": WAIT_S})


@dataclass(frozen=True, slots=True)
class Asked:
    """A summary that is being written."""

    id: UUID
    tenant_id: UUID
    task_id: UUID
    owner: Owner
    entries: tuple[UUID, ...]


_OPEN: Final = """
SELECT c.id, r.tenant_id, c.task_id, c.entries, s.agent, s."user", s.session
  FROM memory_consolidation c JOIN memory_realm r ON r.id = c.realm_id
  JOIN memory_space s ON s.id = c.space_id
 WHERE c.state = 'asked' ORDER BY c.id
"""


def asked() -> list[Asked]:
    """Return the summaries that are being written. Queries: one."""
    return [
        Asked(id_, tenant_id, task_id, Owner(*names), tuple(entries))
        for id_, tenant_id, task_id, entries, *names in sql.fetch(_OPEN)
    ]


_TAKE: Final = """
SELECT 1 FROM memory_consolidation WHERE id = %(id)s AND state = 'asked' FOR UPDATE
"""
_CONCLUDE: Final = """
UPDATE memory_consolidation
   SET state = 'done', summary = %(summary)s, concluded_at = now() WHERE id = %(id)s
"""


def conclude(wanted: Asked, text: str, texts: TextEmbedder | None) -> UUID | None:
    """Remember a summary, with links to what it came from; return its id, None if it is done.

    Queries: about a dozen, and one for each memory, in one transaction.
    """
    if not text.strip():
        fail(wanted, "the model wrote nothing")
        return None
    uid = uuid5(wanted.id, TAG)
    draft = Draft(
        text.strip()[:LONGEST], Kind.SEMANTIC, wanted.owner, uid=uid, tags=(TAG,),
        metadata={"summarises": len(wanted.entries)}, task_id=wanted.task_id,
    )  # fmt: skip
    with transaction.atomic():
        if not sql.fetch(_TAKE, {"id": wanted.id}):
            return None
        (kept,) = Memory(texts).add_many([draft], tenant_id=wanted.tenant_id)
        sql.execute(_CONCLUDE, {"id": wanted.id, "summary": kept.uid})
        realm = realm_of(wanted.tenant_id)
        for each in wanted.entries:
            link(realm, kept.uid, each, "summarises")
    return kept.uid


_FAIL: Final = f"""
UPDATE memory_consolidation
   SET state = 'failed', error = left(%(error)s, 300), concluded_at = now(), tries = tries + 1,
       not_before = CASE WHEN tries + 1 < {TRIES}
                    THEN now() + make_interval(secs => {WAIT_S} * power(2, tries)) END
 WHERE id = %(id)s AND state = 'asked' RETURNING not_before IS NULL
"""


def fail(wanted: Asked, why: str) -> None:
    """Say that a summary failed: it is asked for again later, or, after many times, given up.

    Queries: one.
    """
    for (given_up,) in sql.fetch(_FAIL, {"id": wanted.id, "error": why}):
        told = {"tenant": str(wanted.tenant_id), "summary": str(wanted.id), "error": why}
        log.warning("memories are not summed up" if given_up else "a summary failed", extra=told)


_ASK_AGAIN: Final = """
UPDATE memory_consolidation SET tries = 0, not_before = now()
 WHERE id = %(id)s AND state = 'failed'
"""


def ask_again(summary_id: UUID, *, tenant_id: UUID, actor: str) -> None:
    """Have a summary that failed asked for in the next round, and its tries counted anew.

    Queries: two, in one transaction.

    Raises:
        SummaryNotFailed: It is being written, or done.
    """
    with transaction.atomic():
        if not sql.execute(_ASK_AGAIN, {"id": summary_id}):
            raise SummaryNotFailed(summary_id)
        audit(
            actor=actor, action="retry", subject_type=SUBJECT, subject_id=str(summary_id),
            tenant_id=tenant_id,
        )  # fmt: skip
