"""What cannot be written down because its owner has gone holds nobody else up."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from orchestration.ids import uuid7
from tasks.lifecycle import State
from tasks.models import Task
from tasks.services.journal import Entry, journal
from tests.factories import make_tenant

pytestmark = pytest.mark.django_db(transaction=True)


def entry(tenant_id: UUID) -> Entry:
    return Entry(
        task_id=uuid7(),
        tenant_id=tenant_id,
        by="key:ada",
        kind="chat",
        model="house-large",
        queue="external",
        input={"messages": []},
        state=State.SUCCEEDED,
        timeout_s=600.0,
        result={"text": "ok"},
    )


def test_entries_of_a_deleted_tenant_are_given_up_and_others_written() -> None:
    tenant = make_tenant()
    gone, kept = entry(uuid4()), entry(tenant.pk)
    journal([gone, kept])
    assert list(Task.objects.values_list("pk", flat=True)) == [kept.task_id]
