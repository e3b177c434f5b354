"""Whose it is to mend that nobody serves a request."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import pytest

from api.gateway.openai.errors import Refusal, refusal_of
from orchestration.errors import SwitchyardError
from orchestration.outside.planning import Request, Standing, plan
from orchestration.routing.asked import Modality, Policy
from orchestration.routing.fleet import Candidate, Fleet, Health, QueueState
from orchestration.specialists.fleet import Facts
from orchestration.specialists.selectors import Outside

HELLO: Final = {"messages": [{"role": "user", "content": "Hello"}]}
SCORED: Final = {**HELLO, "logprobs": 0}
PICTURE: Final = {
    "messages": [
        {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "blob:00"}}]}
    ]
}
LONG: Final = {**HELLO, "max_tokens": 5000}
NO_KEY: Final = "The provider groq has no key."
LARGE: Final = Candidate("large", provider="groq", queue="external", context_length=4096)
SCORING: Final = replace(LARGE, provider="house", capabilities=frozenset({"logprobs"}))


def refused(
    values: Any, *there: Candidate, name: str = "large", policy: Policy | None = None, **how: Any
) -> Refusal:
    """Return how a client learns that nobody serves a request."""
    known = Outside({}, (), Facts(), Fleet(there))
    kind: Modality = "embedding" if "texts" in values else "chat"
    request = Request(name, values, "key", uuid4(), kind=kind, policy=policy or Policy())
    with pytest.raises(SwitchyardError) as caught:
        plan(request, known, Standing(**how))
    assert caught.value.field == "model"
    return refusal_of(caught.value)


@pytest.mark.parametrize(
    ("values", "candidate", "code", "why"),
    [
        (SCORED, LARGE, "unsupported_value", "It lacks logprobs."),
        (PICTURE, LARGE, "unsupported_value", "It lacks images."),
        ({"texts": ["a"]}, LARGE, "unsupported_value", "It does not serve embedding."),
        (HELLO, replace(LARGE, modalities=frozenset({"embedding"})), "unsupported_value",
         "It does not serve chat."),
        (SCORED, replace(LARGE, obstacle=NO_KEY), "unsupported_value", NO_KEY),
        (LONG, LARGE, "context_length_exceeded", "do not fit its context of 4096"),
    ],
)  # fmt: skip
def test_what_a_model_can_never_do_is_its_askers_mistake(
    values: Any, candidate: Candidate, code: str, why: str
) -> None:
    told = refused(values, candidate)
    assert (told.status, told.code, told.param) == (400, code, "model")
    assert why in told.message
    assert told.body()["error"]["type"] == "invalid_request_error"


def test_whoever_could_but_has_no_key_is_the_operators_to_mend_and_nobody_tries_again() -> None:
    told = refused(SCORED, LARGE, replace(SCORING, obstacle=NO_KEY), name="auto")
    assert (told.status, told.code) == (503, "no_route")
    assert told.headers() == {"x-should-retry": "false"}


def test_who_may_not_be_asked_for_what_others_cannot_do_is_no_outage() -> None:
    denied = Policy(denied_providers=frozenset({"house"}))
    assert refused(SCORED, LARGE, SCORING, name="auto", policy=denied).status == 400


def test_what_passes_is_tried_again() -> None:
    opens = datetime.now(UTC) + timedelta(seconds=30)
    health = {"house/large": Health(breaker="open", retry_at=opens)}
    told = refused(SCORED, LARGE, SCORING, health=health)
    assert told.status == 503
    assert told.headers().keys() == {"Retry-After"}
    paused = {"external": QueueState(paused=True)}
    assert refused(HELLO, LARGE, queues=paused).headers() == {}
    assert refused(HELLO, replace(LARGE, enabled=False), queues=paused).final
