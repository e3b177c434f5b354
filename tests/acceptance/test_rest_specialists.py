"""Specialists and providers over HTTP: what can be asked, what cannot, and why."""

from collections.abc import Iterator

import pytest
from django.test import Client

from orchestration.management.catalogue import seed_shipped
from orchestration.secrets import services as secrets
from orchestration.secrettext import SecretText
from orchestration.specialists.applying import Order, apply
from orchestration.specialists.reading import parse
from orchestration.specialists.selectors import forget
from tests.factories import make_client, make_tenant

pytestmark = pytest.mark.django_db

KEY = "csk-quite-secret-4711"


@pytest.fixture(autouse=True)
def _shipped(db: None) -> Iterator[None]:
    forget()
    seed_shipped()
    yield
    forget()


@pytest.fixture
def client() -> Client:
    return make_client()[1]


def test_specialists_are_listed_with_the_reason_why_they_cannot_answer(client: Client) -> None:
    items = client.get("/api/v1/specialists?limit=100").json()["items"]
    assert len(items) >= 14
    forex = next(each for each in items if each["name"] == "forex")
    assert not forex["usable"]
    assert "keep one as the secret openai.api-key" in " ".join(forex["reasons"])
    assert forex["shared"]
    assert "system_prompt" not in forex


def test_a_key_makes_its_specialists_usable_and_is_shown_to_nobody(client: Client) -> None:
    secrets.put("cerebras.api-key", SecretText(KEY), actor="user:ada")
    forget()
    answer = client.get("/api/v1/specialists/risk")
    found = answer.json()
    assert found["usable"]
    assert found["models"][0]["served_by"] == ["cerebras/gpt-oss-120b"]
    assert found["system_prompt"].startswith("You are a risk manager.")
    assert found["output_schema"]["required"]
    providers = client.get("/api/v1/providers")
    assert KEY not in providers.content.decode() + answer.content.decode()
    keys = {each["name"]: each["key"] for each in providers.json()["items"]}
    assert (keys["cerebras"], keys["groq"], keys["ollama"]) == ("set", "missing", "not needed")


def test_providers_show_their_models_and_prices(client: Client) -> None:
    items = {each["name"]: each for each in client.get("/api/v1/providers").json()["items"]}
    assert list(items) == sorted(items)
    groq = items["groq"]
    model = next(each for each in groq["models"] if each["name"] == "gpt-oss-120b")
    assert model["price"] == {"input": "0.150000", "output": "0.750000"}
    assert groq["reason"] == "The provider groq has no key: keep one as the secret groq.api-key."


def test_another_tenants_specialist_is_not_found(client: Client) -> None:
    owner = make_tenant()
    entry = {"name": "own", "tenant": owner.name, "title": "Own", "system_prompt": "x",
             "model": "gpt-4.1"}  # fmt: skip
    apply(parse({"specialists": [entry]}, {}), Order(by="user:ada"))
    assert client.get("/api/v1/specialists/own").status_code == 404
    listed = client.get("/api/v1/specialists?limit=200").json()["items"]
    assert "own" not in [each["name"] for each in listed]
    mine = make_client(owner)[1]
    assert mine.get("/api/v1/specialists/own").json()["title"] == "Own"


def test_an_unknown_specialist_names_those_that_there_are(client: Client) -> None:
    problem = client.get("/api/v1/specialists/astrology").json()
    assert problem["type"] == "urn:switchyard:problem:unknown-specialist"
    assert "forex" in problem["mend"]


def test_pages_go_on_where_they_ended(client: Client) -> None:
    first = client.get("/api/v1/specialists?limit=5").json()
    rest = client.get(f"/api/v1/specialists?limit=200&cursor={first['next']}").json()
    names = [each["name"] for each in first["items"] + rest["items"]]
    assert len(names) == len(set(names)) >= 14
    assert rest["next"] is None
