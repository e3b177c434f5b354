"""Summing up what happened."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import connection

from orchestration.access.records import Tenant
from orchestration.memory.consolidating import asked
from orchestration.memory.drafts import Draft, Kind
from orchestration.memory.owners import Owner
from orchestration.memory.records.consolidation import Consolidation
from orchestration.memory.records.realm import Realm
from orchestration.memory.remembering import Memory
from orchestration.memory.removing import remove
from orchestration.memory.selectors import get_entry, history_of, list_entries
from orchestration.memory.spaces import realm_of
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from tasks.lifecycle import Priority, State
from tasks.models import Task
from tasks.services.consolidating import ask, collect
from tests.factories import make_tenant, make_worker, run_task

pytestmark = pytest.mark.django_db
ANN = Owner(agent="ann", session="s1")


@pytest.fixture
def tenant() -> Tenant:
    registry.register(replace(TINY_RANDOM, name="writer"))
    made = make_tenant()
    realm = realm_of(made.pk)
    Realm.objects.filter(pk=realm.id).update(
        summary_model="writer", summary_after=6, summary_age_hours=1
    )
    return made


def happened(tenant: Tenant, count: int, *, owner: Owner = ANN, hours: int = 2) -> list[UUID]:
    drafts = [Draft(f"On day {n} it rained.", Kind.EPISODIC, owner) for n in range(count)]
    made = [each.uid for each in Memory(None).add_many(drafts, tenant_id=tenant.pk)]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE memory_entry SET created_at = now() - %s::interval WHERE uid = ANY(%s)",
            [f"{hours} hours", made],
        )
    return made


def end(task: Task, to: State = State.SUCCEEDED, text: str = "It rained all week.") -> None:
    answer = {"message": {"role": "assistant", "content": text}}
    run_task(task.pk, to=to, worker=make_worker(), result=answer)


def test_what_happened_is_summed_up_once_and_linked_to_what_it_came_from(tenant: Tenant) -> None:
    uids = happened(tenant, 7)
    assert (ask(), ask()) == (1, 0)
    task = Task.objects.get()
    assert (task.kind, task.model, task.priority) == ("chat", "writer", Priority.LOW)
    assert collect(None) == 0, "it is not written yet"
    end(task)
    assert (collect(None), collect(None)) == (1, 0)
    (summary,) = [
        each for each in list_entries(tenant_id=tenant.pk).entries if "summary" in each.tags
    ]
    assert (summary.text, summary.kind, summary.owner) == (
        "It rained all week.", Kind.SEMANTIC, ANN,
    )  # fmt: skip
    _, links = history_of(summary.uid, tenant_id=tenant.pk)
    assert {each.uid for each in links} == set(uids)
    assert {each.relation for each in links} == {"summarises"}
    assert ask() == 0, "all of it is summed up"


def test_few_recent_and_foreign_memories_are_left(tenant: Tenant) -> None:
    happened(tenant, 5)
    happened(tenant, 9, owner=Owner(agent="bob"), hours=0)
    happened(make_tenant(), 9)
    assert ask() == 0


def test_a_summary_that_failed_is_asked_for_again(tenant: Tenant) -> None:
    happened(tenant, 6)
    ask()
    end(Task.objects.get(), State.FAILED)
    assert collect(None) == 0
    assert Consolidation.objects.get().error == "its task failed"
    assert ask() == 1


def test_nothing_written_is_no_summary(tenant: Tenant) -> None:
    happened(tenant, 6)
    ask()
    end(Task.objects.get(), text="  ")
    assert collect(None) == 0
    assert Consolidation.objects.get().state == "failed"


def test_a_task_that_was_deleted_is_given_up(tenant: Tenant) -> None:
    happened(tenant, 6)
    ask()
    Consolidation.objects.update(task_id="018f0000-0000-7000-8000-000000000000")
    assert collect(None) == 0
    assert asked() == []


def test_deleting_a_summary_takes_its_links(tenant: Tenant) -> None:
    uids = happened(tenant, 6)
    ask()
    end(Task.objects.get())
    collect(None)
    made = Consolidation.objects.get().summary
    assert made is not None
    summary = get_entry(made, tenant_id=tenant.pk)
    remove(realm_of(tenant.pk).id, [(summary.number, summary.uid)])
    assert history_of(uids[0], tenant_id=tenant.pk) == ([], [])
