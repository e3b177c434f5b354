"""Gets a document's bytes from its address; only from where the rules allow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import httpx

from orchestration.blobs.errors import BlobTooLarge
from orchestration.blobs.spool import Spool
from orchestration.errors import ModelError, UserError
from orchestration.outgoing.rules import Rules
from orchestration.outgoing.transport import guarded_async_client

AGENT: Final = "Switchyard"
_AGAIN: Final = frozenset({408, 425, 429})


class NotFetched(UserError):  # noqa: N818 - named for what happened
    """The address does not give the document."""

    slug = "document-not-fetched"
    title = "The document cannot be fetched"


class NotFetchedNow(ModelError):  # noqa: N818 - named for what happened
    """The address does not answer now."""

    slug = "document-not-fetched-now"
    title = "The document cannot be fetched now"
    retryable = True


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: its bytes stand in the spool."""

    media_type: str


def fetch(
    url: str, into: Spool, rules: Rules, *, timeout_s: float, progress: Callable[[], None]
) -> Fetched:
    """Write what is at an address into a spool; redirects are followed where the rules allow.

    Raises:
        ForbiddenURL: It, or where it leads, may not be asked.
        NotFetched: It says no, or has too much.
        NotFetchedNow: It does not answer, or says that it is busy.
    """
    return asyncio.run(_fetch(url, into, rules, timeout_s, progress))


async def _fetch(
    url: str, into: Spool, rules: Rules, timeout_s: float, progress: Callable[[], None]
) -> Fetched:
    headers = {"user-agent": AGENT, "accept": "*/*"}
    timeout = httpx.Timeout(min(timeout_s, 30.0))
    try:
        async with (
            asyncio.timeout(timeout_s),
            guarded_async_client(
                rules, headers=headers, timeout=timeout, follow_redirects=True
            ) as client,
            client.stream("GET", url) as answer,
        ):
            _check(url, answer)
            async for chunk in answer.aiter_bytes():
                into.feed(chunk)
                progress()
            return Fetched(answer.headers.get("content-type", "").partition(";")[0].strip())
    except (httpx.TooManyRedirects, httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        why = f"{url} leads nowhere: too many redirects, or one to what is no address."
        raise NotFetched(why, field="url", value=url, mend="Name the last address.") from error
    except (httpx.HTTPError, TimeoutError) as error:
        why = f"{url} did not answer: {type(error).__name__}."
        raise NotFetchedNow(why, field="url", value=url, mend="Try again later.") from error
    except BlobTooLarge as error:
        raise NotFetched(error.detail, field="url", value=url, mend=error.mend) from error


def _check(url: str, answer: httpx.Response) -> None:
    status = answer.status_code
    if status == HTTPStatus.OK:
        return
    said = f"{url} answered {status} {answer.reason_phrase}".strip() + "."
    if status in _AGAIN or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise NotFetchedNow(said, field="url", value=url, mend="Try again later.")
    raise NotFetched(said, field="url", value=url, mend="Open the address to see why.")
