"""The stored limits of calls, for those who let calls in: all of them at one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from orchestration.calls.ports import Limit, Payer, Scope
from orchestration.usage import sql

# Changes commit one after the other: whoever adds or changes raises the time, and who deletes
# lowers the number.
_STAND: Final = "SELECT count(*), max(changed_at) FROM usage_call_limit"
_ALL: Final = """
SELECT l.tenant_id, l.key_id, l.provider, l.model,
       CASE WHEN l.key_id IS NULL THEN coalesce(t.name, '')
            ELSE k.name || ' of the tenant ' || t.name END,
       l.requests_per_minute, l.tokens_per_minute, l.concurrent
  FROM usage_call_limit l
  LEFT JOIN access_tenant t ON t.id = l.tenant_id
  LEFT JOIN access_api_key k ON k.id = l.key_id
"""

Stand = tuple[int, datetime | None]


@dataclass(frozen=True, slots=True)
class CallLimits:
    """`Limits` of models, tenants and keys, by scope and name."""

    known: Mapping[tuple[Scope, str], Limit] = field(default_factory=dict)

    def of(self, payer: Payer, provider: str, model: str) -> Sequence[Limit]:
        """Return those that a call must pass."""
        if not self.known:
            return ()
        names: list[tuple[Scope, str]] = [
            ("model", f"{provider}/{model}"),
            ("tenant", str(payer.tenant_id)),
            ("key", str(payer.key_id)),
        ]
        return [limit for name in names if (limit := self.known.get(name)) is not None]


class CallLimitReader:
    """Reads the limits, and reads on only where something has changed."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: tuple[Stand, CallLimits] | None = None

    def read(self) -> CallLimits:
        """Return what holds now. Queries: one, and another one after a change."""
        count, latest = sql.fetch(_STAND, {})[0]
        known = self._known
        if known is not None and known[0] == (count, latest):
            return known[1]
        limits = [_limit(*row) for row in sql.fetch(_ALL, {})]
        found = CallLimits({(each.scope, each.name): each for each in limits})
        # What changed between the two queries is newer than `latest`, so it is read again.
        self._known = (count, latest), found
        return found


def _limit(
    tenant_id: UUID | None,
    key_id: UUID | None,
    provider: str,
    model: str,
    called: str,
    *most: int | None,
) -> Limit:
    """Return a row as a limit; a name that was changed since is told from the next change of any
    limit on."""
    if tenant_id is None:
        return Limit("model", f"{provider}/{model}", *most)
    if key_id is None:
        return Limit("tenant", str(tenant_id), *most, called=called)
    return Limit("key", str(key_id), *most, called=called)
