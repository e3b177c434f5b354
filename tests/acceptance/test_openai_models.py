"""Which models the gateway lists and shows, at OpenAI's paths: those that can be asked now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import openai
import pytest
from openai import OpenAI

from orchestration.outgoing.rules import Rules, parse_allowed
from orchestration.policies.services import set_policy
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.routing.asked import Policy
from orchestration.specialists.applying import Order, apply
from orchestration.specialists.reading import parse
from tests.factories import make_key
from tests.gateways import GatewayProcess
from tests.patience import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fakes")]

HELLO: Final[Any] = [{"role": "user", "content": "Good morning"}]
MODEL: Final = {"provider_model": "large", "context_length": 8192}


@pytest.fixture(scope="module")
def gateway(django_db_setup: None) -> Iterator[GatewayProcess]:
    with GatewayProcess(OUTGOING__ALLOW="127.0.0.1", ROUTING__FRESH_S=0) as process:
        yield process


@pytest.fixture
def client(gateway: GatewayProcess) -> Iterator[OpenAI]:
    base = f"{gateway.url}/v1"
    with OpenAI(base_url=base, api_key=make_key()[1], timeout=30, max_retries=0) as made:
        yield made


def test_models_outside_are_listed(client: OpenAI) -> None:
    names = {each.id: each.owned_by for each in client.models.list()}
    assert names["house-large"] == "first"
    assert names[TINY_RANDOM.name] == names["auto"] == "switchyard"
    assert "specialist/mood" in names


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("house-large", "first"),
        ("second/house-large", "second"),
        (f"local/{TINY_RANDOM.name}", "switchyard"),
        ("specialist/mood", "switchyard"),
        ("auto", "switchyard"),
        ("auto:cheapest", "switchyard"),
        ("first/auto", "switchyard"),
        ("first/auto:fastest", "switchyard"),
    ],
)
def test_every_name_that_is_answered_is_shown(client: OpenAI, name: str, owner: str) -> None:
    shown = client.models.retrieve(name)
    assert (shown.id, shown.owned_by) == (name, owner)


@pytest.mark.parametrize(
    "name",
    ["first/house-vectors", "third/house-large", "specialist/nobody", "second/specialist/mood"],
)
def test_names_that_mean_nobody_are_not_shown(client: OpenAI, name: str) -> None:
    with pytest.raises(openai.NotFoundError, match=r"Use one of: .*house-large"):
        client.models.retrieve(name)


def test_an_order_that_there_is_not_is_said_to_be_none(client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match=r"Use one of: .*cheapest"):
        client.models.retrieve("auto:nicest")


def test_who_has_no_key_is_neither_listed_nor_shown_nor_named(client: OpenAI) -> None:
    keyless = {"name": "keyless", "row": "openai_compatible", "base_url": "https://x.example/v1",
               "secret": "keyless.api-key"}  # fmt: skip
    model = {**MODEL, "name": "silent-large", "provider": "keyless"}
    specialist = {"name": "silent", "title": "S", "system_prompt": "S.", "model": "silent-large"}
    able = {**MODEL, "name": "late-large", "provider": "first"}
    written = {"providers": [keyless], "models": [model, able], "specialists": [specialist]}
    apply(parse(written, {}), Order(by="user:ada", rules=Rules((parse_allowed("127.0.0.1"),))))

    def listed() -> set[str]:
        return {each.id for each in client.models.list()}

    until(lambda: "late-large" in listed(), "for the gateway to know the new catalogue")
    assert not listed() & {"silent-large", "specialist/silent"}
    for name in ("silent-large", "keyless/silent-large", "keyless/auto", "specialist/silent"):
        with pytest.raises(openai.NotFoundError):
            client.models.retrieve(name)
    with pytest.raises(openai.NotFoundError, match="house-large") as unknown:
        client.chat.completions.create(model="house-huge", messages=HELLO)
    assert "silent-large" not in str(unknown.value)
    assert "house-vectors" not in str(unknown.value)


def test_what_a_policy_forbids_is_not_listed(gateway: GatewayProcess) -> None:
    tenant, token = make_key()
    set_policy(tenant, Policy(local_only=True), actor="user:ada")
    with OpenAI(base_url=f"{gateway.url}/v1", api_key=token, timeout=30, max_retries=0) as client:
        names = {each.id for each in client.models.list()}
        # Its fallback is a model of ours.
        assert {TINY_RANDOM.name, "specialist/mood", "auto"} == names
