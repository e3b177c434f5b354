"""Requests in the form of tasks, as questions for models outside; pure."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from orchestration.calls.call import Target
from orchestration.errors import UserError
from orchestration.outside.errors import NobodyServes
from orchestration.outside.plan import Hop, Plan, with_specialist
from orchestration.outside.wire import (
    Answerer,
    capabilities,
    chat_request,
    chat_result,
    embedding_request,
)
from orchestration.providers.chat import ChatAnswer, Choice, JsonSchema, NamedTool, Usage
from orchestration.providers.messages import Picture, Text, ToolCall
from orchestration.routing.decision import Decision, LeftOut, Route

HELLO: dict[str, Any] = {"role": "user", "content": "Good morning"}
SCHEMA = {"type": "object", "properties": {"mood": {"type": "string"}}}
PNG = b"\x89PNG\r\n\x1a\n"
WHO = Answerer("house-large", "groq", "mood")


def route(provider: str, model: str = "house-large") -> Route:
    return Route("external", provider, model, "", "", None, None, ("It is there.",))


def hop(provider: str) -> Hop:
    return Hop(route(provider), None if provider == "local" else Target(provider, "large"))


def plan(*providers: str) -> Plan:
    decision = Decision("cheapest", tuple(route(each) for each in providers), ())
    return Plan("auto", {}, decision, tuple(hop(each) for each in providers))


def test_routes_outside_are_gone_in_one_go_and_each_of_ours_alone() -> None:
    legs = plan("groq", "openai", "local", "groq").legs
    assert [each.local for each in legs] == [False, True, False]
    assert [each.provider for each in legs[0].targets] == ["groq", "openai"]


def test_who_answered_is_told_by_our_names() -> None:
    found = plan("groq", "openai").answerer("openai", "large")
    assert (found.provider, found.model) == ("openai", "house-large")
    unknown = plan("groq").answerer("elsewhere", "large")
    assert unknown.provider == "groq"


def test_a_conversation_becomes_a_request() -> None:
    url = "data:image/png;base64," + base64.b64encode(PNG).decode()
    seen = [
        {"type": "text", "text": "What is it?"},
        {"type": "image_url", "image_url": {"url": url}},
    ]
    called = {"id": "call_1", "type": "function", "function": {"name": "look", "arguments": "{}"}}
    request = chat_request(
        {
            "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": seen},
                {"role": "assistant", "content": "", "tool_calls": [called]},
                {"role": "tool", "content": "a cat", "tool_call_id": "call_1"},
            ],
            "max_tokens": 9,
            "temperature": 0.5,
            "stop": ["."],
            "logit_bias": {"7": -1.0},
            "n": 2,
            "tools": [{"type": "function", "function": {"name": "look", "description": None}}],
            "tool_choice": {"type": "function", "function": {"name": "look"}},
            "response_format": {"type": "json_schema", "json_schema": {"schema": SCHEMA}},
        },
        one_call=True,
    )
    system, user, assistant, tool = request.messages
    assert system.text == "Be brief."
    assert user.parts == (Text("What is it?"), Picture("image/png", PNG))
    assert (assistant.parts, assistant.tool_calls) == ((), (ToolCall("call_1", "look", "{}"),))
    assert (tool.text, tool.tool_call_id) == ("a cat", "call_1")
    assert request.sampling.max_tokens == 9
    assert request.sampling.stop == (".",)
    assert request.sampling.logit_bias == ((7, -1.0),)
    assert request.n == 2
    assert request.tools[0].parameters == {"type": "object", "properties": {}}
    assert request.tool_choice == NamedTool("look")
    assert request.parallel_tool_calls is False
    assert request.format == JsonSchema("answer", SCHEMA)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"repeat_penalty": 1.1}, "input.repeat_penalty"),
        ({"overflow": "truncate"}, "input.overflow"),
        (
            {"response_format": {"type": "grammar", "grammar": "root ::= .."}},
            "input.response_format",
        ),
    ],
)
def test_what_only_our_engine_can_do_is_refused(values: dict[str, Any], field: str) -> None:
    with pytest.raises(UserError) as caught:
        chat_request({"messages": [HELLO], **values})
    assert caught.value.field == field


def test_vectors_are_asked_for_as_providers_make_them() -> None:
    made = embedding_request({"texts": ["a"], "dimensions": 3, "truncate": "error"})
    assert (made.texts, made.dimensions) == (("a",), 3)
    with pytest.raises(UserError, match="normalize"):
        embedding_request({"texts": ["a"], "normalize": True})


def test_what_a_model_must_be_able_to_do_is_read_from_the_request() -> None:
    assert capabilities({"messages": [HELLO]}) == frozenset()
    image = {"type": "image_url", "image_url": {"url": "data:"}}
    wanted = {
        "messages": [{"role": "user", "content": [image]}],
        "tools": [{}],
        "logprobs": 0,
        "response_format": {"type": "json_schema"},
    }
    assert capabilities(wanted) == {"images", "tools", "logprobs", "json_schema"}


def test_an_answer_is_stored_as_those_of_our_own_models_with_who_gave_it() -> None:
    call = ToolCall("call_1", "look", "{}")
    one = Choice("", "tool_calls", (call,))
    result = chat_result(
        ChatAnswer("x", "large-2026", (one, Choice("Hi", "stop")), Usage(3, 2)), WHO
    )
    assert (result["model"], result["provider"], result["specialist"]) == (
        "house-large",
        "groq",
        "mood",
    )
    assert result["message"]["tool_calls"][0]["function"] == {"name": "look", "arguments": "{}"}
    assert [each["message"]["content"] for each in result["choices"]] == ["", "Hi"]
    assert result["usage"]["total_tokens"] == 5


def test_a_specialist_speaks_first_and_the_request_goes_before_its_parameters() -> None:
    own = {"role": "system", "content": "Answer in German."}
    values = with_specialist(
        {"messages": [HELLO, own], "temperature": 1.0},
        "You tell moods.",
        {"temperature": 0.1, "max_tokens": 50},
        {"type": "json_object"},
    )
    assert [turn["content"] for turn in values["messages"]] == [
        "You tell moods.",
        "Answer in German.",
        "Good morning",
    ]
    assert (values["temperature"], values["max_tokens"]) == (1.0, 50)
    assert values["response_format"] == {"type": "json_object"}
    assert with_specialist(values, "You tell moods.", {}, None) == values


def test_that_nobody_serves_is_told_with_reasons_and_when_to_come_back() -> None:
    left = tuple(LeftOut(f"groq/model-{at}", ("It is switched off.",)) for at in range(7))
    error = NobodyServes("auto", Decision("cheapest", (), left), 2.5)
    assert "groq/model-0: It is switched off." in error.detail
    assert error.detail.endswith("and 2 more.")
    assert error.retry_after_s == 2.5
