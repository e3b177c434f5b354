"""The stored policies, for those who route: all of them at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Max

from orchestration.policies.records import RoutingPolicy
from orchestration.recent import Recent
from orchestration.routing.asked import Policy

_FREE: Final = Policy()


@dataclass(frozen=True, slots=True)
class Policies:
    """What tenants allow and want, by their ids."""

    known: Mapping[UUID, Policy] = field(default_factory=dict)

    def of(self, tenant_id: UUID) -> Policy:
        """Return a tenant's; who has none allows everything."""
        return self.known.get(tenant_id, _FREE)


class PolicyReader:
    """Reads the policies, and reads on only where something has changed."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: tuple[tuple[int, datetime | None], Policies] | None = None

    def read(self) -> Policies:
        """Return what holds now. Queries: one, and another one after a change."""
        found = RoutingPolicy.objects.aggregate(number=Count("id"), latest=Max("changed_at"))
        stand = found["number"], found["latest"]
        known = self._known  # another thread may set it meanwhile, and perhaps to an older one
        if known is None or known[0] != stand:
            # What changes between the two queries is newer than `stand`, so it is read again.
            policies = {each.tenant_id: policy_of(each) for each in RoutingPolicy.objects.all()}
            self._known = known = stand, Policies(policies)
        return known[1]


def policy_of(record: RoutingPolicy) -> Policy:
    """Return a stored policy as routing heeds it."""
    return Policy(
        strategy=record.strategy or _FREE.strategy,
        local_only=record.local_only,
        providers=None if record.allowed_providers is None else frozenset(record.allowed_providers),
        denied_providers=frozenset(record.denied_providers),
        models=None if record.allowed_models is None else frozenset(record.allowed_models),
        denied_models=frozenset(record.denied_models),
        cost_ceiling=record.cost_ceiling,
        latency_ms=record.latency_ms,
        most_routes=record.most_routes,
    )


def policy_for(tenant_id: UUID) -> Policy:
    """Return a tenant's policy as it is stored now. Queries: one."""
    record = RoutingPolicy.objects.filter(tenant_id=tenant_id).first()
    return _FREE if record is None else policy_of(record)


_recent = Recent(PolicyReader().read)


def recent_policies() -> Policies:
    """Return what held a second ago at most. Queries: one a second per process, and another one
    after a change."""
    return _recent.get()


def forget() -> None:
    """Read anew next time; called by whatever changes a policy in this process."""
    _recent.forget()
