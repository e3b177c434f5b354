"""What providers answer instead of an answer becomes one error each."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from orchestration.providers import errors
from orchestration.providers.refusals import Refusal, read_refusal, retry_after, to_error

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEY = "sk-very-secret"


def refuse(
    status: int, body: bytes = b"", headers: dict[str, str] | None = None
) -> errors.ProviderError:
    return to_error(read_refusal(body, status, headers or {}, NOW), "openai", KEY)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, b'{"error": {"type": "invalid_request_error"}}', errors.BadRequest),
        (400, b'{"error": {"code": "context_length_exceeded"}}', errors.PromptTooLong),
        (400, b'{"error": {"type": "exceed_context_size_error"}}', errors.PromptTooLong),
        (400, b'{"error": {"code": "content_filter"}}', errors.ContentRefused),
        (400, b'[{"error": {"code": 400, "status": "INVALID_ARGUMENT"}}]', errors.BadRequest),
        (401, b'{"error": {"type": "authentication_error"}}', errors.AuthFailed),
        (402, b"", errors.CreditExhausted),
        (403, b"<html>", errors.AuthFailed),
        (404, b'{"detail": "no such model"}', errors.BadRequest),
        (408, b"", errors.TimedOut),
        (413, b"", errors.BadRequest),
        (429, b"", errors.RateLimited),
        (429, b'{"error": {"code": "insufficient_quota"}}', errors.CreditExhausted),
        (500, b'{"error": "out of memory"}', errors.Overloaded),
        (503, b"", errors.Overloaded),
        (529, b'{"type": "error", "error": {"type": "overloaded_error"}}', errors.Overloaded),
        (302, b"", errors.BrokenResponse),
    ],
)
def test_each_refusal_is_one_kind_of_error(status: int, body: bytes, kind: type) -> None:
    error = refuse(status, body)
    assert type(error) is kind
    assert error.upstream_status == status


@pytest.mark.parametrize(
    ("status", "may_cost"),
    [(500, False), (502, False), (503, False), (529, False), (409, False), (429, False),
     (408, True), (504, True), (524, True)],
)  # fmt: skip
def test_a_status_in_place_of_an_answer_costs_nothing_unless_somebody_gave_up_waiting(
    status: int, *, may_cost: bool
) -> None:
    assert refuse(status).may_cost is may_cost


def test_what_broke_off_or_stood_in_a_stream_may_cost() -> None:
    partly = read_refusal(b"", 500, {}, NOW, whole=False)
    assert to_error(partly, "openai", KEY).may_cost
    assert to_error(Refusal(None, ("server_error",)), "openai", KEY).may_cost


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
        ({"retry-after": "Thu, 01 Jan 2026 00:00:30 GMT"}, 30.0),
        ({"retry-after": "Wed, 31 Dec 2025 00:00:00 GMT"}, 0.0),
        (
            {
                "retry-after": "Thu, 01 Jan 2026 05:00:09 GMT",
                "date": "Thu, 01 Jan 2026 05:00:00 GMT",
            },
            9.0,
        ),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Mon, 01 Jan 99999999999 00:00:00 GMT"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "inf"}, None),
    ],
)
def test_the_delay_is_told_in_seconds(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds


def test_an_error_says_when_to_come_back() -> None:
    problem = refuse(429, headers={"retry-after": "7"}).problem()
    assert (problem["provider"], problem["retry_after_s"], problem["status"]) == ("openai", 7, 429)


def test_a_key_that_the_provider_repeats_is_taken_out() -> None:
    assert KEY not in str(refuse(400, b'{"error": {"message": "bad sk-very-secret"}}'))
    assert "sk-very" not in str(refuse(401, b'{"error": {"message": "bad sk-very-*****"}}'))
