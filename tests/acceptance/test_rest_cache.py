"""The cache over HTTP, as somebody uses it who wants to know and to be rid of answers."""

from datetime import UTC, datetime, timedelta

import pytest

from orchestration.cache.counting import Counts, write
from orchestration.cache.records import CachedAnswer
from orchestration.calls.caching import CacheStatus, Seen
from orchestration.providers.chat import Usage
from tests.factories import make_client, make_tenant
from tests.kept import keep

pytestmark = pytest.mark.django_db

CACHE = "/api/v1/cache"


def test_answers_are_deleted_by_what_they_have_in_common() -> None:
    tenant, client = make_client()
    other = make_tenant()
    for owner in (tenant, other):
        keep(owner, "plain")
        keep(owner, "tagged", tags=("faq",))
        keep(owner, "small", model="small")

    def deleted(query: str) -> int:
        answer = client.delete(f"{CACHE}?{query}")
        assert answer.status_code == 200, answer.content
        return int(answer.json()["deleted"])

    assert deleted("tag=faq") == 1
    assert deleted("provider=cerebras&model=small") == 1
    assert deleted("model=small") == 0
    assert deleted("all=true") == 1
    assert CachedAnswer.objects.filter(tenant=other).count() == 3


@pytest.mark.parametrize("query", ["", "?all=false", "?all=true&tag=a", "?tenant=x", "?model="])
def test_nothing_is_deleted_by_mistake(query: str) -> None:
    tenant, client = make_client()
    keep(tenant)
    assert client.delete(f"{CACHE}{query}").status_code == 400
    assert CachedAnswer.objects.count() == 1


def test_a_key_needs_the_scope_to_delete() -> None:
    _, client = make_client(scopes=("usage:read",))
    assert client.delete(f"{CACHE}?all=true").status_code == 403
    assert client.get(f"{CACHE}/stats").status_code == 200


def test_the_report_tells_what_is_held_and_saved() -> None:
    tenant, client = make_client()
    keep(tenant)
    counts = Counts()
    counts.add(Seen(tenant.pk, "cerebras", "llama", CacheStatus.HIT, usage=Usage(7, 4)))
    counts.add(Seen(make_tenant().pk, "cerebras", "llama", CacheStatus.HIT))
    write(counts.take())
    found = client.get(f"{CACHE}/stats").json()
    assert found["entries"] == 1
    assert found["bytes"] > 0
    assert found["models"] == [
        {
            "provider": "cerebras", "model": "llama", "hits": 1, "near": 0, "misses": 0,
            "bypassed": 0, "saved_prompt_tokens": 7, "saved_completion_tokens": 4,
            "saved_cost": "0",
        }
    ]  # fmt: skip


def test_a_report_has_an_end() -> None:
    _, client = make_client()
    long_ago = (datetime.now(UTC) - timedelta(days=100)).isoformat().replace("+", "%2B")
    assert client.get(f"{CACHE}/stats?since={long_ago}").status_code == 400
    soon = (datetime.now(UTC) + timedelta(days=1)).isoformat().replace("+", "%2B")
    assert client.get(f"{CACHE}/stats?since={soon}").json()["models"] == []
