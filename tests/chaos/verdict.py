"""What became of the tasks of a trial, read from the database."""

from dataclasses import asdict, dataclass
from typing import Final

from tasks import sql


@dataclass(frozen=True, slots=True)
class Verdict:
    """Counts over all tasks of a trial. What must be zero comes first.

    Attributes:
        lost: submitted, and no task is there.
        doubled: submitted once, and more than one task is there.
        unfinished: not in a terminal state.
        unsuccessful: ended otherwise than by success.
        blamed: with a failed attempt, though only kills befell them.
        uncommitted: `ledger` tasks without their entry.
        committed_twice: `ledger` tasks with more than one entry.
        misnamed: entries that name another task than the one they belong to.
        open_attempts: attempts that never ended.
        overcounted: tasks with several attempts that succeeded.
        tasks: all tasks.
        lost_attempts: attempts that were lost with their worker and made up for.
    """

    lost: int
    doubled: int
    unfinished: int
    unsuccessful: int
    blamed: int
    uncommitted: int
    committed_twice: int
    misnamed: int
    open_attempts: int
    overcounted: int
    tasks: int
    lost_attempts: int

    def faults(self) -> dict[str, int]:
        """Return what must be zero and is not."""
        facts = asdict(self)
        del facts["tasks"], facts["lost_attempts"]
        return {name: count for name, count in facts.items() if count}


_BY_TAG: Final = """
WITH wanted AS (SELECT tag FROM unnest(%s::text[]) AS tag),
counted AS (SELECT w.tag, count(t.task_id) AS tasks
              FROM wanted w LEFT JOIN tasks_tasktag t USING (tag) GROUP BY w.tag)
SELECT count(*) FILTER (WHERE tasks = 0), count(*) FILTER (WHERE tasks > 1) FROM counted
"""
_TASKS: Final = """
SELECT count(*) FILTER (WHERE finished_at IS NULL), count(*) FILTER (WHERE state <> 'succeeded'),
       count(*) FILTER (WHERE attempts > 0), count(*)
  FROM tasks_task
"""
_LEDGER: Final = """
SELECT count(*) FILTER (WHERE entries = 0), count(*) FILTER (WHERE entries > 1)
  FROM (SELECT t.id, count(e.id) AS entries
          FROM tasks_task t LEFT JOIN tasks_ledgerentry e ON e.task_id = t.id
         WHERE t.kind = 'ledger' GROUP BY t.id) AS per_task
"""
_MISNAMED: Final = """
SELECT count(*) FROM tasks_ledgerentry e
 WHERE NOT EXISTS (SELECT 1 FROM tasks_tasktag t
                    WHERE t.task_id = e.task_id AND t.tag = e.entry ->> 'name')
"""
_ATTEMPTS: Final = """
SELECT count(*) FILTER (WHERE finished_at IS NULL), count(*) FILTER (WHERE outcome = 'lost')
  FROM tasks_attempt
"""
_OVERCOUNTED: Final = """
SELECT count(*) FROM (SELECT task_id FROM tasks_attempt WHERE outcome = 'succeeded'
                       GROUP BY task_id HAVING count(*) > 1) AS several
"""


def judge(names: list[str]) -> Verdict:
    """Count; every task carries the name it was submitted under as its tag."""
    ((lost, doubled),) = sql.fetch(_BY_TAG, [names])
    ((unfinished, unsuccessful, blamed, tasks),) = sql.fetch(_TASKS)
    ((uncommitted, committed_twice),) = sql.fetch(_LEDGER)
    ((open_attempts, lost_attempts),) = sql.fetch(_ATTEMPTS)
    return Verdict(
        lost=lost,
        doubled=doubled,
        unfinished=unfinished,
        unsuccessful=unsuccessful,
        blamed=blamed,
        uncommitted=uncommitted,
        committed_twice=committed_twice,
        misnamed=sql.fetch(_MISNAMED)[0][0],
        open_attempts=open_attempts,
        overcounted=sql.fetch(_OVERCOUNTED)[0][0],
        tasks=tasks,
        lost_attempts=lost_attempts,
    )
