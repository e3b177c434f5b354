"""What is done every day with files and batches goes by indexes, however many there are."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection

from api.batches.driver import drive
from orchestration import sql as blob_sql
from orchestration.files.pruning import prune as prune_files
from orchestration.files.selectors import get_file, list_files
from tasks import sql
from tasks.models import FileBatch, Worker
from tasks.selectors.file_batches import get_file_batch, list_file_batches
from tasks.services.file_batches import cancel
from tests.factories import make_tenant
from tests.integration.file_batches.acts import answer_all, lines, look, make_batch

pytestmark = pytest.mark.django_db

TABLES = ("files_file", "tasks_filebatch", "tasks_batchline")
_FILES = """
INSERT INTO files_file (id, tenant_id, name, purpose, size, sha256, expires_at)
SELECT gen_random_uuid(), %(tenant)s, 'a', CASE n %% 9 WHEN 0 THEN 'vision' ELSE 'batch' END, 1,
       repeat('a', 64), now() + interval '1 day'
  FROM generate_series(1, 20000) AS n
"""
_BATCHES = """
INSERT INTO tasks_filebatch (
    id, tenant_id, endpoint, submitted_by, input_file_id, input_sha256, metadata, "window", stage,
    ending, total, submitted, completed, failed, read_at, read_lines, expires_at, ended_at)
SELECT gen_random_uuid(), %(tenant)s, '/v1/embeddings', 'key:test', gen_random_uuid(),
       repeat('a', 64), '{}', '24h', 'completed', 'completed', 1, 1, 1, 0, 1, 1, now(), now()
  FROM generate_series(1, 20000)
"""
_LINES = """
INSERT INTO tasks_batchline (batch_id, number, custom_id, task_id, form, outcome)
SELECT id, n, n::text, gen_random_uuid(), '', 'completed'
  FROM (SELECT id FROM tasks_filebatch LIMIT 2000) b, generate_series(1, 20) AS n
"""


class Explainer:
    """Explains whatever is sent, as every connection will plan it, before it is executed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.scans: dict[str, str] = {}
        self.count = 0
        for module in (sql, blob_sql):
            for name in ("fetch", "execute"):
                monkeypatch.setattr(module, name, self._explaining(getattr(module, name)))

    def _explaining(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def run(query: str, params: Any = ()) -> Any:
            self.count += 1
            connection.ensure_connection()
            with psycopg.Cursor(connection.connection) as cursor:
                found: Any = cursor.execute(f"EXPLAIN (FORMAT JSON) {query}", params).fetchone()
            self._look(query, found[0][0]["Plan"])
            return original(query, params)

        return run

    def _look(self, query: str, node: Any) -> None:
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] in TABLES:
            self.scans[node["Relation Name"]] = query
        for below in node.get("Plans", []):
            self._look(query, below)


def test_every_statement_of_every_day_goes_by_an_index(
    monkeypatch: pytest.MonkeyPatch, worker: Worker
) -> None:
    tenant = make_tenant()
    with connection.cursor() as cursor:
        for fill in (_FILES, _BATCHES, _LINES):
            cursor.execute(fill, {"tenant": tenant.pk})
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")
    batch, stopped = make_batch(tenant, lines(4)), make_batch(tenant, lines(4))
    seen = Explainer(monkeypatch)
    for _ in range(6):
        FileBatch.objects.filter(ended_at=None).update(due_at="2020-01-01T00:00:00Z")
        drive()
        if look(stopped).submitted:
            cancel(stopped.id, tenant_id=tenant.pk)
        answer_all(batch, worker)
    assert (look(batch).stage, look(stopped).stage) == ("completed", "cancelled")
    assert get_file_batch(batch.id, tenant_id=tenant.pk).completed == 4
    assert len(list_file_batches(tenant_id=tenant.pk, limit=5, behind=batch.id)) == 5
    for purpose in (None, "batch"):
        assert len(list_files(tenant_id=tenant.pk, limit=5, purpose=purpose)) == 5
    (found,) = list_files(tenant_id=tenant.pk, limit=1, oldest_first=True)
    assert get_file(found.id, tenant_id=tenant.pk) == found
    assert prune_files() == {"files": 0}
    assert seen.count > 40
    assert seen.scans == {}
