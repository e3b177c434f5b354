"""Conversations go when nobody has gone on with them for as long as their tenant keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings

from orchestration.access.records import AuditEntry, Tenant
from orchestration.conversations import services
from orchestration.conversations.records import Conversation, ConversationMessage
from orchestration.conversations.selectors import get_conversation
from orchestration.conversations.services import Said
from orchestration.conversations.views import ConversationView
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from tasks import sql
from tasks.lifecycle import State
from tasks.models import Task, TaskPayload
from tasks.services import forgetting, pruning
from tasks.services.conversing import Question, reply
from tests.factories import make_tenant, make_worker, run_task, submitter_of
from tests.integration.stage import configure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def model(db: None) -> Iterator[None]:
    registry.register(TINY_RANDOM, default=True)
    yield
    registry.forget()


def quiet(tenant: Tenant, days: float) -> ConversationView:
    """Begin a conversation whose last message came so long ago."""
    talk = services.create(tenant_id=tenant.pk)
    services.append(talk.id, [Said({"role": "user", "content": "Hello"})], tenant_id=tenant.pk)
    age(talk, days)
    return talk


def age(talk: ConversationView, days: float) -> None:
    sql.execute(
        """UPDATE conversations_conversation
              SET changed_at = now() - make_interval(secs => %s * 86400) WHERE id = %s""",
        [days, talk.id],
    )


def kept() -> set[Any]:
    return set(Conversation.objects.values_list("pk", flat=True))


def test_everything_is_kept_where_nobody_says_how_long() -> None:
    talk = quiet(make_tenant(), 5000)
    assert pruning.prune()["conversations"] == 0
    assert kept() == {talk.id}


def test_what_was_quiet_for_too_long_goes_with_its_messages(settings: LazySettings) -> None:
    configure(settings, retention={"conversations_days": 30.0})
    tenant = make_tenant()
    quiet(tenant, 31)
    talk = quiet(tenant, 29)
    assert pruning.prune()["conversations"] == 1
    assert kept() == {talk.id}
    assert set(ConversationMessage.objects.values_list("conversation_id", flat=True)) == {talk.id}
    entry = AuditEntry.objects.get(subject_type="conversation")
    assert (entry.actor, entry.tenant_id, entry.detail) == ("retention", tenant.pk, {"deleted": 1})
    assert pruning.prune()["conversations"] == 0
    assert AuditEntry.objects.count() == 1


def test_a_tenant_may_have_a_time_of_its_own(settings: LazySettings) -> None:
    short, usual = make_tenant(), make_tenant()
    of = {short.name: 7.0}
    gone, stays = quiet(short, 8), quiet(usual, 8)
    configure(settings, retention={"conversations_days_of": of})
    assert forgetting.prune() == {"conversations": 1}
    assert kept() == {stays.id} != {gone.id}
    configure(settings, retention={"conversations_days": 3.0, "conversations_days_of": of})
    longer = quiet(short, 5)
    assert forgetting.prune() == {"conversations": 1}
    assert kept() == {longer.id}


def test_the_tasks_of_its_answers_go_too(settings: LazySettings) -> None:
    configure(settings, retention={"conversations_days": 30.0})
    tenant = make_tenant()
    talk = quiet(tenant, 0)
    made = reply(talk.id, Question("When?"), submitter_of(tenant))
    assert made.answer.task_id is not None
    run_task(made.answer.task_id, to=State.SUCCEEDED, worker=make_worker(), result={"message": {}})
    age(talk, 40)
    assert forgetting.prune() == {"conversations": 1}
    assert not Task.objects.exists()
    assert not TaskPayload.objects.exists()


def test_what_somebody_goes_on_with_meanwhile_stays(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(settings, retention={"conversations_days": 30.0})
    tenant = make_tenant()
    talk = quiet(tenant, 40)
    look = get_conversation

    def after_a_word(*args: Any, **values: Any) -> ConversationView:
        more = [Said({"role": "user", "content": "One more thing"})]
        services.append(talk.id, more, tenant_id=tenant.pk)
        return look(*args, **values)

    monkeypatch.setattr(forgetting, "get_conversation", after_a_word)
    assert forgetting.prune() == {"conversations": 0}
    assert kept() == {talk.id}


def test_all_of_many_go_though_some_are_kept(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(settings, retention={"conversations_days": 30.0})
    monkeypatch.setattr(forgetting, "_STEP", 2)
    tenant = make_tenant()
    for _ in range(3):
        quiet(tenant, 40)
        quiet(tenant, 10)
    assert forgetting.prune() == {"conversations": 3}
    assert len(kept()) == 3
