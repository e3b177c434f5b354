"""What makes two requests one, what may be kept, and what requests say of the cache."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.calls.cache_codec import decode, encode, items_of
from orchestration.calls.cache_control import read_caching
from orchestration.calls.cache_policy import judge, worth_keeping
from orchestration.calls.caching import CacheRules, Caching
from orchestration.calls.call import Target
from orchestration.calls.fingerprint import key_of, question_of
from orchestration.errors import InvalidInput
from orchestration.providers.assembly import Assembly
from orchestration.providers.chat import (
    Alternative,
    ChatAnswer,
    ChatRequest,
    Choice,
    Delta,
    End,
    JsonSchema,
    Logprob,
    NamedTool,
    Sampling,
    Tool,
    Usage,
)
from orchestration.providers.embeddings import EmbeddingRequest, Embeddings
from orchestration.providers.messages import Message, Picture, Text, ToolCall, say
from orchestration.routing.decision import Route

AT = Target("cerebras", "llama")
COLD = Sampling(temperature=0)
PNG = Picture("image/png", b"one")
BASE = ChatRequest("x", (say("system", "Be brief."), say("user", "Why 3?")), COLD)
SHAPE = JsonSchema("answer", {"type": "object", "properties": {"a": {}, "b": {}}})

CHANGES: dict[str, dict[str, Any]] = {
    "other words": {"messages": (say("system", "Be brief."), say("user", "Why 4?"))},
    "another system prompt": {"messages": (say("system", "Be long."), say("user", "Why 3?"))},
    "another role": {"messages": (say("user", "Be brief."), say("user", "Why 3?"))},
    "one turn less": {"messages": (say("user", "Why 3?"),)},
    "an image": {"messages": (Message("user", (Text("Why 3?"), PNG)),)},
    "another image": {"messages": (Message("user", (Text("Why 3?"), replace(PNG, raw=b"2"))),)},
    "a call": {"messages": (Message("assistant", tool_calls=(ToolCall("1", "f", "{}"),)),)},
    "a name": {"messages": (Message("user", (Text("Why 3?"),), name="ada"),)},
    "warmer": {"sampling": Sampling(temperature=0.5)},
    "a seed": {"sampling": Sampling(temperature=0, seed=2**53)},
    "another seed": {"sampling": Sampling(temperature=0, seed=2**53 + 1)},
    "shorter": {"sampling": Sampling(temperature=0, max_tokens=5)},
    "an end": {"sampling": Sampling(temperature=0, stop=("a",))},
    "two answers": {"n": 2},
    "a tool": {"tools": (Tool("f"),)},
    "another tool": {"tools": (Tool("f", "does it"),)},
    "a choice": {"tool_choice": "required"},
    "a named choice": {"tool_choice": NamedTool("required")},
    "one after the other": {"parallel_tool_calls": False},
    "JSON": {"format": "json_object"},
    "a shape": {"format": SHAPE},
    "another shape": {"format": replace(SHAPE, strict=False)},
    "a field of its own": {"extra": {"reasoning": "high"}},
}


def test_whatever_determines_the_answer_changes_the_key() -> None:
    keys = {key_of(replace(BASE, **change), AT) for change in CHANGES.values()}
    keys |= {key_of(BASE, AT), key_of(BASE, Target("groq", "llama"))}
    keys |= {key_of(BASE, Target("cerebras", "llama2")), key_of(BASE, routed("v2"))}
    assert len(keys) == len(CHANGES) + 4
    assert all(len(key) == 64 for key in keys)


def routed(version: str) -> Route:
    return Route("external", "cerebras", "llama", version, "", None, None, ("because",))


def test_what_means_the_same_has_the_same_key() -> None:
    key = key_of(BASE, AT)
    assert key == key_of(replace(BASE, model="alias", user="u-1"), AT)
    assert key == key_of(replace(BASE, sampling=Sampling(temperature=0.0)), AT)
    assert key == key_of(BASE, routed(""))
    biased = [
        replace(BASE, sampling=Sampling(logit_bias=bias))
        for bias in (((1, 2.0), (3, 4)), ((3, 4.0), (1, 2)))
    ]
    assert key_of(biased[0], AT) == key_of(biased[1], AT)


def reordered(value: Any) -> Any:
    """Return a document whose objects name their fields in another order."""
    if isinstance(value, dict):
        turned = {name: reordered(value[name]) for name in reversed(value)}
        return MappingProxyType(turned)
    return [reordered(each) for each in value] if isinstance(value, list) else value


PATIENTLY = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@PATIENTLY
@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_the_order_of_fields_does_not_matter(document: dict[str, Any]) -> None:
    def asked(given: Any) -> str:
        tools = (Tool("f", parameters=given),)
        return key_of(replace(BASE, tools=tools, extra=given), AT)

    assert asked(document) == asked(reordered(document))


@PATIENTLY
@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_conversations_of_other_turns_are_others(one: list[str], other: list[str]) -> None:
    keys = [
        key_of(replace(BASE, messages=tuple(say("user", text) for text in texts)), AT)
        for texts in (one, other)
    ]
    assert (keys[0] == keys[1]) == (one == other)


def test_texts_to_embed_have_keys_of_their_own() -> None:
    base = EmbeddingRequest("x", ("a", "b"))
    asked = [base, replace(base, texts=("b", "a")), replace(base, dimensions=5),
             replace(base, input_type="query")]  # fmt: skip
    assert len({key_of(each, AT) for each in asked}) == 4


def context_of(text: str, *before: Message, **change: Any) -> str | None:
    request = replace(BASE, messages=(*before, say("user", text)), **change)
    question = question_of(request, AT)
    return None if question is None else question.context


def test_questions_are_compared_within_the_same_everything_else() -> None:
    assert context_of("Why is it so?") == context_of("What is the reason?")
    assert context_of("Why?") != context_of("Why?", say("system", "Be brief."))
    assert context_of("Why?") != context_of("Why?", n=2)
    assert context_of("Add 17 and 23") != context_of("Add 17 and 24")
    assert context_of("From 3 to 5") != context_of("From 5 to 3")
    assert context_of("Is it safe?") != context_of("Is it not safe?")
    assert context_of("It does work") != context_of("It doesn\u2019t work")


def test_some_turns_are_no_questions() -> None:
    assert context_of("  ") is None
    assert context_of("long " * 500) is None
    assert question_of(replace(BASE, messages=()), AT) is None
    assert question_of(replace(BASE, messages=(say("assistant", "So"),)), AT) is None


RULES = CacheRules()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, ""),
        ({"sampling": Sampling(temperature=0.1)}, ""),
        ({"sampling": Sampling(temperature=0.2)}, "temperature"),
        ({"sampling": Sampling(temperature=float("nan"))}, "temperature"),
        ({"sampling": Sampling()}, "temperature"),
        ({"tools": (Tool("f"),)}, "tools"),
        ({"n": 2}, "n"),
        ({"extra": {"web": True}}, "extra"),
        ({"messages": (Message("user", (PNG,)),)}, ""),
    ],
)
def test_what_may_change_is_kept_only_when_asked_for(change: dict[str, Any], why: str) -> None:
    request = replace(BASE, **change)
    verdict = judge(request, Caching(), RULES)
    assert (verdict.reads, verdict.writes, verdict.why) == (not why, not why, why)
    assert judge(request, Caching(asked=True), RULES).reads
    assert judge(request, Caching(asked=True), CacheRules(enabled=False)).bypass


def test_similar_questions_will_do_where_somebody_says_so() -> None:
    semantic = CacheRules(near=True)
    assert not judge(BASE, Caching(), RULES).near
    assert judge(BASE, Caching(near=True), RULES).near
    assert judge(BASE, Caching(), semantic).near
    assert not judge(BASE, Caching(near=False), semantic).near
    assert not judge(replace(BASE, n=2), Caching(asked=True), semantic).near
    tools = replace(BASE, tools=(Tool("f"),))
    assert not judge(tools, Caching(asked=True, near=True), semantic).near
    assert not judge(EmbeddingRequest("x", ("a",)), Caching(near=True), semantic).near


FULL = ChatAnswer(
    "a-1",
    "llama",
    (
        Choice(
            "It \x00 is",
            "tool_calls",
            (ToolCall("1", "f", '{"a":1}'), ToolCall("2", "g", "{}")),
            reasoning="Well",
            logprobs=(Logprob(Alternative("It", -0.5, b"\xff"), (Alternative("Is", -1.0),)),),
        ),
        Choice("so", "stop"),
    ),
    Usage(7, 4, 2, 1, 3),
)


def test_an_answer_survives_being_kept_and_streamed() -> None:
    encoded = encode(FULL)
    assert encoded is not None
    assert decode(encoded, ChatAnswer) == FULL
    assembly = Assembly()
    *deltas, end = items_of(FULL)
    for delta in deltas:
        assert isinstance(delta, Delta)
        assembly.add(delta)
    assert isinstance(end, End)
    assert assembly.answer(end) == FULL
    vectors = Embeddings("m", [[0.25, -1.0]], None)
    stored = encode(vectors)
    assert stored is not None
    assert decode(stored, Embeddings) == vectors


@pytest.mark.parametrize(
    "stored", [b"", b"{}", b'{"form":0,"answer":{}}', b'{"form":1,"answer":7}']
)
def test_what_cannot_be_read_is_as_if_it_were_not_there(stored: bytes) -> None:
    assert decode(stored, ChatAnswer) is None


def test_only_whole_answers_are_worth_keeping() -> None:
    assert worth_keeping(FULL)
    assert worth_keeping(Embeddings("m", [[1.0]], None))
    assert encode(replace(FULL, id="\ud800")) is None
    for choices in (
        (),
        (Choice("", "stop"),),
        (Choice("I", "content_filter"),),
        (Choice("", "stop", refusal="No."),),
        (Choice("a", "stop"), Choice("", "stop")),
    ):
        assert not worth_keeping(replace(FULL, choices=choices))


@pytest.mark.parametrize(
    ("headers", "field", "wanted"),
    [
        ({}, None, Caching()),
        ({}, True, Caching(asked=True)),
        ({}, False, Caching(reads=False, writes=False)),
        ({}, {"ttl_s": 5, "tags": ["a", "a"], "semantic": True, "threshold": 0.9},
         Caching(asked=True, ttl_s=5.0, tags=("a",), near=True, threshold=0.9)),
        ({"cache-control": "no-cache"}, None, Caching(reads=False)),
        ({"cache-control": "max-age=0"}, None, Caching(reads=False)),
        ({"cache-control": "Max-Age=60, no-transform"}, None, Caching(max_age_s=60.0)),
        ({"cache-control": "no-cache, no-store"}, True,
         Caching(asked=True, reads=False, writes=False)),
        ({"cache-control": "max-stale, =, ,,"}, None, Caching()),
        ({"x-switchyard-cache": "on"}, None, Caching(asked=True)),
        ({"x-switchyard-cache": "OFF"}, None, Caching(reads=False, writes=False)),
        ({"x-switchyard-cache": "off"}, True, Caching(asked=True)),
        ({"x-switchyard-cache": "semantic", "x-switchyard-cache-ttl": "9"}, None,
         Caching(asked=True, near=True, ttl_s=9.0)),
        ({"x-switchyard-cache-tags": "a, b,"}, None, Caching(tags=("a", "b"))),
    ],
)  # fmt: skip
def test_requests_say_what_they_want(headers: dict[str, str], field: Any, wanted: Caching) -> None:
    assert read_caching(headers, field) == wanted


@pytest.mark.parametrize(
    ("headers", "field", "name"),
    [
        ({}, 7, "cache"),
        ({}, {"ttl": 5}, "cache.ttl"),
        ({}, {"ttl_s": 0}, "cache.ttl_s"),
        ({}, {"ttl_s": 1e9}, "cache.ttl_s"),
        ({}, {"threshold": 0.1}, "cache.threshold"),
        ({}, {"tags": ["a b"]}, "cache.tags.0"),
        ({}, {"tags": ["a"] * 17}, "cache.tags"),
        ({"x-switchyard-cache": "perhaps"}, None, "X-Switchyard-Cache"),
        ({"x-switchyard-cache-ttl": "soon"}, None, "X-Switchyard-Cache-TTL"),
        ({"x-switchyard-cache-ttl": "nan"}, None, "X-Switchyard-Cache-TTL"),
        ({"x-switchyard-cache-ttl": "-1"}, None, "X-Switchyard-Cache-TTL"),
        ({"x-switchyard-cache-tags": "fine, a b"}, None, "X-Switchyard-Cache-Tags"),
    ],
)
def test_what_cannot_be_meant_is_refused(headers: dict[str, str], field: Any, name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_caching(headers, field)
    assert refused.value.field == name
    assert refused.value.mend
    assert ("object" in refused.value.mend) == name.startswith("cache"), "a header takes no objects"
