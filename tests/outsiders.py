"""A catalogue for tests: fakes of providers, models at them, and a specialist."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import redis

from orchestration.outgoing.rules import Rules, parse_allowed
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.specialists.applying import Order, apply
from orchestration.specialists.reading import parse
from orchestration.specialists.selectors import forget
from tests.fakes.provider import FakeProvider, well

NAMES: Final = ("first", "second")
MODEL: Final = "house-large"
VECTORS: Final = "house-vectors"
PRICE: Final = {"input": 1, "output": 2}
SPECIALIST: Final = "mood"
MOOD: Final = {
    "type": "object",
    "properties": {"mood": {"type": "integer"}},
    "required": ["mood"],
    "additionalProperties": False,
}
_CAN: Final = ["tools", "json_schema", "images", "logprobs", "seed"]


def apply_catalogue(fakes: Sequence[FakeProvider]) -> None:
    """Store two providers that serve the same model, the first one preferred; at the second one a
    model for vectors; and a specialist who falls back to a model of ours."""
    providers = [
        {"name": name, "row": "openai_compatible", "base_url": fake.url}
        for name, fake in zip(NAMES, fakes, strict=True)
    ]
    models: list[dict[str, Any]] = [
        {
            "name": MODEL,
            "provider": name,
            "provider_model": "large",
            "context_length": 8192,
            "capabilities": _CAN,
            # Equal prices would let the delays that were measured decide.
            "price": {"input": 1, "output": price},
            "weight": weight,
        }
        for name, price, weight in zip(NAMES, (2, 3), (2.0, 1.0), strict=True)
    ]
    vectors = {
        "name": VECTORS,
        "provider": NAMES[1],
        "provider_model": "vectors",
        "context_length": 512,
        "modalities": ["embedding"],
        "price": PRICE,
    }
    specialist = {
        "name": SPECIALIST,
        "title": "Moods",
        "system_prompt": "You tell moods.",
        "model": f"first/{MODEL}",
        "fallbacks": [TINY_RANDOM.name],
        "output_schema": MOOD,
    }
    forget()
    apply(
        parse(
            {
                "providers": providers,
                "models": [*models, vectors],
                "specialists": [specialist],
            },
            {},
        ),
        Order(by="user:ada", rules=Rules((parse_allowed("127.0.0.1"),))),
    )


@contextmanager
def catalogued(fakes: Sequence[FakeProvider], store: redis.Redis) -> Iterator[None]:
    """Have that catalogue and a model of ours, the fakes in good order and nobody's breaker open.

    Fakes that a gateway has asked before should stay where they are: it knows them for a while.
    """
    store.flushdb()
    for fake in fakes:
        fake.usual = well
        fake.requests.clear()
        fake.left.clear()
    registry.register(TINY_RANDOM, default=True)
    apply_catalogue(fakes)
    try:
        yield
    finally:
        forget()
        registry.forget()
