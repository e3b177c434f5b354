"""Conversations: kept once and in order, gone on with, and deleted for good."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from orchestration.access.records import Tenant
from orchestration.conversations import services
from orchestration.conversations.errors import AnswerPending, OtherMessage, UnknownConversation
from orchestration.conversations.records import ConversationMessage
from orchestration.conversations.selectors import (
    get_conversation,
    list_conversations,
    list_messages,
    tasks_of,
)
from orchestration.conversations.services import Said
from orchestration.conversations.views import ConversationView, MessageView
from orchestration.errors import UnknownModel
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from tasks.lifecycle import State
from tasks.models import Task, TaskPayload
from tasks.services import conversing
from tasks.services.answering import settle
from tasks.services.conversing import Question, forget, reply
from tasks.services.erasing import erase
from tests.factories import make_tenant, make_worker, run_task, submitter_of
from tests.integration.stage import together
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def model(db: None) -> Iterator[None]:
    registry.register(TINY_RANDOM, default=True)
    yield
    registry.forget()


@pytest.fixture
def tenant(db: None) -> Tenant:
    """Whose conversations they are."""
    return make_tenant()


def said(text: Any, role: str = "user", client_id: str = "") -> Said:
    return Said({"role": role, "content": text}, client_id)


def begun(tenant: Tenant, **values: Any) -> ConversationView:
    return services.create(tenant_id=tenant.pk, **values)


def told(conversation: ConversationView, tenant: Tenant) -> list[MessageView]:
    return list_messages(get_conversation(conversation.id, tenant_id=tenant.pk))


def texts(conversation: ConversationView, tenant: Tenant) -> list[Any]:
    return [each.message.get("content") for each in told(conversation, tenant)]


def answer(task_id: UUID | None, text: str) -> None:
    """Let a worker answer."""
    assert task_id is not None
    message = {"role": "assistant", "content": text}
    result = {"message": message, "usage": {"completion_tokens": 3}}
    run_task(task_id, to=State.SUCCEEDED, worker=make_worker(), result=result)


def ask(conversation: ConversationView, tenant: Tenant, text: str, **more: Any) -> Any:
    return reply(conversation.id, Question(text, **more), submitter_of(tenant))


def test_messages_are_kept_in_the_order_in_which_they_came(tenant: Tenant) -> None:
    talk = begun(tenant, title="Trains", user="ada")
    services.append(talk.id, [said("one"), said("two", "assistant")], tenant_id=tenant.pk)
    services.append(talk.id, [said("three")], tenant_id=tenant.pk)
    assert texts(talk, tenant) == ["one", "two", "three"]
    assert [each.ordinal for each in told(talk, tenant)] == [0, 1, 2]
    assert get_conversation(talk.id, tenant_id=tenant.pk).messages == 3


def test_a_message_that_is_sent_again_is_the_same_one(tenant: Tenant) -> None:
    talk = begun(tenant)
    (first,) = services.append(talk.id, [said("one", client_id="a")], tenant_id=tenant.pk)
    again = [said("one", client_id="a"), said("two", client_id="b")]
    same, fresh = services.append(talk.id, again, tenant_id=tenant.pk)
    assert (same.id, fresh.ordinal) == (first.id, 1)
    with pytest.raises(OtherMessage):
        services.append(talk.id, [said("else", client_id="a")], tenant_id=tenant.pk)
    assert texts(talk, tenant) == ["one", "two"]


def test_who_speak_at_once_get_places_of_their_own(tenant: Tenant) -> None:
    talk = begun(tenant)

    def speak(number: int) -> None:
        try:
            services.append(talk.id, [said(f"{number}")], tenant_id=tenant.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(speak, range(24)))
    assert [each.ordinal for each in told(talk, tenant)] == list(range(24))
    assert sorted(texts(talk, tenant), key=int) == [f"{number}" for number in range(24)]


def test_a_tenant_sees_and_adds_to_its_own_alone(tenant: Tenant) -> None:
    talk, other = begun(tenant), make_tenant()
    with pytest.raises(UnknownConversation):
        get_conversation(talk.id, tenant_id=other.pk)
    with pytest.raises(UnknownConversation):
        services.append(talk.id, [said("one")], tenant_id=other.pk)
    with pytest.raises(UnknownConversation):
        ask(talk, other, "one")
    with pytest.raises(UnknownConversation):
        forget(talk.id, tenant_id=other.pk, by="key:test")
    assert list_conversations(tenant_id=other.pk) == []


def test_lists_can_be_of_one_user_or_agent(tenant: Tenant) -> None:
    mine, theirs = begun(tenant, user="ada", agent="guide"), begun(tenant, user="bob")
    assert [each.id for each in list_conversations(tenant_id=tenant.pk)] == [theirs.id, mine.id]
    found = list_conversations(tenant_id=tenant.pk, user="ada", agent="guide")
    assert [each.id for each in found] == [mine.id]
    assert list_conversations(tenant_id=tenant.pk, below=mine.id) == []


def test_a_reply_is_a_task_that_reads_what_was_said(tenant: Tenant) -> None:
    talk = begun(tenant, system_prompt="Be brief.")
    earlier = [said("I go to Bern."), said("Fine.", "assistant")]
    services.append(talk.id, earlier, tenant_id=tenant.pk)
    made = ask(talk, tenant, "When?", values={"max_tokens": 9})
    assert (made.question.ordinal, made.answer.ordinal, made.answer.state) == (2, 3, "pending")
    stored = TaskPayload.objects.get(task_id=made.answer.task_id).input
    assert stored["max_tokens"] == 9
    assert [(each["role"], each["content"]) for each in stored["messages"]] == [
        ("system", "Be brief."),
        ("user", "I go to Bern."),
        ("assistant", "Fine."),
        ("user", "When?"),
    ]


def test_an_answer_is_there_once_however_often_it_is_looked_for(tenant: Tenant) -> None:
    talk = begun(tenant)
    made = ask(talk, tenant, "When?")
    settle(talk.id)
    assert told(talk, tenant)[1].state == "pending"
    answer(made.answer.task_id, "At ten.")
    settle(talk.id)
    settle(talk.id)
    question, last = told(talk, tenant)
    assert (last.state, last.message["content"], last.tokens) == ("stored", "At ten.", 3)
    assert last.at >= question.at
    ask(talk, tenant, "Sure?")
    assert texts(talk, tenant) == ["When?", "At ten.", "Sure?", None]


def test_nobody_speaks_before_an_answer_has_come(tenant: Tenant) -> None:
    talk = begun(tenant)
    ask(talk, tenant, "When?")
    with pytest.raises(AnswerPending):
        ask(talk, tenant, "And where?")
    with pytest.raises(AnswerPending):
        services.append(talk.id, [said("And where?")], tenant_id=tenant.pk)
    assert Task.objects.count() == 1


def test_a_question_that_is_sent_again_is_answered_once(tenant: Tenant) -> None:
    talk = begun(tenant)
    first = ask(talk, tenant, "When?", client_id="q1")
    again = ask(talk, tenant, "When?", client_id="q1")
    assert (again.answer.id, again.new) == (first.answer.id, False)
    answer(first.answer.task_id, "At ten.")
    late = ask(talk, tenant, "When?", client_id="q1")
    assert (late.answer.message["content"], late.new) == ("At ten.", False)
    with pytest.raises(OtherMessage):
        ask(talk, tenant, "Where?", client_id="q1")
    assert Task.objects.count() == 1


def test_a_task_that_fails_is_told_and_the_conversation_goes_on_without(tenant: Tenant) -> None:
    talk = begun(tenant)
    made = ask(talk, tenant, "When?")
    run_task(made.answer.task_id, to=State.FAILED, worker=make_worker())
    settle(talk.id)
    last = told(talk, tenant)[1]
    assert last.state == "failed"
    assert last.error
    again = ask(talk, tenant, "Please?")
    stored = TaskPayload.objects.get(task_id=again.answer.task_id).input
    assert [each["content"] for each in stored["messages"]] == ["When?", "Please?"]


def test_an_answer_outlives_its_task(tenant: Tenant) -> None:
    talk = begun(tenant)
    made = ask(talk, tenant, "When?")
    answer(made.answer.task_id, "At ten.")
    erase([made.answer.task_id])
    assert texts(talk, tenant) == ["When?", "At ten."]


def test_what_is_too_long_ago_is_not_read(tenant: Tenant) -> None:
    talk = begun(tenant)
    long = [said(f"{number} " + "so it was " * 40) for number in range(60)]
    services.append(talk.id, long, tenant_id=tenant.pk)
    made = ask(talk, tenant, "When?")
    turns = TaskPayload.objects.get(task_id=made.answer.task_id).input["messages"]
    assert 1 < len(turns) < 61
    assert turns[-1]["content"] == "When?"
    assert turns[-2]["content"].startswith("59 ")


def test_an_answer_can_rest_on_sources(tenant: Tenant) -> None:
    talk = begun(tenant, system_prompt="Be brief.")
    made = ask(talk, tenant, "When?", values={"retrieval": {"users": ["ada"]}})
    task = Task.objects.get(pk=made.answer.task_id)
    assert task.kind == "rag"
    stored = TaskPayload.objects.get(task_id=task.pk).input
    assert [each["role"] for each in stored["messages"]] == ["system", "user"]


def test_nothing_is_left_of_a_reply_that_is_refused(tenant: Tenant) -> None:
    talk = begun(tenant)
    with pytest.raises(UnknownModel):
        ask(talk, tenant, "When?", model=f"nobody-{uuid4()}")
    assert texts(talk, tenant) == []


def test_a_conversation_is_deleted_for_good_with_the_tasks_of_its_answers(tenant: Tenant) -> None:
    talk, kept = begun(tenant), begun(tenant)
    made = ask(talk, tenant, "When?")
    answer(made.answer.task_id, "At ten.")
    services.append(kept.id, [said("stay")], tenant_id=tenant.pk)
    forget(talk.id, tenant_id=tenant.pk, by="key:test")
    assert [each.id for each in list_conversations(tenant_id=tenant.pk)] == [kept.id]
    assert list(ConversationMessage.objects.values_list("conversation_id", flat=True)) == [kept.id]
    assert not Task.objects.filter(pk=made.answer.task_id).exists()
    assert not TaskPayload.objects.filter(task_id=made.answer.task_id).exists()


def test_deleting_cancels_an_answer_that_is_to_come(tenant: Tenant) -> None:
    talk = begun(tenant)
    made = ask(talk, tenant, "When?")
    forget(talk.id, tenant_id=tenant.pk, by="key:test")
    assert not Task.objects.filter(pk=made.answer.task_id).exists()


def test_a_question_that_comes_while_a_conversation_is_deleted_leaves_no_task(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked just after it was read which tasks there are."""
    talk = begun(tenant)
    late: list[Any] = []

    def then_ask(conversation: ConversationView) -> list[UUID]:
        found = tasks_of(conversation)
        late.append(pool.submit(lambda: together(lambda: ask(talk, tenant, "When?"))))
        until(lambda: late[0].done() or waits(), "for the question, or until it waits")
        return found

    monkeypatch.setattr(conversing, "tasks_of", then_ask)
    with ThreadPoolExecutor() as pool:
        forget(talk.id, tenant_id=tenant.pk, by="key:test")
    assert isinstance(late[0].result()[0], UnknownConversation)
    assert not Task.objects.exists()
    assert not TaskPayload.objects.exists()


