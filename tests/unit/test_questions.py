"""Simple questions: bodies as requests, answers as events, and where a reader is."""

from typing import Any, Final

import orjson
import pytest
from django.http import HttpRequest
from pydantic import ValidationError

from api.gateway.openai.wishes import PRIORITY
from api.gateway.questions.asking import asked_chat, asked_query
from api.gateway.questions.bodies import ChatBody, QueryBody
from api.gateway.whole import Position
from orchestration.access.scopes import SCOPES
from orchestration.access.services import Principal
from orchestration.errors import InvalidInput, UserError
from orchestration.ids import uuid7
from orchestration.routing.fleet import Candidate, Fleet
from orchestration.specialists.entries import ProviderEntry
from orchestration.specialists.fleet import Facts
from orchestration.specialists.selectors import Outside
from tasks.errors import Forbidden
from tasks.lifecycle import Priority
from tasks.tokens import Place

BY: Final = Principal(
    key_id=uuid7(),
    tenant_id=uuid7(),
    tenant_name="t",
    scopes=frozenset(SCOPES),
    max_priority=Priority.HIGH,
    requests_per_minute=100,
)
GROQ: Final = ProviderEntry(name="groq", row="groq")


def known(*more: ProviderEntry) -> Outside:
    providers = {each.name: each for each in (GROQ, *more)}
    return Outside(providers, (), Facts(), Fleet(()))


def request_with(**headers: str) -> HttpRequest:
    request = HttpRequest()
    request.META = {f"HTTP_{name}": value for name, value in headers.items()}
    return request


def model_of(*providers: ProviderEntry, **body: Any) -> str | None:
    asked = asked_query(QueryBody(query="a", **body), request_with(), BY, known(*providers))
    return asked.model


OLLAMA: Final = ProviderEntry(name="ollama", row="ollama")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({}, "auto"),
        ({"backend": "auto"}, "auto"),
        ({"model": "large"}, "large"),
        ({"backend": "auto", "model": "large"}, "large"),
        ({"backend": "local"}, None),
        ({"backend": "local", "model": "large"}, "local/large"),
        ({"backend": "groq"}, "groq/auto"),
        ({"backend": "groq", "model": "large"}, "groq/large"),
        ({"backend": "ollama"}, None),
        ({"backend": "groq", "model": "groq/large"}, "groq/large"),
        ({"backend": "groq", "model": "org/large"}, "groq/org/large"),
        ({"backend": "groq", "model": "auto:fastest"}, "groq/auto:fastest"),
        ({"specialty": "forex"}, "specialist/forex"),
    ],
)
def test_who_is_asked(body: dict[str, Any], name: str | None) -> None:
    assert model_of(**body) == name


def test_ollama_is_the_provider_where_it_is_switched_on() -> None:
    assert model_of(OLLAMA, backend="ollama") == "ollama/auto"
    off = OLLAMA.model_copy(update={"enabled": False})
    assert model_of(off, backend="ollama") is None


def test_a_backend_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(UserError) as refused:
        model_of(backend="openai")
    assert refused.value.field == "backend"
    assert "auto, local, groq" in str(refused.value)


@pytest.mark.parametrize("model", ["groq/large", "specialist/forex", "groq/auto"])
def test_a_backend_and_a_model_that_is_elsewhere_contradict_each_other(model: str) -> None:
    with pytest.raises(UserError, match="contradict each other") as refused:
        model_of(backend="local", model=model)
    assert (refused.value.field, refused.value.value) == ("model", model)


def test_a_models_own_name_may_begin_like_a_providers() -> None:
    serving = Fleet((Candidate("local/large", provider="groq"),))
    there = Outside({"groq": GROQ}, (), Facts(), serving)
    body = QueryBody(query="a", backend="groq", model="local/large")
    assert asked_query(body, request_with(), BY, there).model == "groq/local/large"


def test_fields_go_before_headers() -> None:
    request = request_with(
        X_SWITCHYARD_PRIORITY="high", X_SWITCHYARD_TAG="a", CACHE_CONTROL="no-store"
    )
    body = QueryBody(query="a")
    asked = asked_query(body, request, BY, known())
    assert (asked.wishes.priority, asked.wishes.tags) == (Priority.HIGH, ("a",))
    assert not asked.wishes.caching.writes
    body = QueryBody(query="a", priority="LOW", tags=["b", "b"], use_cache=True)
    asked = asked_query(body, request, BY, known())
    assert (asked.wishes.priority, asked.wishes.tags) == (Priority.LOW, ("b",))
    assert asked.wishes.caching.asked


@pytest.mark.parametrize("by", ["field", "header"])
def test_nobody_is_more_urgent_than_its_key(by: str) -> None:
    body = QueryBody(query="a", priority="URGENT" if by == "field" else None)
    request = request_with(**({"X_SWITCHYARD_PRIORITY": "3"} if by == "header" else {}))
    with pytest.raises(Forbidden) as refused:
        asked_query(body, request, BY, known())
    assert PRIORITY.lower().endswith(str(refused.value.field))


@pytest.mark.parametrize("tag", ["", "t" * 65, "a\x00", "half \ud800 a pair"])
def test_a_tag_is_a_short_text_that_can_be_stored(tag: str) -> None:
    with pytest.raises(ValidationError, match="tags"):
        QueryBody(query="a", tags=[tag])


@pytest.mark.parametrize(
    ("turns", "field"),
    [
        ([{"role": "poet", "content": "O"}], "messages.0.role"),
        ([{"role": "user", "content": "a"}, {"role": "user"}], "messages.1.content"),
        ([], "messages"),
    ],
)
def test_errors_count_the_turns_as_they_were_sent(turns: list[Any], field: str) -> None:
    for system in (None, "Be kind."):
        body = ChatBody(messages=turns, system=system)
        if not turns and system:
            continue
        with pytest.raises(InvalidInput) as refused:
            asked_chat(body, request_with(), BY, known())
        assert refused.value.field == field
        assert refused.value.problems[0].field == field


def test_a_conversation_is_taken_as_it_is() -> None:
    tool = {"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}
    body = ChatBody(
        message="a", system="s", tools=[tool], tool_choice="auto", stop="x", cache=False
    )
    asked = asked_chat(body, request_with(), BY, known())
    assert asked.input["messages"] == [
        {"role": "system", "content": "s"},
        {"role": "user", "content": "a"},
    ]
    assert asked.input["stop"] == ["x"]
    assert asked.input["tools"][0]["function"]["name"] == "f"
    assert not asked.wishes.caching.reads
    orjson.dumps(asked.input)


@pytest.mark.parametrize(
    "position",
    [Position(), Position(7, Place(1, 2)), Position(2**63 - 1, "end"), Position(0, "end")],
)
def test_the_id_of_an_event_says_where_its_reader_is(position: Position) -> None:
    assert Position.read(str(position)) == position


@pytest.mark.parametrize("text", ["", "7", "7.", ".1-2", "7.1", "x.end", "7.END", f"{2**63}.end"])
def test_anything_else_is_no_position(text: str) -> None:
    assert Position.read(text) is None
