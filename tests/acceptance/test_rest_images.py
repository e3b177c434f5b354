"""Tasks with images over REST: what is accepted reaches the engine as it was sent."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
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


# --- Files ----------------------------------------------------------------------------------


def send_files(client: Client, names: list[str], **files: bytes) -> Any:
    parts = [{"type": "image_url", "image_url": {"url": f"upload:{name}"}} for name in names]
    content = [*parts, {"type": "text", "text": "What is it?"}]
    task = {"kind": "chat", "model": "seer", "input": {"messages": [
        {"role": "user", "content": content}
    ]}}  # fmt: skip
    named = {name: SimpleUploadedFile(f"{name}.png", raw) for name, raw in files.items()}
    return client.post("/api/v1/tasks", {"task": json.dumps(task), **named})


def test_a_file_takes_the_place_of_the_url_that_names_it(client: Client, seer: ModelSpec) -> None:
    first, second = picture(1), picture(2)
    response = send_files(client, ["one", "two", "one"], one=first, two=second)
    assert response.status_code == 201, response.content
    stored = Task.objects.select_related("payload").get(id=response.json()["id"]).payload.input
    sent = [part["image_url"]["url"] for part in stored["messages"][0]["content"][:3]]
    assert sent == [url(first), url(second), url(first)]


@pytest.mark.parametrize(
    ("names", "files", "words"),
    [
        (["one"], {}, "'one' is named and not sent"),
        ([], {"one": b"x"}, "'one' is no PNG"),
        (["one"], {"one": b"<svg/>"}, "'one' is no PNG"),
        (["one"], {"one": None, "two": None}, "'two' is sent and not named"),
    ],
)
def test_files_that_do_not_fit_are_refused(
    client: Client, seer: ModelSpec, names: list[str], files: dict[str, bytes | None], words: str
) -> None:
    response = send_files(client, names, **{name: raw or picture(1) for name, raw in files.items()})
    assert response.status_code == 400
    assert words in response.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [b"--x--", b"--x\r\nnonsense", b'--x\r\nContent-Disposition: form-data; name="a"\r\n'],
)
def test_a_form_that_is_none_is_refused(client: Client, body: bytes) -> None:
    response = client.post("/api/v1/tasks", body, content_type="multipart/form-data; boundary=x")
    assert response.status_code == 400
    assert response.json()["mend"]


def test_other_paths_take_no_forms(client: Client) -> None:
    response = client.post("/api/v1/embed", {"task": "{}"})
    assert response.status_code == 415
