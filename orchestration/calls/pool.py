"""The providers of one event loop: one client, with one pool of connections, for each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Final, Protocol

import httpx

from orchestration.providers.opening import open_provider
from orchestration.providers.profile import Profile
from orchestration.providers.provider import Bounds, Patience, Provider
from orchestration.secrettext import SecretText

FRESH_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Source:
    """How a provider is reached; what `open_provider` wants to know.

    Attributes:
        row: Of the table.
        key: Shown with each request.
        base_url: Instead of the row's.
        profile: Instead of the row's.
        patience: How long it may take.
        bounds: How much is read.
        guard: Makes what carries the requests, for addresses that users set.
    """

    row: str
    key: SecretText | None = None
    base_url: str | None = None
    profile: Profile | None = None
    patience: Patience | None = None
    bounds: Bounds | None = None
    guard: Callable[[], httpx.AsyncBaseTransport] | None = None

    def open(self, name: str) -> Provider:
        """Return a client that errors call by that name; errors are those of `open_provider`."""
        return open_provider(
            self.row,
            called=name,
            key=self.key,
            base_url=self.base_url,
            profile=self.profile,
            patience=self.patience,
            bounds=self.bounds,
            carrier=self.guard() if self.guard else None,
        )


class Sources(Protocol):
    """Who knows how providers are reached."""

    async def find(self, name: str) -> Source:
        """Return how the provider of that name is reached.

        Raises:
            SwitchyardError: There is none, or its key cannot be read.
        """


class Providers(Protocol):
    """Where a call finds whom it asks."""

    def using(self, name: str) -> AbstractAsyncContextManager[Provider]:
        """Give the provider of that name, which stays open meanwhile."""


class _Opened:
    """A client, and how many use it; the last one closes it when it was replaced."""

    def __init__(self, source: Source, provider: Provider) -> None:
        self.source = source
        self.provider = provider
        self.users = 0
        self.fresh_until = 0.0
        self.replaced = False


class ProviderPool:
    """See `Providers`. Belongs to one event loop; close it when that ends.

    How a provider is reached is looked up again from time to time, and a client is replaced when
    that has changed; calls that are under way end with the old one.

    Args:
        sources: Knows how providers are reached.
        own: Providers that are no row of the table, such as our own workers; never closed here.
        fresh_s: For how long a look-up holds.
    """

    def __init__(
        self, sources: Sources, own: Mapping[str, Provider] | None = None, fresh_s: float = FRESH_S
    ) -> None:
        self._sources = sources
        self._own = dict(own or {})
        self._fresh_s = fresh_s
        self._opened: dict[str, _Opened] = {}
        self._looking: dict[str, asyncio.Lock] = {}

    @asynccontextmanager
    async def using(self, name: str) -> AsyncIterator[Provider]:
        """Give the provider of that name; errors are those of `Sources.find`."""
        if name in self._own:
            yield self._own[name]
            return
        opened = await self._current(name)
        opened.users += 1
        try:
            yield opened.provider
        finally:
            opened.users -= 1
            await self._close_unused(opened)

    async def close(self) -> None:
        """Close all clients that nobody uses, and the others after their last call."""
        opened, self._opened = list(self._opened.values()), {}
        for each in opened:
            await self._replace(each)

    async def _current(self, name: str) -> _Opened:
        opened = self._opened.get(name)
        if opened is not None and self._now() < opened.fresh_until:
            return opened
        async with self._looking.setdefault(name, asyncio.Lock()):
            opened = self._opened.get(name)
            if opened is None or self._now() >= opened.fresh_until:
                opened = await self._look_up(name, opened)
            return opened

    async def _look_up(self, name: str, known: _Opened | None) -> _Opened:
        source = await self._sources.find(name)
        if known is None or known.source != source:
            fresh = self._opened[name] = _Opened(source, source.open(name))
            if known is not None:
                await self._replace(known)
            known = fresh
        known.fresh_until = self._now() + self._fresh_s
        return known

    async def _replace(self, opened: _Opened) -> None:
        opened.replaced = True
        await self._close_unused(opened)

    async def _close_unused(self, opened: _Opened) -> None:
        if opened.replaced and opened.users == 0:
            await opened.provider.close()

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
