"""What some providers do in their own way, and what both formats leave open."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from orchestration.providers import errors
from orchestration.providers.chat import ChatRequest, FinishReason
from orchestration.providers.embeddings import EmbeddingRequest
from orchestration.providers.messages import Message, Text, ToolCall, say
from orchestration.providers.opening import open_provider
from orchestration.providers.provider import Provider
from orchestration.secrettext import SecretText
from tests.fakes.anthropic_speech import event
from tests.fakes.manners import answering
from tests.fakes.provider import EVENTS, JSON, FakeProvider
from tests.providers.asking import WEATHER, ask, streamed

only_openai = pytest.mark.parametrize("name", ["openai"])
only_anthropic = pytest.mark.parametrize("name", ["anthropic"])


def chunks(*deltas: dict[str, Any], reason: str | None = "stop", done: bool = True) -> bytes:
    choices = [{"index": 0, "delta": each} for each in deltas]
    if reason:
        choices.append({"index": 0, "delta": {}, "finish_reason": reason})
    lines = [f"data: {json.dumps({'choices': [each]})}\n\n" for each in choices]
    return "".join([*lines, "data: [DONE]\n\n" if done else ""]).encode()


def call(index: int | None, identity: str, arguments: str, name: str = "f") -> dict[str, Any]:
    number = {} if index is None else {"index": index}
    function = {"arguments": arguments} | ({"name": name} if name else {})
    return {"tool_calls": [{**number, "id": identity, "function": function}]}


@only_openai
@pytest.mark.parametrize(
    ("deltas", "calls"),
    [
        ([call(None, "a", "{}"), call(None, "b", "[]")], [("a", "{}"), ("b", "[]")]),
        ([call(0, "a", "{}"), call(0, "b", "[]")], [("a", "{}"), ("b", "[]")]),
        ([call(0, "", "{}"), call(0, "", "[]")], [("call_0_0", "{}"), ("call_0_1", "[]")]),
        ([call(0, "a", "{"), call(0, "a", "}")], [("a", "{}")]),
        ([call(0, "a", "{"), call(0, "", "}", name="")], [("a", "{}")]),
        ([call(1, "a", "{"), call(1, "", "}", name="")], [("a", "{}")]),
    ],
    ids=["no number", "the same", "no id", "all repeated", "as it should be", "from one"],
)
async def test_calls_are_told_apart_however_they_are_numbered(
    provider: Provider,
    fake: FakeProvider,
    deltas: list[dict[str, Any]],
    calls: list[tuple[str, str]],
) -> None:
    fake.script.append(answering(EVENTS, chunks(*deltas)))
    choice = (await streamed(provider, ask(tools=(WEATHER,))))[1].choices[0]
    assert [(each.id, each.arguments) for each in choice.tool_calls] == calls
    assert choice.finish_reason == "tool_calls"


@only_openai
async def test_a_stream_without_the_last_mark_is_whole_when_its_answer_is(
    provider: Provider, fake: FakeProvider
) -> None:
    fake.script.append(answering(EVENTS, chunks({"content": "all"}, done=False)))
    _, answer = await streamed(provider, ask())
    assert (answer.text, answer.usage) == ("all", None)


@only_openai
async def test_reasoning_is_kept_apart(provider: Provider, fake: FakeProvider) -> None:
    fake.script.append(answering(EVENTS, chunks({"reasoning_content": "hm"}, {"content": "so"})))
    choice = (await streamed(provider, ask()))[1].choices[0]
    assert (choice.reasoning, choice.text) == ("hm", "so")


@only_openai
async def test_a_filter_that_cuts_a_text_short_is_the_answers_end(
    provider: Provider, fake: FakeProvider
) -> None:
    stream = chunks({"content": "once upon"}, reason="content_filter")
    fake.script.append(answering(EVENTS, stream))
    choice = (await streamed(provider, ask()))[1].choices[0]
    assert (choice.text, choice.finish_reason) == ("once upon", "content_filter")


@only_openai
async def test_a_failure_that_is_told_with_status_200_is_one(
    provider: Provider, fake: FakeProvider
) -> None:
    raw = b'{"error": {"message": "full", "code": "rate_limit_exceeded"}}'
    fake.script.append(answering(JSON, raw))
    with pytest.raises(errors.RateLimited, match="full"):
        await provider.chat(ask())


@pytest.mark.parametrize("name", ["nvidia"])
async def test_nvidia_is_told_what_texts_are_for(provider: Provider, fake: FakeProvider) -> None:
    await provider.embed(EmbeddingRequest("small", ("a",), input_type="query"))
    await provider.embed(EmbeddingRequest("small", ("a",)))
    assert [each.body["input_type"] for each in fake.requests] == ["query", "passage"]


@only_openai
@pytest.mark.parametrize(
    "rows",
    [
        [{"index": 0, "embedding": [1.0]}],
        [{"index": 0, "embedding": [1.0]}, {"index": 0, "embedding": [1.0]}],
        [{"index": 0, "embedding": [1.0]}, {"index": 1, "embedding": [1.0, 2.0]}],
        [{"index": 0, "embedding": [1.0]}, {"index": 1, "embedding": []}],
        [{"index": 0, "embedding": [1.0]}, {"index": 1, "embedding": ["x"]}],
    ],
    ids=["too few", "twice the same", "unequal", "empty", "no number"],
)
async def test_vectors_that_do_not_fit_the_texts_are_broken(
    provider: Provider, fake: FakeProvider, rows: list[dict[str, Any]]
) -> None:
    fake.script.append(answering(JSON, json.dumps({"data": rows}).encode()))
    with pytest.raises(errors.BrokenResponse):
        await provider.embed(EmbeddingRequest("small", ("a", "b")))


@only_anthropic
async def test_anthropic_gets_turns_that_alternate(provider: Provider, fake: FakeProvider) -> None:
    turns = (
        say("system", "kindly"),
        say("user", "one"),
        say("user", "two"),
        Message("assistant", (Text("hm"),), (ToolCall("c", "weather", ""),)),
        Message("tool", (Text("sun"),), tool_call_id="c"),
        say("user", "three"),
    )
    await provider.chat(ChatRequest("large", turns, parallel_tool_calls=False, tools=(WEATHER,)))
    body = fake.requests[0].body
    sorts = [[block["type"] for block in turn["content"]] for turn in body["messages"]]
    assert sorts == [["text", "text"], ["text", "tool_use"], ["tool_result", "text"]]
    assert body["messages"][1]["content"][1]["input"] == {}
    assert body["system"] == "kindly"
    assert body["max_tokens"] == 4096
    assert body["tool_choice"] == {"type": "auto", "disable_parallel_tool_use": True}


@only_anthropic
async def test_anthropic_refuses_arguments_that_are_no_object(
    provider: Provider, fake: FakeProvider
) -> None:
    turns = (say("user", "one"), Message("assistant", tool_calls=(ToolCall("c", "f", "[1"),)))
    with pytest.raises(errors.BadRequest, match="no JSON object"):
        await provider.chat(ChatRequest("large", turns))
    assert fake.requests == []


@only_anthropic
async def test_a_late_system_message_is_refused_and_not_moved(provider: Provider) -> None:
    turns = (say("user", "one"), say("system", "late"))
    with pytest.raises(errors.Unsupported, match="first messages"):
        await provider.chat(ChatRequest("large", turns))


@only_anthropic
@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("end_turn", "stop"),
        ("stop_sequence", "stop"),
        ("max_tokens", "length"),
        ("model_context_window_exceeded", "length"),
        ("refusal", "content_filter"),
        ("a_word_of_tomorrow", "stop"),
    ],
)
async def test_anthropic_says_why_it_ended(
    provider: Provider, fake: FakeProvider, word: str, reason: FinishReason
) -> None:
    block = [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "so"}]
    whole = {"type": "message", "id": "1", "model": "m", "content": block, "usage": {}}
    raw = json.dumps(whole | {"stop_reason": word}).encode()
    fake.script.append(answering(JSON, raw))
    choice = (await provider.chat(ask())).choices[0]
    assert (choice.finish_reason, choice.reasoning, choice.text) == (reason, "hm", "so")


@only_anthropic
async def test_a_call_without_arguments_has_an_empty_object(
    provider: Provider, fake: FakeProvider
) -> None:
    block = {"type": "tool_use", "id": "c", "name": "f", "input": {}}
    stream: list[dict[str, Any]] = [
        {"type": "message_start", "message": {"id": "1", "model": "m", "usage": {}}},
        {"type": "content_block_start", "index": 1, "content_block": block},
        {"type": "content_block_stop", "index": 1},
        {"type": "message_delta", "delta": {"stop_reason": "tool_use"}, "usage": {}},
        {"type": "message_stop"},
    ]
    fake.script.append(answering(EVENTS, b"".join(event(each) for each in stream)))
    choice = (await streamed(provider, ask()))[1].choices[0]
    assert [each.arguments for each in choice.tool_calls] == ["{}"]


@pytest.mark.parametrize(
    ("name", "options", "kind"),
    [
        ("nobody", {}, errors.BadRequest),
        ("openai", {}, errors.AuthFailed),
        ("openai", {"key": SecretText("")}, errors.AuthFailed),
        ("openai", {"key": SecretText("sk-1\n")}, errors.AuthFailed),
        ("openai_compatible", {}, errors.BadRequest),
        ("vllm", {"base_url": "file:///etc/passwd"}, errors.BadRequest),
        ("vllm", {"base_url": "http://me:secret@host/v1"}, errors.BadRequest),
        ("vllm", {"base_url": "https://host/v1?key=secret"}, errors.BadRequest),
    ],
)
def test_what_cannot_be_opened_is_refused_with_a_mend(
    name: str, options: dict[str, Any], kind: type[errors.ProviderError]
) -> None:
    with pytest.raises(kind) as refused:
        open_provider(name, **options)
    assert refused.value.mend
    assert "secret" not in str(refused.value)


async def test_a_carrier_may_refuse_an_address() -> None:
    class Guard(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            raise PermissionError(request.url.host)

    provider = open_provider("vllm", carrier=Guard())
    with pytest.raises(PermissionError, match=r"127\.0\.0\.1"):
        await provider.chat(ask())
    await provider.close()
