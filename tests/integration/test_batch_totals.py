"""A batch is followed to its end, also when some of its lines had been sent before."""

import pytest

from tasks.selectors.batches import get_batch, get_progress
from tasks.services.batches import cancel_batch, submit_batch
from tests.factories import make_client, make_tenant, submitter_of

pytestmark = pytest.mark.django_db

KNOWN = {"kind": "echo", "input": {}, "idempotency_key": "sent before"}
NEW = {"kind": "echo", "input": {}}


def test_a_batch_with_lines_that_were_known_has_an_end() -> None:
    tenant = make_tenant()
    submit_batch([KNOWN], submitter_of(tenant))
    stored = submit_batch([KNOWN, NEW, NEW], submitter_of(tenant))
    cancel_batch(stored.batch_id, tenant_id=tenant.pk, by="key:test")
    total = get_batch(stored.batch_id, tenant_id=tenant.pk).total
    assert total == get_progress(stored.batch_id).finished == 2
    assert (len(stored.task_ids), stored.existing) == (3, [0])


def test_the_answer_counts_the_tasks_of_the_batch() -> None:
    _, client = make_client()
    for expected in (2, 1):
        body = {"tasks": [KNOWN, NEW]}
        answer = client.post("/api/v1/tasks/batch", body, content_type="application/json").json()
        assert answer["total"] == client.get(answer["links"]["self"]).json()["total"] == expected
