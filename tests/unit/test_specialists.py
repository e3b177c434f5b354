"""The pure part of the catalogue: who could serve, what is asked of them, and in which order."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from orchestration.outgoing.rules import Rules, parse_allowed
from orchestration.providers.chat import JsonSchema
from orchestration.providers.messages import say
from orchestration.registry.bundled import BUNDLED, TINY_RANDOM
from orchestration.routing.asked import Policy
from orchestration.routing.fleet import Candidate, Fleet, Health
from orchestration.specialists.asking import Asker, Question, decide, question
from orchestration.specialists.entries import ModelEntry, ProviderEntry, SpecialistEntry
from orchestration.specialists.fleet import Facts, fleet_of, obstacle
from orchestration.specialists.usable import usability
from orchestration.usage.costs import Rates

NOW = datetime(2026, 1, 1, tzinfo=UTC)
GROQ = ProviderEntry(name="groq", secret="groq.key")
CEREBRAS = ProviderEntry(name="cerebras", secret="cerebras.key")
RATES = Rates(Decimal("0.5"), Decimal(2), Decimal("0.5"), Decimal("0.5"))
SCHEMA = {"type": "object", "properties": {"rate": {"type": "number"}}, "required": ["rate"]}


def model(name: str, provider: str = "groq", **more: Any) -> ModelEntry:
    values = {"capabilities": ["json_schema", "tools"], "context_length": 8000, **more}
    return ModelEntry(name=name, provider=provider, provider_model=f"vendor/{name}", **values)


def specialist(**more: Any) -> SpecialistEntry:
    values = {"name": "forex", "title": "Currencies", "system_prompt": "You know currencies."}
    return SpecialistEntry(**{**values, "model": "big", "fallbacks": ["small"], **more})


def fleet(
    *models: ModelEntry, keys: frozenset[str] = frozenset({"groq.key", "cerebras.key"})
) -> Fleet:
    prices = {("groq", "vendor/big"): RATES}
    return fleet_of([TINY_RANDOM], [GROQ, CEREBRAS], models, Facts(keys, prices))


def asked(entry: SpecialistEntry, **more: Any) -> Question:
    asker = Asker("key", **{"answer_tokens": 1000, **more})
    return question(entry, entry.system_prompt, [say("user", "EUR/USD?")], asker)


def routes(entry: SpecialistEntry, over: Fleet, **more: Any) -> list[str]:
    decision = decide(asked(entry, **more), over, NOW)
    return [f"{each.provider}/{each.model}" for each in decision.routes]


def by_id(over: Fleet) -> dict[str, Candidate]:
    return {each.id: each for each in over.candidates}


def test_a_model_outside_becomes_a_candidate_with_its_price() -> None:
    found = by_id(fleet(model("big", good_at=["forex"], level="medium", version="2", arm="b")))
    big = found["groq/big@2"]
    assert (big.price_in, big.price_out) == (Decimal("0.5"), Decimal(2))
    assert (big.queue, big.context_length, big.level, big.arm) == ("external", 8000, "medium", "b")
    assert big.good_at == {"forex"}
    assert big.obstacle == ""


def test_our_own_models_are_candidates_by_what_they_do() -> None:
    found = {each.model: each for each in fleet_of(BUNDLED, [], [], Facts()).candidates}
    assert found["switchyard-mini"].modalities == {"chat", "completion"}
    assert found["all-minilm-l6-v2"].modalities == {"embedding"}
    assert {each.provider for each in found.values()} == {"local"}


def test_without_a_key_the_reason_names_the_secret() -> None:
    found = by_id(fleet(model("big"), keys=frozenset()))
    why = "The provider groq has no key: keep one as the secret groq.key."
    assert found["groq/big"].obstacle == why
    decision = decide(asked(specialist(fallbacks=[])), fleet(model("big"), keys=frozenset()), NOW)
    assert decision.routes == ()
    assert why in decision.left_out[0].reasons


@pytest.mark.parametrize(
    ("account", "why"),
    [
        (GROQ.model_copy(update={"enabled": False}), "switched off"),
        (ProviderEntry(name="openai"), "name a secret that holds it"),
        (ProviderEntry(name="ollama"), "may not be asked"),
    ],
)
def test_a_provider_that_cannot_be_asked_says_why(account: ProviderEntry, why: str) -> None:
    assert why in obstacle(account, Facts(frozenset({"groq.key"})))


def test_a_local_server_that_is_allowed_needs_no_key() -> None:
    rules = Rules((parse_allowed("127.0.0.1:11434"),))
    assert obstacle(ProviderEntry(name="ollama"), Facts(rules=rules)) == ""


def test_the_question_has_the_system_prompt_first_and_the_parameters() -> None:
    entry = specialist(
        parameters={"temperature": 0.2, "max_tokens": 900, "stop": ["END"]}, output_schema=SCHEMA
    )
    turns = [say("user", "a"), say("system", "Be brief."), say("user", "b")]
    asker = Asker("key", prompt_tokens=20, answer_tokens=900, window_tokens=30)
    made = question(entry, "You know currencies.", turns, asker)
    assert [(each.role, each.text) for each in made.messages] == [
        ("system", "You know currencies."),
        ("system", "Be brief."),
        ("user", "a"),
        ("user", "b"),
    ]
    request = made.request("vendor/big", user="u1")
    assert (request.model, request.user) == ("vendor/big", "u1")
    assert request.sampling.temperature == 0.2
    assert request.sampling.stop == ("END",)
    assert request.format == JsonSchema("forex", SCHEMA, description="Currencies")
    asked = made.asked
    assert (asked.prompt_tokens, asked.answer_tokens, asked.window_tokens) == (20, 900, 30)
    assert made.asked.capabilities == {"json_schema"}
    assert made.asked.specialty == "forex"


def test_models_are_tried_as_they_are_listed() -> None:
    over = fleet(model("small"), model("big", "cerebras"), model("big"), model("other"))
    assert routes(specialist(), over) == ["groq/big", "cerebras/big", "groq/small"]
    assert routes(specialist(model="small", fallbacks=["cerebras/big"]), over) == [
        "groq/small",
        "cerebras/big",
    ]


def test_each_route_says_which_place_it_has() -> None:
    decision = decide(asked(specialist()), fleet(model("small"), model("big")), NOW)
    assert decision.strategy == "specialist:forex"
    first, second = decision.routes
    assert first.reasons[0] == "big is the model of the specialist forex."
    assert second.reasons[0] == "small is fallback 1 of the specialist forex."


def test_an_open_breaker_moves_the_fallback_up() -> None:
    over = replace(fleet(model("small"), model("big")), health={"groq/big": Health("open")})
    assert routes(specialist(), over) == ["groq/small"]


def test_another_order_is_left_to_the_strategy() -> None:
    over = fleet(model("small"), model("big"))
    assert routes(specialist(hints={"order": "cheapest"}), over) == ["groq/big", "groq/small"]
    free = specialist(model="small", fallbacks=["big", "local/tiny-random"])
    free = free.model_copy(update={"hints": specialist(hints={"order": "cheapest"}).hints})
    assert routes(free, over)[0] == "local/tiny-random"


def test_a_model_that_lacks_what_is_needed_is_left_out_with_the_reason() -> None:
    over = fleet(model("big", capabilities=[]), model("small"))
    entry = specialist(output_schema=SCHEMA)
    decision = decide(asked(entry), over, NOW)
    assert [each.model for each in decision.routes] == ["small"]
    assert decision.left_out[0].reasons == ("It lacks json_schema.",)


def test_a_tenants_policy_holds_for_specialists() -> None:
    over = fleet(model("small"), model("big", "cerebras"), model("big"))
    assert routes(specialist(), over, policy=Policy(denied_providers=frozenset({"groq"}))) == [
        "cerebras/big"
    ]
    assert routes(specialist(), over, policy=Policy(most_routes=1)) == ["groq/big"]
    assert routes(specialist(), over, policy=Policy(local_only=True)) == []


def test_a_model_that_is_gone_is_named() -> None:
    decision = decide(asked(specialist()), fleet(model("small")), NOW)
    assert ("big", ("There is no such model.",)) in [(e.id, e.reasons) for e in decision.left_out]


def test_a_specialist_is_usable_when_one_of_its_models_is() -> None:
    over = fleet(model("small", "cerebras"), model("big"), keys=frozenset({"cerebras.key"}))
    found = usability(specialist(), over.candidates)
    assert found.usable
    assert found.models[0].served_by == ()
    assert "groq.key" in found.models[0].reasons[0]
    assert found.models[1].served_by == ("cerebras/small",)


def test_every_reason_is_told_when_none_can_answer() -> None:
    over = fleet(model("big", capabilities=[]), keys=frozenset({"groq.key"}))
    found = usability(specialist(output_schema=SCHEMA, enabled=False), over.candidates)
    assert found.reasons == (
        "It is switched off.",
        "The model groq/big lacks json_schema.",
        "There is no model small.",
    )
    missing = usability(specialist(), over.candidates, prompt_missing="No label.")
    assert missing.reasons == ("No label.",)


@pytest.mark.parametrize(
    "wrong",
    [
        {"system_prompt": ""},
        {"prompt": "stored"},
        {"label": "trial"},
        {"fallbacks": ["big"]},
        {"hints": {"order": "by chance"}},
        {"parameters": {"temperature": 3}},
        {"name": "Not A Name"},
    ],
)
def test_an_entry_that_contradicts_itself_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        specialist(**wrong)
