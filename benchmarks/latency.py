"""From submission to running on an idle system: how long until a worker has claimed the task.

One task at a time, submitted by the REST service's own function, with a rest between them, so that
every process sleeps when it comes. Measured on the database's clock: `started_at - created_at`.
"""

import argparse
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.stack import Stack, report, wait_until

LATENCIES = """
SELECT extract(epoch FROM started_at - created_at)::float * 1000 FROM tasks_task
 WHERE started_at IS NOT NULL ORDER BY id
"""


def main() -> None:
    """Submit single tasks and report percentiles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=200)
    parser.add_argument("--rest", type=float, default=0.1, help="longest rest between, seconds")
    options = parser.parse_args()
    with Stack() as stack:
        from tasks.services.submission import parse, submit

        stack.start("dispatcher")
        stack.start("worker", "--device", "io", "--name", "io-0")
        stack.wait_for_workers(1)
        request = parse({"kind": "echo", "input": {"a": 1}})
        ended = "SELECT finished_at IS NOT NULL FROM tasks_task WHERE id = %s"
        for _ in range(options.tasks + 10):
            task = submit(request, stack.by).task_id
            wait_until(lambda task=task: stack.sql(ended, task)[0][0], what="a task")  # type: ignore[misc]
            time.sleep(random.uniform(0, options.rest))
        times = sorted(row[0] for row in stack.sql(LATENCIES)[10:])
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    rows = [["submit to running", "ms"], ["p50", f"{p50:.1f}"], ["p95", f"{p95:.1f}"]]
    report("latency", rows, {"p50_ms": round(p50, 2), "p95_ms": round(p95, 2)})


if __name__ == "__main__":
    main()
