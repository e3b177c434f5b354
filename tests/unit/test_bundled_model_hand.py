"""The requests written by hand are complete, balanced and answered as the model should answer."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import jsonschema
import pytest

from tools.bundled_model import hand
from tools.bundled_model.hand import Request
from tools.bundled_model.sample import POLITE

LABELS = {
    "intent": ("code", "docs", "debug", "architecture", "general"),
    "complexity": ("low", "medium", "high"),
    "tone": ("bullish", "bearish", "neutral"),
}
CALL = re.compile(r"<tool_call>\n(\{.*\})\n</tool_call>")


def text(request: Request) -> str:
    return "\n".join(message["content"] or "" for message in request.sample.messages)


def asked(request: Request) -> str:
    return str(request.sample.messages[-1]["content"])


def label(job: str, answer: str) -> str:
    """The label of a plain answer or of one in JSON, which must be written as the model does."""
    if not answer.startswith("{"):
        return answer
    said = json.loads(answer)
    assert json.dumps(said) == answer
    assert list(said) == [job]
    return str(said[job])


def call(answer: str) -> tuple[str, dict[str, Any]]:
    match = CALL.fullmatch(answer)
    assert match, answer
    said = json.loads(match[1])
    assert json.dumps(said, ensure_ascii=False) == match[1]
    assert list(said) == ["name", "arguments"]
    return said["name"], said["arguments"]


def observed(request: Request) -> bool:
    return bool(request.sample.messages[-1]["role"] == "tool")


def calls() -> list[Request]:
    return [
        request
        for request in hand.requests("tools")
        if not observed(request) and request.sample.answer != POLITE
    ]


@pytest.mark.parametrize("job", hand.JOBS)
def test_each_job_has_thirty_different_requests(job: str) -> None:
    conversations = {json.dumps(request.sample.messages) for request in hand.requests(job)}
    assert len(hand.requests(job)) == len(conversations) == 30


def test_a_job_without_requests_is_refused() -> None:
    with pytest.raises(ValueError, match="job is 'poetry'"):
        hand.requests("poetry")


@pytest.mark.parametrize("job", LABELS)
def test_labels_are_shared_out_evenly(job: str) -> None:
    counted = Counter(label(job, request.sample.answer) for request in hand.requests(job))
    assert counted == dict.fromkeys(LABELS[job], 30 // len(LABELS[job]))


@pytest.mark.parametrize("job", LABELS)
def test_json_answers_stand_where_json_was_asked_for(job: str) -> None:
    for request in hand.requests(job):
        asks_for_json = "JSON" in text(request) and job in text(request)  # and names the key
        assert request.sample.answer.startswith("{") == asks_for_json, text(request)


def test_extracted_values_stand_in_the_message() -> None:
    for request in hand.requests("extraction"):
        fields = json.loads(request.sample.answer)
        assert json.dumps(fields, ensure_ascii=False) == request.sample.answer
        plain_numbers = re.sub(r"(?<=\d),(?=\d{3})", "", asked(request))
        for value in fields.values():
            if isinstance(value, str):
                assert value in asked(request)
            elif value is not None:
                assert re.search(rf"(?<![\d.]){value}(?![\d])", plain_numbers), value


def test_a_third_of_the_extractions_names_its_keys_in_a_schema_alone() -> None:
    with_schema = [request for request in hand.requests("extraction") if request.schema]
    assert len(with_schema) == 10
    for request in with_schema:
        schema, fields = request.schema, json.loads(request.sample.answer)
        assert schema is not None
        jsonschema.validate(fields, schema)
        assert list(fields) == list(schema["properties"])
        assert not any(re.search(rf"\b{key}\b", text(request)) for key in fields)


def test_other_extractions_name_their_keys_in_order() -> None:
    for request in hand.requests("extraction"):
        if request.schema is None:
            keys = map(re.escape, json.loads(request.sample.answer))
            assert re.search(r"\b.*\b".join(keys), text(request), re.DOTALL), text(request)


def test_each_call_names_an_offered_tool_and_fits_its_schema() -> None:
    for request in calls():
        name, arguments = call(request.sample.answer)
        offered = {tool["function"]["name"]: tool["function"] for tool in request.sample.tools}
        schema = offered[name]["parameters"]
        jsonschema.validate(arguments, {**schema, "additionalProperties": False})
        assert list(arguments) == [key for key in schema["properties"] if key in arguments]


def test_arguments_stand_in_the_message() -> None:
    for request in calls():
        _, arguments = call(request.sample.answer)
        for value in arguments.values():
            assert str(value).lower() in asked(request).lower()


def test_four_requests_fit_no_tool_and_five_tell_what_a_tool_said() -> None:
    written = hand.requests("tools")
    assert len(calls()) == 21
    assert sum(request.sample.answer == POLITE for request in written) == 4
    assert sum(observed(request) for request in written) == 5


def told(observation: str) -> str:
    """What the model shall say of an observation."""
    if not observation.startswith("{"):
        return observation
    fields = json.loads(observation)
    if "error" in fields:
        return f"The tool failed: {fields['error']}"
    return ", ".join(f"{key.replace('_', ' ')}: {value}" for key, value in fields.items()) + "."


def test_second_steps_tell_the_observation() -> None:
    for request in filter(observed, hand.requests("tools")):
        assert request.sample.answer == told(asked(request))


def test_other_requests_are_declined_politely() -> None:
    assert {request.sample.answer for request in hand.requests("other")} == {POLITE}
