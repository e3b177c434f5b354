"""What OpenAI's clients send, as inputs of tasks; and errors as they get them."""

from typing import Any

import pytest
from django.http import HttpRequest

from api.gateway.openai.bodies import ChatBody, CompletionBody, EmbeddingBody, generation, read
from api.gateway.openai.conversations import chat_input
from api.gateway.openai.errors import (
    Unanswered,
    UnknownParameter,
    UnsupportedParameter,
    param_of,
    refusal_of,
)
from api.gateway.openai.wishes import Wishes, wishes_of
from api.rest.errors import InvalidBody, InvalidParameter, TooManyRequests
from orchestration.errors import ContextOverflow, ModelError, UnknownModel, UserError
from orchestration.kinds.catalogue import get_kind, validate_input
from tasks.errors import BatchEnded, Conflict, Forbidden, InvalidBatch
from tasks.lifecycle import Priority

HELLO = [{"role": "user", "content": "hello"}]


def chat(**fields: Any) -> dict[str, Any]:
    """Return what a body comes to, stored as a task would store it."""
    body = read(ChatBody, {"model": "m", "messages": HELLO, **fields})
    return validate_input(get_kind("chat"), chat_input(body))


def test_every_field_that_draws_tokens_reaches_the_task() -> None:
    sent = {
        "temperature": 1, "top_p": 0.5, "n": 2, "stop": "end", "seed": 7, "presence_penalty": 1,
        "frequency_penalty": -1, "logit_bias": {"5": -100}, "logprobs": True, "top_logprobs": 3,
        "max_completion_tokens": 9, "response_format": {"type": "json_object"}, "top_k": 4,
    }  # fmt: skip
    made = chat(**sent)
    expected = {**sent, "stop": ["end"], "logprobs": 3, "max_tokens": 9, "messages": HELLO}
    del expected["top_logprobs"], expected["max_completion_tokens"]
    assert made == expected


def test_what_means_something_to_openai_only_is_ignored() -> None:
    ignored = {
        "user": "me", "metadata": {"a": "b"}, "store": True, "service_tier": "auto",
        "safety_identifier": "x", "prompt_cache_key": "y", "reasoning_effort": "low",
        "verbosity": "low", "modalities": ["text"],
    }  # fmt: skip
    assert chat(**ignored) == chat()


def test_a_null_is_nothing() -> None:
    assert chat(temperature=None, tools=None, stop=None, max_tokens=None) == chat()


def test_lists_of_nothing_are_nothing() -> None:
    assert chat(tools=[], stop=[], tool_choice="auto") == chat()


@pytest.mark.parametrize("seed", [-1, 0, 2**63 - 1, -(2**63)])
def test_any_seed_is_one_of_ours_and_the_same_each_time(seed: int) -> None:
    assert chat(seed=seed)["seed"] == chat(seed=seed)["seed"] >= 0


