"""Forgetting kept answers; each time is written to the audit log."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from orchestration.access.services import audit
from orchestration.cache import shelf
from orchestration.cache.records import CachedAnswer
from orchestration.calls.caching import Invalidation


def invalidate(wanted: Invalidation, *, by: str) -> int:
    """Forget the answers that fit all that is said; return how many.

    A call that is under way meanwhile may keep its answer afterwards.

    Args:
        wanted: Which; without a tenant those of all.
        by: Who does it, for the audit log.

    Queries: two for each 500 that are looked at, and two more.
    """
    said = {name: value for name, value in asdict(wanted).items() if value}
    said.pop("tenant_id", None)
    with transaction.atomic():
        forgotten = shelf.invalidate(wanted)
        audit(
            actor=by,
            action="invalidate",
            subject_type="cache",
            subject_id=str(wanted.tenant_id or "all"),
            tenant_id=wanted.tenant_id,
            forgotten=forgotten,
            **said,
        )
    return forgotten


def forget(entry_id: UUID, *, tenant_id: UUID, by: str) -> None:
    """Forget one answer of a tenant; one that is gone already stays so. Queries: two."""
    with transaction.atomic():
        CachedAnswer.objects.filter(pk=entry_id, tenant_id=tenant_id).delete()
        audit(
            actor=by,
            action="forget",
            subject_type="cache",
            subject_id=str(entry_id),
            tenant_id=tenant_id,
        )
