"""Forgetting by rule."""

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from orchestration import sql
from orchestration.access.records import AuditEntry, Tenant
from orchestration.memory import retention
from orchestration.memory.changing import supersede
from orchestration.memory.drafts import Draft, Kind
from orchestration.memory.errors import InvalidMemory, MemoryContended, NotTried
from orchestration.memory.owners import Owner
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.retention import EntryUse, RetentionRule
from orchestration.memory.remembering import Memory
from orchestration.memory.removing import remove
from orchestration.memory.retention import apply, apply_all, enable, try_out
from orchestration.memory.rules import delete_rule, set_rule
from orchestration.memory.spaces import realm_of
from orchestration.memory.using import UseCounter
from tests.factories import make_tenant
from tests.integration.stage import together
from tests.patience import PATIENCE_S, until

pytestmark = pytest.mark.django_db
_WAITING = "SELECT 1 FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted"


def remember(
    tenant: Tenant,
    text: str,
    *,
    days: int = 0,
    kind: Kind = Kind.SEMANTIC,
    agent: str = "",
    importance: float = 0.5,
) -> UUID:
    draft = Draft(text, kind, Owner(agent=agent), importance=importance)
    (made,) = Memory(None).add_many([draft], tenant_id=tenant.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE memory_entry SET created_at = now() - %s::interval WHERE uid = %s",
            [f"{days} days", made.uid],
        )
    return made.uid


def left(tenant: Tenant) -> set[str]:
    realm = realm_of(tenant.pk)
    return set(MemoryEntry.objects.filter(realm_id=realm.id).values_list("text", flat=True))


def test_a_rule_deletes_nothing_before_it_was_tried_out() -> None:
    tenant = make_tenant()
    remember(tenant, "old", days=40)
    rule = set_rule(None, tenant_id=tenant.pk, actor="me", max_age_days=30)
    assert apply(rule) == 0
    with pytest.raises(NotTried):
        enable(rule, actor="me")
    assert left(tenant) == {"old"}


def test_a_trial_says_what_would_go_and_why_and_deletes_nothing() -> None:
    tenant = make_tenant()
    old = remember(tenant, "old", days=40)
    remember(tenant, "new", days=2)
    trial = try_out(set_rule(None, tenant_id=tenant.pk, actor="me", max_age_days=30))
    assert (trial.total, trial.by_reason, trial.examples) == (1, {"age": 1}, (old,))
    assert left(tenant) == {"old", "new"}


def enabled(tenant: Tenant, kind: Kind | None = None, **bounds: Any) -> RetentionRule:
    rule = set_rule(kind, tenant_id=tenant.pk, actor="me", **bounds)
    try_out(rule)
    enable(rule, actor="me")
    rule.refresh_from_db()
    return rule


def test_what_is_too_old_goes_for_good_and_only_of_this_type_and_tenant() -> None:
    tenant, other = make_tenant(), make_tenant()
    remember(tenant, "old fact", days=40)
    remember(tenant, "old event", days=40, kind=Kind.EPISODIC)
    remember(other, "foreign", days=40)
    rule = enabled(tenant, Kind.EPISODIC, max_age_days=30)
    assert apply(rule) == 1
    assert left(tenant) == {"old fact"}
    assert left(other) == {"foreign"}
    rule.refresh_from_db()
    assert (rule.deleted, rule.applied_at is not None) == (1, True)


def test_of_each_owner_those_stay_that_were_used_last() -> None:
    tenant = make_tenant()
    first = remember(tenant, "first", days=9, agent="ann")
    remember(tenant, "second", days=5, agent="ann")
    remember(tenant, "third", days=1, agent="ann")
    remember(tenant, "of bob", days=9, agent="bob")
    counter = UseCounter(flush_s=3600)
    counter.found(realm_of(tenant.pk).id, [first])
    counter.flush()
    assert apply(enabled(tenant, max_entries=2)) == 1
    assert left(tenant) == {"first", "third", "of bob"}


def test_what_is_superseded_goes_before_what_holds() -> None:
    tenant = make_tenant()
    remember(tenant, "holds, old", days=9)
    remember(tenant, "holds, new", days=5)
    for day in range(3):
        superseded = remember(tenant, f"superseded {day}", days=day)
        MemoryEntry.objects.filter(uid=superseded).update(valid_until="2026-01-01T00:00:00Z")
    assert apply(enabled(tenant, max_entries=3)) == 2
    assert left(tenant) == {"holds, old", "holds, new", "superseded 0"}


