"""Schedules: a cron line with a time zone submits the same task again and again."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from croniter import CroniterBadCronError, CroniterBadDateError, croniter
from django.db import IntegrityError, transaction
from django.utils import timezone

from orchestration.errors import SwitchyardError
from tasks import sql
from tasks.errors import Conflict, NotFound, Overloaded, TooManyTasks, invalid
from tasks.models import Schedule, Task
from tasks.services import control
from tasks.services.submission import EVERY_SCOPE, Origin, Submitter, parse, prepare, submit

log = logging.getLogger(__name__)

MAKE_UP_AT_MOST: Final = 100
LATEST: Final = 1000
"""How many of its latest tasks are looked at for one that has not ended."""
_CHANGEABLE: Final = {"name", "cron", "time_zone", "overlap", "missed", "body", "enabled"}


def next_time(cron: str, time_zone: str, after: datetime) -> datetime:
    """Return the first time of a cron line after a moment; pure.

    A local time that a change of clocks skips fires at the first moment after it. One that comes
    twice fires once, unless the line fires in every hour anyway (its second field starts with `*`);
    so `30 2 * * *` fires once each day and `*/30 * * * *` every half hour, as in crontab.

    Raises:
        InvalidInput: the line, or the zone, is none, or the line never fires.
    """
    try:
        zone = ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise invalid("time_zone", time_zone, "is no IANA time zone",
                      "Use a name such as Europe/Vienna or UTC.") from None  # fmt: skip
    mend = "Use five fields: minute hour day month weekday, e.g. `0 6 * * 1-5`."
    fields = cron.split()
    if len(fields) != 5 or len(cron) > 100:  # noqa: PLR2004 - as in crontab; the column's length
        raise invalid("cron", cron, "must have five fields and at most 100 characters", mend)
    try:
        times = croniter(cron, after.astimezone(zone))
        found: datetime = times.get_next(datetime)
        while _comes_again(found) and not fields[1].startswith("*"):
            found = times.get_next(datetime)
    except (CroniterBadCronError, CroniterBadDateError, ValueError) as error:
        raise invalid("cron", cron, str(error), mend) from None
    return found


def _comes_again(moment: datetime) -> bool:
    """Return whether clocks were set back and showed this local time before."""
    return moment.replace(fold=0).utcoffset() != moment.utcoffset()


def due_times(schedule: Schedule, now: datetime) -> list[datetime]:
    """Return the latest times of a schedule from `next_at` to now, at most 100, oldest first.

    It looks back twice as far until it has them, so that the years for which a schedule could not
    fire cost little; pure.
    """
    away = now - schedule.next_at
    window = timedelta(minutes=MAKE_UP_AT_MOST)
    while window < away:
        due = _times_between(schedule, now - window, now)
        if len(due) >= MAKE_UP_AT_MOST:
            return due[-MAKE_UP_AT_MOST:]
        window *= 2
    if away < timedelta(0):
        return []
    following = _times_between(schedule, schedule.next_at, now)
    return [schedule.next_at, *following][-MAKE_UP_AT_MOST:]


def _times_between(schedule: Schedule, after: datetime, last: datetime) -> list[datetime]:
    times: list[datetime] = []
    at = after
    while (at := next_time(schedule.cron, schedule.time_zone, at)) <= last:
        times.append(at)
    return times


def times_to_fire(schedule: Schedule, now: datetime, *, grace: timedelta) -> list[datetime]:
    """Return which due times are submitted by the schedule's policy for missed runs; pure.

    A time is missed when it lies more than `grace` back.
    """
    due = due_times(schedule, now)
    fresh = [at for at in due if at > now - grace]
    if schedule.missed == Schedule.Missed.ALL:
        return due
    if schedule.missed == Schedule.Missed.ONCE:
        return fresh or due[-1:]
    return fresh


def create(
    tenant_id: UUID,
    *,
    name: str,
    cron: str,
    body: Any,
    by: Submitter,
    time_zone: str = "UTC",
    overlap: str = Schedule.Overlap.SKIP,
    missed: str = Schedule.Missed.ONCE,
    enabled: bool = True,
) -> Schedule:
    """Store a schedule. Its tasks are paid for by who stored its body, or changed it last.

    Raises:
        InvalidInput: the cron line, the zone, a policy or the task's body is wrong.
        Conflict: the tenant has a schedule of that name.
    """
    schedule = Schedule(
        tenant_id=tenant_id, name=name, cron=cron, time_zone=time_zone, overlap=overlap,
        missed=missed, body=body, enabled=enabled, max_priority=by.max_priority,
        submitted_by=by.actor,
    )  # fmt: skip
    _check(schedule, by)
    schedule.next_at = next_time(cron, time_zone, timezone.now())
    _save(schedule)
    return schedule


def update(schedule_id: UUID, *, tenant_id: UUID | None, by: Submitter, **changes: Any) -> Schedule:
    """Change a schedule; a changed line or zone, and enabling it, starts afresh from now.

    Raises:
        NotFound: there is no such schedule of this tenant.
        InvalidInput, Conflict: as `create`.
    """
    if unknown := set(changes) - _CHANGEABLE:
        raise TypeError(f"cannot change {sorted(unknown)}")
    with transaction.atomic():
        schedule = _find(schedule_id, tenant_id, lock=True)
        restart = changes.keys() & {"cron", "time_zone"} or (
            changes.get("enabled") and not schedule.enabled
        )
        rewritten = "body" in changes and changes["body"] != schedule.body
        for field, value in changes.items():
            setattr(schedule, field, value)
        _check(schedule, by)
        if "body" in changes:
            schedule.max_priority = by.max_priority
        if rewritten:
            schedule.submitted_by = by.actor
        if restart:
            schedule.next_at = next_time(schedule.cron, schedule.time_zone, timezone.now())
        _save(schedule)
    return schedule


def delete(schedule_id: UUID, *, tenant_id: UUID | None, by: str) -> None:
    """Delete a schedule; its tasks stay. Raises NotFound."""
    _find(schedule_id, tenant_id).delete()
    log.info("schedule deleted", extra={"schedule": str(schedule_id), "by": by})


def run_now(schedule_id: UUID, *, tenant_id: UUID | None, by: Submitter) -> UUID:
    """Submit a schedule's task once, now, whatever its times say.

    Raises:
        NotFound: there is no such schedule of this tenant.
        Forbidden: its body asks for more than `by` may ask for.
    """
    schedule = _find(schedule_id, tenant_id)
    as_owner = replace(by, tenant_id=schedule.tenant_id)
    return submit(parse(schedule.body), as_owner, Origin(schedule_id=schedule.pk)).task_id


def _find(schedule_id: UUID, tenant_id: UUID | None, *, lock: bool = False) -> Schedule:
    rows = Schedule.objects.filter(pk=schedule_id)
    rows = rows.select_for_update() if lock else rows
    schedule = (rows if tenant_id is None else rows.filter(tenant_id=tenant_id)).first()
    if schedule is None:
        raise NotFound(f"There is no schedule {schedule_id}.", mend="Check the id.")
    return schedule


def _check(schedule: Schedule, by: Submitter) -> None:
    if not schedule.name or len(schedule.name) > 100 or "\x00" in schedule.name:  # noqa: PLR2004
        raise invalid("name", schedule.name, "must have 1 to 100 characters", "Shorten it.")
    for field, choices in (("overlap", Schedule.Overlap), ("missed", Schedule.Missed)):
        if getattr(schedule, field) not in choices.values:
            known = ", ".join(choices.values)
            raise invalid(field, getattr(schedule, field), "is unknown", f"Use one of: {known}.")
    request = parse(schedule.body)
    for name in ("idempotency_key", "scheduled_for", "deadline"):
        if getattr(request, name) is not None:
            raise invalid(f"body.{name}", getattr(request, name),
                          "cannot stand in a schedule: it would be the same each time",
                          "Leave it out.")  # fmt: skip
    prepare(request, by)


def _save(schedule: Schedule) -> None:
    try:
        with transaction.atomic():
            schedule.save()
    except IntegrityError:
        raise Conflict(
            f"There is a schedule {schedule.name!r} already.", field="name", value=schedule.name,
            mend="Choose another name or change that one.",
        ) from None  # fmt: skip


_DUE: Final = """
SELECT next_at, id FROM tasks_schedule
 WHERE enabled AND next_at <= now() AND (next_at, id) > (%s::timestamptz, %s::uuid)
 ORDER BY next_at, id LIMIT 100
