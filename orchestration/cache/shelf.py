"""Looking for kept answers, keeping and forgetting them: each a statement, and each of one tenant.

A similar question is looked for among the newest answers to questions with the same everything
else, by exact comparison. Of those there are few, and never more than `COMPARED` are read, so
that an index over vectors would have nothing to add: it would find its neighbours among all
tenants' questions first, and throw most of them away.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from orchestration.cache.records import LONGEST
from orchestration.calls.caching import Invalidation, Keeping, Kept
from orchestration.ids import uuid7
from orchestration.usage import sql
from orchestration.usage.costs import Tokens
from orchestration.usage.prices import rates_of

COMPARED: Final = 5000
"""Most questions that one is compared with, the newest."""
_STEP: Final = 500
_OVERHEAD: Final = 500
_BYTES_OF_A_NUMBER: Final = 4

_GET: Final = """
SELECT id, answer, extract(epoch FROM now() - created_at)::float8, cost, 1::float8
  FROM cache_answer
 WHERE tenant_id = %(tenant)s AND key = %(key)s AND expires_at > now()
   AND created_at > now() - make_interval(secs => %(max_age_s)s)
"""
# The answer is read for the one row that is found.
_NEAR: Final = f"""
WITH asked AS MATERIALIZED (
    SELECT id, 1 - (vector <=> %(vector)s::vector) AS similarity
      FROM (SELECT id, vector FROM cache_answer
             WHERE tenant_id = %(tenant)s AND near_key = %(near_key)s AND near_key <> ''
               AND expires_at > now()
               AND created_at > now() - make_interval(secs => %(max_age_s)s)
             ORDER BY id DESC LIMIT {COMPARED}) AS newest
), best AS (
    SELECT id, similarity FROM asked
     WHERE similarity >= %(threshold)s AND similarity <> 'NaN'
     ORDER BY similarity DESC, id DESC LIMIT 1
)
SELECT a.id, a.answer, extract(epoch FROM now() - a.created_at)::float8, a.cost, b.similarity
  FROM best b JOIN cache_answer a ON a.id = b.id AND a.tenant_id = %(tenant)s
"""
_PUT: Final = """
INSERT INTO cache_answer (
    id, tenant_id, key, near_key, kind, provider, model, version, call_id, task_id, question,
    tags, answer, size, prompt_tokens, completion_tokens, cost, hits, expires_at, vector)
VALUES (%(id)s, %(tenant)s, %(key)s, %(near_key)s, %(kind)s, %(provider)s, %(model)s, %(version)s,
        %(call_id)s, %(task_id)s, %(question)s, %(tags)s, %(answer)s, %(size)s,
        %(prompt_tokens)s, %(completion_tokens)s, %(cost)s, 0,
        now() + make_interval(secs => %(ttl_s)s), %(vector)s::vector)
    ON CONFLICT (tenant_id, key) DO UPDATE
   SET id = excluded.id, near_key = excluded.near_key, call_id = excluded.call_id,
       task_id = excluded.task_id,
       tags = excluded.tags, answer = excluded.answer, size = excluded.size,
       prompt_tokens = excluded.prompt_tokens, completion_tokens = excluded.completion_tokens,
       cost = excluded.cost, created_at = now(), used_at = now(),
       expires_at = excluded.expires_at, vector = excluded.vector
"""
# Along the keys, newest first: each step looks at so many answers, however few of them fit.
_NEXT: Final = f"""
SELECT id FROM cache_answer WHERE {{whose}} AND id < %(before)s
 ORDER BY id DESC OFFSET {_STEP - 1} LIMIT 1
"""
_FORGET: Final = """
DELETE FROM cache_answer
 WHERE {whose} AND id >= %(since)s AND id < %(before)s
   AND (%(provider)s = '' OR provider = %(provider)s)
   AND (%(model)s = '' OR model = %(model)s)
   AND (%(tag)s = '' OR %(tag)s = ANY(tags))
