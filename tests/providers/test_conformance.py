"""Every provider of the table does the same with what its profile promises."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from orchestration.providers.chat import (
    ChatRequest,
    JsonSchema,
    NamedTool,
    Sampling,
    ToolChoice,
    Usage,
)
from orchestration.providers.embeddings import EmbeddingRequest
from orchestration.providers.errors import Unsupported
from orchestration.providers.messages import Message, Picture, Text, ToolCall, say
from orchestration.providers.provider import Provider
from tests.fakes.provider import FakeProvider
from tests.providers.asking import WEATHER, answered, ask, streamed
from tests.providers.conftest import KEY

both = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
CALL = ToolCall("call_1", "weather", '{"city":"Bern"}')


@both
async def test_an_answer_has_text_reason_and_usage(provider: Provider, *, stream: bool) -> None:
    answer = await answered(provider, ask(), stream=stream)
    assert answer.text == "You said: Good morning to you"
    assert (answer.id, answer.model) == ("answer-1", "large")
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage == Usage(7, 6, cached_tokens=2)


async def test_a_stream_comes_in_pieces_and_ends_once(provider: Provider) -> None:
    deltas, _ = await streamed(provider, ask())
    pieces = [each.text for each in deltas if each.text]
    assert pieces == ["You ", "said: ", "Good ", "morning ", "to ", "you"]
    assert [each.finish_reason for each in deltas if each.finish_reason] == ["stop"]


@both
async def test_a_model_calls_functions(provider: Provider, *, stream: bool) -> None:
    answer = await answered(provider, ask(tools=(WEATHER,)), stream=stream)
    choice = answer.choices[0]
    assert (choice.text, choice.finish_reason) == ("", "tool_calls")
    assert [(each.id, each.name) for each in choice.tool_calls] == [("call_1", "weather")]
    assert json.loads(choice.tool_calls[0].arguments) == {"city": "Bern"}


async def test_a_model_learns_what_functions_returned(provider: Provider) -> None:
    turns = (
        say("system", "briefly"),
        say("user", "How is the weather?"),
        Message("assistant", tool_calls=(CALL, replace(CALL, id="call_2"))),
        Message("tool", (Text("sunny"),), tool_call_id="call_1"),
        Message("tool", (Text("warm"),), tool_call_id="call_2"),
    )
    answer = await provider.chat(ChatRequest("large", turns, tools=(WEATHER,)))
    assert answer.text == "The tool said: sunny warm"


@pytest.mark.parametrize("choice", ["auto", "none", "required", NamedTool("weather")])
async def test_calls_are_steered_as_far_as_the_profile_says(
    provider: Provider, fake: FakeProvider, choice: ToolChoice
) -> None:
    request = ask(tools=(WEATHER,), tool_choice=choice)
    sort = "named" if isinstance(choice, NamedTool) else choice
    if sort not in provider.profile.tool_choices:
        with pytest.raises(Unsupported):
            await provider.chat(request)
        assert fake.requests == []
        return
    answer = await provider.chat(request)
    assert bool(answer.choices[0].tool_calls) == (choice != "none")


async def test_a_system_message_is_heard(provider: Provider) -> None:
    turns = (say("system", "be kind"), say("user", "Hello"))
    answer = await provider.chat(ChatRequest("large", turns))
    assert answer.text == "You said: Hello (be kind)"


@both
async def test_an_answer_keeps_to_a_schema(provider: Provider, *, stream: bool) -> None:
    schema = JsonSchema("answer", {"type": "object", "properties": {"number": {}}})
    request = ask(format=schema)
    if "json_schema" not in provider.profile.formats:
        with pytest.raises(Unsupported):
            await answered(provider, request, stream=stream)
        return
    answer = await answered(provider, request, stream=stream)
    assert json.loads(answer.text) == {"number": 42}


async def test_images_are_seen_or_refused_before_anything_is_sent(
    provider: Provider, fake: FakeProvider
) -> None:
    picture = Picture("image/png", b"png")
    request = ChatRequest("large", (Message("user", (Text("What is it?"), picture)),))
    if provider.profile.pictures:
        answer = await provider.chat(request)
        assert answer.text == "You said with 1 images: What is it?"
        return
    with pytest.raises(Unsupported) as refused:
        await provider.chat(request)
    assert refused.value.problems[0].field == "messages.0.parts"
    assert fake.requests == []


@both
async def test_several_answers(provider: Provider, *, stream: bool) -> None:
    if provider.profile.choices == 1:
        with pytest.raises(Unsupported, match="At most 1"):
            await answered(provider, ask(n=2), stream=stream)
        return
    answer = await answered(provider, ask(n=2), stream=stream)
    assert [each.text for each in answer.choices] == ["You said: Good morning to you"] * 2


@both
async def test_scores_of_tokens(provider: Provider, *, stream: bool) -> None:
    request = ask(sampling=Sampling(logprobs=1))
    if "logprobs" not in provider.profile.sampling:
        with pytest.raises(Unsupported):
            await answered(provider, request, stream=stream)
        return
    answer = await answered(provider, request, stream=stream)
    (score,) = answer.choices[0].logprobs
    assert (score.drawn.token, score.drawn.logprob, score.drawn.raw) == ("You", -0.5, b"You")
    assert score.top == (score.drawn,)


async def test_all_that_the_profile_takes_is_sent(provider: Provider, fake: FakeProvider) -> None:
    everything = Sampling(9, 0.5, 0.9, 40, 0.1, 0.2, 0.3, ((5, -1.0),), 2, 11, ("end",))
    names = Sampling.__dataclass_fields__
    given = {key: getattr(everything, key) for key in names if key in provider.profile.sampling}
    await provider.chat(ask(sampling=Sampling(**given)))
    body = fake.requests[0].body
    renamed = {"max_tokens": "max_completion_tokens", "stop": "stop_sequences"}
    for key in given:
        assert key in body or renamed[key] in body


@pytest.mark.parametrize("field", sorted(Sampling.__dataclass_fields__))
async def test_what_the_profile_lacks_is_refused_by_name(
    provider: Provider, fake: FakeProvider, field: str
) -> None:
    if field in provider.profile.sampling:
        return
    value: Any = {"stop": ("x",), "logit_bias": ((1, 1.0),)}.get(field, 1)
    with pytest.raises(Unsupported) as refused:
        await provider.chat(ask(sampling=Sampling(**{field: value})))
    assert [each.field for each in refused.value.problems] == [f"sampling.{field}"]
    assert fake.requests == []


async def test_texts_become_vectors_in_their_order(provider: Provider, fake: FakeProvider) -> None:
    request = EmbeddingRequest("small", ("a", "bbb"), input_type="query")
    if not provider.profile.embeddings:
        with pytest.raises(Unsupported, match="no embeddings"):
            await provider.embed(request)
        assert fake.requests == []
        return
    found = await provider.embed(request)
    assert found.vectors == [[1.0, 0.0, 0.5], [3.0, 1.0, 0.5]]
    assert (found.model, found.usage) == ("small", Usage(2, 0))


async def test_models_are_listed(provider: Provider) -> None:
    assert await provider.models() == ("small", "large")


async def test_fields_of_a_providers_own_are_sent_but_replace_nothing(
    provider: Provider, fake: FakeProvider
) -> None:
    await provider.chat(ask(extra={"effort": "low", "model": "other", "messages": []}))
    body = fake.requests[0].body
    assert (body["effort"], body["model"]) == ("low", "large")
    assert body["messages"]


async def test_the_key_is_shown_to_the_provider_alone(
    provider: Provider, fake: FakeProvider
) -> None:
    await provider.chat(ask())
    headers = fake.requests[0].headers
    assert KEY in {
        headers.get("x-api-key"),
        headers.get("authorization", "").removeprefix("Bearer "),
    }
    assert KEY not in json.dumps(fake.requests[0].body)
    assert KEY not in repr(vars(provider))


async def test_requests_share_a_connection(provider: Provider, fake: FakeProvider) -> None:
    for _ in range(3):
        await provider.chat(ask())
        await streamed(provider, ask())
    assert fake.connections == 1
