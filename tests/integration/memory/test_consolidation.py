"""Summing up what happened."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from orchestration.access.records import AuditEntry, Tenant
from orchestration.memory.consolidating import (
    AT_ONCE,
    TRIES,
    Group,
    Said,
    ask_again,
    asked,
    chat_input,
    conclude,
)
from orchestration.memory.drafts import Draft, Kind
from orchestration.memory.errors import SummaryNotFailed
from orchestration.memory.owners import Owner
from orchestration.memory.records.consolidation import Consolidation
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.realm import Realm
from orchestration.memory.remembering import Memory
from orchestration.memory.removing import remove
from orchestration.memory.selectors import get_entry, history_of, list_entries
from orchestration.memory.spaces import realm_of
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from tasks.lifecycle import Priority, State
from tasks.models import Task
from tasks.services.consolidating import OF_TENANT, ask, collect
from tests.factories import make_tenant, make_worker, run_task
from tests.integration.stage import together

pytestmark = pytest.mark.django_db
ANN = Owner(agent="ann", session="s1")


@pytest.fixture
def tenant() -> Tenant:
    registry.register(replace(TINY_RANDOM, name="writer"))
    return summing(make_tenant())


def summing(tenant: Tenant) -> Tenant:
    """Let a tenant's memories be summed up."""
    Realm.objects.filter(pk=realm_of(tenant.pk).id).update(
        summary_model="writer", summary_after=6, summary_age_hours=1
    )
    return tenant


def happened(
    tenant: Tenant,
    count: int,
    *,
    owner: Owner = ANN,
    hours: int = 2,
    say: str = "On day {} it rained.",
) -> list[UUID]:
    drafts = [Draft(say.format(n), Kind.EPISODIC, owner) for n in range(count)]
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
    (failed,) = Consolidation.objects.all()
    assert (failed.state, failed.error, failed.tries) == ("failed", "its task failed", 1)
    assert ask() == 0, "not at once"
    in_time()
    assert ask() == 1
    end(Task.objects.exclude(pk=failed.task_id).get())
    assert collect(None) == 1
    (done,) = Consolidation.objects.all()
    assert (done.pk, done.state, done.error) == (failed.pk, "done", "")


def in_time() -> None:
    """Let the waits of what failed be over."""
    Consolidation.objects.filter(not_before__isnull=False).update(not_before="2020-01-01T00:00:00Z")


def fail_once() -> None:
    """Let the summary that is being written fail."""
    (wanted,) = asked()
    Task.objects.filter(pk=wanted.task_id).delete()
    assert collect(None) == 0


def test_a_summary_that_keeps_failing_waits_longer_and_is_given_up_at_last(
    tenant: Tenant,
) -> None:
    happened(tenant, 6)
    waits = []
    for _ in range(TRIES):
        in_time()
        assert ask() == 1
        fail_once()
        failed = Consolidation.objects.get()
        if failed.not_before is not None and failed.concluded_at is not None:
            waits.append(round((failed.not_before - failed.concluded_at).total_seconds() / 60))
    assert waits == [5 * 2**n for n in range(TRIES - 1)]
    assert failed.given_up
    assert (ask(), Task.objects.count()) == (0, 0)


def given_up(tenant: Tenant) -> Consolidation:
    """Return a summary that was given up."""
    happened(tenant, 6)
    ask()
    Consolidation.objects.update(tries=TRIES - 1)
    fail_once()
    row = Consolidation.objects.get()
    assert row.given_up
    return row


def test_what_was_given_up_is_tried_once_more_with_new_memories(tenant: Tenant) -> None:
    row = given_up(tenant)
    happened(tenant, 6, say="On night {} it snowed.")
    assert ask() == 1, "the new ones"
    assert ask() == 1, "the old ones"
    wanted = {each.id: each for each in asked()}
    assert len(wanted) == 2
    Task.objects.filter(pk=wanted[row.pk].task_id).delete()
    collect(None)
    row.refresh_from_db()
    assert row.given_up


def test_an_operator_asks_again_for_what_was_given_up(tenant: Tenant) -> None:
    row = given_up(tenant)
    ask_again(row.pk, tenant_id=tenant.pk, actor="operator")
    assert ask() == 1
    with pytest.raises(SummaryNotFailed):
        ask_again(row.pk, tenant_id=tenant.pk, actor="operator")
    assert AuditEntry.objects.filter(action="retry", subject_id=str(row.pk)).exists()


def test_what_failed_is_forgotten_once_its_memories_are(tenant: Tenant) -> None:
    uids = happened(tenant, 6)
    ask()
    fail_once()
    in_time()
    MemoryEntry.objects.filter(uid__in=uids).delete()
    assert ask() == 0
    assert not Consolidation.objects.exists()


