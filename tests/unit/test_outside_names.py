"""What a request may name as its model."""

import pytest

from orchestration.errors import InvalidInput
from orchestration.outside.names import Named, read_name


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("house-large", Named(model="house-large")),
        ("groq/house-large", Named(model="house-large", provider="groq")),
        ("local/house-large", Named(model="house-large", provider="local")),
        ("org/house-large", Named(model="org/house-large")),
        ("specialist/forex", Named(specialist="forex")),
        ("auto", Named()),
        ("auto:cheapest", Named(strategy="cheapest")),
        ("auto:", Named(model="auto:")),
        ("automatic", Named(model="automatic")),
        ("groq/auto", Named(provider="groq")),
        ("groq/auto:fastest", Named(provider="groq", strategy="fastest")),
        ("groq/automatic", Named(model="automatic", provider="groq")),
        ("groq/", Named(model="groq/")),
        ("org/auto", Named(model="org/auto")),
    ],
)
def test_a_name_means_a_model_a_place_a_specialist_or_nobody(name: str, meant: Named) -> None:
    assert read_name(name, {"local", "groq"}) == meant


def test_only_auto_leaves_the_choice_to_routing() -> None:
    providers = {"local", "groq"}
    assert read_name("auto", providers).nobody
    assert read_name("groq/auto:fastest", providers).nobody
    assert not read_name("automatic", providers).nobody
    assert not read_name("specialist/forex", providers).nobody


@pytest.mark.parametrize("name", ["", "specialist/"])
def test_who_is_asked_has_a_name(name: str) -> None:
    with pytest.raises(InvalidInput, match="names nobody") as refused:
        read_name(name, {"local"})
    assert (refused.value.field, refused.value.value) == ("model", name)
