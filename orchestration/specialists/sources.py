"""How the providers of the catalogue are reached and limited, for those who call them.

A key is read from its secret when it is first needed, and again when the secret was set anew; each
reading is an entry of the audit log. It stays in this process's memory, hidden in a `SecretText`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import httpx

from orchestration.calls.pool import Source
from orchestration.calls.ports import Limit, Payer
from orchestration.outgoing.rules import Rules
from orchestration.outgoing.transport import GuardedLeanTransport
from orchestration.secrets import services as secrets
from orchestration.secrettext import SecretText
from orchestration.specialists.errors import ProviderNotUsable
from orchestration.specialists.selectors import Outside, limits_of_providers, read_outside

Read: TypeAlias = Callable[[], tuple[Outside, dict[str, datetime]]]
Run: TypeAlias = Callable[[Read], Awaitable[tuple[Outside, dict[str, datetime]]]]


@dataclass(frozen=True, slots=True)
class Guard:
    """Makes what carries requests to allowed addresses only; equal for equal rules."""

    rules: Rules

    def __call__(self) -> httpx.AsyncBaseTransport:
        """Return a transport of its own pool."""
        return GuardedLeanTransport(self.rules, "base_url")


class StoredProviders:
    """`Sources` of the stored catalogue; belongs to one event loop.

    Args:
        actor: Under which name keys are read, for the audit log.
        run: Runs what asks the database away from the loop; a thread by default.
    """

    def __init__(self, actor: str, run: Run = asyncio.to_thread) -> None:
        self._actor = actor
        self._run = run
        self._keys: dict[str, tuple[datetime, SecretText]] = {}

    async def find(self, name: str) -> Source:
        """Return how the provider of that name is reached. Queries: six, two more for a new key.

        Raises:
            ProviderNotUsable: There is none of that name, or it cannot be asked; it says why.
            SecretLocked, SecretDamaged: Its key cannot be read.
        """
        found, set_at = await self._run(self._read(name))
        entry = found.providers.get(name)
        if entry is None:
            raise ProviderNotUsable(name, f"There is no provider {name}.")
        if reason := found.obstacle(name):
            raise ProviderNotUsable(name, reason)
        key = self._keys[entry.secret][1] if entry.secret in set_at else None
        rules = found.facts.rules
        return Source(entry.row_name, key, entry.base_url or None, guard=Guard(rules))

    def _read(self, name: str) -> Read:
        def read() -> tuple[Outside, dict[str, datetime]]:
            found = read_outside()
            entry = found.providers.get(name)
            set_at = secrets.set_at(entry.secret) if entry and entry.secret else None
            if entry is None or set_at is None:
                return found, {}
            known = self._keys.get(entry.secret)
            if known is None or known[0] != set_at:
                key = secrets.reveal(entry.secret, actor=self._actor)
                self._keys[entry.secret] = (set_at, key)
            return found, {entry.secret: set_at}

        return read


@dataclass(frozen=True, slots=True)
class ProviderLimits:
    """`Limits` of accounts at providers, by the providers' names."""

    known: Mapping[str, Limit]

    def of(self, payer: Payer, provider: str, model: str) -> Sequence[Limit]:
        """Return the limit of the account at a provider, if it has one."""
        del payer, model
        limit = self.known.get(provider)
        return () if limit is None else (limit,)


def read_provider_limits() -> ProviderLimits:
    """Return the limits of all accounts as they are stored. Queries: one."""
    return ProviderLimits(
        {name: Limit("provider", name, *most) for name, *most in limits_of_providers()}
    )
