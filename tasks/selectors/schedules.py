"""Schedules of a tenant."""

from uuid import UUID

from django.db.models import QuerySet

from tasks.errors import NotFound
from tasks.models import Schedule
from tasks.selectors.pages import LIMIT, Page, decode_cursor, page_of


def get_schedule(schedule_id: UUID, *, tenant_id: UUID | None) -> Schedule:
    """Return one schedule. Queries: one.

    Raises:
        NotFound: there is none, or it belongs to another tenant.
    """
    found = _of(tenant_id).filter(pk=schedule_id).first()
    if found is None:
        raise NotFound(
            f"There is no schedule {schedule_id}.",
            field="id",
            value=str(schedule_id),
            mend="Check the id, or list the schedules.",
        )
    return found


def list_schedules(
    *, tenant_id: UUID | None, limit: int = LIMIT, cursor: str | None = None
) -> Page[Schedule]:
    """Return schedules, newest first. Queries: one.

    Raises:
        InvalidCursor: the cursor is not one of ours.
    """
    below = decode_cursor(cursor)
    found = list(_of(tenant_id).filter(pk__lt=below).order_by("-pk")[: limit + 1])
    return page_of(found, [schedule.pk for schedule in found], limit)


def _of(tenant_id: UUID | None) -> QuerySet[Schedule]:
    every = Schedule.objects.all()
    return every if tenant_id is None else every.filter(tenant_id=tenant_id)
