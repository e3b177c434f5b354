"""Responses in the background, answered by models outside."""

from __future__ import annotations

from typing import Any, Final

import openai
import pytest
from openai import OpenAI

from api.gateway.openai.responses.store import task_id_of
from orchestration.access.records import Tenant
from orchestration.usage.records import Entry, OpenCall
from tests.chaos.cluster import Cluster
from tests.fakes import manners
from tests.fakes.held import Held
from tests.fakes.provider import FakeProvider
from tests.outsiders import MODEL
from tests.patience import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

TEXT: Final = "You said: Once upon a time there was a yard"
ASKED: Final[Any] = {
    "model": MODEL,
    "input": TEXT.removeprefix("You said: "),
    "background": True,
}


@pytest.fixture
def held(fakes: list[FakeProvider]) -> Held:
    """Both providers stop in the midst of their answers."""
    made = Held()
    for fake in fakes:
        fake.usual = made
    return made


def status_of(client: OpenAI, name: str) -> Any:
    return client.responses.retrieve(name).status


def outcomes_of(tenant: Tenant) -> list[str]:
    settled = Entry.objects.filter(tenant=tenant).exclude(phase="reserved")
    return list(settled.values_list("outcome", flat=True))


def test_one_is_created_polled_and_paid_for(
    client: OpenAI, system: Cluster, held: Held, tenant: Tenant
) -> None:
    made = client.responses.create(**ASKED)
    assert made.status in ("queued", "in_progress")
    system.until(lambda: status_of(client, made.id) == "in_progress", "it runs")
    held.release()
    system.until(lambda: status_of(client, made.id) == "completed", "it is answered")
    done = client.responses.retrieve(made.id)
    assert done.output_text == TEXT
    assert done.model == MODEL
    assert done.usage is not None
    until(lambda: outcomes_of(tenant) == ["ok"], "for the ledger")
    assert Entry.objects.filter(task_id=task_id_of(made.id)).count() == 2
    assert not OpenCall.objects.filter(tenant_id=tenant.pk).exists()


def test_its_reader_leaves_comes_back_and_misses_nothing(client: OpenAI, held: Held) -> None:
    text, name, seen = "", "", -1
    with client.responses.create(**ASKED, stream=True) as stream:
        for event in stream:
            seen = event.sequence_number
            if event.type == "response.created":
                name = event.response.id
            if event.type == "response.output_text.delta":
                text += event.delta
                break
    assert text
    assert TEXT.startswith(text)
    held.release()
    for event in client.responses.retrieve(name, stream=True, starting_after=seen):
        assert event.sequence_number > seen
        seen = event.sequence_number
        text += event.delta if event.type == "response.output_text.delta" else ""
    assert text == TEXT
    assert client.responses.retrieve(name).output_text == TEXT


def test_its_reader_sees_each_word_once_though_the_worker_is_killed(
    client: OpenAI, system: Cluster, held: Held, tenant: Tenant
) -> None:
    text, name, ended = "", "", ""
    with client.responses.create(**ASKED, stream=True) as stream:
        for event in stream:
            if event.type == "response.created":
                name = event.response.id
            if event.type == "response.output_text.delta":
                if not text:
                    system["io-0"].kill()
                    held.release()
                    system.until_ready()
                text += event.delta
            ended = event.type
    assert ended == "response.completed"
    assert text == TEXT == client.responses.retrieve(name).output_text
    assert system.outcomes(task_id_of(name)) == ["lost", "succeeded"]
    assert held.begun == 2


def test_one_is_cancelled_while_its_model_speaks(
    client: OpenAI, system: Cluster, held: Held, tenant: Tenant
) -> None:
    made = client.responses.create(**ASKED)
    until(lambda: held.begun == 1, "for the provider")
    system.until(lambda: status_of(client, made.id) == "in_progress", "it runs")
    assert client.responses.cancel(made.id).status == "cancelled"
    until(lambda: held.left == 1, "for the worker to hang up")
    until(lambda: outcomes_of(tenant) == ["cancelled"], "for the ledger")
    assert status_of(client, made.id) == "cancelled"
    client.responses.delete(made.id)
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(made.id)


def test_one_that_every_provider_refuses_has_failed_and_says_why(
    client: OpenAI, system: Cluster, fakes: list[FakeProvider]
) -> None:
    for fake in fakes:
        fake.usual = manners.refusing(400, "no such thing", "invalid_request_error")
    made = client.responses.create(**ASKED)
    system.until(lambda: status_of(client, made.id) == "failed", "it has failed")
    error = client.responses.retrieve(made.id).error
    assert error is not None
    assert "no such thing" in error.message
