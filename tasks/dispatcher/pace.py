"""How long tasks of each demand run, from the latest that ended; kept by the leader."""

from collections import deque
from collections.abc import Iterable
from typing import Final

from tasks import sql

_SAMPLES: Final = 100
_UNKNOWN_S: Final = 1.0

# Its commit waits for no disk and no replica: dispatching stands behind it.
_STORE: Final = """
INSERT INTO tasks_pace (demand, run_p10_s, run_p50_s, run_p90_s, samples, updated_at)
SELECT demand, p10, p50, p90, samples, now() FROM json_to_recordset(%s::json)
    AS p(demand text, p10 float, p50 float, p90 float, samples int),
    (SELECT set_config('synchronous_commit', 'off', true)) AS hastily
ON CONFLICT (demand) DO UPDATE SET run_p10_s = excluded.run_p10_s, run_p50_s = excluded.run_p50_s,
    run_p90_s = excluded.run_p90_s, samples = excluded.samples, updated_at = now()
"""


class Paces:
    """Run times by demand."""

    def __init__(self) -> None:
        self._runs: dict[str, deque[float]] = {}
        self._changed: set[str] = set()
        self._expected: dict[str, float] = {}

    def load(self) -> None:
        """Start from what an earlier leader stored. Queries: one."""
        rows = sql.fetch("SELECT demand, run_p50_s FROM tasks_pace")
        self._expected = dict(rows)

    def add(self, demand: str, seconds: float) -> None:
        """Count a task that ran for so long."""
        runs = self._runs.setdefault(demand, deque(maxlen=_SAMPLES))
        runs.append(seconds)
        self._changed.add(demand)
        self._expected[demand] = sorted(runs)[len(runs) // 2]

    def expected_s(self, demand: str) -> float:
        """Return the median run time, or a second when nothing is known."""
        return self._expected.get(demand, _UNKNOWN_S)

    def store(self) -> None:
        """Write what changed, for predictions and for the next leader; a crash of the database
        may forget the last of it. Queries: at most one."""
        if self._changed:
            sql.execute(_STORE, [sql.dumps([*self._rows(sorted(self._changed))])])
            self._changed.clear()

    def _rows(self, demands: Iterable[str]) -> Iterable[dict[str, object]]:
        for demand in demands:
            runs = sorted(self._runs[demand])
            last = len(runs) - 1
            yield {
                "demand": demand,
                "p10": runs[last // 10],
                "p50": runs[len(runs) // 2],
                "p90": runs[last * 9 // 10],
                "samples": len(runs),
            }
