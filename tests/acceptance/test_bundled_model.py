"""The small model that ships, in a whole Switchyard as it is after its first start."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from openai import OpenAI
from pytest_django.plugin import DjangoDbBlocker

from orchestration.management.catalogue import seed_shipped
from orchestration.registry import services as registry
from orchestration.registry.bundled import SWITCHYARD_MINI
from tests.chaos.cluster import Clocks
from tests.chaos.members import dispatcher, worker
from tests.systems import asking, whole

pytestmark = [pytest.mark.native, pytest.mark.slow, pytest.mark.timeout(240)]

MODEL: Final = SWITCHYARD_MINI.name
CLOCKS: Final = Clocks(lease_s=6.0, heartbeat_s=2.0, claim_s=5.0, leader_s=3.0)
ROLES: Final = (dispatcher("dispatcher-0"), worker("cpu-0", 4))


def function(name: str, description: str, **properties: Any) -> dict[str, Any]:
    """Return a tool whose arguments all are needed."""
    parameters = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    called = {"name": name, "description": description, "parameters": parameters}
    return {"type": "function", "function": called}


CITY: Final = {"type": "string", "description": "The city"}
TOOLS: Final[Any] = [
    function("get_weather", "Get the current weather in a city", city=CITY),
    function("send_email", "Send an email", to={"type": "string"}, subject={"type": "string"}),
    function("get_stock_price", "Get the price of a stock", ticker={"type": "string"}),
]
WEATHER: Final = "It is 14 degrees and cloudy in Tromso."


@pytest.fixture(scope="module")
def client(django_db_blocker: DjangoDbBlocker) -> Iterator[OpenAI]:
    """The official client of a system with all that ships, and nothing else."""
    with (
        django_db_blocker.unblock(),
        whole(ROLES, CLOCKS, {"INFERENCE__THREADS": "1"}) as system,
    ):
        registry.seed_bundled()
        seed_shipped()
        system.until_ready()
        with asking(system, timeout_s=120) as made:
            yield made


def answer(client: OpenAI, model: str, said: str, **more: Any) -> str:
    turns: Any = [{"role": "user", "content": said}]
    made = client.chat.completions.create(model=model, messages=turns, **more)
    return str(made.choices[0].message.content)


def test_an_agent_chooses_a_tool_reads_what_it_observed_and_answers(client: OpenAI) -> None:
    turns: list[Any] = [{"role": "user", "content": "What is the weather in Tromso?"}]
    steps: list[str] = []
    while len(steps) < 5:
        made = client.chat.completions.create(model=MODEL, messages=turns, tools=TOOLS)
        said = made.choices[0].message
        turns.append(said)
        if not said.tool_calls:
            break
        for call in said.tool_calls:
            assert call.type == "function"
            steps.append(f"{call.function.name} {call.function.arguments}")
            turns.append({"role": "tool", "tool_call_id": call.id, "content": WEATHER})
    assert steps == ['get_weather {"city": "Tromso"}']
    assert turns[-1].content == WEATHER
    assert made.choices[0].finish_reason == "stop"


@pytest.mark.parametrize(
    ("specialist", "said", "wanted"),
    [
        ("headlines", "Nordwind shares jump after record profit", "bullish"),
        ("headlines", "Nordwind shares fall after profit warning", "bearish"),
        ("triage", "Why does my build fail with a null pointer?", '"intent": "debug"'),
    ],
)
def test_the_specialists_that_ship_use_it(
    client: OpenAI, specialist: str, said: str, wanted: str
) -> None:
    assert wanted in answer(client, f"specialist/{specialist}", said)


def test_a_specialist_copies_the_fields_that_a_schema_names(client: OpenAI) -> None:
    names = ("payer", "amount", "date")
    schema = {
        "type": "object",
        "properties": {name: {"type": "string"} for name in names},
        "required": list(names),
        "additionalProperties": False,
    }
    form = {"type": "json_schema", "json_schema": {"name": "payment", "schema": schema}}
    said = "Extract payer, amount and date as JSON.\nIngrid Solberg paid 4,250 EUR on 3 May 2027."
    found = json.loads(answer(client, "specialist/fields", said, response_format=form))
    assert found == {"payer": "Ingrid Solberg", "amount": "4,250 EUR", "date": "3 May 2027"}


def test_what_it_cannot_do_it_says_and_it_is_who_answers_when_nobody_is_named(
    client: OpenAI,
) -> None:
    said = answer(client, "auto", "Write a poem about autumn leaves.")
    assert said.startswith("I am a small model")
