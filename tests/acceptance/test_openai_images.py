"""Images that are uploaded once and named by those who ask: OpenAI's client, a real gateway, models
outside, fakes at the wire."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any, Final

import openai
import pytest
from openai import OpenAI

from orchestration.access.services import authenticate
from orchestration.blobs.records import BlobReference
from tasks.models import Task, TaskPayload
from tests.factories import make_key, make_tenant
from tests.fakes.provider import FakeProvider
from tests.gateways import GatewayProcess
from tests.integration.blobs.acts import put, sha_of
from tests.outsiders import MODEL
from tests.patience import until
from tests.unit.drawings import picture

pytestmark = pytest.mark.django_db(transaction=True)

SMALL: Final = picture(1, 16, 16)
LARGE: Final = picture(2, 200, 200)
WHAT: Final = {"type": "text", "text": "What is it?"}


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


def data_url(raw: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(raw).decode()}"


def upload(client: OpenAI, raw: bytes = SMALL) -> str:
    return client.files.create(file=("a.png", raw, "image/png"), purpose="vision").id


def ask(client: OpenAI, *images: dict[str, Any], model: str = MODEL) -> str:
    turn: Any = {"role": "user", "content": [*images, WHAT]}
    answer = client.chat.completions.create(model=model, messages=[turn])
    return answer.choices[0].message.content or ""


def sent_to(fake: FakeProvider) -> list[str]:
    """Return the URLs of the images that a provider was sent last."""
    content = fake.requests[-1].body["messages"][0]["content"]
    return [part["image_url"]["url"] for part in content if part["type"] == "image_url"]


def stored_urls() -> list[str]:
    """Return the URLs of the images of the one task that was written down."""
    until(Task.objects.exists, "for the journal")
    (turn,) = TaskPayload.objects.get().input["messages"]
    return [part["image_url"]["url"] for part in turn["content"] if part["type"] != "text"]


def test_a_file_is_looked_at_and_its_bytes_are_in_no_row(
    client: OpenAI, fake: FakeProvider
) -> None:
    image = {"type": "image_file", "image_file": {"file_id": upload(client), "detail": "low"}}
    assert ask(client, image) == "You said with 1 images: What is it?"
    assert sent_to(fake) == [data_url(SMALL)]
    assert stored_urls() == [f"blob:{sha_of(SMALL)}"]
    owned = BlobReference.objects.filter(owner_kind="task-image")
    assert list(owned.values_list("owner_id", flat=True)) == [Task.objects.get().pk]


def test_a_blob_is_looked_at(client: OpenAI, fake: FakeProvider) -> None:
    who = authenticate(client.api_key)
    assert who is not None
    put(who.tenant_id, SMALL)
    url = f"blob:{sha_of(SMALL)}"
    assert "1 images" in ask(client, {"type": "image_url", "image_url": {"url": url}})
    assert sent_to(fake) == [data_url(SMALL)]
    assert stored_urls() == [url]


def test_a_response_looks_at_a_file_and_is_continued_after_the_file_is_gone(
    client: OpenAI, fake: FakeProvider
) -> None:
    name = upload(client, LARGE)
    content: Any = [
        {"type": "input_image", "file_id": name, "detail": "auto"},
        {"type": "input_text", "text": "What is it?"},
    ]
    first = client.responses.create(model=MODEL, input=[{"role": "user", "content": content}])
    assert "1 images" in first.output_text
    item: Any = client.responses.input_items.list(first.id).data[0]
    assert item.content[0].file_id == name
    client.files.delete(name)
    second = client.responses.create(model=MODEL, input="And?", previous_response_id=first.id)
    assert "1 images" in second.output_text
    assert sent_to(fake) == [data_url(LARGE)]


def test_a_large_image_of_a_request_lies_as_a_blob(client: OpenAI, fake: FakeProvider) -> None:
    images = [{"type": "image_url", "image_url": {"url": data_url(raw)}} for raw in (SMALL, LARGE)]
    assert "2 images" in ask(client, *images)
    assert sent_to(fake) == [data_url(SMALL), data_url(LARGE)]
    assert stored_urls() == [data_url(SMALL), f"blob:{sha_of(LARGE)}"]


def test_so_it_does_with_what_is_kept_of_a_response(client: OpenAI, fake: FakeProvider) -> None:
    content: Any = [{"type": "input_image", "image_url": data_url(LARGE), "detail": "auto"}]
    made = client.responses.create(model=MODEL, input=[{"role": "user", "content": content}])
    item: Any = client.responses.input_items.list(made.id).data[0]
    assert item.content[0].image_url == f"blob:{sha_of(LARGE)}"
    again: Any = [item.model_dump(exclude_none=True)]
    assert "1 images" in client.responses.create(model=MODEL, input=again).output_text
    assert sent_to(fake) == [data_url(LARGE)]


def test_what_another_tenant_uploaded_is_unknown(
    client: OpenAI, gateway: GatewayProcess, fake: FakeProvider
) -> None:
    with OpenAI(
        base_url=f"{gateway.url}/v1", api_key=make_key(make_tenant())[1], max_retries=0
    ) as other:
        name = upload(other)
    with pytest.raises(openai.BadRequestError) as refused:
        ask(client, {"type": "image_file", "image_file": {"file_id": name}})
    assert refused.value.param == "messages[0].content[0].image_file.file_id"
    assert "no such file" in str(refused.value)
    content: Any = [{"type": "input_image", "file_id": name, "detail": "auto"}]
    with pytest.raises(openai.BadRequestError) as refused:
        client.responses.create(model=MODEL, input=[{"role": "user", "content": content}])
    assert str(refused.value.param).startswith("input[0].content[0]")
    assert fake.requests == []
    assert not Task.objects.exists()


def test_a_file_that_is_no_image_is_refused(client: OpenAI, fake: FakeProvider) -> None:
    with pytest.raises(openai.BadRequestError, match="no PNG"):
        ask(client, {"type": "image_file", "image_file": {"file_id": upload(client, b"text")}})
    assert fake.requests == []


def test_a_request_that_is_a_task_names_the_same(client: OpenAI) -> None:
    content: Any = [{"type": "input_image", "file_id": upload(client), "detail": "auto"}]
    asked: Any = [{"role": "user", "content": content}]
    client.responses.create(model=MODEL, input=asked, background=True)
    assert stored_urls() == [f"blob:{sha_of(SMALL)}"]
