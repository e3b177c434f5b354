"""Responses in OpenAI's form: what is asked, what is shown, what is streamed. No server."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

import pytest
from django.test import RequestFactory
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from api.gateway.openai.errors import Refusal, Unanswered, param_of
from api.gateway.openai.ports import Alive, Item
from api.gateway.openai.responses import shapes
from api.gateway.openai.responses.body import read_body
from api.gateway.openai.responses.events import BrokenAnswer, Events
from api.gateway.openai.responses.fields import in_their_words, named
from api.gateway.openai.responses.items import Turns, items_of, shown
from api.gateway.openai.responses.pages import page
from api.gateway.openai.responses.requests import Past, past_of, request_of
from api.gateway.openai.responses.shapes import Head
from api.gateway.openai.wishes import Wishes
from api.rest.errors import InvalidBody
from api.rest.params import Params
from orchestration.access.services import Principal
from orchestration.errors import InvalidInput
from orchestration.outside.plan import with_specialist
from orchestration.providers.chat import (
    Alternative,
    ChatAnswer,
    Choice,
    Delta,
    End,
    Logprob,
    ToolCallDelta,
    Usage,
)
from orchestration.providers.messages import ToolCall

NAME: Final = "0" * 32
_IDS: Final = ("msg_a", "msg_b", "msg_a", None, "", "msg_b", "msg_a")
USAGE: Final = Usage(3, 4, cached_tokens=1, reasoning_tokens=2)
SCORE: Final = Logprob(Alternative("a", -0.5))
OUTAGE: Final = Refusal(500, "It failed.", "model_failed")


def head(**kept: Any) -> Head:
    return Head(NAME, "small", 7, kept)


def told(raw: bytes) -> list[dict[str, Any]]:
    """Return the data of events, comments left out."""
    frames = [frame for frame in raw.decode().split("\n\n") if frame and frame[0] != ":"]
    return [json.loads(frame.partition("data: ")[2]) for frame in frames]


def streamed(*items: Item, behind: int = -1, **kept: Any) -> list[dict[str, Any]]:
    """Return the events of a whole stream."""
    events = Events(head(**kept), behind)
    return told(events.created() + b"".join(events.of(item) for item in items))


def text_of(events: list[dict[str, Any]]) -> str:
    return "".join(e["delta"] for e in events if e["type"] == "response.output_text.delta")


def said(text: str) -> list[Item]:
    return [Delta(text=text), Delta(finish_reason="stop"), End("x", "small", USAGE)]


# --- Shapes --------------------------------------------------------------------------------


def test_everything_that_came_is_an_item() -> None:
    choice = Choice(
        text="Look", finish_reason="tool_calls", tool_calls=(ToolCall("c1", "tide", "{}"),),
        refusal="no", reasoning="hm", logprobs=(SCORE,),
    )  # fmt: skip
    made = shapes.whole(head(), ChatAnswer("x", "small", (choice,), USAGE))
    thought, message, call = made["output"]
    assert thought["content"] == [{"type": "reasoning_text", "text": "hm"}]
    assert [part["type"] for part in message["content"]] == ["output_text", "refusal"]
    assert message["content"][0]["logprobs"][0]["token"] == "a"
    assert (call["call_id"], call["name"], call["arguments"]) == ("c1", "tide", "{}")
    assert len({item["id"] for item in made["output"]}) == 3
    assert made["usage"]["total_tokens"] == 7
    assert made["usage"]["output_tokens_details"] == {"reasoning_tokens": 2}


@pytest.mark.parametrize(
    ("reason", "status", "why"),
    [
        ("stop", "completed", None),
        ("length", "incomplete", {"reason": "max_output_tokens"}),
        ("content_filter", "incomplete", {"reason": "content_filter"}),
    ],
)
def test_an_answer_says_whether_it_is_complete(reason: Any, status: str, why: Any) -> None:
    made = shapes.whole(head(), ChatAnswer("x", "small", (Choice("a", reason),), None))
    assert (made["status"], made["incomplete_details"]) == (status, why)
    assert made["output"][-1]["status"] == status
    assert made["usage"] is None


def test_an_empty_answer_is_an_empty_text() -> None:
    made = shapes.whole(head(), ChatAnswer("x", "small", (Choice("", "stop"),), None))
    assert made["output"][0]["content"] == [shapes.text_part("")]
    assert streamed(*said(""))[-1]["response"]["output"] == made["output"]


# --- Streams -------------------------------------------------------------------------------


def test_a_stream_ends_with_what_the_whole_answer_shows() -> None:
    call = ToolCall("c1", "tide", '{"at": 1}')
    choice = Choice("Once upon", "tool_calls", (call,), "no", "hm", (SCORE,))
    events = streamed(
        Alive(),
        Delta(reasoning="h"),
        Delta(reasoning="m"),
        Delta(text="Once "),
        Delta(text="upon", logprobs=(SCORE,)),
        Delta(refusal="no"),
        Delta(tool_calls=(ToolCallDelta(0, "c1", "tide", '{"at"'),)),
        Delta(tool_calls=(ToolCallDelta(0, arguments=": 1}"),), finish_reason="tool_calls"),
        End("x", "small", USAGE),
    )
    whole = shapes.whole(head(), ChatAnswer("x", "small", (choice,), USAGE))
    assert events[-1]["type"] == "response.completed"
    assert events[-1]["response"] == whole
    done = [e["item"] for e in events if e["type"] == "response.output_item.done"]
    assert done == whole["output"]
    added = [e["output_index"] for e in events if e["type"] == "response.output_item.added"]
    assert added == [0, 1, 2]
    numbers = [event["sequence_number"] for event in events]
    assert numbers == sorted(set(numbers))


def test_several_calls_are_several_items() -> None:
    calls = tuple(ToolCallDelta(at, f"c{at}", "tide", "{}") for at in range(3))
    events = streamed(Delta(tool_calls=calls, finish_reason="tool_calls"), End("x", "small", USAGE))
    output = events[-1]["response"]["output"]
    assert [item["call_id"] for item in output] == ["c0", "c1", "c2"]


def test_a_call_that_goes_on_after_its_end_is_broken() -> None:
    events = Events(head())
    events.of(Delta(tool_calls=(ToolCallDelta(1, "c1", "tide", "{}"),)))
    with pytest.raises(BrokenAnswer):
        events.of(Delta(tool_calls=(ToolCallDelta(0, "c0", "tide", "{}"),)))


def test_scores_of_a_call_are_nobodys() -> None:
    call = ToolCallDelta(0, "c0", "tide", "{}")
    events = streamed(Delta(tool_calls=(call,), logprobs=(SCORE,)), End("x", "small", USAGE))
    assert [item["type"] for item in events[-1]["response"]["output"]] == ["function_call"]


@settings(deadline=None)
@drawn(st.text(min_size=1), st.data())
def test_numbers_do_not_depend_on_the_pieces(text: str, data: st.DataObject) -> None:
    """Whoever comes back behind any number gets exactly what it has not seen, however the text
    comes in pieces this time."""
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)))) | {0, len(text)})
    pieces = [text[a:b] for a, b in pairwise(cuts)]
    inside = [*(Delta(text=piece) for piece in pieces), *said("")]
    events = streamed(*inside, background=True)
    whole = streamed(*said(text), background=True)
    assert text_of(events) == text
    assert events[-1] == whole[-1]
    seen = data.draw(st.integers(0, len(events) - 1))
    number = events[seen]["sequence_number"]
    rest = streamed(*said(text), behind=number, background=True)
    assert text_of(events[: seen + 1]) + text_of(rest) == text
    assert all(event["sequence_number"] > number for event in rest)
    assert rest[-1]["type"] == "response.completed"


def test_the_end_is_told_whatever_a_reader_has_seen() -> None:
    (last,) = streamed(*said("a"), behind=1000)
    assert (last["type"], last["sequence_number"]) == ("response.completed", 1001)
    events = Events(head(), 1000)
    (failed,) = told(events.failed(OUTAGE))
    assert failed["response"]["error"] == {"code": "server_error", "message": "It failed."}
    (broken,) = told(Events(head(), 1000).broken(OUTAGE))
    assert (broken["type"], broken["error"]["code"]) == ("error", "model_failed")


@pytest.mark.parametrize(
    ("status", "code"),
    [(400, "invalid_prompt"), (429, "rate_limit_exceeded"), (500, "server_error")],
)
def test_a_failure_has_one_of_the_codes_that_clients_know(status: int, code: str) -> None:
    assert shapes.error(Refusal(status, "No.", "ours")) == {"code": code, "message": "No."}


def test_what_was_said_before_a_failure_is_shown_as_incomplete() -> None:
    events = Events(head())
    events.of(Delta(text="Onc"))
    failed = told(events.failed(OUTAGE))[-1]
    (item,) = failed["response"]["output"]
    assert (item["status"], item["content"][0]["text"]) == ("incomplete", "Onc")


# --- Items ---------------------------------------------------------------------------------


def turns_of(sent: Any) -> Turns:
    turns = Turns()
    turns.add(items_of(sent))
    return turns


def test_items_become_the_turns_of_a_conversation() -> None:
    call = {"type": "function_call", "call_id": "c1", "name": "tide", "arguments": "{}"}
    turns = turns_of(
        [
            {"role": "developer", "content": "Be kind."},
            {"role": "user", "content": [{"type": "input_text", "text": "Tide?"}]},
            {"type": "reasoning", "id": "rs_1", "summary": []},
            {"type": "message", "role": "assistant", "id": "msg_1", "status": "completed",
             "content": [{"type": "output_text", "text": "I look.", "annotations": []}]},
            call,
            {**call, "call_id": "c2"},
            {"type": "function_call_output", "call_id": "c1", "output": "high"},
            {"type": "function_call_output", "call_id": "c2",
             "output": [{"type": "input_text", "text": "low"}]},
            {**call, "call_id": "c3"},
        ]
    )  # fmt: skip
    roles = [message["role"] for message in turns.messages]
    assert roles == ["system", "user", "assistant", "tool", "tool", "assistant"]
    calls = [call["id"] for call in turns.messages[2]["tool_calls"]]
    assert calls == ["c1", "c2"]
    assert turns.messages[5]["content"] == ""
    assert turns.places[2:4] == ["input.3", "input.6"]


def test_items_are_shown_as_they_were_sent() -> None:
    items = items_of([{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}])
    mine, theirs = shown(items, NAME)
    assert mine["content"] == [{"type": "input_text", "text": "a"}]
    assert theirs["content"][0]["type"] == "output_text"
    assert mine["id"] != theirs["id"]
    (text,) = shown(items_of("a"), NAME)
    assert (text["role"], text["content"][0]["text"]) == ("user", "a")


def test_a_list_of_items_has_an_end_whatever_ids_they_came_with() -> None:
    said = [{"role": "user", "content": str(at), "id": sent} for at, sent in enumerate(_IDS)]
    items = shown(items_of(said), NAME)
    assert [item["id"] for item in items[:3]] == ["msg_a", "msg_b", f"msg_{NAME}_in2"]
    read: list[dict[str, Any]] = []
    asked = {"limit": "1", "order": "asc"}
    for _ in items:
        part = page(items, Params(RequestFactory().get("/", asked), *asked, "after"))
        read += part["data"]
        asked["after"] = part["last_id"]
    assert read == items
    assert not part["has_more"]


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ("text", "input[0]"),
        ({"content": "a"}, "input[0].type"),
        ({"role": "user"}, "input[0].content"),
        ({"role": "user", "content": ["a"]}, "input[0].content[0]"),
        ({"role": "user", "content": [{"type": "input_text"}]}, "input[0].content[0].text"),
        ({"type": "function_call", "call_id": "c"}, "input[0].name"),
    ],
)
def test_a_wrong_item_is_named(item: Any, field: str) -> None:
    with pytest.raises(InvalidBody) as caught:
        items_of([item])
    assert param_of(caught.value.field) == field
    assert field in str(caught.value)


@pytest.mark.parametrize(
    "sent", [["a"] * 4001, [{"role": "user", "content": [{"type": "input_text"}] * 300}]]
)
def test_there_is_a_most_of_everything(sent: Any) -> None:
    with pytest.raises(InvalidBody) as caught:
        items_of(sent)
    assert "more than" in str(caught.value)


@pytest.mark.parametrize("places", [{}, {"image_url": "blob:1", "file_id": "file-1"}])
def test_an_image_is_at_one_place(places: dict[str, str]) -> None:
    content = [{"type": "input_image", **places}]
    with pytest.raises(InvalidBody, match="at a URL or in a file"):
        items_of([{"role": "user", "content": content}])


def test_an_image_in_a_file_is_one_in_the_conversation() -> None:
    content = [{"type": "input_image", "file_id": "file-1", "image_url": None}]
    turns = Turns()
    turns.add(items_of([{"role": "user", "content": content}]))
    image = {"type": "image_file", "image_file": {"file_id": "file-1"}}
    assert turns.messages == [{"role": "user", "content": [image]}]


# --- Requests ------------------------------------------------------------------------------


def asked(**sent: Any) -> Any:
    body = read_body({"model": "small", "input": "a", **sent})
    nobody = Principal(UUID(int=1), UUID(int=2), "t", frozenset(), 4, 60)
    return request_of(body, Past(), nobody, Wishes())


def test_scores_are_asked_for_in_two_ways() -> None:
    assert asked(top_logprobs=2).asked.input["logprobs"] == 2
    assert asked(include=["message.output_text.logprobs"]).asked.input["logprobs"] == 0
    assert "logprobs" not in asked().asked.input


def test_a_schema_lies_deeper_in_conversations() -> None:
    form = {"type": "json_schema", "name": "x", "schema": {"type": "object"}, "strict": True}
    made = asked(text={"format": form})
    wanted = {"name": "x", "schema": {"type": "object"}, "strict": True}
    assert made.asked.input["response_format"] == {"type": "json_schema", "json_schema": wanted}
    assert made.kept["text"] == form


def test_what_was_said_goes_on_without_the_instructions() -> None:
    messages = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "a"}]
    choice = Choice("b", "tool_calls", (ToolCall("c1", "tide", "{}"),))
    answer = ChatAnswer("x", "small", (choice,), None)
    past = past_of({"instructions": "Be kind."}, messages, answer)
    assert [turn["role"] for turn in past.messages] == ["user", "assistant"]
    assert past.messages[1]["tool_calls"][0]["id"] == "c1"
    assert len(past_of({}, messages, answer).messages) == 3


PROMPT: Final = {"role": "system", "content": "You tell moods."}
KIND: Final = {"role": "system", "content": "Be kind."}
TIDE: Final = {"role": "system", "content": "It is low tide."}
HELLO: Final = {"role": "user", "content": "a"}
ANSWER: Final = ChatAnswer("x", "small", (Choice("b", "stop"),), None)


@pytest.mark.parametrize("instructions", [None, KIND["content"], PROMPT["content"]])
@pytest.mark.parametrize("items", [[HELLO], [HELLO, TIDE, HELLO], [PROMPT, HELLO]])
@pytest.mark.parametrize("specialist", [False, True])
def test_nothing_that_leads_a_conversation_goes_on_with_it(
    instructions: str | None, items: list[Any], specialist: bool
) -> None:
    made = asked(input=items, instructions=instructions)
    told = dict(made.asked.input)
    if specialist:
        told = with_specialist(told, PROMPT["content"], {}, None)
    past = past_of(made.kept, told["messages"], ANSWER, led=specialist)
    system = [turn for turn in items if turn["role"] == "system"]
    others = [turn for turn in items if turn["role"] != "system"]
    said = [*system, *others] if specialist else items
    assert past.messages == [*said, {"role": "assistant", "content": "b"}]


@pytest.mark.parametrize(
    ("instructions", "messages", "led"),
    [
        ("Be kind.", [KIND, HELLO], False),
        ("Be kind.", [PROMPT, KIND, HELLO], True),
        ("Be kind.", [PROMPT, KIND, HELLO], False),
        ("You tell moods.", [PROMPT, HELLO], True),
        (None, [PROMPT, HELLO], True),
        (None, [HELLO], False),
    ],
)
def test_nor_with_one_whose_turns_were_not_counted(
    instructions: str | None, messages: list[Any], led: bool
) -> None:
    kept = {"instructions": instructions} if instructions else {}
    assert past_of(kept, messages, ANSWER, led=led).messages[:-1] == [HELLO]


# --- Fields --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "param"),
    [
        ("input.max_tokens", "max_output_tokens"),
        ("input.messages", "input"),
        ("input.messages.0.content", "instructions"),
        ("input.messages.1.role", "previous_response_id"),
        ("input.messages.2.content.0", "input[4].content[0]"),
        ("input.tools.1.function.name", "tools[1].name"),
        ("input.response_format.json_schema.schema", "text.format.schema"),
        ("input.response_format", "text.format"),
        ("input.temperature", "temperature"),
        ("model", "model"),
    ],
)
def test_fields_are_named_as_they_were_sent(field: str, param: str) -> None:
    places = ["instructions", "previous_response_id", "input.4"]
    assert param_of(named(field, places)) == param


def test_errors_of_requests_and_tasks_name_them() -> None:
    with pytest.raises(InvalidInput) as early, in_their_words(()):
        raise InvalidInput("no", field="input.max_tokens")
    assert param_of(early.value.field) == "max_output_tokens"
    with pytest.raises(Unanswered) as late, in_their_words(()):
        raise Unanswered({"field": "input.logprobs"})
    assert param_of(late.value.document["field"]) == "top_logprobs"
