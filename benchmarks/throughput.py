"""Tasks per second: bare Celery, Celery with results in Postgres, and Switchyard, in one run.

All three are preloaded with the same number of no-op tasks before a worker starts, and drain them
on the same servers; the rate is taken between 15% and 95% drained, so that nobody's start counts.
Each runs in the best of its set-ups on this machine (Celery: prefork and threads pools). Celery
keeps nothing, or a result row; Switchyard keeps task, payload, result, attempt and three events,
and could be killed at any moment.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.stack import Stack, report

LOW, HIGH = 0.15, 0.95
POOLS = {
    "threads 4": ["-P", "threads", "-c", "4"],
    "prefork 2": ["-P", "prefork", "-c", "2"],
}
FLEETS = ((1, 32), (2, 16))
"""Workers and slots of each."""


def drain_rate(left: Callable[[], int], total: int, *, limit_s: float = 300) -> float:
    """Return tasks per second between 15% and 95% drained."""
    start: tuple[float, int] | None = None
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        now, rest = time.monotonic(), left()
        if start is None and rest <= total * (1 - LOW):
            start = (now, rest)
        if start is not None and rest <= total * (1 - HIGH):
            return (start[1] - rest) / (now - start[0])
        time.sleep(0.05)
    raise TimeoutError(f"{left()} of {total} tasks were left after {limit_s:g} s")


def celery_rate(stack: Stack, total: int, *, stored: bool, pool: list[str]) -> float:
    """Return the rate of Celery with or without results in Postgres."""
    results = "django-db" if stored else "none"
    import os

    import redis

    os.environ["PEER_RESULTS"] = results
    sys.modules.pop("benchmarks.peers.celery_plain", None)
    from benchmarks.peers.celery_plain import app, echo

    broker = redis.Redis.from_url(stack.redis.url)
    broker.flushall()
    stack.sql("DELETE FROM django_celery_results_taskresult")
    with app.producer_or_acquire() as producer:
        for at in range(total):
            echo.apply_async(({"a": at},), producer=producer)
    command = [sys.executable, "-m", "celery", "-A", "benchmarks.peers.celery_plain", "worker"]
    flags = ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "WARNING"]
    stack.popen([*command, *flags, *pool], PEER_RESULTS=results, CELERY_SKIP_CHECKS="true")
    count = "SELECT count(*) FROM django_celery_results_taskresult"

    def left() -> int:
        if stored:
            return total - int(stack.sql(count)[0][0])
        return int(broker.llen("peer")) + int(broker.hlen("unacked"))

    try:
        return drain_rate(left, total)
    finally:
        stack.stop_all()


def switchyard_rate(stack: Stack, total: int, *, workers: int, slots: int) -> float:
    """Return the rate of durable echo tasks."""
    stack.submit([{"kind": "echo", "input": {"a": at}} for at in range(total)])
    stack.start("dispatcher")
    for number in range(workers):
        stack.start("worker", "--device", "io", "--name", f"io-{number}", "--slots", str(slots))
    states = "('queued', 'dispatched', 'running')"
    count = f"SELECT count(*) FROM tasks_task WHERE state IN {states}"
    try:
        return drain_rate(lambda: int(stack.sql(count)[0][0]), total)
    finally:
        stack.stop_all()


def main() -> None:
    """Run all rounds and report medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=4000, help="tasks of each drain")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="only one set-up of each")
    options = parser.parse_args()
    setups = 1 if options.quick else 2
    pools = dict(list(POOLS.items())[:setups])
    rates: dict[str, list[float]] = {}
    with Stack() as stack:
        for _ in range(options.rounds):
            for name, pool in pools.items():
                for stored in (False, True):
                    label = ("Celery + results" if stored else "Celery bare") + f", {name}"
                    rate = celery_rate(stack, options.tasks, stored=stored, pool=pool)
                    rates.setdefault(label, []).append(rate)
            for workers, slots in FLEETS[:setups]:
                label = f"Switchyard, {workers} worker(s) of {slots} slots"
                rate = switchyard_rate(stack, options.tasks, workers=workers, slots=slots)
                rates.setdefault(label, []).append(rate)
    medians = {label: statistics.median(values) for label, values in rates.items()}
    best = {who: max(v for k, v in medians.items() if k.startswith(who)) for who in
            ("Celery bare", "Celery + results", "Switchyard")}  # fmt: skip
    baseline = best["Celery + results"]
    rows = [["set-up", "tasks/s", "x Celery + results"]]
    rows += [[label, f"{rate:.0f}", f"{rate / baseline:.2f}"] for label, rate in medians.items()]
    facts = {label: round(rate, 1) for label, rate in medians.items()}
    report("throughput", rows, {**facts, "ratio": round(best["Switchyard"] / baseline, 2)})


if __name__ == "__main__":
    main()
