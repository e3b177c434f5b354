"""Workers: one row for each incarnation."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.conf import settings

from tasks import sql
from tasks.errors import NotFound
from tasks.queues import PROTOCOL
from tasks.selectors.pages import LIMIT, Page, decode_cursor, page_of


class WorkerView(NamedTuple):
    """A start of a worker's process, pinned to a device."""

    id: UUID
    name: str
    host: str
    pid: int
    device: str
    kinds: list[str]
    protocol: int
    slots: int
    held: list[str]
    resident: list[str]
    memory_bytes: int | None
    memory_total_bytes: int | None
    budget_bytes: int | None
    state: str
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    fresh: bool
    """Whether its last heartbeat is younger than a lease."""
    in_flight: int
    """Tasks that were sent to it or run at it."""

    @property
    def live(self) -> bool:
        """Whether it takes new tasks."""
        return self.state == "live" and self.fresh

    def serves(self, kind: str, device: str, model: str) -> bool:
        """Return whether tasks that ask for this can be given to it."""
        return (
            self.protocol == PROTOCOL
            and kind in self.kinds
            and device_fits(device, self.device)
            and (not model or model in self.held)
        )


def device_fits(wanted: str, device: str) -> bool:
    """Return whether a device (`cpu`, `gpu:0`) is what a task asks for (`any`, `gpu`, `gpu:0`)."""
    return wanted in ("any", device) or device.startswith(f"{wanted}:")


_COLUMNS: Final = """w.id, w.name, w.host, w.pid, w.device, w.kinds, w.protocol, w.slots, w.held,
    w.resident, w.memory_bytes, w.memory_total_bytes, w.budget_bytes, w.state, w.started_at,
    w.seen_at, w.ended_at,
    w.ended_at IS NULL AND w.seen_at > now() - make_interval(secs => %(lease_s)s),
    (SELECT count(*) FROM tasks_task t
      WHERE t.worker_id = w.id AND t.state IN ('dispatched', 'running'))"""
_PRESENT: Final = f"""
SELECT {_COLUMNS} FROM tasks_worker w
 WHERE w.state IN ('live', 'draining') AND w.seen_at > now() - make_interval(secs => %(lease_s)s)
 ORDER BY w.name, w.id
"""
_LIST: Final = f"""
SELECT {_COLUMNS} FROM tasks_worker w
 WHERE w.id < %(below)s AND (%(states)s::text[] IS NULL OR w.state = ANY(%(states)s))
 ORDER BY w.id DESC LIMIT %(limit)s
"""
_GET: Final = f"SELECT {_COLUMNS} FROM tasks_worker w WHERE w.id = %(id)s"


def _lease_s() -> float:
    lease_s: float = settings.SWITCHYARD.leases.lease_s
    return lease_s


def present_workers() -> list[WorkerView]:
    """Return the workers that are alive, those that drain too. Queries: one."""
    return [WorkerView._make(row) for row in sql.fetch(_PRESENT, {"lease_s": _lease_s()})]


def list_workers(
    *, states: Sequence[str] = (), limit: int = LIMIT, cursor: str | None = None
) -> Page[WorkerView]:
    """Return incarnations, newest first. Queries: one.

    Raises:
        InvalidCursor: the cursor is not one of ours.
    """
    params = {
        "lease_s": _lease_s(),
        "below": decode_cursor(cursor),
        "states": list(states) or None,
        "limit": limit + 1,
    }
    found = [WorkerView._make(row) for row in sql.fetch(_LIST, params)]
    return page_of(found, [worker.id for worker in found], limit)


def get_worker(worker_id: UUID) -> WorkerView:
    """Return one incarnation. Queries: one.

    Raises:
        NotFound: there is none.
    """
    rows = sql.fetch(_GET, {"id": worker_id, "lease_s": _lease_s()})
    if not rows:
        raise NotFound(
            f"There is no worker {worker_id}.",
            field="id",
            value=str(worker_id),
            mend="Check the id; each start of a worker has its own.",
        )
    return WorkerView._make(rows[0])