def test_what_is_never_deleted_is_not_counted() -> None:
    tenant = make_tenant()
    remember(tenant, "important", days=0, importance=0.9)
    remember(tenant, "one", days=3)
    remember(tenant, "two", days=4)
    assert apply(enabled(tenant, max_entries=1, kept_importance=0.9)) == 1
    assert left(tenant) == {"important", "one"}


def test_what_is_deleted_in_groups_is_what_the_trial_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is too old was used last: it is not one of those that are kept by their number."""
    tenant = make_tenant()
    used = [remember(tenant, f"old {n}", days=40) for n in range(2)]
    for n in range(4):
        remember(tenant, f"new {n}", days=n)
    counter = UseCounter(flush_s=3600)
    counter.found(realm_of(tenant.pk).id, used)
    counter.flush()
    rule = enabled(tenant, max_entries=2, max_age_days=30)
    trial = try_out(rule)
    assert trial.by_reason == {"age": 2, "count": 2}
    monkeypatch.setattr(retention, "GROUP", 1)
    assert apply(rule) == trial.total
    assert left(tenant) == {"new 0", "new 1"}


def test_what_has_expired_is_no_matter_of_rules() -> None:
    tenant = make_tenant()
    gone = remember(tenant, "gone")
    MemoryEntry.objects.filter(uid=gone).update(expires_at="2020-01-01T00:00:00Z")
    remember(tenant, "stays", days=3)
    assert try_out(enabled(tenant, max_entries=1)).total == 0


def test_what_is_not_used_decays_and_what_is_important_stays() -> None:
    tenant = make_tenant()
    remember(tenant, "unused", days=60, importance=0.5)
    remember(tenant, "important", days=60, importance=0.9)
    used = remember(tenant, "used", days=60, importance=0.5)
    counter = UseCounter(flush_s=3600)
    counter.found(realm_of(tenant.pk).id, [used, used])
    counter.flush()
    rule = enabled(tenant, half_life_days=30, least_worth=0.25, kept_importance=0.9)
    assert apply(rule) == 1
    assert left(tenant) == {"important", "used"}
    assert EntryUse.objects.get(entry_uid=used).uses == 2


def test_a_rule_that_changes_is_to_be_tried_out_again() -> None:
    tenant = make_tenant()
    remember(tenant, "old", days=40)
    enabled(tenant, max_age_days=60)
    changed = set_rule(None, tenant_id=tenant.pk, actor="me", max_age_days=30)
    assert not changed.enabled
    with pytest.raises(NotTried):
        enable(changed, actor="me")
    assert apply_all() == 0
    delete_rule(changed, actor="me")


def test_half_a_pair_and_bounds_out_of_range_are_refused() -> None:
    tenant = make_tenant()
    with pytest.raises(InvalidMemory, match="belong together"):
        set_rule(None, tenant_id=tenant.pk, actor="me", half_life_days=3)
    with pytest.raises(InvalidMemory) as caught:
        set_rule(None, tenant_id=tenant.pk, actor="me", half_life_days=3, least_worth=2.0)
    assert caught.value.field == "least_worth"


def test_what_has_expired_is_deleted_without_any_rule() -> None:
    tenant = make_tenant()
    gone = remember(tenant, "gone")
    remember(tenant, "stays")
    MemoryEntry.objects.filter(uid=gone).update(expires_at="2020-01-01T00:00:00Z")
    assert apply_all() == 1
    assert left(tenant) == {"stays"}


def test_uses_of_what_is_gone_are_not_counted() -> None:
    tenant = make_tenant()
    counter = UseCounter(flush_s=3600)
    counter.found(realm_of(tenant.pk).id, [uuid4()])
    counter.flush()
    assert not EntryUse.objects.exists()


@pytest.mark.parametrize("change", [{"enabled": False}, {"max_age_days": 90}])
def test_a_rule_that_is_changed_meanwhile_deletes_no_more(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    tenant = make_tenant()
    for number in range(4):
        remember(tenant, f"fact {number}", days=40)
    rule = enabled(tenant, max_age_days=30)
    monkeypatch.setattr(retention, "GROUP", 1)

    def removed(realm_id: int, entries: Sequence[tuple[int, UUID]]) -> int:
        RetentionRule.objects.filter(pk=rule.pk).update(**change)
        return remove(realm_id, entries)

    monkeypatch.setattr(retention, "remove", removed)
    assert apply(rule) == 1
    assert len(left(tenant)) == 3


def test_in_groups_those_go_that_were_tried_out_though_others_hold_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tenant = make_tenant()
    by = remember(tenant, "two", days=40)
    remember(tenant, "four", days=5)
    old = remember(tenant, "one", days=2)
    assert supersede(realm_of(tenant.pk), old, by)
    rule = enabled(tenant, max_age_days=30, max_entries=1)
    assert set(try_out(rule).examples) == {old, by}
    monkeypatch.setattr(retention, "GROUP", 1)
    assert apply(rule) == 2
    assert left(tenant) == {"four"}


def test_what_is_kept_for_its_importance_is_kept_by_what_it_was_merged_into() -> None:
    tenant = make_tenant()
    old = remember(tenant, "nuts are bad for Ann", days=40, importance=1.0)
    new = remember(tenant, "nuts are bad for Ann!", days=40, importance=0.1)
    assert supersede(realm_of(tenant.pk), old, new, relation="merged")
    rule = enabled(tenant, max_age_days=30, kept_importance=1.0)
    assert try_out(rule).total == apply(rule) == 0


@pytest.mark.parametrize("instead", [False, True])
def test_what_must_stay_holds_again_though_what_says_the_same_goes_in_another_group(
    monkeypatch: pytest.MonkeyPatch, instead: bool
) -> None:
    tenant = make_tenant()
    realm = realm_of(tenant.pk)
    kept = remember(tenant, "the door is open", days=60, importance=1.0)
    by = remember(tenant, "the door is shut", days=50)
    assert supersede(realm, kept, by)
    again = remember(tenant, "the door is open", days=40, importance=0.1)
    if instead:
        assert supersede(realm, by, again)
    rule = enabled(tenant, max_age_days=30, kept_importance=1.0)
    assert set(try_out(rule).examples) == {by, again}
    monkeypatch.setattr(retention, "GROUP", 1)
    assert apply(rule) == 2
    (stays,) = MemoryEntry.objects.filter(realm_id=realm.id)
    assert (stays.uid, stays.valid_until) == (kept, None)


def test_what_becomes_important_meanwhile_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    tenant = make_tenant()
    nuts = remember(tenant, "nuts are bad for Ann", days=40)
    remember(tenant, "Ann had tea", days=35)
    rule = enabled(tenant, max_age_days=30, kept_importance=0.9)
    monkeypatch.setattr(retention, "GROUP", 1)

    def removed(realm_id: int, entries: Sequence[tuple[int, UUID]]) -> int:
        MemoryEntry.objects.filter(uid=nuts).update(
            importance=1.0
        )  # as that of what is merged into it
        return remove(realm_id, entries)

    monkeypatch.setattr(retention, "remove", removed)
    assert apply(rule) == 1
    assert left(tenant) == {"nuts are bad for Ann"}


@pytest.mark.django_db(transaction=True)
def test_what_is_said_again_for_longer_while_it_expires_stays() -> None:
    tenant = make_tenant()
    uid = remember(tenant, "tea at five")
    entries = MemoryEntry.objects.filter(uid=uid)
    entries.update(expires_at=datetime.now(UTC) - timedelta(hours=1))
    said = threading.Event()

    def say() -> None:
        with transaction.atomic():
            entries.update(expires_at=None)  # as a storer does that began before it expired
            said.set()
            until(lambda: sql.fetch(_WAITING), "for who deletes it")

    def forget() -> int:
        said.wait(PATIENCE_S)
        return apply_all()

    assert together(say, forget) == [None, 0]
    assert left(tenant) == {"tea at five"}


def test_what_was_deleted_before_a_rule_failed_is_written_down(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tenant = make_tenant()
    for number in range(3):
        remember(tenant, f"fact {number}", days=40)
    rule = enabled(tenant, max_age_days=30)
    monkeypatch.setattr(retention, "GROUP", 1)

    def removed(realm_id: int, entries: Sequence[tuple[int, UUID]]) -> int:
        if len(left(tenant)) == 1:
            raise MemoryContended
        return remove(realm_id, entries)

    monkeypatch.setattr(retention, "remove", removed)
    with pytest.raises(MemoryContended):
        apply(rule)
    assert len(left(tenant)) == 1
    rule.refresh_from_db()
    assert rule.deleted == 2
    assert AuditEntry.objects.get(action="forget").detail["deleted"] == 2
