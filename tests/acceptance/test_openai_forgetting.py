"""What the cache of answers keeps of responses goes with them; of those that shall not be stored it
keeps nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from openai import OpenAI

from api.gateway.openai.responses.store import task_id_of
from orchestration.cache.records import CachedAnswer
from orchestration.calls.caching import HEADER
from tests.factories import make_key
from tests.fakes.provider import FakeProvider
from tests.gateways import GatewayProcess
from tests.outsiders import MODEL
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)

ASKED: Final[Any] = {"model": MODEL, "input": "Once upon", "temperature": 0}


@pytest.fixture(scope="module")
def gateway(django_db_setup: None) -> Iterator[GatewayProcess]:
    with GatewayProcess(OUTGOING__ALLOW="127.0.0.1") as process:
        yield process


@pytest.fixture
def fake(fakes: list[FakeProvider]) -> FakeProvider:
    """The provider that is asked first."""
    return fakes[0]


@pytest.fixture
def client(gateway: GatewayProcess, fake: FakeProvider) -> Iterator[OpenAI]:
    base = f"{gateway.url}/v1"
    with OpenAI(base_url=base, api_key=make_key()[1], timeout=30, max_retries=0) as made:
        yield made


def respond(client: OpenAI, cache: str = "", **more: Any) -> tuple[str, str]:
    """Return a response's id and what the cache had to do with it."""
    headers = {HEADER: cache} if cache else {}
    raw = client.responses.with_raw_response.create(**ASKED, **more, extra_headers=headers)
    return raw.parse().id, raw.headers[HEADER]


def test_a_deleted_response_is_not_given_again(client: OpenAI, fake: FakeProvider) -> None:
    first, came = respond(client)
    assert came == "miss"
    assert CachedAnswer.objects.get().task_id == task_id_of(first)
    assert respond(client)[1] == "hit"
    client.responses.delete(first)
    assert not CachedAnswer.objects.exists()
    assert respond(client)[1] == "miss"
    assert len(fake.requests) == 2


def test_one_that_was_streamed_is_not_either(client: OpenAI) -> None:
    with client.responses.create(**ASKED, stream=True) as stream:
        events = list(stream)
        assert stream.response.headers[HEADER] == "miss"
    name = events[-1].response.id
    assert CachedAnswer.objects.get().task_id == task_id_of(name)
    client.responses.delete(name)
    assert respond(client)[1] == "miss"


def test_who_deletes_what_was_given_again_leaves_what_it_came_from(client: OpenAI) -> None:
    respond(client)
    given, came = respond(client)
    assert came == "hit"
    client.responses.delete(given)
    assert respond(client)[1] == "hit"


def test_what_shall_not_be_stored_is_neither_kept_nor_given(
    client: OpenAI, fake: FakeProvider
) -> None:
    assert respond(client, store=False)[1] == "bypass"
    assert respond(client, store=False)[1] == "bypass"
    assert respond(client)[1] == "miss"
    assert respond(client, store=False)[1] == "bypass"
    assert len(fake.requests) == 4
    assert CachedAnswer.objects.count() == 1


def test_unless_the_cache_is_asked_for_by_name(client: OpenAI, fake: FakeProvider) -> None:
    assert respond(client, "on", store=False)[1] == "miss"
    until(CachedAnswer.objects.exists, "for the answer to be kept")
    assert CachedAnswer.objects.get().task_id is None
    assert respond(client, "on", store=False)[1] == "hit"
    assert len(fake.requests) == 1


def test_a_chat_is_kept_as_ever(client: OpenAI) -> None:
    said: Any = [{"role": "user", "content": "Once upon"}]
    client.chat.completions.create(model=MODEL, messages=said, temperature=0)
    until(CachedAnswer.objects.exists, "for the answer to be kept")
    assert CachedAnswer.objects.get().task_id is None
