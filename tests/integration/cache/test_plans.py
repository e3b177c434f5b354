"""Cost stays flat: the plans of what the cache sends, over 8,000 answers of 40 tenants.

Each statement is explained twice, with its parameters and as the generic plan that a prepared one
gets. None may read a table that grows from end to end.
"""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import pytest
from django.db import connection

from orchestration.cache import pruning, selectors, shelf
from orchestration.cache.counting import Counts, write
from orchestration.calls.caching import CacheStatus, Invalidation, Seen
from orchestration.providers.chat import Usage
from orchestration.usage import sql
from tests.explaining import Explainer
from tests.factories import make_tenant
from tests.kept import at_angle, keep, named

pytestmark = pytest.mark.django_db

GROWING: Final = ("cache_answer", "cache_hour")
_FILL: Final = """
WITH stored AS (
    INSERT INTO cache_answer (
        id, tenant_id, key, near_key, kind, provider, model, version, call_id, question, tags,
        answer, size, prompt_tokens, completion_tokens, hits, expires_at, vector)
    SELECT gen_random_uuid(), (%(tenants)s::uuid[])[1 + g %% 40], md5(g::text),
           CASE WHEN g %% 2 = 0 THEN 'talk ' || g %% 20 ELSE '' END, 'chat', 'cerebras',
           'llama-' || g %% 3, '', gen_random_uuid(), '', '{}', 'x', 600, 1, 1, 0,
           now() + make_interval(mins => g %% 1000 - 5),
           CASE WHEN g %% 2 = 0 THEN '[1,0]'::vector END
      FROM generate_series(1, 8000) g
)
INSERT INTO cache_hour (
    tenant_id, hour, provider, model, hits, nears, misses, bypasses, saved_prompt_tokens,
    saved_completion_tokens, saved_cost)
SELECT t, date_trunc('hour', now(), 'UTC') - make_interval(hours => 2 * h), 'cerebras', 'llama',
       1, 1, 1, 1, 1, 1, 1
  FROM unnest(%(tenants)s::uuid[]) t, generate_series(1, 500) h
"""


@pytest.fixture
def tenant_id() -> UUID:
    tenants = [make_tenant().pk for _ in range(40)]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no foreign keys
        cursor.execute(_FILL, {"tenants": tenants})
        cursor.execute("SET LOCAL session_replication_role = origin")
        for table in GROWING:
            cursor.execute(f"ANALYZE {table}")
    return tenants[0]


def looking(tenant_id: UUID) -> None:
    shelf.get(tenant_id, named("nothing"))
    shelf.near(tenant_id, "talk 0", at_angle(0), threshold=0.95, max_age_s=60)


def keeping(tenant_id: UUID) -> None:
    keep(tenant_id, "new", near_key="talk 0", vector=at_angle(1))


def counting(tenant_id: UUID) -> None:
    keep(tenant_id, "seen")
    kept = shelf.get(tenant_id, named("seen"))
    counts = Counts()
    counts.add(Seen(tenant_id, "cerebras", "llama", CacheStatus.HIT, kept, Usage(1, 1)))
    write(counts.take())


def forgetting(tenant_id: UUID) -> None:
    shelf.invalidate(Invalidation(tenant_id, model="llama-1"))
    shelf.invalidate(Invalidation(tenant_id, tag="none"))
    shelf.invalidate(Invalidation(None, tag="none"))


def shrinking(tenant_id: UUID) -> None:
    pruning.trim(tenant_id)
    pruning.prune()


def reporting(tenant_id: UUID) -> None:
    selectors.get_held(tenant_id)
    selectors.get_uses(tenant_id, datetime.now(UTC) - timedelta(hours=3))
    selectors.get_lately()


@pytest.mark.slow
def test_no_statement_reads_all_answers(tenant_id: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    explainer = Explainer(monkeypatch, sql, GROWING)
    sql.fetch("SELECT count(*) FROM cache_answer WHERE hits > %(n)s", {"n": 5})
    assert len(explainer.scans) == 2, "the check sees a statement that does"
    explainer.scans.clear()
    for work in (looking, keeping, counting, forgetting, shrinking, reporting):
        before = explainer.count
        work(tenant_id)
        assert explainer.count > before
        assert explainer.scans == {}, work.__name__
