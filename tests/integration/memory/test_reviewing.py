"""Comparing what came in bulk with what was there."""

import sys
import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from django.db import transaction
from django.db.models.functions import Now

from orchestration import sql
from orchestration.access.records import Tenant
from orchestration.memory import reviewing, writing
from orchestration.memory.drafts import Draft, Kind
from orchestration.memory.embedders import forget
from orchestration.memory.near import judge
from orchestration.memory.owners import SHARED, Owner
from orchestration.memory.ports import Embedded
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.realm import Realm
from orchestration.memory.records.vector import EntryVector, PendingVector
from orchestration.memory.remembering import Memory
from orchestration.memory.reviewing import review_all
from orchestration.memory.segments import Unsettled, settled
from orchestration.memory.selectors import get_entry, history_of
from orchestration.memory.spaces import realm_of
from orchestration.memory.vectors import unit
from tests.factories import make_tenant
from tests.integration.stage import together
from tests.patience import PATIENCE_S, until

pytestmark = pytest.mark.django_db
BASE = np.eye(8)[0]
_WAITING = "SELECT 1 FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted"


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    forget()


def near(similarity: float) -> list[float]:
    """Return a vector of that cosine with the base."""
    found = similarity * BASE + np.sqrt(1 - similarity**2) * np.eye(8)[1]
    return [float(each) for each in found]


def bulk(
    tenant: Tenant,
    said: list[tuple[str, float]],
    *,
    kind: Kind = Kind.SEMANTIC,
    owner: Owner = SHARED,
) -> list[UUID]:
    drafts = [Draft(text, kind, owner) for text, _ in said]
    given = Embedded("eight", unit([near(similarity) for _, similarity in said]))
    made = Memory(None).add_many(drafts, tenant_id=tenant.pk, given=given)
    return [each.uid for each in made]


def test_the_newer_of_two_that_say_the_same_supersedes_the_older() -> None:
    tenant = make_tenant()
    old, other, new = bulk(
        tenant, [("She lives in Rome.", 1.0), ("He sings.", 0.1), ("She lives at Rome.", 0.99)]
    )
    assert review_all() == 1
    assert get_entry(old, tenant_id=tenant.pk).valid_until is not None
    assert get_entry(other, tenant_id=tenant.pk).valid_until is None
    _, links = history_of(new, tenant_id=tenant.pk)
    assert [(each.uid, each.relation) for each in links] == [(old, "merged")]
    assert review_all() == 0, "each is compared once"


def test_figures_and_denials_make_facts_differ() -> None:
    tenant = make_tenant()
    bulk(tenant, [("He owes 12 euros.", 1.0), ("He owes 21 euros.", 0.99)])
    bulk(tenant, [("She eats fish.", 1.0), ("She never eats fish.", 0.99)], owner=Owner("ann"))
    assert review_all() == 2
    assert not MemoryEntry.objects.filter(valid_until__isnull=False).exists()


def test_what_happened_twice_and_what_others_say_stays() -> None:
    tenant = make_tenant()
    bulk(tenant, [("It rained.", 1.0), ("It rained again.", 0.99)], kind=Kind.EPISODIC)
    bulk(tenant, [("Tea is hot.", 1.0)], owner=Owner("ann"))
    bulk(tenant, [("Tea is quite hot.", 0.99)], owner=Owner("bob"))
    assert review_all() == 0


def test_a_tenant_that_keeps_everything_is_left_alone() -> None:
    tenant = make_tenant()
    bulk(tenant, [("Tea is hot.", 1.0), ("Tea is quite hot.", 0.99)])
    Realm.objects.update(nearness="keep")
    assert review_all() == 0


def test_a_vector_that_is_yet_to_be_made_is_waited_for_but_not_for_ever() -> None:
    tenant = make_tenant()
    first, second, third = bulk(
        tenant, [("Tea is hot.", 1.0), ("Water boils.", 0.1), ("Tea is quite hot.", 0.99)]
    )
    number = get_entry(second, tenant_id=tenant.pk).number
    (vector,) = EntryVector.objects.filter(entry_id=number)
    PendingVector.objects.create(entry_id=number, embedder_id=vector.embedder_id)
    EntryVector.objects.filter(entry_id=number).delete()
    assert review_all() == 0
    PendingVector.objects.update(tries=5)
    assert review_all() == 1
    assert get_entry(first, tenant_id=tenant.pk).valid_until is not None
    assert get_entry(third, tenant_id=tenant.pk).valid_until is None


