"""What users may ask for, and how they are told that they asked for something else."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.errors import FieldProblem, InvalidInput, UnknownKind, shorten
from orchestration.kinds.catalogue import KINDS, get_kind, validate_input
from tasks.lifecycle import State


def validated(kind: str, value: object) -> dict[str, Any]:
    return validate_input(get_kind(kind), value)


def problems(kind: str, value: object) -> list[FieldProblem]:
    with pytest.raises(InvalidInput) as caught:
        validated(kind, value)
    return list(caught.value.problems)


def nested(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(depth):
        value = {"a": value}
    return value


def test_an_unknown_kind_is_told_the_kinds_that_there_are() -> None:
    with pytest.raises(UnknownKind, match=r"no kind 'haiku'.*chat, completion") as caught:
        get_kind("haiku")
    assert caught.value.problem()["field"] == "kind"


@pytest.mark.parametrize("name", [None, 3, ["chat"], {"a": 1}])
def test_a_kind_that_is_no_text_is_an_unknown_kind(name: Any) -> None:
    with pytest.raises(UnknownKind):
        get_kind(name)


def test_only_the_diagnostic_kinds_are_hidden() -> None:
    hidden = {kind.name for kind in KINDS.values() if kind.diagnostic}
    assert hidden == {"echo", "sleep", "fail", "ledger"}


def test_a_chat_keeps_what_was_sent_and_adds_nothing() -> None:
    sent = {"messages": [{"role": "user", "content": "hi"}], "temperature": 0, "max_tokens": 5}
    assert validated("chat", sent) == sent


def test_a_conversation_can_be_counted_in_the_place_of_texts() -> None:
    called = {"id": "1", "type": "function", "function": {"name": "now", "arguments": "{}"}}
    sent = {
        "messages": [
            {"role": "user", "content": "what time is it?"},
            {"role": "assistant", "content": "", "tool_calls": [called]},
            {"role": "tool", "content": "noon", "tool_call_id": "1"},
        ],
        "tools": [{"type": "function", "function": {"name": "now"}}],
        "ids": False,
    }
    assert validated("tokenize", sent) == {**sent, "special": True}


PICTURE = {"type": "image_url", "image_url": {"url": "blob:" + "a" * 64}}


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "either texts or messages"),
        ({"texts": ["a"], "messages": [{"role": "user", "content": "a"}]}, "either texts or"),
        ({"texts": ["a"], "tools": [{"function": {"name": "now"}}]}, "must have messages"),
        ({"messages": [{"role": "user", "content": [PICTURE]}]}, "must have no images"),
        ({"messages": [{"role": "user", "content": "a" * 900_000}] * 5}, "at most 4000000"),
    ],
)
def test_texts_or_a_conversation_of_text_are_counted_and_nothing_else(
    sent: dict[str, Any], message: str
) -> None:
    (problem,) = problems("tokenize", sent)
    assert message in problem.message.replace("Must", "must")


def test_an_embedding_says_only_what_was_asked_for() -> None:
    asked = {"texts": ["a"], "dimensions": 64, "truncate": "error", "input_type": "query"}
    assert validated("embedding", asked) == asked
    assert validated("embedding", {"texts": ["a"]}) == {"texts": ["a"]}


def test_a_query_counts_once_for_each_document_that_it_is_read_with() -> None:
    asked = {"query": "q" * 3_900, "documents": ["d" * 100] * 1000}
    assert validated("rerank", asked) == asked
    with pytest.raises(InvalidInput, match="the query counted once for each document") as caught:
        validated("rerank", {**asked, "query": "q" * 3_901})
    assert caught.value.mend == "Send less text, or several tasks."


def test_echo_keeps_any_object_including_its_nulls() -> None:
    sent = {"a": None, "b": [1, 2.5, {"c": "é"}], "d": True}
    assert validated("echo", sent) == sent


SOME_TURNS = [{"role": "user", "content": "hi"}]


@pytest.mark.parametrize(
    ("kind", "value", "field", "mend"),
    [
        ("chat", {}, "input.messages", "Add this field."),
        ("chat", [], "input", "Send a JSON object."),
        ("chat", None, "input", "Send a JSON object."),
        ("chat", {"messages": []}, "input.messages", "Send a value that meets this."),
        (
            "chat",
            {"messages": [{"role": "boss", "content": ""}]},
            "input.messages.0.role",
            "Use 'system', 'user', 'assistant' or 'tool'.",
        ),
        (
            "chat",
            {"messages": SOME_TURNS, "response_format": {"type": "json_schema"}},
            "input.response_format.json_schema",
            "Add this field.",
        ),
        (
            "chat",
            {
                "messages": SOME_TURNS,
                "response_format": {"type": "json_schema", "json_schema": {"schema": "string"}},
            },
            "input.response_format.json_schema.schema",
            "Send a JSON object.",
        ),
        (
            "chat",
            {"messages": SOME_TURNS, "response_format": {"type": "xml"}},
            "input.response_format",
            "Use 'text', 'json_object', 'json_schema', 'grammar'.",
        ),
        ("chat", {"messages": [{"role": "user", "content": 3}]}, "input.messages.0.content", None),
        ("chat", {"messages": SOME_TURNS, "tool_choice": "all"}, "input.tool_choice", None),
        ("completion", {"prompt": "a\0b"}, "input.prompt", "Remove the NUL characters."),
        ("completion", {"prompt": ""}, "input.prompt", "Send some text."),
        (
            "completion",
            {"prompt": "a", "max_tokens": 1e9},
            "input.max_tokens",
            "Send an integer, without quotes.",
        ),
        (
            "completion",
            {"prompt": "a", "temperature": "1"},
            "input.temperature",
            "Send a number, without quotes.",
        ),
        (
            "completion",
            {"prompt": "a", "maxtokens": 3},
            "input.maxtokens",
            "Leave this field out; the kind does not know it.",
        ),
        ("embedding", {"texts": "a"}, "input.texts", "Send a JSON list."),
        ("embedding", {"texts": ["ok", "\ud800"]}, "input.texts.1", "Send valid Unicode."),
        ("sleep", {"seconds": 10**400}, "input.seconds", None),
        ("sleep", {"seconds": float("inf")}, "input.seconds", None),
        ("ledger", {"rows": [{"a\0": 1}]}, "input.rows.0", "Remove the NUL characters."),
        ("ledger", {"rows": [{"a": 2**64}]}, "input.rows.0", "Send a value that meets this."),
        ("echo", {"\ud800": 1}, "input", "Send valid Unicode."),
        ("echo", {"a": float("nan")}, "input", "Send a value that meets this."),
        ("echo", nested(33), "input", "Send a value that meets this."),
    ],
)
def test_a_wrong_field_is_named_with_its_mend(
    kind: str, value: object, field: str, mend: str | None
) -> None:
    first = problems(kind, value)[0]
    assert first.field == field
    assert mend is None or first.mend == mend


def tool(name: str) -> dict[str, Any]:
    return {"type": "function", "function": {"name": name}}


@pytest.mark.parametrize(
    ("names", "chosen", "why"),
    [
        (["f", "f"], None, "different names"),
        ([], "required", "come with tools"),
        (["f"], "g", "name one of the tools"),
        (["none"], "none", "not name a tool that is called so"),
    ],
)
def test_a_choice_of_tools_that_cannot_be_is_refused(
    names: list[str], chosen: str | None, why: str
) -> None:
    """A tool called `none` that must be called would be none that may be."""
    asked: dict[str, Any] = {"messages": [{"role": "user", "content": "hi"}]}
    if names:
        asked["tools"] = [tool(name) for name in names]
    if chosen:
        asked["tool_choice"] = tool(chosen) if names else chosen
    assert why in problems("chat", asked)[0].message


def test_every_wrong_field_is_listed() -> None:
    found = problems("chat", {"messages": [{"role": 1}], "top_p": 2, "seed": -1})
    assert {each.field for each in found} == {
        "input.messages.0.role",
        "input.messages.0.content",
        "input.top_p",
        "input.seed",
    }


def test_a_flood_of_problems_is_cut_short() -> None:
    assert len(problems("embedding", {"texts": [1] * 500})) == 20


def test_texts_are_bounded_in_all() -> None:
    found = problems("embedding", {"texts": ["x" * 900_000] * 5})
    assert "4000000 characters" in found[0].message


def test_children_are_checked_like_tasks() -> None:
    child = {"kind": "chat", "input": {"messages": [{"role": "user"}]}}
    found = problems("echo", {"children": [{"kind": "echo"}, child]})
    assert found[0].field == "input.children.1.input.messages.0.content"


def test_an_unknown_kind_of_child_is_named() -> None:
    assert problems("echo", {"children": [{"kind": "haiku"}]})[0].field == "input.children.0.kind"


def test_children_are_stored_with_checked_input() -> None:
    value = validated("echo", {"children": [{"kind": "tokenize", "input": {"texts": ["a"]}}]})
    checked = {"texts": ["a"], "special": True, "ids": True}
    assert value["children"][0]["input"] == checked


def test_an_error_shows_a_problem_document_with_field_value_and_mend() -> None:
    with pytest.raises(InvalidInput) as caught:
        validated("completion", {"prompt": 7})
    document = caught.value.problem()
    assert document["type"] == "urn:switchyard:problem:invalid-input"
    assert (document["status"], document["field"]) == (400, "input.prompt")
    assert (document["value"], document["mend"]) == ("7", "Send text.")
    assert document["errors"][0]["field"] == "input.prompt"


@pytest.mark.parametrize(
    "value",
    [nested(5000), 10**5000, "\0" * 500, "\ud800", [[1] * 99] * 99],
    ids=["deep", "huge integer", "NUL", "surrogate", "large"],
)
def test_any_value_can_be_shown_shortened(value: object) -> None:
    shown = shorten(value)
    assert len(shown) <= 80
    assert "\0" not in shown.encode().decode()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (State.SUCCEEDED, "'succeeded'"),
        (datetime(2026, 1, 31, 8, tzinfo=UTC), "'2026-01-31T08:00:00+00:00'"),
    ],
)
def test_a_value_is_shown_as_it_was_sent(value: object, shown: str) -> None:
    assert shorten(value) == shown


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
fields = st.sampled_from(
    ["messages", "prompt", "texts", "children", "rows", "seconds", "stop", "times", "seed", "role"]
)


@given(
    kind=st.sampled_from(sorted(KINDS)),
    value=anything | st.dictionaries(fields | st.text(), anything, max_size=4),
)
def test_hostile_input_is_either_storable_or_refused(kind: str, value: object) -> None:
    try:
        accepted = validated(kind, value)
    except InvalidInput as error:
        json.dumps(error.problem(), allow_nan=False).encode()
        return
    stored = json.dumps(accepted, allow_nan=False, ensure_ascii=False)
    stored.encode()
    assert "\\u0000" not in stored
    assert validated(kind, json.loads(stored)) == accepted


def test_the_catalogue_loads_nothing_heavy() -> None:
    heavy = ["django", "celery", "torch", "llama_cpp", "sentence_transformers", "numpy"]
    code = (
        "import sys, orchestration.kinds.catalogue;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
