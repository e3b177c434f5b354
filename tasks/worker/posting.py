"""One webhook over HTTP: what is sent, what the receiver said, and what becomes of it.

Redirects are not followed: the address was judged, another one was not. Of an answer the status
counts; its body is read a little, for people, and never unpacked.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final

import httpx
import orjson
from django.conf import settings

from orchestration.outgoing.errors import ForbiddenURL
from orchestration.outgoing.transport import guarded_async_client
from orchestration.secrettext import SecretText
from orchestration.sections.outside import Webhooks
from tasks import retry, signing
from tasks.services.deliveries import Claimed, Settlement

AGENT: Final = "Switchyard-Webhooks/1"
_EXCERPT_BYTES: Final = 2000
_EXCERPT_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver said, or why it said nothing.

    Attributes:
        status: of its answer; None when there was none.
        error: what went wrong, for people.
        retry_after_s: how long it asks us to wait.
        final: whether the same again cannot help.
    """

    status: int | None = None
    error: str = ""
    excerpt: str = ""
    retry_after_s: float | None = None
    final: bool = False
    took_ms: int = 0

    @property
    def accepted(self) -> bool:
        """Whether the delivery has arrived."""
        return self.status is not None and HTTPStatus(200) <= self.status < HTTPStatus(300)


def new_client() -> httpx.AsyncClient:
    """Return a client that follows nothing, keeps no cookies and reaches no inside."""
    timeout = httpx.Timeout(settings.SWITCHYARD.webhooks.timeout_s)
    client = guarded_async_client(settings.SWITCHYARD.outgoing.rules, timeout=timeout)
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return client


def body_of(claimed: Claimed) -> bytes:
    """Return the message: what happened, to which task, and where to read more."""
    data: dict[str, Any] = orjson.loads(claimed.data_json)
    if "task" in data:
        path = f"{settings.SWITCHYARD.url}/api/v1/tasks/{data['task']}"
        data["links"] = {"task": path, "events": f"{path}/events"}
    for name, text in (("result", claimed.result_json), ("error", claimed.error_json)):
        if text is not None:
            data[name] = orjson.Fragment(text)
    if claimed.left_out:
        data["result_left_out"] = "It is too large; read it from the task."
    return orjson.dumps(
        {
            "type": claimed.event,
            "timestamp": claimed.at.astimezone(UTC),
            "sequence": claimed.sequence,
            "data": data,
        }
    )


async def post(
    client: httpx.AsyncClient, claimed: Claimed, secrets: Sequence[SecretText], timeout_s: float
) -> Answer:
    """Send a delivery and return the answer; it takes no longer than `timeout_s` and a second."""
    body = body_of(claimed)
    message = signing.headers(secrets, str(claimed.id), int(time.time()), body)
    headers = {
        **message,
        "content-type": "application/json",
        "user-agent": AGENT,
        "accept-encoding": "identity",
    }
    started = time.monotonic()
    answer = await _answered(client, claimed.url, body, headers, timeout_s)
    took_ms = round((time.monotonic() - started) * 1000)
    return Answer(
        answer.status, answer.error, answer.excerpt, answer.retry_after_s, answer.final, took_ms
    )


async def _answered(
    client: httpx.AsyncClient, url: str, body: bytes, headers: dict[str, str], timeout_s: float
) -> Answer:
    request = client.build_request("POST", url, content=body, headers=headers)
    try:
        async with asyncio.timeout(timeout_s):
            response = await client.send(request, stream=True)
    except ForbiddenURL as error:
        return Answer(error=str(error), final=True)
    except (TimeoutError, httpx.TimeoutException):
        return Answer(error=f"The receiver did not answer within {timeout_s:g} s.")
    except httpx.HTTPError as error:
        return Answer(
            error=f"The receiver could not be reached: {str(error) or type(error).__name__}."
        )
    try:
        return _judged(response, await _excerpt(response))
    finally:
        await response.aclose()


async def _excerpt(response: httpx.Response) -> str:
    """Return the beginning of the body, as far as it comes within a second."""
    read = bytearray()
    # The answer has been given with the status; a body that drips or breaks off adds nothing.
    with suppress(httpx.HTTPError, TimeoutError):
        async with asyncio.timeout(_EXCERPT_S):
            async for part in response.aiter_raw():
                read += part
                if len(read) >= _EXCERPT_BYTES:
                    break
    return bytes(read[:_EXCERPT_BYTES]).decode("utf-8", "replace")


def _judged(response: httpx.Response, excerpt: str) -> Answer:
    status = response.status_code
    if response.is_success:
        return Answer(status)
    if response.is_redirect:
        error = f"The receiver answered {status}, a redirect; redirects are not followed."
    else:
        error = f"The receiver answered {status}."
    return Answer(status, error, excerpt, retry_after_s(response.headers.get("retry-after")))


def retry_after_s(text: str | None, now: datetime | None = None) -> float | None:
    """Return the seconds that a Retry-After header asks for; None when there is none; pure.

    Args:
        text: the header: seconds, or a date.
        now: the time from which a date counts; the present by default.
    """
    if text is None:
        return None
    digits = text.strip()
    if digits.isascii() and digits.isdecimal():
        return float(digits[:9])
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # the latter for years that no calendar has
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - (now or datetime.now(UTC))).total_seconds())


def settlement(
    claimed: Claimed, answer: Answer, rules: Webhooks, draw: float | None = None
) -> Settlement:
    """Decide what becomes of a delivery after an answer; pure, but for the jitter's chance.

    Args:
        claimed: the delivery.
        answer: what the receiver said.
        rules: attempts and pauses.
        draw: a number in [0, 1) for the jitter; random by default.
    """
    gone = answer.status == HTTPStatus.GONE
    backoff = retry.Backoff(rules.base_s, rules.factor, rules.max_s, rules.jitter)
    delay_s = retry.next_delay_s(
        claimed.attempts + 1, rules.attempts, backoff,
        retryable=not (gone or answer.final), draw=draw,
    )  # fmt: skip
    if answer.accepted:
        return Settlement(
            claimed.id, claimed.webhook_id, claimed.epoch, "delivered",
            status=answer.status, took_ms=answer.took_ms,
        )  # fmt: skip
    asked_s = min(answer.retry_after_s or 0.0, rules.max_s)
    return Settlement(
        claimed.id, claimed.webhook_id, claimed.epoch, "dead" if delay_s is None else "pending",
        delay_s=max(delay_s or 0.0, asked_s), status=answer.status, error=answer.error,
        answer=answer.excerpt, took_ms=answer.took_ms, gone=gone,
    )  # fmt: skip