@pytest.mark.parametrize(
    ("fields", "error", "param"),
    [
        ({"frobnicate": 1}, UnknownParameter, "frobnicate"),
        ({"functions": []}, UnknownParameter, "functions"),
        ({"audio": {}}, UnknownParameter, "audio"),
        ({"modalities": ["audio"]}, InvalidBody, "modalities"),
        ({"stream": "yes"}, InvalidBody, "stream"),
        ({"stream_options": {"include_usage": 3}, "stream": True}, InvalidBody,
         "stream_options.include_usage"),
        ({"stream_options": {"include_usage": True}}, InvalidBody, "stream_options"),
        ({"top_logprobs": 2}, InvalidBody, "top_logprobs"),
        ({"top_logprobs": 21, "logprobs": True}, InvalidBody, "top_logprobs"),
        ({"max_tokens": 1, "max_completion_tokens": 2}, InvalidBody, "max_tokens"),
        ({"messages": "hello"}, InvalidBody, "messages"),
        ({"messages": [{"role": "user", "content": [{"type": "input_audio"}]}]},
         UnsupportedParameter, "messages[0].content[0].type"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_and_named(
    fields: dict[str, Any], error: type[UserError], param: str
) -> None:
    with pytest.raises(error) as caught:
        chat(**fields)
    told = refusal_of(caught.value)
    assert (told.status, told.param) == (400, param)


def test_a_missing_field_is_named() -> None:
    with pytest.raises(InvalidBody) as caught:
        read(EmbeddingBody, {"model": "m"})
    assert refusal_of(caught.value).param == "input"


def test_a_field_of_the_kind_is_named_as_it_was_sent() -> None:
    with pytest.raises(UserError) as caught:
        chat(messages=[*HELLO, {"role": "poet", "content": "O"}])
    told = refusal_of(caught.value)
    assert (told.code, told.param) == ("invalid_value", "messages[1].role")
    assert "developer, system, user, assistant, tool" in told.message
    with pytest.raises(UserError) as caught:
        chat(temperature=9)
    assert refusal_of(caught.value).param == "temperature"


def test_an_answer_can_be_sent_back_as_clients_have_it() -> None:
    function = {"name": "weather", "arguments": "{}", "parsed_arguments": None}
    answer = {
        "role": "assistant", "content": None, "refusal": None, "annotations": None, "audio": None,
        "function_call": None, "parsed": None, "reasoning_content": "hm",
        "tool_calls": [{"id": "call_1", "type": "function", "index": 0, "function": function}],
    }  # fmt: skip
    told = {"role": "tool", "tool_call_id": "call_1", "content": [{"type": "text", "text": "rain"}]}
    system = {"role": "developer", "content": "Be brief."}
    made = chat(messages=[system, *HELLO, answer, told])["messages"]
    assert [turn["role"] for turn in made] == ["system", "user", "assistant", "tool"]
    assert made[2] == {
        "role": "assistant", "content": "",
        "tool_calls": [{"id": "call_1", "type": "function",
                        "function": {"name": "weather", "arguments": "{}"}}],
    }  # fmt: skip


@pytest.mark.parametrize("calls", [5, 1.5, True, False, "call_1", {"id": "call_1"}])
def test_calls_that_are_no_list_are_named(calls: object) -> None:
    with pytest.raises(UserError) as caught:
        chat(messages=[*HELLO, {"role": "assistant", "tool_calls": calls}])
    assert refusal_of(caught.value).param == "messages[1].tool_calls"


def test_a_refusal_is_what_the_assistant_said() -> None:
    turn = {"role": "assistant", "refusal": "No.", "content": None}
    assert chat(messages=[*HELLO, turn])["messages"][1]["content"] == "No."


def test_a_prompt_has_no_fields_of_conversations() -> None:
    with pytest.raises(UnknownParameter):
        read(CompletionBody, {"model": "m", "prompt": "p", "tools": []})
    assert generation(read(CompletionBody, {"model": "m", "prompt": "p", "stop": ["a"]}))["stop"]


def test_fields_are_named_as_clients_name_them() -> None:
    assert param_of("input.messages.0.content.12.text") == "messages[0].content[12].text"
    assert param_of("input.texts.3") == "input[3]"
    assert param_of("tags") == "X-Switchyard-Tag"
    assert param_of(None) is None


@pytest.mark.parametrize(
    ("error", "status", "kind", "code"),
    [
        (UnknownModel("m", "text", []), 404, "invalid_request_error", "model_not_found"),
        (Forbidden("no"), 403, "permission_error", "insufficient_permissions"),
        (Conflict("no"), 409, "invalid_request_error", "idempotency_conflict"),
        (BatchEnded("no"), 409, "invalid_request_error", "batch_ended"),
        (InvalidBatch({}), 422, "invalid_request_error", "invalid_batch"),
        (TooManyRequests(1, 2.0), 429, "rate_limit_error", "rate_limit_exceeded"),
        (ModelError("no"), 500, "server_error", "model_failed"),
        (Unanswered(ContextOverflow("long").problem()), 400, "invalid_request_error",
         "context_length_exceeded"),
        (RuntimeError("a secret"), 500, "server_error", "internal"),
    ],
)  # fmt: skip
def test_errors_have_openais_form(error: Exception, status: int, kind: str, code: str) -> None:
    told = refusal_of(error)
    body = told.body()["error"]
    assert (told.status, body["type"], body["code"]) == (status, kind, code)
    assert "secret" not in body["message"]


def test_clients_learn_when_to_try_again_and_when_not_to() -> None:
    assert refusal_of(TooManyRequests(1, 2.0)).headers() == {"Retry-After": "2"}
    failed = Unanswered(ModelError("no").problem())
    assert refusal_of(failed).headers() == {"x-should-retry": "false"}
    assert refusal_of(BatchEnded("no")).headers() == {"x-should-retry": "false"}


def request(**headers: str) -> HttpRequest:
    made = HttpRequest()
    made.META = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    return made


def test_headers_say_how_a_request_shall_be_treated() -> None:
    assert wishes_of(request()) == Wishes()
    sent = request(
        x_switchyard_priority="high", x_switchyard_tag="a, b,,a c", x_switchyard_stay="TRUE"
    )
    assert wishes_of(sent) == Wishes(Priority.HIGH, ("a", "b", "a c"), stays=True)
    assert wishes_of(request(x_switchyard_priority="0")).priority == Priority.LOW


def test_a_task_stays_for_who_may_come_back_unless_told_otherwise() -> None:
    assert wishes_of(request(idempotency_key="k")) == Wishes(key="k", stays=True)
    both = request(idempotency_key="k", x_switchyard_stay="false")
    assert wishes_of(both) == Wishes(key="k", stays=False)


@pytest.mark.parametrize(
    "headers",
    [
        {"x_switchyard_priority": "5"},
        {"x_switchyard_priority": "soon"},
        {"x_switchyard_stay": "perhaps"},
        {"x_switchyard_tag": "t" * 65},
        {"x_switchyard_tag": ",".join(map(str, range(21)))},
        {"x_switchyard_tag": "half \ud800 a pair"},
        {"idempotency_key": ""},
        {"idempotency_key": "k" * 201},
        {"idempotency_key": "naïve"},
    ],
)
def test_a_header_without_sense_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(InvalidParameter):
        wishes_of(request(**headers))