@pytest.mark.django_db(transaction=True)
def test_what_is_stored_late_is_compared_though_newer_ones_were_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A slow writer has lower numbers than a quick one, and commits after it."""
    tenant = make_tenant()
    (old,) = bulk(tenant, [("She lives in Rome.", 1.0)])
    copy, left = writing.copy_vectors, ["once"]

    def slowly(*args: Any) -> None:
        if left:
            left.pop()
            together(lambda: bulk(tenant, [("He sings.", 0.1)], owner=Owner("bob")))
            (caught,) = together(review_all)
            assert isinstance(caught, Unsettled)
        copy(*args)

    with monkeypatch.context() as patch:
        patch.setattr(writing, "copy_vectors", slowly)
        patch.setattr(reviewing, "settled", lambda: settled(0.05))
        bulk(tenant, [("She lives at Rome.", 0.99)])
    assert review_all() == 1
    assert get_entry(old, tenant_id=tenant.pk).valid_until is not None


@pytest.mark.django_db(transaction=True)
def test_what_is_changed_while_it_is_compared_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    tenant = make_tenant()
    (old,) = bulk(tenant, [("Ann lives in Rome", 1.0)])
    bulk(tenant, [("Ann lives in Rome now", 0.99)])

    def change(*args: Any) -> str:
        verdict = judge(*args)
        draft, given = Draft("Ann has a dog"), Embedded("eight", unit([near(0.1)]))
        values: dict[str, Any] = {"tenant_id": tenant.pk, "actor": "test", "given": given}
        together(lambda: Memory(None).update(old, draft, **values))
        return verdict

    monkeypatch.setattr(reviewing, "judge", change)
    assert review_all() == 0
    view = get_entry(old, tenant_id=tenant.pk)
    assert (view.text, view.valid_until) == ("Ann has a dog", None)


@pytest.mark.django_db(transaction=True)
def test_what_is_prolonged_while_it_is_compared_goes_with_nothing_that_expires_sooner(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tenant = make_tenant()
    (old,) = bulk(tenant, [("Ann lives in Rome", 1.0)])
    bulk(tenant, [("Ann lives in Rome now", 0.99)])
    MemoryEntry.objects.update(expires_at=datetime.now(UTC) + timedelta(hours=1))

    def prolong(*args: Any) -> str:
        verdict = judge(*args)
        together(lambda: Memory(None).add_many([Draft("Ann lives in Rome")], tenant_id=tenant.pk))
        return verdict

    monkeypatch.setattr(reviewing, "judge", prolong)
    assert review_all() == 1
    view = get_entry(old, tenant_id=tenant.pk)
    assert (view.expires_at, view.valid_until) == (None, None)


@pytest.mark.django_db(transaction=True)
def test_who_compares_tries_again_when_who_stores_waits_for_it_too() -> None:
    tenant = make_tenant()
    (old,) = bulk(tenant, [("Ann lives in Rome", 1.0)])
    (new,) = bulk(tenant, [("Ann lives in Rome now", 0.99)])
    said = threading.Event()

    def prolong(uid: UUID) -> None:  # as a storer does to what it finds
        MemoryEntry.objects.filter(uid=uid).update(changed_at=Now())

    def say() -> None:
        with transaction.atomic():
            sql.apply({"deadlock_timeout": "'1min'"})  # so that it is not who loses
            prolong(old)
            said.set()
            until(lambda: sql.fetch(_WAITING), "for who compares")
            prolong(new)

    def compare() -> int:
        said.wait(PATIENCE_S)
        return reviewing.review(realm_of(tenant.pk), sys.maxsize)

    assert together(say, compare) == [None, 1]
    assert get_entry(old, tenant_id=tenant.pk).valid_until is not None
