"""What beat has done for memories, in the background."""

from __future__ import annotations

from typing import Any

import pytest

from orchestration.memory.embedders import named
from orchestration.memory.embedding import make_missing
from orchestration.memory.records.embedder import Embedder
from orchestration.memory.records.realm import Realm
from orchestration.memory.reembedding import begin, conclude_all
from orchestration.memory.segments import Unsettled
from tasks import jobs
from tests.factories import make_tenant
from tests.integration.memory.stage import Away, Mind, WordVectors

pytestmark = pytest.mark.django_db


def test_an_embedder_that_is_away_keeps_no_other_from_being_changed_over_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mind = Mind(make_tenant())
    mind.add("Ann likes tea")
    conclude_all()
    begin("new@1", tenant_id=mind.tenant_id, actor="me")
    make_missing(WordVectors("new@1"))

    def away(_: Any) -> int:
        raise Away("Another one is not there.")

    monkeypatch.setattr(jobs, "make_missing", away)
    jobs.vectors_of_memories()
    assert mind.embedder.name == "new@1"
    assert Realm.objects.get(tenant=mind.tenant).next_embedder is None


@pytest.mark.parametrize(
    ("job", "step"), [("review_memories", "review_all"), ("vectors_of_memories", "conclude_all")]
)
def test_a_job_that_would_wait_for_long_writers_is_left_to_the_next_one(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, job: str, step: str
) -> None:
    def unsettled() -> int:
        raise Unsettled("2 transactions have been writing entries for long")

    monkeypatch.setattr(jobs, "make_missing", lambda _: 0)
    monkeypatch.setattr(jobs, step, unsettled)
    caplog.set_level("INFO")
    getattr(jobs, job)()
    assert "upkeep of memories waits for who writes" in caplog.text


def test_names_that_nobody_uses_go_with_what_is_forgotten() -> None:
    named("unused@1")
    Embedder.objects.update(named_at="2020-01-01T00:00:00Z")
    assert jobs.forget_memories() == 0
    assert not Embedder.objects.exists()
