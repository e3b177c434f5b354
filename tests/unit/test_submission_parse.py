"""Reading the JSON body of a task."""

from datetime import UTC, datetime
from typing import Any

import pytest

from orchestration.errors import InvalidInput
from tasks.lifecycle import Priority
from tasks.services.submission import SubmitRequest, parse

PLAIN: dict[str, Any] = {"kind": "echo", "input": {"a": 1}}


def refusal(body: object) -> InvalidInput:
    with pytest.raises(InvalidInput) as refused:
        parse(body)
    return refused.value


def test_a_body_of_kind_and_input_is_enough() -> None:
    assert parse(PLAIN) == SubmitRequest(kind="echo", input={"a": 1})


def test_every_field_is_taken_over() -> None:
    body = {
        **PLAIN, "priority": "CRITICAL", "model": "m", "queue": "local", "device": "gpu:3",
        "idempotency_key": "k", "scheduled_for": "2030-01-31T08:00:00+02:00",
        "deadline": "2030-02-01T00:00:00Z", "max_attempts": 100, "timeout_s": 0.5,
        "tags": ["a", "b", "a"],
    }  # fmt: skip
    assert parse(body) == SubmitRequest(
        kind="echo", input={"a": 1}, priority=Priority.CRITICAL, model="m", queue="local",
        device="gpu:3", idempotency_key="k", scheduled_for=datetime(2030, 1, 31, 6, tzinfo=UTC),
        deadline=datetime(2030, 2, 1, tzinfo=UTC), max_attempts=100, timeout_s=0.5,
        tags=("a", "b"),
    )  # fmt: skip


def test_null_means_left_out() -> None:
    names = (
        "model",
        "specialty",
        "queue",
        "idempotency_key",
        "scheduled_for",
        "deadline",
        "timeout_s",
    )
    assert parse({**PLAIN, **dict.fromkeys(names)}) == parse(PLAIN)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", None),
        ("kind", 3),
        ("kind", "k" * 33),
        ("kind", "echo\x00"),
        ("input", None),
        ("input", []),
        ("input", "text"),
        ("priority", "high"),
        ("priority", 2),
        ("priority", None),
        ("priority", "URGENT\x00"),
        ("model", "m" * 201),
        ("model", "\x00"),
        ("specialty", ""),
        ("specialty", 7),
        ("specialty", "s" * 101),
        ("specialty", "\x00"),
        ("queue", 5),
        ("device", "tpu"),
        ("device", "gpu:"),
        ("device", "gpu:1234"),
        ("device", "gpu:00"),
        ("device", "gpu:1\n"),
        ("device", None),
        ("idempotency_key", ""),
        ("idempotency_key", "k" * 201),
        ("idempotency_key", "\x00"),
        ("idempotency_key", 7),
        ("scheduled_for", "tomorrow"),
        ("scheduled_for", "2030-01-31"),
        ("scheduled_for", "2030-01-31T08:00:00"),
        ("scheduled_for", "1900000000"),
        ("scheduled_for", 1900000000),
        ("scheduled_for", True),
        ("deadline", "0001-01-01T00:00:00+14:00"),
        ("deadline", "9999-12-31T23:59:59-14:00"),
        ("deadline", "2030-13-01T00:00:00Z"),
        ("max_attempts", 0),
        ("max_attempts", 101),
        ("max_attempts", -1),
        ("max_attempts", 2**70),
        ("max_attempts", 1.0),
        ("max_attempts", True),
        ("max_attempts", "3"),
        ("timeout_s", 0),
        ("timeout_s", -1),
        ("timeout_s", 86_401),
        ("timeout_s", 1e308),
        ("timeout_s", float("nan")),
        ("timeout_s", "5"),
        ("tags", "a"),
        ("tags", [""]),
        ("tags", ["t" * 65]),
        ("tags", ["\x00"]),
        ("tags", [1]),
        ("tags", ["a"] * 21),
    ],
)
def test_a_wrong_value_is_refused_with_field_value_and_mend(field: str, value: Any) -> None:
    problem = refusal({**PLAIN, field: value}).problem()
    assert [each["field"].partition(".")[0] for each in problem["errors"]] == [field]
    assert problem["field"].partition(".")[0] == field
    assert problem["mend"] not in ("", None)
    assert "\x00" not in str(problem)


def test_a_specialty_is_asked_like_a_model_of_that_name() -> None:
    body = {"kind": "chat", "input": {}, "specialty": "forex"}
    assert parse(body) == SubmitRequest(kind="chat", input={}, model="specialist/forex")
    assert parse({**body, "model": None}).model == "specialist/forex"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"model": "tiny-random"}, "not both"),
        ({"kind": "embedding"}, "not embedding"),
        ({"kind": "completion"}, "not completion"),
    ],
)
def test_a_specialty_goes_with_no_model_and_with_conversations_only(
    more: dict[str, str], words: str
) -> None:
    refused = refusal({"kind": "chat", "input": {}, "specialty": "forex", **more})
    assert refused.field == "specialty"
    assert words in str(refused)
    assert refused.mend


def test_a_missing_field_is_named() -> None:
    problem = refusal({"kind": "echo"}).problem()
    assert (problem["field"], problem["mend"]) == ("input", "Add this field.")


def test_unknown_fields_are_refused_with_those_that_are_known() -> None:
    problem = refusal({**PLAIN, "prioritty": "HIGH"}).problem()
    assert problem["field"] == "prioritty"
    assert "priority" in problem["mend"]


def test_all_that_is_wrong_is_said_at_once() -> None:
    problem = refusal({"kind": 1, "input": 2, "priority": 3, "extra": 4}).problem()
    assert {each["field"] for each in problem["errors"]} == {"kind", "input", "priority", "extra"}


@pytest.mark.parametrize("body", [None, [], "text", 5, True])
def test_what_is_no_object_is_refused(body: object) -> None:
    assert refusal(body).field == "body"


@pytest.mark.parametrize(
    "name", ["x" * 100_000, "\x00", "\ud800", "a\x00b"], ids=["huge", "nul", "surrogate", "inner"]
)
def test_hostile_field_names_are_quoted_safely(name: str) -> None:
    problem = str(refusal({**PLAIN, name: 1}).problem())
    problem.encode()
    assert "\x00" not in problem
    assert len(problem) < 2000


def test_a_thousand_wrong_fields_do_not_make_a_huge_answer() -> None:
    problem = refusal({**PLAIN, **{f"wrong-{at}": at for at in range(1000)}}).problem()
    assert len(problem["errors"]) == 20


def test_text_of_any_script_is_welcome_where_text_is() -> None:
    request = parse({**PLAIN, "tags": ["größe", "日本", "👩‍👩‍👧"], "idempotency_key": "ключ 1"})
    assert request.tags == ("größe", "日本", "👩‍👩‍👧")
