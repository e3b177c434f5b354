"""Kept answers in Postgres: found, expired, invalidated, bounded, counted."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, connection, transaction

from orchestration.access.records import AuditEntry
from orchestration.cache import selectors, services, shelf
from orchestration.cache.counting import Counts, write
from orchestration.cache.pruning import prune, trim
from orchestration.cache.records import CachedAnswer, CacheHour
from orchestration.calls.caching import CacheStatus, Invalidation, Seen
from orchestration.ids import uuid7
from orchestration.providers.chat import Usage
from tests.factories import make_tenant
from tests.integration.stage import configure
from tests.kept import at_angle, found, keep, keeping, named, said
from tests.ledgers import make_price

pytestmark = pytest.mark.django_db


def age(seconds: float) -> None:
    """Let time pass for all that is kept."""
    CachedAnswer.objects.update(created_at=datetime.now(UTC) - timedelta(seconds=seconds))


def expire() -> None:
    """Let all that is kept have expired."""
    CachedAnswer.objects.update(expires_at=datetime.now(UTC) - timedelta(hours=1))


def test_an_answer_is_found_by_its_key_and_replaced_by_the_next() -> None:
    tenant = make_tenant()
    assert found(tenant) is None
    keep(tenant, text="first")
    assert found(tenant) == "first"
    keep(tenant, text="second", tags=("new",))
    assert found(tenant) == "second"
    row = CachedAnswer.objects.get()
    assert (row.tags, row.question, row.prompt_tokens, row.completion_tokens) == (
        ["new"],
        "q",
        7,
        4,
    )
    assert row.size > len(row.answer)


def test_answers_expire_and_age() -> None:
    tenant = make_tenant()
    keep(tenant, "short")
    expire()
    keep(tenant, "long")
    assert (found(tenant, "short"), found(tenant, "long")) == (None, "an answer")
    age(100)
    assert found(tenant, "long", max_age_s=50) is None
    kept = shelf.get(tenant.pk, named("long"), 200)
    assert kept is not None
    assert kept.age_s == pytest.approx(100, abs=30)
    assert prune()["cached answers"] == 1
    assert CachedAnswer.objects.count() == 1


def test_what_asking_again_would_cost_is_kept_with_it() -> None:
    tenant = make_tenant()
    keep(tenant, "unpriced")
    make_price()
    keep(tenant, "priced")
    assert CachedAnswer.objects.get(key=named("unpriced")).cost is None
    assert CachedAnswer.objects.get(key=named("priced")).cost == Decimal("0.000015")


def test_the_most_similar_question_is_found_within_its_own_conversation() -> None:
    tenant = make_tenant()
    for angle in (0, 10, 40):
        keep(tenant, f"at {angle}", f"{angle}", near_key="talk", vector=at_angle(angle))
    keep(tenant, "other", "other", near_key="another talk", vector=at_angle(12))

    def near(angle: float, threshold: float = 0.95, key: str = "talk") -> str | None:
        return said(shelf.near(tenant.pk, key, at_angle(angle), threshold=threshold))

    assert [near(angle) for angle in (1, 8, 12, 90)] == ["0", "10", "10", None]
    assert near(14, threshold=0.999) is None
    assert near(12, key="another talk") == "other"
    assert near(12, key="no talk") is None
    assert near(12, key="") is None
    assert said(shelf.near(tenant.pk, "talk", (0.0, 0.0), threshold=0.5)) is None
    expire()
    assert near(1) is None


def test_vectors_of_several_lengths_lie_side_by_side() -> None:
    tenant = make_tenant()
    keep(tenant, "two", near_key="a", vector=at_angle(0))
    keep(tenant, "three", near_key="b", vector=at_angle(0, 3))
    assert said(shelf.near(tenant.pk, "b", at_angle(1, 3), threshold=0.9)) == "an answer"


def test_answers_are_forgotten_by_model_by_tag_by_tenant_and_all_together() -> None:
    ours, others = make_tenant(), make_tenant()
    for tenant in (ours, others):
        keep(tenant, "plain")
        keep(tenant, "tagged", tags=("faq", "v2"))
        keep(tenant, "small", model="small")
        keep(tenant, "elsewhere", provider="groq")

    def forgotten(tenant_id: UUID | None, **which: str) -> int:
        return services.invalidate(Invalidation(tenant_id, **which), by="key:test")

    assert forgotten(ours.pk, tag="faq") == 1
    assert forgotten(ours.pk, model="small") == 1
    assert forgotten(ours.pk, provider="groq", model="small") == 0
    assert forgotten(ours.pk, provider="groq") == 1
    assert CachedAnswer.objects.filter(tenant=others).count() == 4
    assert forgotten(None, tag="v2") == 1
    assert forgotten(ours.pk) == 1
    assert forgotten(None) == 3
    entry = AuditEntry.objects.filter(subject_id=str(ours.pk)).order_by("id").first()
    assert entry is not None
    assert (entry.action, entry.detail) == ("invalidate", {"tag": "faq", "forgotten": 1})


def test_more_than_a_step_is_forgotten() -> None:
    tenant = make_tenant()
    fill(tenant.pk, 1200)
    keep(tenant, model="other")
    assert shelf.invalidate(Invalidation(tenant.pk, model="llama")) == 1200
    assert CachedAnswer.objects.count() == 1


def fill(tenant_id: UUID, count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cache_answer (id, tenant_id, key, near_key, kind, provider, model,"
            " version, call_id, question, tags, answer, size, prompt_tokens, completion_tokens,"
            " hits, expires_at) SELECT gen_random_uuid(), %s, md5(g::text), '', 'chat', 'cerebras',"
            " 'llama', '', gen_random_uuid(), '', '{}', 'x', 600, 0, 0, 0, now() + interval '1 h'"
            " FROM generate_series(1, %s) g",
            [tenant_id, count],
        )


def test_a_tenant_keeps_what_was_used_last_within_its_bounds(settings: LazySettings) -> None:
    configure(settings, cache={"tenant_entries": 3, "tenant_bytes": 10**9})
    tenant, other = make_tenant(), make_tenant()
    for number in range(5):
        keep(tenant, f"{number}")
        keep(other, f"{number}")
    old = CachedAnswer.objects.get(tenant=tenant, key=named("0"))
    counts = Counts()
    kept = shelf.get(tenant.pk, named("0"))
    CachedAnswer.objects.filter(tenant=tenant).update(used_at=datetime.now(UTC) - timedelta(1))
    counts.add(Seen(tenant.pk, "cerebras", "llama", CacheStatus.HIT, kept, Usage(7, 4)))
    write(counts.take())
    assert trim(tenant.pk) == 2
    assert CachedAnswer.objects.filter(pk=old.pk, hits=1).exists()
    assert CachedAnswer.objects.filter(tenant=other).count() == 5
    configure(settings, cache={"tenant_bytes": 1000})
    assert trim(tenant.pk) == 2


def test_an_answer_of_a_tenant_that_is_gone_is_not_kept() -> None:
    def put() -> None:
        with transaction.atomic():
            shelf.put(keeping(uuid7()))
            connection.check_constraints()

    with pytest.raises(IntegrityError):
        put()


def test_hits_and_misses_are_written_together() -> None:
    make_price()
    tenant, gone = make_tenant(), uuid7()
    keep(tenant)
    kept = shelf.get(tenant.pk, named("q"))
    assert kept is not None
    counts = Counts()
    for status in (CacheStatus.HIT, CacheStatus.HIT, CacheStatus.NEAR):
        counts.add(Seen(tenant.pk, "cerebras", "llama", status, kept, Usage(7, 4)))
    counts.add(Seen(tenant.pk, "cerebras", "llama", CacheStatus.MISS))
    counts.add(Seen(tenant.pk, "cerebras", "large", CacheStatus.BYPASS))
    counts.add(Seen(gone, "cerebras", "llama", CacheStatus.MISS))
    write(counts.take())
    write(counts.take())
    counts.add(Seen(tenant.pk, "cerebras", "llama", CacheStatus.MISS))
    write(counts.take())
    first, second = selectors.get_uses(tenant.pk, datetime.now(UTC) - timedelta(hours=2))
    assert (first.model, first.hits, first.nears, first.misses, first.bypasses) == (
        "llama", 2, 1, 2, 0,
    )  # fmt: skip
    assert (first.saved_prompt_tokens, first.saved_completion_tokens) == (21, 12)
    assert first.saved_cost == Decimal("0.000045")
    assert (second.model, second.bypasses) == ("large", 1)
    assert CachedAnswer.objects.get().hits == 3
    held = selectors.get_held(tenant.pk)
    assert (held.entries, held.size) == (1, CachedAnswer.objects.get().size)
    lately = selectors.get_lately()
    assert (lately.requests[CacheStatus.HIT], lately.tokens) == (2, 33)


def test_old_counts_are_pruned(settings: LazySettings) -> None:
    configure(settings, retention={"usage_days": 10.0})
    tenant = make_tenant()
    for days in (1, 20):
        CacheHour.objects.create(
            tenant=tenant, hour=datetime.now(UTC) - timedelta(days=days), provider="p", model="m"
        )
    assert prune()["hours of the cache"] == 1
