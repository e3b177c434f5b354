"""What the last hour was like, by kind: how many tasks ended how, how long they waited and ran."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from tasks import sql

_HOUR: Final = """
SELECT kind,
       count(*),
       count(*) FILTER (WHERE state = 'succeeded'),
       count(*) FILTER (WHERE state = 'failed'),
       count(*) FILTER (WHERE state IN ('cancelled', 'expired')),
       percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (
           ORDER BY extract(epoch FROM started_at - greatest(created_at, scheduled_for))
       ) FILTER (WHERE started_at IS NOT NULL),
       percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (
           ORDER BY extract(epoch FROM finished_at - started_at)
       ) FILTER (WHERE started_at IS NOT NULL)
  FROM tasks_task
 WHERE finished_at > now() - make_interval(hours => %s)
 GROUP BY kind ORDER BY kind
"""


@dataclass(frozen=True, slots=True)
class KindStatistics:
    """How tasks of a kind fared. Times are medians and 95th percentiles in seconds, None when none
    of them started; `waited` begins when a task was due."""

    kind: str
    ended: int
    succeeded: int
    failed: int
    stopped: int
    waited_s: list[float] | None
    ran_s: list[float] | None


def last_hours(hours: int = 1) -> list[dict[str, Any]]:
    """Return the statistics of tasks that ended in the last hours, by kind.

    Queries: one, which reads each of those tasks; meant for a periodic job.
    """
    return [asdict(KindStatistics(*row)) for row in sql.fetch(_HOUR, [hours])]