"""
_FIRST: Final = UUID(int=0)
_LAST: Final = UUID(int=2**128 - 1)
_FOREVER_S: Final = 1e9


def get(tenant_id: UUID, key: str, max_age_s: float | None = None) -> Kept | None:
    """Return the answer to the very request. Queries: one."""
    age = _FOREVER_S if max_age_s is None else max_age_s
    return _kept(sql.fetch(_GET, {"tenant": tenant_id, "key": key, "max_age_s": age}))


def near(
    tenant_id: UUID,
    near_key: str,
    vector: Sequence[float],
    *,
    threshold: float,
    max_age_s: float | None = None,
) -> Kept | None:
    """Return the answer to the most similar question, by the cosine of vectors. Queries: one.

    Args:
        tenant_id: Whose.
        near_key: What else must be equal, the length of vectors included.
        vector: Of the question.
        threshold: Less similar ones will not do.
        max_age_s: Older answers will not do.
    """
    if not near_key:
        return None
    asked = {
        "tenant": tenant_id,
        "near_key": near_key,
        "vector": _written(vector),
        "threshold": threshold,
        "max_age_s": _FOREVER_S if max_age_s is None else max_age_s,
    }
    return _kept(sql.fetch(_NEAR, asked))


def put(keeping: Keeping) -> None:
    """Keep an answer in place of what stands under its key. Queries: two.

    Raises:
        django.db.IntegrityError: The tenant is gone.
    """
    usage = keeping.usage
    sql.execute(
        _PUT,
        {
            "id": uuid7(),
            "tenant": keeping.tenant_id,
            "key": keeping.key,
            "near_key": keeping.near_key,
            "kind": keeping.kind,
            "provider": keeping.provider[: LONGEST["provider"]],
            "model": keeping.model[: LONGEST["model"]],
            "version": keeping.version[: LONGEST["version"]],
            "call_id": keeping.call_id,
            "task_id": keeping.task_id,
            "question": _shown(keeping.question),
            "tags": list(keeping.tags),
            "answer": keeping.answer,
            "size": _size(keeping),
            "prompt_tokens": usage.prompt_tokens if usage else 0,
            "completion_tokens": usage.completion_tokens if usage else 0,
            "cost": _cost(keeping),
            "ttl_s": keeping.ttl_s,
            "vector": _written(keeping.vector) if keeping.near_key else None,
        },
    )


def invalidate(wanted: Invalidation) -> int:
    """Forget answers; return how many. Queries: two for each 500 that are looked at.

    A call that was under way may keep its answer after this.
    """
    whose = "true" if wanted.tenant_id is None else "tenant_id = %(tenant)s"
    step, forget = _NEXT.format(whose=whose), _FORGET.format(whose=whose)
    total, before = 0, _LAST
    while before != _FIRST:
        which: dict[str, Any] = {"tenant": wanted.tenant_id, "before": before}
        found = sql.fetch(step, which)
        which["since"] = found[0][0] if found else _FIRST
        said = {"provider": wanted.provider, "model": wanted.model, "tag": wanted.tag}
        total += sql.execute(forget, which | said)
        before = which["since"]
    return total


_FORGET_TASKS: Final = "DELETE FROM cache_answer WHERE task_id = ANY(%(tasks)s)"


def forget_tasks(tasks: Sequence[UUID]) -> int:
    """Forget the answers that were made for some tasks, in the caller's transaction; return how
    many. Queries: one, by an index."""
    return sql.execute(_FORGET_TASKS, {"tasks": list(tasks)})


def _kept(rows: list[sql.Row]) -> Kept | None:
    if not rows:
        return None
    entry_id, answer, age_s, cost, similarity = rows[0]
    return Kept(entry_id, bytes(answer), age_s, cost, similarity)


def _written(vector: Sequence[float]) -> str:
    """Return a vector as pgvector reads it."""
    return f"[{','.join(map(repr, map(float, vector)))}]"


def _shown(text: str) -> str:
    """Return the beginning of a question as Postgres can store it."""
    return text[: LONGEST["question"]].replace("\x00", "").encode("utf-8", "replace").decode()


def _size(keeping: Keeping) -> int:
    return len(keeping.answer) + _BYTES_OF_A_NUMBER * len(keeping.vector) + _OVERHEAD


def _cost(keeping: Keeping) -> Decimal | None:
    """Return what asking again would cost at the prices of now."""
    if keeping.usage is None:
        return None
    whom = keeping.provider, keeping.model
    _, rates = rates_of([whom])
    found = rates[whom]
    return None if found is None else found.cost(Tokens.of(keeping.usage))