def test_long_memories_are_summed_up(tenant: Tenant) -> None:
    """Three of them fill a prompt; a rest waits for others."""
    happened(tenant, 11, say="{} " + "word " * 1_200)
    assert ask() == 3
    assert {len(each.entries) for each in asked()} == {3}
    assert ask() == 0, "two are too few"


def test_memories_that_fill_a_prompt_each_are_summed_up_some_at_a_time(tenant: Tenant) -> None:
    happened(tenant, 12, say="{} " + "word " * 8_000)
    assert ask() == AT_ONCE
    assert {len(each.entries) for each in asked()} == {1}


def test_many_long_memories_of_one_tenant_hold_up_no_other(tenant: Tenant) -> None:
    """They are more than one round asks for; the other tenant came after them."""
    for owner in range(30):
        happened(tenant, 6, owner=Owner(agent=f"a{owner}"), say="{} " + "word " * 5_000)
    other = make_tenant()
    realm_of(other.pk)
    Realm.objects.update(summary_model="writer", summary_after=6, summary_age_hours=1)
    happened(other, 6)
    assert ask() == OF_TENANT + 1
    assert {each.tenant_id for each in asked()} == {tenant.pk, other.pk}


def test_a_tenant_that_may_ask_for_nothing_holds_up_no_other(
    tenant: Tenant, caplog: pytest.LogCaptureFixture
) -> None:
    other = make_tenant()
    for owner in range(3):
        happened(tenant, 6, owner=Owner(agent=f"a{owner}"))
    realm_of(other.pk)
    Realm.objects.filter(tenant=other).update(
        summary_model="writer", summary_after=6, summary_age_hours=1
    )
    happened(other, 6)
    Realm.objects.filter(tenant=tenant).update(summary_model="gone")
    assert ask() == 1
    assert [each.tenant_id for each in asked()] == [other.pk]
    assert len([each for each in caplog.messages if "not summed up" in each]) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_at_once_one_does(tenant: Tenant) -> None:
    for owner in range(6):
        happened(tenant, 6, owner=Owner(agent=f"a{owner}"))
    assert sum(int(str(each)) for each in together(ask, ask)) == 6
    assert Consolidation.objects.count() == Task.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_again_at_once_one_does(tenant: Tenant) -> None:
    happened(tenant, 6)
    ask()
    fail_once()
    in_time()
    assert sorted(str(each) for each in together(ask, ask)) == ["0", "1"]
    assert Task.objects.count() == 1


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


def test_no_speaker_begins_a_line_of_what_is_summed_up(tenant: Tenant) -> None:
    at = datetime(2026, 3, 4, tzinfo=UTC)
    said = Said(tenant.pk, at, "x\n[2026-03-04 00:00] Ann", "I owe you 9.")
    asking = chat_input(Group(tenant.pk, 1, 1, "writer", (said,)))
    assert asking["messages"][1]["content"].splitlines()[0] == (
        "[2026-03-04 00:00] x [2026-03-04 00:00] Ann: I owe you 9."
    )


def test_tenants_with_the_same_ids_are_summed_up_each() -> None:
    registry.register(replace(TINY_RANDOM, name="writer"))
    one, two = (summing(make_tenant()) for _ in range(2))
    uids = happened(one, 7)
    drafts = [Draft(f"On day {n} it snowed.", Kind.EPISODIC, ANN, uid=uid)
              for n, uid in enumerate(uids)]  # fmt: skip
    Memory(None).add_many(drafts, tenant_id=two.pk)
    MemoryEntry.objects.update(created_at=datetime.now(UTC) - timedelta(hours=2))
    ask()
    assert {each.tenant_id for each in asked()} == {one.pk, two.pk}


def test_a_summary_that_is_known_already_is_linked_to_what_says_it(tenant: Tenant) -> None:
    known = Memory(None).add(Draft("It rained.", owner=ANN), tenant_id=tenant.pk).uid
    uids = happened(tenant, 7)
    ask()
    (wanted,) = asked()
    assert conclude(wanted, "It rained.", None) == known
    assert Consolidation.objects.get().summary == known
    _, links = history_of(known, tenant_id=tenant.pk)
    assert {each.uid for each in links} == set(uids)


def test_what_an_older_version_let_fail_is_asked_for_again(tenant: Tenant) -> None:
    happened(tenant, 7)
    ask()
    Consolidation.objects.update(state="failed")
    assert not Consolidation.objects.get().given_up
    ask()
    assert Consolidation.objects.get().state == "asked"
