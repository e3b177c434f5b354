"""How the arms of comparisons fared: versions of one model between which requests are drawn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from orchestration.specialists.entries import ModelEntry
from orchestration.specialists.selectors import outside
from orchestration.usage.comparing import Fared, compare


@dataclass(frozen=True, slots=True)
class Arm:
    """One version in a comparison.

    Attributes:
        provider: Who serves it.
        model: Our name, which all arms of a comparison share.
        arm: What it is called.
        version: Its version.
        enabled: Whether it is drawn.
        share: Its part of the keys, 0 to 1, among the arms that are drawn.
        fared: Calls, failures, times and cost.
        mixed: Whether the ledger cannot tell it from another entry, since both have the same name
            at their provider: then the figures are those of both.
    """

    provider: str
    model: str
    arm: str
    version: str
    enabled: bool
    share: float
    fared: Fared
    mixed: bool

    @property
    def error_share(self) -> float | None:
        """Return the part of calls that failed; None without calls."""
        return self.fared.failures / self.fared.calls if self.fared.calls else None

    @property
    def cost_per_call(self) -> float | None:
        """Return what a call cost on average; None where none had a price."""
        priced = self.fared.calls - self.fared.unpriced
        return float(self.fared.cost) / priced if priced > 0 else None


def arms(*, since: datetime, until: datetime, tenant_id: UUID | None = None) -> list[Arm]:
    """Return all arms, those of a comparison together.

    The ledger counts calls by the provider's name for a model. Calls that reached an arm since
    another one failed are counted for the arm that answered.

    Queries: those of `outside`, and one.

    Args:
        since: The first hour; at most 92 days before `until`.
        until: The first hour that does not count.
        tenant_id: Whose calls; None for all, which is for operators only.
    """
    entries = outside().models
    armed = [each for each in entries if each.arm]
    names = Counter(map(_target, entries))
    fared = compare(set(map(_target, armed)), since=since, until=until, tenant_id=tenant_id)
    drawn = _drawn(armed)
    found = [
        Arm(
            provider=each.provider,
            model=each.name,
            arm=each.arm,
            version=each.version,
            enabled=each.enabled,
            share=each.share / drawn[each.provider, each.name] if each.enabled else 0.0,
            fared=fared[_target(each)],
            mixed=names[_target(each)] > 1,
        )
        for each in armed
    ]
    return sorted(found, key=lambda each: (each.provider, each.model, each.arm, each.version))


def _target(entry: ModelEntry) -> tuple[str, str]:
    return entry.provider, entry.provider_model


def _drawn(armed: Iterable[ModelEntry]) -> dict[tuple[str, str], float]:
    """Return the sum of shares of each comparison; never 0, so that it can divide."""
    sums: defaultdict[tuple[str, str], float] = defaultdict(float)
    for each in armed:
        sums[each.provider, each.name] += each.share if each.enabled else 0.0
    return {name: total or 1.0 for name, total in sums.items()}