def waits() -> bool:
    """Return whether somebody waits for a row that another one holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


def test_what_the_system_said_long_ago_still_holds(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversing, "MOST", 4)
    talk = begun(tenant)
    parts = [{"type": "text", "text": "Be brief."}, {"type": "text", "text": "Be kind."}]
    services.append(talk.id, [said(parts, "system")], tenant_id=tenant.pk)
    services.append(talk.id, [said(f"m{at}") for at in range(9)], tenant_id=tenant.pk)
    asked = ask(talk, tenant, "And now?")
    turns = TaskPayload.objects.get(task_id=asked.answer.task_id).input["messages"]
    assert turns[0] == {"role": "system", "content": "Be brief.\nBe kind."}
    assert [each["content"] for each in turns[1:]] == ["m5", "m6", "m7", "m8", "And now?"]


def test_of_a_long_conversation_the_newest_is_answered_from_sources(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversing, "MOST_LETTERS", 25)
    talk = begun(tenant, system_prompt="Be brief.")
    services.append(talk.id, [said(f"{at}" * 10) for at in range(4)], tenant_id=tenant.pk)
    asked = ask(talk, tenant, "When?", values={"retrieval": {"users": ["ada"]}})
    turns = TaskPayload.objects.get(task_id=asked.answer.task_id).input["messages"]
    assert [each["content"] for each in turns] == ["Be brief.", "2" * 10, "3" * 10, "When?"]