"""


def fire_due(*, grace: timedelta) -> int:
    """Submit what is due, each schedule in a transaction of its own; return how many tasks.

    The tasks and the schedule's next time are committed together, so a crash can neither lose nor
    repeat a firing. A schedule whose body is no longer valid keeps its error and goes on with its
    next time; one that met a limit of waiting work tries the same time again; one whose times can
    no longer be told is disabled with its error.
    """
    fired = 0
    for schedule_id in _due():
        with transaction.atomic():
            schedule = (
                Schedule.objects.select_for_update(skip_locked=True)
                .filter(pk=schedule_id, enabled=True)
                .first()
            )
            if schedule is not None:
                fired += _fire(schedule, grace)
    return fired


def _due() -> Iterator[UUID]:
    """Yield all that are due, the longest due first: those that meet a limit stay due, and must not
    keep away those behind them."""
    last = ("-infinity", UUID(int=0))
    while rows := sql.fetch(_DUE, last):
        yield from (schedule_id for _, schedule_id in rows)
        last = rows[-1]


def _fire(schedule: Schedule, grace: timedelta) -> int:
    now = sql.fetch("SELECT now()")[0][0]
    fired = 0
    try:
        times = times_to_fire(schedule, now, grace=grace)
        following = next_time(schedule.cron, schedule.time_zone, now)
    except SwitchyardError as error:
        return _switch_off(schedule, error)
    for at in times:
        if not _make_room(schedule):
            continue
        try:
            with transaction.atomic():
                schedule.last_task_id = _submit(schedule).task_id
            schedule.last_at, schedule.last_error = at, None
            fired += 1
        except (TooManyTasks, Overloaded) as error:
            schedule.last_error, following = error.problem(), at
            break
        except SwitchyardError as error:
            schedule.last_error = error.problem()
            log.warning("schedule could not submit", extra={"schedule": str(schedule.pk)})
            break
    schedule.next_at = following
    schedule.save()
    return fired


def _switch_off(schedule: Schedule, error: SwitchyardError) -> int:
    """Disable a schedule that has no next time: its zone is gone or its line never fires again."""
    schedule.enabled, schedule.last_error = False, error.problem()
    schedule.save()
    log.warning("schedule switched off", extra={"schedule": str(schedule.pk), "error": str(error)})
    return 0


def _submit(schedule: Schedule) -> Any:
    by = Submitter(
        tenant_id=schedule.tenant_id,
        actor=f"schedule:{schedule.pk}",
        max_priority=schedule.max_priority,
        diagnostics=True,
        scopes=EVERY_SCOPE,
        paid_by=schedule.submitted_by,
    )
    return submit(parse(schedule.body), by, Origin(schedule_id=schedule.pk))


def _make_room(schedule: Schedule) -> bool:
    """Apply the overlap policy; return whether the next task may be submitted."""
    if schedule.overlap == Schedule.Overlap.ALLOW:
        return True
    latest = Task.objects.filter(schedule_id=schedule.pk).order_by("-id")[:LATEST]
    unfinished = [task.pk for task in latest.only("id", "finished_at") if task.finished_at is None]
    if unfinished and schedule.overlap == Schedule.Overlap.REPLACE:
        control.cancel_many(unfinished, by=f"schedule:{schedule.pk}")
        return True
    return not unfinished
