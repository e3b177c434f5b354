"""Responses as streams and in the background, with the official client."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import openai
import pytest
from openai import OpenAI

from tasks.lifecycle import State
from tasks.models import Task, Worker
from tasks.worker.tokens import TokenWriter
from tests.acceptance.responses.acts import (
    ASK,
    WEATHER,
    Parcel,
    answered,
    ask,
    calling,
    collected,
    text_of,
)
from tests.acceptance.test_openai_gateway import client_of, running, said, the_task
from tests.gateways import GatewayProcess, end_task
from tests.patience import until
from tests.readers import Attempt

pytestmark = pytest.mark.django_db(transaction=True)


# --- Streams ------------------------------------------------------------------------------


def test_a_stream_tells_every_event_in_order(
    client: OpenAI, worker: Worker, writer: TokenWriter, aside: ThreadPoolExecutor
) -> None:
    events, reading = collected(aside, ask(client, stream=True, background=True))
    task = running(worker)
    attempt = Attempt(writer, task, epoch=1)
    attempt.say("Once ")
    until(lambda: text_of(events) == "Once ")
    attempt.say("upon")
    until(lambda: text_of(events) == "Once upon")
    end_task(task.pk, worker=worker, result=said("Once upon a time"))
    reading.result(30)
    assert text_of(events) == "Once upon a time"
    types = [event.type for event in events]
    texts = types.count("response.output_text.delta")
    assert types == [
        "response.created", "response.queued", "response.in_progress",
        "response.output_item.added", "response.content_part.added",
        *["response.output_text.delta"] * texts,
        "response.output_text.done", "response.content_part.done", "response.output_item.done",
        "response.completed",
    ]  # fmt: skip
    numbers = [event.sequence_number for event in events]
    assert numbers == sorted(set(numbers))
    assert events[-1].response == client.responses.retrieve(f"resp_{task.pk.hex}")


def test_the_helper_of_the_client_adds_a_stream_up(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    def read() -> Any:
        asked: dict[str, Any] = {**ASK, "text_format": Parcel, "tools": [WEATHER]}
        with client.responses.stream(**asked) as stream:
            return stream.get_final_response()

    reading = aside.submit(read)
    text = '{"size": "large", "express": false}'
    end_task(the_task().pk, worker=worker, result=calling(text=text))
    made = reading.result(30)
    assert made.output_parsed == Parcel(size="large", express=False)
    assert [item.type for item in made.output] == ["message", "function_call"]
    assert made.output[1].parsed_arguments == {"city": "Oslo"}
    assert client.responses.retrieve(made.id).output_text == text


def test_a_call_of_a_tool_is_streamed_as_events_of_its_own(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    asking = aside.submit(lambda: list(ask(client, stream=True, tools=[WEATHER])))
    end_task(the_task().pk, worker=worker, result=calling())
    events = asking.result(30)
    types = [event.type for event in events]
    assert types == [
        "response.created", "response.in_progress", "response.output_item.added",
        "response.function_call_arguments.delta", "response.function_call_arguments.done",
        "response.output_item.done", "response.completed",
    ]  # fmt: skip
    assert events[4].arguments == '{"city": "Oslo"}'
    assert events[-1].response.output[0].name == "weather"


def test_a_task_that_fails_while_it_speaks_fails_its_response(
    client: OpenAI, worker: Worker, writer: TokenWriter, aside: ThreadPoolExecutor
) -> None:
    events, reading = collected(aside, ask(client, stream=True, background=True))
    task = running(worker)
    Attempt(writer, task, epoch=1).say("Once")
    until(lambda: text_of(events) == "Once")
    end_task(task.pk, worker=worker, to=State.FAILED)
    reading.result(30)
    assert events[-1].type == "response.failed"
    assert (events[-1].response.status, events[-1].response.output[0].status) == (
        "failed", "incomplete",
    )  # fmt: skip
    assert "on purpose" in events[-1].response.error.message


def test_a_stream_that_begins_anew_otherwise_is_an_error_and_nothing_more(
    client: OpenAI, worker: Worker, writer: TokenWriter, aside: ThreadPoolExecutor
) -> None:
    events, reading = collected(aside, ask(client, stream=True, background=True))
    task = running(worker)
    Attempt(writer, task, epoch=1).say("nonsense")
    until(lambda: text_of(events) == "nonsense")
    Attempt(writer, task, epoch=3).say("something sensible")
    with pytest.raises(openai.APIError) as caught:
        reading.result(30)
    assert caught.value.code == "stream_lost"
    assert text_of(events) == "nonsense"


def refusing(text: str = "") -> dict[str, Any]:
    """Return what a task comes to whose model thought, and would not."""
    result = said(text)
    result["message"] |= {"refusal": "I would rather not.", "reasoning": "Hm."}
    return {**result, "usage": {**result["usage"], "reasoning_tokens": 2}}


@pytest.mark.parametrize("text", ["", "Once"])
def test_what_was_thought_and_refused_is_streamed_as_it_is_shown(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor, text: str
) -> None:
    events, reading = collected(aside, ask(client, stream=True, background=True))
    task = the_task()
    end_task(task.pk, worker=worker, result=refusing(text))
    reading.result(30)
    name = f"resp_{task.pk.hex}"
    whole = client.responses.retrieve(name)
    assert [item.type for item in whole.output] == ["reasoning", "message"]
    assert events[-1].response == whole
    again: list[Any] = list(client.responses.retrieve(name, stream=True))
    assert again[-1].response == whole
    assert whole.usage is not None
    assert whole.usage.output_tokens_details.reasoning_tokens == 2
    refusals = [event.delta for event in events if event.type == "response.refusal.delta"]
    assert "".join(refusals) == "I would rather not."


def test_what_was_thought_is_not_told_behind_the_words(
    client: OpenAI, worker: Worker, writer: TokenWriter, aside: ThreadPoolExecutor
) -> None:
    events, reading = collected(aside, ask(client, stream=True, background=True))
    task = running(worker)
    Attempt(writer, task, epoch=1).say("Once")
    until(lambda: text_of(events) == "Once")
    end_task(task.pk, worker=worker, result=refusing("Once upon"))
    reading.result(30)
    (message,) = events[-1].response.output
    assert [part.type for part in message.content] == ["output_text", "refusal"]


def test_a_chat_streams_them_too(client: OpenAI, worker: Worker, aside: ThreadPoolExecutor) -> None:
    asked: Any = {"model": ASK["model"], "messages": [{"role": "user", "content": "Once"}]}
    streamed = {**asked, "stream": True, "stream_options": {"include_usage": True}}
    asking = aside.submit(lambda: list(client.chat.completions.create(**streamed)))
    end_task(the_task().pk, worker=worker, result=refusing())
    chunks = asking.result(30)
    deltas = [each.choices[0].delta for each in chunks if each.choices]
    assert [each.refusal for each in deltas if each.refusal] == ["I would rather not."]
    thought = [getattr(each, "reasoning_content", None) for each in deltas]
    assert [each for each in thought if each] == ["Hm."]
    assert chunks[-1].usage.completion_tokens_details.reasoning_tokens == 2


# --- Background ---------------------------------------------------------------------------


def test_a_background_response_is_fetched_until_it_is_there(client: OpenAI, worker: Worker) -> None:
    made = ask(client, background=True)
    assert (made.status, made.background, made.output) == ("queued", True, [])
    assert client.responses.retrieve(made.id) == made
    task = running(worker)
    assert client.responses.retrieve(made.id).status == "in_progress"
    end_task(task.pk, worker=worker, result=said("a time"))
    found = client.responses.retrieve(made.id)
    assert (found.status, found.output_text) == ("completed", "a time")


def test_a_background_response_survives_the_gateway(worker: Worker, token: str) -> None:
    with GatewayProcess() as first, client_of(first, token) as client:
        made = ask(client, background=True)
    assert the_task().cancel_requested_at is None
    end_task(the_task().pk, worker=worker, result=said("a time"))
    with GatewayProcess() as second, client_of(second, token) as client:
        assert client.responses.retrieve(made.id).output_text == "a time"


def test_a_reader_that_comes_back_goes_on_at_the_very_character(
    gateway: GatewayProcess,
    client: OpenAI,
    worker: Worker,
    writer: TokenWriter,
    aside: ThreadPoolExecutor,
) -> None:
    stream = ask(client, stream=True, background=True)
    events, _ = collected(aside, stream)
    task = running(worker)
    attempt = Attempt(writer, task, epoch=1)
    attempt.say("Once up")
    until(lambda: text_of(events) == "Once up")
    stream.close()
    gateway.await_metric("waiters", 0)
    task.refresh_from_db()
    assert task.cancel_requested_at is None
    name, seen = f"resp_{task.pk.hex}", events[-1].sequence_number
    attempt.say("on a")
    more, reading = collected(
        aside, client.responses.retrieve(name, stream=True, starting_after=seen)
    )
    until(lambda: text_of(more) == "on a")
    end_task(task.pk, worker=worker, result=said("Once upon a time"))
    reading.result(30)
    assert text_of(more) == "on a time"
    assert more[0].type == "response.output_text.delta"
    # Told again from Postgres alone, the same numbers stand at the same places.
    inside = list(client.responses.retrieve(name, stream=True, starting_after=seen - 3))
    assert text_of(inside) == " upon a time"
    assert inside[-1] == more[-1]
    with client.responses.stream(response_id=name, starting_after=seen) as helped:
        assert helped.get_final_response().output_text == "Once upon a time"


def test_cancelling_ends_a_background_response(client: OpenAI, worker: Worker) -> None:
    made = ask(client, background=True)
    assert client.responses.cancel(made.id).status == "cancelled"
    assert the_task().state == State.CANCELLED
    assert client.responses.cancel(made.id).status == "cancelled"
    with pytest.raises(openai.APIError) as caught:
        list(client.responses.retrieve(made.id, stream=True))
    assert caught.value.code == "task_cancelled"


def test_cancelling_waits_for_the_worker(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    made = ask(client, background=True)
    task = running(worker)
    cancelling = aside.submit(client.responses.cancel, made.id)
    until(Task.objects.filter(pk=task.pk, cancel_requested_at__isnull=False).exists)
    end_task(task.pk, worker=worker, to=State.CANCELLED)
    assert cancelling.result(30).status == "cancelled"


def test_what_has_ended_or_is_waited_for_is_not_cancelled(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    made = ask(client, background=True)
    end_task(the_task().pk, worker=worker, result=said("a time"))
    assert client.responses.cancel(made.id).output_text == "a time"
    waited = answered(client, worker, aside)
    with pytest.raises(openai.BadRequestError) as caught:
        client.responses.cancel(waited.id)
    assert "background" in caught.value.message


def test_who_loses_patience_cancels_a_response(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    asking = aside.submit(ask, client.with_options(timeout=3, max_retries=0))
    task = running(worker)
    with pytest.raises(openai.APITimeoutError):
        asking.result(30)
    until(Task.objects.filter(pk=task.pk, cancel_requested_at__isnull=False).exists)


def test_who_leaves_a_stream_cancels_a_response(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor
) -> None:
    asking = aside.submit(ask, client, stream=True)
    task = running(worker)
    asking.result(30).close()
    until(Task.objects.filter(pk=task.pk, cancel_requested_at__isnull=False).exists)
