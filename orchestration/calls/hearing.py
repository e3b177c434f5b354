"""One try's stream: held back until it says something, and noted."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from orchestration.calls.attempt import Attempt
from orchestration.calls.call import Call
from orchestration.calls.estimates import bounded
from orchestration.providers.chat import ChatRequest, Delta, StreamItem
from orchestration.providers.errors import BrokenResponse
from orchestration.providers.provider import Provider


async def heard(
    call: Call[ChatRequest], attempt: Attempt, provider: Provider
) -> AsyncGenerator[StreamItem, None]:
    """Yield a stream from the first item on that says something.

    What comes before is held back: as long as nothing was said, another may begin anew.

    Raises:
        ProviderError: As in `Provider.stream`; also when the stream ends without an `End`.
    """
    request = replace(bounded(call.request), model=attempt.target.model)
    held: list[StreamItem] = []
    async with aclosing(provider.stream(request)) as stream:
        while (item := await _next(call, attempt, stream)) is not None:
            held.append(item)
            if await _tells(item, attempt):
                for each in held:
                    yield each
                held.clear()
    if not attempt.progress.whole:
        detail = f"The provider {provider.name} ended a stream before its end."
        raise BrokenResponse(detail, provider=provider.name, may_cost=True)


async def _tells(item: StreamItem, attempt: Attempt) -> bool:
    """Note an item; return whether a reader may have it now."""
    if not isinstance(item, Delta):
        attempt.ended(item.usage)
        return True
    if item.says and attempt.spoke():
        await attempt.prove()
    return attempt.progress.spoke_at is not None


async def _next(
    call: Call[ChatRequest], attempt: Attempt, stream: AsyncGenerator[StreamItem, None]
) -> StreamItem | None:
    first_s = None if attempt.progress.spoke_at is not None else call.first_token_s
    async with attempt.within(call.try_s, first_s):
        return await anext(stream, None)
