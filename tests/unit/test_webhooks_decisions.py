"""What is decided about webhooks without anybody being asked: shares, pauses, signatures."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings

from orchestration.ids import uuid7
from orchestration.secrettext import SecretText
from orchestration.sections.outside import Webhooks
from tasks.services.deliveries import Claimed, Waiting, share
from tasks.signing import headers, new_secret, signature
from tasks.worker.posting import Answer, body_of, retry_after_s, settlement
from tests.integration.stage import configure

RULES = Webhooks()
NOW = datetime(2026, 1, 31, 8, tzinfo=UTC)


def claimed(**changes: Any) -> Claimed:
    plain: dict[str, Any] = {
        "id": uuid7(), "epoch": 1, "attempts": 0, "event": "task.succeeded", "sequence": 7,
        "at": NOW, "data_json": '{"task": "t"}', "tenant_id": uuid7(), "webhook_id": uuid7(),
        "url": "https://example.com/", "secret_version": 1, "overlapping": False,
        "result_json": None, "error_json": None, "left_out": False,
    }  # fmt: skip
    return Claimed(**{**plain, **changes})


@pytest.mark.parametrize(
    ("attempts", "answer", "state", "delay_s"),
    [
        (0, Answer(200), "delivered", 0),
        (9, Answer(204), "delivered", 0),
        (0, Answer(500), "pending", 5),
        (3, Answer(404), "pending", 320),
        (8, Answer(error="no answer"), "pending", 43_200),
        (9, Answer(500), "dead", 0),
        (0, Answer(410), "dead", 0),
        (0, Answer(error="leads inside", final=True), "dead", 0),
        (0, Answer(302), "pending", 5),
        (0, Answer(429, retry_after_s=90.0), "pending", 90),
        (3, Answer(503, retry_after_s=90.0), "pending", 320),
        (0, Answer(503, retry_after_s=1e9), "pending", 43_200),
    ],
)
def test_an_answer_decides(attempts: int, answer: Answer, state: str, delay_s: float) -> None:
    settled = settlement(claimed(attempts=attempts), answer, RULES, draw=0.0)
    assert (settled.state, settled.delay_s) == (state, delay_s)
    assert settled.gone == (answer.status == 410)


def test_chance_takes_a_part_of_each_pause_and_never_adds_to_it() -> None:
    for draw in (0.0, 0.5, 0.999):
        settled = settlement(claimed(attempts=2), Answer(500), RULES, draw=draw)
        assert 80 * 0.8 <= settled.delay_s <= 80


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Sat, 31 Jan 2026 08:01:00 GMT", 60.0),
        ("Sat, 31 Jan 2026 07:00:00 GMT", 0.0),
        ("soon", None),
        ("Mon, 01 Jan 99999999999 00:00:00 GMT", None),
        ("-5", None),
        ("9" * 400, 999_999_999.0),
        ("٣", None),
    ],
)
def test_a_retry_after_is_read_as_seconds_or_as_a_date(
    text: str | None, seconds: float | None
) -> None:
    assert retry_after_s(text, NOW) == seconds


def waiting(host: str, *, under_way: int = 0, due: bool = True) -> Waiting:
    return Waiting(uuid7(), host, under_way, due)


def shared(settings: LazySettings, room: int, *each: Waiting) -> list[int]:
    configure(settings, webhooks={"per_webhook": 3, "per_host": 5})
    given: dict[UUID, int] = share(each, room)
    return [given.get(one.id, 0) for one in each]


def test_what_may_be_sent_is_shared_within_the_limits(settings: LazySettings) -> None:
    assert shared(settings, 100, waiting("a"), waiting("b")) == [3, 3]
    assert shared(settings, 100, waiting("a"), waiting("a"), waiting("a")) == [2, 2, 1]
    assert shared(settings, 100, waiting("a", under_way=2), waiting("a", under_way=1)) == [1, 1]
    assert shared(settings, 100, waiting("a", under_way=5), waiting("b")) == [0, 3]
    assert shared(settings, 2, waiting("a"), waiting("b"), waiting("c")) == [1, 1, 0]
    assert shared(settings, 100, waiting("a", due=False), waiting("b")) == [0, 3]
    assert shared(settings, 0, waiting("a")) == [0]
    assert shared(settings, 100) == []


def test_the_example_of_the_specification_is_signed_alike() -> None:
    secret = SecretText("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed = signature(
        secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, b'{"test": 2432232314}'
    )
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_secrets_are_long_and_no_two_are_alike() -> None:
    one, two = new_secret(), new_secret()
    assert one != two
    assert len(one.expose()) == len("whsec_") + 44
    signed = headers([one, two], "id", 1, b"{}")["webhook-signature"].split(" ")
    assert len(set(signed)) == 2


def test_a_body_says_when_as_the_event_happened_and_carries_json_as_it_is(
    settings: LazySettings,
) -> None:
    body = body_of(claimed(result_json='{"a":1.50}'))
    assert b'"timestamp":"2026-01-31T08:00:00+00:00"' in body
    assert b'"result":{"a":1.50}' in body
    test = body_of(claimed(event="webhook.test", data_json='{"webhook": "w"}'))
    assert b"links" not in test
