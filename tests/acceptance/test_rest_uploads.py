"""Forms with files, as they arrive: damaged, doubled, in other encodings, and meant to harm."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from orchestration.kinds.images import BEGINNINGS, data_url
from tasks.models import Task
from tests.factories import make_client

pytestmark = pytest.mark.django_db

TASKS = "/api/v1/tasks"
PNG = BEGINNINGS["png"][0]
IMAGE = PNG + bytes(range(256)) * 4


@pytest.fixture
def client() -> Client:
    return make_client()[1]


def part(name: str, content: bytes, *more: str) -> bytes:
    disposition = "; ".join([f'Content-Disposition: form-data; name="{name}"', *more])
    return f"--x\r\n{disposition}\r\n\r\n".encode() + content + b"\r\n"


def file(name: str, content: bytes = IMAGE) -> bytes:
    return part(name, content, f'filename="{name}.png"')


def echo(*names: str, **more: Any) -> bytes:
    """Return a task that says each file, in the form's part for it."""
    said = [{"url": f"upload:{name}"} for name in names]
    task = {"kind": "echo", "input": {"said": said, **more}}
    return json.dumps(task, ensure_ascii=False).encode()


def send(client: Client, *parts: bytes, end: bytes = b"--x--\r\n", charset: str = "") -> Any:
    kind = f"multipart/form-data; boundary=x{charset and f'; charset={charset}'}"
    return client.generic("POST", TASKS, b"".join(parts) + end, kind)  # as it is


def stored(response: Any) -> Any:
    assert response.status_code == 201, response.content
    return Task.objects.select_related("payload").get(id=response.json()["id"]).payload.input


def refused(response: Any, status: int = 400) -> str:
    assert response.status_code == status, response.content
    problem = response.json()
    assert problem["mend"]
    assert not Task.objects.exists()
    return str(problem["detail"])


def test_the_task_may_be_a_file_itself_as_browsers_send_a_blob(client: Client) -> None:
    task = part("task", echo("one"), 'filename="blob"')
    assert stored(send(client, task, file("one")))["said"] == [{"url": data_url(IMAGE)}]


def test_names_and_texts_keep_every_character(client: Client) -> None:
    task = part("task", echo("größe ☃", text="größer ☃"))
    found = stored(send(client, task, file("größe ☃")))
    assert found == {"said": [{"url": data_url(IMAGE)}], "text": "größer ☃"}


@pytest.mark.parametrize("charset", ["latin-1", "utf-7", "rot13", "undefined", "utf-16"])
def test_a_form_is_read_in_utf_8_whatever_its_head_claims(client: Client, charset: str) -> None:
    task = part("task", echo("one", text="größer +2AA-"))
    found = stored(send(client, task, file("one"), charset=charset))
    assert found == {"said": [{"url": data_url(IMAGE)}], "text": "größer +2AA-"}


def test_a_task_in_another_encoding_is_refused_and_not_mended_in_silence(client: Client) -> None:
    task = part("task", echo("one", text="größer").decode().encode("latin-1"))
    assert "not valid JSON" in refused(send(client, task, file("one")))


def test_an_image_that_many_places_name_does_not_fill_the_memory(client: Client) -> None:
    image = PNG + bytes(500_000)
    detail = refused(send(client, part("task", echo(*["one"] * 20_000)), file("one", image)), 413)
    assert "in their places" in detail
    twice = stored(send(client, part("task", echo("one", "one")), file("one", image)))
    assert twice["said"] == [{"url": data_url(image)}] * 2


def test_files_that_fill_the_body_have_room_in_the_task(client: Client) -> None:
    names = [f"file-{at}" for at in range(19)]
    files = [file(name, PNG + bytes(100_000)) for name in names]
    assert len(stored(send(client, part("task", echo(*names)), *files))["said"]) == len(names)


@pytest.mark.parametrize("cut", [1, 8, 40, 1000, 1100])
def test_a_form_that_was_sent_by_half_is_refused_as_such(client: Client, cut: int) -> None:
    whole = part("task", echo()) + file("one") + b"--x--"
    detail = refused(send(client, whole[:-cut], end=b""))
    assert detail == "The form cannot be read: its end is missing."


def test_two_parts_of_one_name_are_refused(client: Client) -> None:
    task = part("task", echo("one"))
    assert "more than once" in refused(send(client, task, file("one"), file("one", PNG)))
    assert "more than once" in refused(send(client, task, task, file("one")))


def test_a_form_without_a_task_or_with_fields_beside_it_is_refused(client: Client) -> None:
    assert "no part `task`" in refused(send(client, file("one")))
    fields = part("task", echo()), part("model", b"tiny-random")
    assert "'model' is no PNG" in refused(send(client, *fields))


@pytest.mark.parametrize(("make", "count"), [(file, 101), (part, 1100)])
def test_a_form_of_very_many_parts_is_refused(client: Client, make: Any, count: int) -> None:
    parts = [make(f"p{at}", b"") for at in range(count)]
    assert "too many parts" in refused(send(client, part("task", echo()), *parts))


def test_files_larger_than_others_keep_in_memory_need_no_disk(
    client: Client, settings: Any, tmp_path: Any
) -> None:
    limits = settings.SWITCHYARD.limits.model_copy(update={"body_bytes": 8 * 2**20})
    settings.SWITCHYARD = settings.SWITCHYARD.model_copy(update={"limits": limits})
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "nowhere")
    image = PNG + bytes(2_800_000)
    assert stored(send(client, part("task", echo("one")), file("one", image)))["said"]


@pytest.mark.parametrize("depth", [10, 65, 5000])
def test_a_task_nested_deeply_is_read_or_refused(client: Client, depth: int) -> None:
    inner = b"[" * depth + b'{"url": "upload:one"}' + b"]" * depth
    task = part("task", b'{"kind": "echo", "input": {"said": ' + inner + b"}}")
    assert send(client, task, file("one")).status_code == (201 if depth == 10 else 400)


def test_clients_that_are_made_from_the_document_know_forms_and_send_a_body(
    client: Client,
) -> None:
    paths = client.get("/api/v1/schema").json()["paths"]
    for path in (TASKS, "/api/v1/orchestration/execute"):
        body = paths[path]["post"]["requestBody"]
        assert set(body["content"]) == {"application/json", "multipart/form-data"}
    described = [each["requestBody"] for path in paths.values() for each in path.values()
                 if "requestBody" in each]  # fmt: skip
    assert all(each.get("required") for each in described)
