"""Responses that are waited for, with the official client: whole, with tools, in conversations."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import openai
import pytest
from django.db import connection
from openai import AsyncOpenAI, OpenAI

from api.gateway.openai.wishes import PRIORITY, TAG, TASK
from tasks.lifecycle import State
from tasks.models import Task, Worker
from tests.acceptance.responses.acts import (
    ASK,
    HELLO,
    PIXEL,
    WEATHER,
    Parcel,
    answered,
    ask,
    calling,
    newest,
)
from tests.acceptance.test_openai_gateway import MODEL, client_of, running, said, the_task
from tests.factories import make_key
from tests.gateways import GatewayProcess, end_task

pytestmark = pytest.mark.django_db(transaction=True)


# --- Whole answers ------------------------------------------------------------------------


def test_a_response_comes_when_its_task_has_ended(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    made = answered(
        client, worker, aside,
        instructions="Be brief.", temperature=0.5, top_p=0.9, max_output_tokens=20,
        metadata={"of": "us"}, truncation="auto", extra_headers={PRIORITY: "high", TAG: "one"},
    )  # fmt: skip
    task = the_task()
    assert made.id == f"resp_{task.pk.hex}"
    assert (made.object, made.status, made.output_text) == ("response", "completed", "a time")
    assert (made.model, made.metadata, made.instructions) == (MODEL, {"of": "us"}, "Be brief.")
    assert (made.temperature, made.top_p, made.max_output_tokens) == (0.5, 0.9, 20)
    assert (made.error, made.incomplete_details, made.truncation) == (None, None, "auto")
    assert made.usage.input_tokens_details.cached_tokens == 1
    assert (made.usage.input_tokens, made.usage.output_tokens) == (3, 4)
    assert (task.priority, task.payload.tags) == (2, ["one"])
    assert task.payload.input == {
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": HELLO},
        ],
        "temperature": 0.5,
        "top_p": 0.9,
        "max_tokens": 20,
        "overflow": "truncate",
    }
    assert client.responses.retrieve(made.id) == made


def test_an_answer_that_was_cut_is_incomplete(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    asking = aside.submit(ask, client)
    task = running(worker)
    end_task(task.pk, worker=worker, result={**said("a ti"), "finish_reason": "length"})
    made = asking.result(30)
    assert (made.status, made.incomplete_details.reason) == ("incomplete", "max_output_tokens")
    assert made.output[0].status == "incomplete"
    assert made.output_text == "a ti"


async def test_the_async_client_gets_the_same(
    gateway: GatewayProcess, token: str, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    def work() -> None:
        end_task(the_task().pk, worker=worker, result=said("a time"))
        connection.close()

    working = aside.submit(work)
    async with AsyncOpenAI(base_url=f"{gateway.url}/v1", api_key=token, timeout=60) as client:
        made = await client.responses.create(**ASK)
        assert await client.responses.retrieve(made.id) == made
        assert [item async for item in client.responses.input_items.list(made.id)]
        await client.responses.delete(made.id)
    working.result()
    assert made.output_text == "a time"


def test_an_answer_is_parsed_into_a_model_of_pydantic(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    asking = aside.submit(client.responses.parse, model=MODEL, input=HELLO, text_format=Parcel)
    task = the_task()
    asked = task.payload.input["response_format"]
    assert asked["json_schema"]["schema"]["required"] == ["size", "express"]
    end_task(task.pk, worker=worker, result=said('{"size": "small", "express": true}'))
    made: Any = asking.result(30)
    assert made.output_parsed == Parcel(size="small", express=True)
    assert made.text.format.name == "Parcel"


def test_images_and_roles_are_told_to_the_model(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    content = [
        {"type": "input_text", "text": "What is it?"},
        {"type": "input_image", "image_url": PIXEL, "detail": "low"},
    ]
    told = [{"role": "developer", "content": "See."}, {"role": "user", "content": content}]
    answered(client, worker, aside, input=told)
    system, user = the_task().payload.input["messages"]
    assert system == {"role": "system", "content": "See."}
    assert user["content"][1] == {"type": "image_url", "image_url": {"url": PIXEL}}


FAILURES: Final[Any] = {
    State.FAILED: openai.InternalServerError,
    State.CANCELLED: openai.ConflictError,
    State.EXPIRED: openai.InternalServerError,
}


@pytest.mark.parametrize("state", FAILURES)
@pytest.mark.parametrize("stream", [False, True])
def test_a_task_that_ends_without_an_answer_is_an_error(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor, state: State, stream: bool
) -> None:
    asking = aside.submit(ask, client, stream=stream)
    task = running(worker)
    end_task(task.pk, worker=worker, to=state)
    with pytest.raises(FAILURES[state]) as caught:
        asking.result(30)
    assert caught.value.response.headers[TASK] == str(task.pk)
    assert Task.objects.count() == 1
    found = client.responses.retrieve(f"resp_{task.pk.hex}")
    assert found.status == ("cancelled" if state == State.CANCELLED else "failed")
    if found.status == "failed":
        assert found.error is not None
        assert found.error.code == "server_error"


# --- Tools --------------------------------------------------------------------------------


def test_a_call_of_a_tool_goes_to_the_client_and_back(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    told: list[Any] = [{"role": "user", "content": "What is the weather in Oslo?"}]
    asking = aside.submit(ask, client, input=told, tools=[WEATHER], tool_choice="required")
    task = the_task()
    assert task.payload.input["tools"][0]["function"]["name"] == "weather"
    end_task(task.pk, worker=worker, result=calling())
    made = asking.result(30)
    (call,) = made.output
    assert (call.type, call.name, call.call_id) == ("function_call", "weather", "call_1")
    assert json.loads(call.arguments) == {"city": "Oslo"}
    assert made.tools[0].name == "weather"
    told += made.output
    told += [{"type": "function_call_output", "call_id": call.call_id, "output": "rain"}]
    after = answered(client, worker, aside, "It rains.", input=told, tools=[WEATHER])
    assert after.output_text == "It rains."
    turns = newest().payload.input["messages"]
    assert [turn["role"] for turn in turns] == ["user", "assistant", "tool"]
    assert turns[1]["tool_calls"][0]["id"] == turns[2]["tool_call_id"] == "call_1"


def test_only_allowed_tools_are_told_and_one_call_may_be_enough(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    other = {**WEATHER, "name": "tide"}
    allowed = {"type": "allowed_tools", "mode": "required",
               "tools": [{"type": "function", "name": "tide"}]}  # fmt: skip
    asking = aside.submit(
        ask, client, tools=[WEATHER, other], tool_choice=allowed, parallel_tool_calls=False
    )
    task = the_task()
    asked = task.payload.input
    assert [tool["function"]["name"] for tool in asked["tools"]] == ["tide"]
    assert asked["tool_choice"] == "required"
    result = calling("tide")
    result["message"]["tool_calls"] *= 2
    end_task(task.pk, worker=worker, result=result)
    made = asking.result(30)
    assert [item.name for item in made.output] == ["tide"]
    assert client.responses.retrieve(made.id).output == made.output


# --- Conversations ------------------------------------------------------------------------


def test_a_response_continues_another_without_its_instructions(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    first = answered(client, worker, aside, "a time", instructions="Be brief.")
    second = answered(
        client, worker, aside, "the end", instructions="Be kind.", input="Go on",
        previous_response_id=first.id,
    )  # fmt: skip
    third = answered(client, worker, aside, "no more", previous_response_id=second.id)
    assert (second.previous_response_id, third.instructions) == (first.id, None)
    assert newest().payload.input["messages"] == [
        {"role": "user", "content": HELLO},
        {"role": "assistant", "content": "a time"},
        {"role": "user", "content": "Go on"},
        {"role": "assistant", "content": "the end"},
        {"role": "user", "content": HELLO},
    ]
    items: list[Any] = list(client.responses.input_items.list(third.id))
    assert [item.content[0].text for item in items] == [HELLO]


def test_only_what_is_there_and_answered_can_be_continued(
    gateway: GatewayProcess, client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    made = answered(client, worker, aside)
    stranger = client_of(gateway, make_key()[1])
    for who, name in ((stranger, made.id), (client, "resp_" + "0" * 32), (client, "nonsense")):
        with pytest.raises(openai.BadRequestError) as caught:
            ask(who, previous_response_id=name)
        assert caught.value.code == "previous_response_not_found"
        assert caught.value.param == "previous_response_id"
    waiting = ask(client, background=True)
    with pytest.raises(openai.BadRequestError) as caught:
        ask(client, previous_response_id=waiting.id)
    assert "queued" in caught.value.message


# --- Input items --------------------------------------------------------------------------


def test_input_items_are_listed_page_by_page(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    told: list[Any] = [{"role": "user", "content": f"line {at}"} for at in range(5)]
    told[3] = {"role": "assistant", "content": "line 3", "id": "msg_mine"}
    made = answered(client, worker, aside, input=told)
    pages = client.responses.input_items.list(made.id, limit=2, order="asc")
    shown: list[Any] = pages.data
    assert [item.content[0].text for item in shown] == ["line 0", "line 1"]
    assert pages.has_more
    every: list[Any] = list(pages)
    assert [item.content[0].text for item in every] == [f"line {at}" for at in range(5)]
    assert every[3].id == "msg_mine"
    assert len({item.id for item in every}) == 5
    backwards: list[Any] = list(client.responses.input_items.list(made.id, limit=2))
    assert [item.id for item in backwards] == [item.id for item in reversed(every)]
    with pytest.raises(openai.BadRequestError):
        client.responses.input_items.list(made.id, after="msg_other")
    with pytest.raises(openai.BadRequestError):
        client.responses.input_items.list(made.id, limit=101)
