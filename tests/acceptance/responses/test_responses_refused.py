"""Responses that are deleted, not stored, somebody else's or asked for in a wrong way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import openai
import pytest
from openai import OpenAI

from api.gateway.openai.wishes import KEY, PRIORITY
from tasks.lifecycle import State
from tasks.models import IdempotencyKey, StoredResponse, Task, TaskPayload, TaskResult, Worker
from tasks.services import pruning
from tests.acceptance.responses.acts import (
    WEATHER,
    answered,
    ask,
)
from tests.acceptance.test_openai_gateway import client_of, running, said, the_task
from tests.factories import make_key, make_task
from tests.gateways import GatewayProcess, end_task
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)


# --- Deleting -----------------------------------------------------------------------------


def test_what_is_deleted_is_nowhere(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    made = answered(client, worker, aside, extra_headers={KEY: "one"})
    client.responses.delete(made.id)
    for call in (client.responses.retrieve, client.responses.delete, client.responses.cancel):
        with pytest.raises(openai.NotFoundError):
            call(made.id)
    with pytest.raises(openai.NotFoundError):
        client.responses.input_items.list(made.id)
    with pytest.raises(openai.BadRequestError):
        ask(client, previous_response_id=made.id)
    for record in (Task, TaskPayload, TaskResult, StoredResponse, IdempotencyKey):
        assert not record.objects.exists()


def test_what_is_deleted_while_it_runs_is_hidden_at_once_and_goes_with_its_end(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    made = ask(client, background=True)
    task = running(worker)
    deleting = aside.submit(client.responses.delete, made.id)
    until(Task.objects.filter(pk=task.pk, cancel_requested_at__isnull=False).exists)
    until(lambda: TaskPayload.objects.get().input == {})
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(made.id)
    end_task(task.pk, worker=worker, to=State.CANCELLED)
    deleting.result(30)
    assert not Task.objects.exists()


def test_a_response_that_is_not_stored_is_nowhere_once_it_was_told(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    made = answered(client, worker, aside, store=False)
    assert (made.output_text, made.model_extra["store"]) == ("a time", False)
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(made.id)
    until(lambda: not Task.objects.exists())
    assert not StoredResponse.objects.exists()


def test_retention_erases_what_nobody_was_there_to_erase(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    made = answered(client, worker, aside)
    kept = answered(client, worker, aside)
    StoredResponse.objects.filter(pk=made.id[5:]).update(deleted_at="2026-01-01T00:00:00Z")
    assert pruning.prune()["tasks of deleted responses"] == 1
    assert [task.pk.hex for task in Task.objects.all()] == [kept.id[5:]]


# --- Refusals -----------------------------------------------------------------------------


def test_another_tenants_response_is_not_there(gateway: GatewayProcess, client: OpenAI) -> None:
    made = ask(client, background=True)
    stranger = client_of(gateway, make_key()[1])
    calls: list[Any] = [
        stranger.responses.retrieve, stranger.responses.cancel, stranger.responses.delete,
        stranger.responses.input_items.list,
        lambda name: stranger.responses.retrieve(name, stream=True),
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(openai.NotFoundError):
            call(made.id)
    assert client.responses.retrieve(made.id).status == "queued"


def test_a_task_that_is_no_response_is_not_one(gateway: GatewayProcess) -> None:
    tenant, token = make_key()
    task = make_task(tenant, state=State.SUCCEEDED)
    with pytest.raises(openai.NotFoundError):
        client_of(gateway, token).responses.retrieve(f"resp_{task.pk.hex}")


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"extra_body": {"frobnicate": 1}}, "frobnicate"),
        ({"temperature": 7}, "temperature"),
        ({"max_output_tokens": 0}, "max_output_tokens"),
        ({"input": []}, "input"),
        ({"input": [{"role": "poet", "content": "O"}]}, "input[0].role"),
        ({"input": [{"type": "item_reference", "id": "msg_1"}]}, "input[0].type"),
        ({"input": [{"role": "user", "content": [{"type": "input_file"}]}]},
         "input[0].content[0].type"),
        ({"input": [{"role": "user", "content": "x" * 1_000_001}]}, "input[0].content"),
        ({"instructions": "x" * 1_000_001}, "instructions"),
        ({"tools": [{"type": "web_search"}]}, "tools[0].type"),
        ({"tools": [{**WEATHER, "name": "no name"}]}, "tools[0].name"),
        ({"tool_choice": "required"}, "tool_choice"),
        ({"tools": [WEATHER], "tool_choice": {"type": "function", "name": "tide"}}, "tool_choice"),
        ({"text": {"format": {"type": "json_schema", "name": "x"}}}, "text.format.schema"),
        ({"metadata": {"long": "x" * 513}}, "metadata.long"),
        ({"conversation": "conv_1"}, "conversation"),
        ({"background": True, "store": False}, "store"),
        ({"include": ["file_search_call.results"]}, "include"),
        ({"extra_headers": {PRIORITY: "soon"}}, PRIORITY),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(client: OpenAI, fields: dict[str, Any], param: str) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        ask(client, **fields)
    assert caught.value.param == param
    assert not Task.objects.exists()


def test_what_is_not_there_or_not_allowed_is_the_clients_own_error(
    gateway: GatewayProcess, client: OpenAI
) -> None:
    with pytest.raises(openai.NotFoundError) as missing:
        ask(client, model="gpt-7")
    assert missing.value.code == "model_not_found"
    with pytest.raises(openai.AuthenticationError):
        ask(client_of(gateway, "sk-nobodys"))
    reader = client_of(gateway, make_key(scopes=["tasks:read"])[1])
    with pytest.raises(openai.PermissionDeniedError):
        ask(reader)
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve("resp_nonsense")


def test_a_used_key_for_something_else_is_a_conflict(client: OpenAI, worker: Worker) -> None:
    headers = {KEY: "one"}
    made = ask(client, background=True, extra_headers=headers)
    assert ask(client, background=True, extra_headers=headers).id == made.id
    hasty = client.with_options(max_retries=0)
    for other in ({"input": "other"}, {"metadata": {"a": "b"}}):
        with pytest.raises(openai.ConflictError):
            ask(hasty, background=True, extra_headers=headers, **other)
    assert Task.objects.count() == 1
    assert client.responses.retrieve(made.id).status == "queued"
    end_task(the_task().pk, worker=worker, result=said("a time"))
    assert ask(client, background=True, extra_headers=headers).output_text == "a time"


def test_a_request_that_comes_again_mends_a_response_that_was_not_kept(client: OpenAI) -> None:
    """As when the gateway dies between the task and what is kept beside it."""
    headers = {KEY: "one"}
    made = ask(client, background=True, extra_headers=headers)
    StoredResponse.objects.all().delete()
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(made.id)
    assert ask(client, background=True, extra_headers=headers) == made
    assert client.responses.retrieve(made.id) == made


def test_a_path_names_every_method_that_it_has(gateway: GatewayProcess) -> None:
    found = httpx.put(f"{gateway.url}/v1/responses/resp_1")
    assert (found.status_code, found.headers["Allow"]) == (405, "DELETE, GET, HEAD")
