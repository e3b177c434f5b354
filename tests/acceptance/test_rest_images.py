"""Tasks with images over REST: what is accepted reaches the engine as it was sent."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.inference.wire import generation_request
from orchestration.registry import services as registry
from orchestration.registry.spec import ModelSpec
from tasks.models import Task
from tests.factories import make_client
from tests.unit.drawings import looking, picture
from tests.unit.engines import Progress, Signal
from tools.tiny_vision.pairs import LLAVA

pytestmark = [pytest.mark.django_db, pytest.mark.native, pytest.mark.timeout(120)]


@pytest.fixture
def client() -> Client:
    return make_client()[1]


@pytest.fixture
def seer(db: None, tmp_path: Path) -> Iterator[ModelSpec]:
    spec = replace(looking(LLAVA, tmp_path), name="seer")
    registry.register(spec)
    yield spec
    registry.forget()


def url(raw: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(raw).decode()


def submit(client: Client, *urls: str, **more: Any) -> Any:
    parts = [{"type": "image_url", "image_url": {"url": each}} for each in urls]
    content = [*parts, {"type": "text", "text": "What is it?"}]
    values = {"messages": [{"role": "user", "content": content}], "max_tokens": 8, **more}
    body = {"kind": "chat", "model": "seer", "input": values}
    return client.post("/api/v1/tasks", body, content_type="application/json")


def test_a_task_with_an_image_is_stored_as_it_was_sent_and_answered(
    client: Client, seer: ModelSpec
) -> None:
    image = picture(1)
    response = submit(client, url(image), temperature=0)
    assert response.status_code == 201, response.content
    stored = Task.objects.select_related("payload").get(id=response.json()["id"]).payload.input
    assert stored["messages"][0]["content"][0]["image_url"]["url"] == url(image)
    generator = LlamaGenerator(EngineOptions(threads=1, slots=1))
    try:
        request = generation_request(seer, stored, 0, ())
        answer = generator.generate(request, stop=Signal(), progress=Progress())
    finally:
        generator.close()
    assert answer.completion_tokens > 0
    assert answer.prompt_tokens > 64


@pytest.mark.parametrize(
    "at", ["https://example.org/cat.png", "data:image/png;base64,aGVsbG8=", "data:text/html,<b>"]
)
def test_what_is_no_image_is_refused_at_once(client: Client, seer: ModelSpec, at: str) -> None:
    response = submit(client, at)
    assert response.status_code == 400
    problem = response.json()
    assert problem["type"] == "urn:switchyard:problem:invalid-input"
    assert problem["field"].startswith("input.messages.0.content")
    assert problem["mend"]
    assert not Task.objects.exists()


def test_an_image_larger_than_a_body_may_be_is_refused(client: Client, seer: ModelSpec) -> None:
    response = submit(client, url(picture(1, 1000, 1000)))
    assert response.status_code == 413
    assert not Task.objects.exists()
