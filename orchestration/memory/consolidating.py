"""Summaries: what happened becomes what is known, with links to what it came from.

The memories of one owner that nobody has summed up yet are handed to a task, with the model that
the tenant has named. Its answer becomes a memory. Who was asked for what stands in a row that is
written with the task; so each summary is asked for once, and stored once, whoever dies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import transaction

from orchestration import sql
from orchestration.ids import uuid7
from orchestration.memory.changing import link
from orchestration.memory.drafts import Draft, Kind
from orchestration.memory.owners import Owner
from orchestration.memory.ports import TextEmbedder
from orchestration.memory.remembering import LONGEST, Memory
from orchestration.memory.spaces import realm_of

GROUP: Final = 50
"""Memories that one summary sums up, at most."""
FEWEST: Final = 5
"""A rest of fewer waits for others."""
LETTERS: Final = 24_000
"""Of all of them together: about 6,000 tokens."""
TOKENS: Final = 400
TAG: Final = "summary"

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
    """

    tenant_id: UUID
    realm_id: int
    space_id: int
    model: str
    said: tuple[Said, ...]


_DUE: Final = """
WITH unsummed AS (
    SELECT r.tenant_id, e.realm_id, e.space_id, r.summary_model, r.summary_after,
           e.uid, e.at, e.speaker, e.text,
           count(*) OVER (PARTITION BY e.space_id) AS together
      FROM memory_realm r JOIN memory_entry e ON e.realm_id = r.id
     WHERE r.summary_model <> '' AND e.type = 2 AND e.source IS NULL AND e.valid_until IS NULL
       AND (e.expires_at IS NULL OR e.expires_at > now())
       AND e.created_at < now() - make_interval(hours => r.summary_age_hours)
       AND NOT EXISTS (SELECT FROM memory_link l WHERE l.realm_id = e.realm_id
                          AND l.to_uid = e.uid AND l.relation = 'summarises')
       AND NOT EXISTS (SELECT FROM memory_consolidation c
                        WHERE c.state <> 'failed' AND c.entries @> ARRAY[e.uid])
)
SELECT tenant_id, realm_id, space_id, summary_model, uid, at, speaker, text
  FROM unsummed WHERE together >= summary_after
 ORDER BY space_id, at, uid LIMIT %(most)s
"""


def due(most: int = 2_000) -> list[Group]:
    """Return what is to be summed up now. Queries: one, which reads what happened in all realms
    that want summaries."""
    rows = sql.fetch(_DUE, {"most": most})
    groups: list[Group] = []
    for (tenant_id, realm_id, space_id, model), found in groupby(rows, key=lambda row: row[:4]):
        said = [Said(*row[4:]) for row in found]
        parts = _cut(said)
        groups += [Group(tenant_id, realm_id, space_id, model, tuple(part)) for part in parts]
    return groups


def _cut(said: Sequence[Said]) -> list[list[Said]]:
    """Cut what was said into parts that one prompt takes; a short rest waits."""
    parts: list[list[Said]] = [[]]
    letters = 0
    for each in said:
        letters += len(each.text)
        if len(parts[-1]) == GROUP or (parts[-1] and letters > LETTERS):
            parts.append([])
            letters = len(each.text)
        parts[-1].append(each)
    return [part for part in parts if len(part) >= FEWEST]


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
    who = f" {said.speaker}:" if said.speaker else ""
    return f"[{said.at:%Y-%m-%d %H:%M}]{who} {said.text[:LETTERS]}"


_BEGIN: Final = """
INSERT INTO memory_consolidation (id, realm_id, space_id, task_id, entries, state, error)
VALUES (%(id)s, %(realm)s, %(space)s, %(task)s, %(entries)s, 'asked', '')
"""


def begin(group: Group, task_id: UUID) -> None:
    """Write down that a task sums a group up, in the transaction that stores it. Queries: one."""
    sql.execute(
        _BEGIN,
        {
            "id": uuid7(),
            "realm": group.realm_id,
            "space": group.space_id,
            "task": task_id,
            "entries": [each.uid for each in group.said],
        },
    )


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
 WHERE c.state = 'asked' ORDER BY c.id LIMIT 1000
"""


def asked() -> list[Asked]:
    """Return the summaries that are being written. Queries: one."""
    return [
        Asked(id_, tenant_id, task_id, Owner(*names), tuple(entries))
        for id_, tenant_id, task_id, entries, *names in sql.fetch(_OPEN)
    ]


_CONCLUDE: Final = """
UPDATE memory_consolidation
   SET state = %(state)s, summary = %(summary)s, error = left(%(error)s, 300), concluded_at = now()
 WHERE id = %(id)s AND state = 'asked'
"""


def conclude(wanted: Asked, text: str, texts: TextEmbedder | None) -> UUID | None:
    """Remember a summary, with links to what it came from; return its id, None if it is done.

    Queries: about a dozen, and one for each memory, in one transaction.
    """
    if not text.strip():
        give_up(wanted, "the model wrote nothing")
        return None
    uid = uuid5(wanted.id, TAG)
    draft = Draft(
        text.strip()[:LONGEST], Kind.SEMANTIC, wanted.owner, uid=uid, tags=(TAG,),
        metadata={"summarises": len(wanted.entries)}, task_id=wanted.task_id,
    )  # fmt: skip
    with transaction.atomic():
        done = {"id": wanted.id, "state": "done", "summary": uid, "error": ""}
        if not sql.execute(_CONCLUDE, done):
            return None
        (kept,) = Memory(texts).add_many([draft], tenant_id=wanted.tenant_id)
        realm = realm_of(wanted.tenant_id)
        for each in wanted.entries:
            link(realm, kept.uid, each, "summarises")
    return kept.uid


def give_up(wanted: Asked, why: str) -> None:
    """Say that a summary failed; its memories may be summed up another time. Queries: one."""
    failed = {"id": wanted.id, "state": "failed", "summary": None, "error": why}
    sql.execute(_CONCLUDE, failed)
