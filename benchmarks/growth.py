"""Does it cost more when there is more? Claim, finish, list and submit with few and many tasks.

Two databases on one server: one with 1,000 tasks, one with 1,000,000, both churned: each task was
rewritten by every move from queued to succeeded. A measuring process per database runs rounds of
the real operations; the rounds alternate, so that the machine's noise meets both. Meanwhile a
foreign transaction holds a snapshot in the large database, so that nothing that dies there can be
cleaned up. What is compared is the large database's last third of that time with the small one's
same rounds, and the small one has no such transaction.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psycopg

from benchmarks.stack import ROOT, Stack, report

GROUP = 16
FILL = """
INSERT INTO tasks_task (id, tenant_id, kind, queue, model, device, demand, state, priority, rank_at,
    epoch, attempts, losses, max_attempts, timeout_s, step_key, children_pending, fail_with_child,
    size_bytes, created_at)
SELECT id, %(tenant)s, CASE n %% 100 WHEN 0 THEN 'sleep' ELSE 'echo' END, 'local', '', 'any',
       'echo/any/', 'queued', n %% 4, at, 0, 0, 0, 3, 30, '', 0, false, 9, at
  FROM (SELECT n, at, (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0')
               || '7' || substr(md5(n::text), 1, 3)
               || '8' || substr(md5(n::text), 4, 15))::uuid AS id
          FROM (SELECT n, now() - make_interval(secs => (%(total)s - n) * 0.05 + 60) AS at
                  FROM generate_series(1, %(total)s) AS n) AS series) AS rows
"""
PARTS = (
    """INSERT INTO tasks_taskpayload (task_id, tenant_id, kind, input, tags, submitted_by)
       SELECT id, tenant_id, kind, '{"a": 1}', '{}', 'bench' FROM tasks_task""",
    """INSERT INTO tasks_event (task_id, type, actor, data, at)
       SELECT id, type, 'bench', '{}', now() FROM tasks_task,
              unnest(ARRAY['submitted', 'started', 'succeeded']) AS type""",
    """INSERT INTO tasks_attempt
           (id, task_id, epoch, number, worker_id, outcome, started_at, finished_at)
       SELECT gen_random_uuid(), id, 1, 1, id, 'succeeded', now(), now() FROM tasks_task""",
    """INSERT INTO tasks_taskresult (task_id, result)
       SELECT id, '{"echo": {"a": 1}}' FROM tasks_task WHERE kind = 'echo'""",
    """INSERT INTO tasks_taskresult (task_id, error)
       SELECT id, '{"title": "it failed"}' FROM tasks_task WHERE kind = 'sleep'""",
)
CHURN = (
    """UPDATE tasks_task SET state = 'dispatched', epoch = 1, worker_id = id, lease_until = now()
        WHERE state = 'queued'""",
    "UPDATE tasks_task SET state = 'running', started_at = now() WHERE state = 'dispatched'",
    """UPDATE tasks_task SET state = CASE kind WHEN 'sleep' THEN 'failed' ELSE 'succeeded' END,
              lease_until = NULL, finished_at = now() WHERE state = 'running'""",
)


def fill(url: str, tenant: Any, total: int) -> None:
    """Insert tasks with everything around them and move each through its life."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        connection.execute(FILL, {"tenant": tenant, "total": total})
        for statement in (*PARTS, *CHURN):
            connection.execute(statement)
        connection.execute("ANALYZE")


class Measurer:
    """Runs rounds of operations on the database of its environment."""

    def __init__(self) -> None:
        import django

        django.setup()
        from orchestration.access.records import Tenant
        from orchestration.ids import uuid7
        from tasks import sql
        from tasks.dispatcher.loop import Leader
        from tasks.services import workers
        from tasks.services.submission import Submitter

        tenant = Tenant.objects.get(name="bench")
        self.by = Submitter(tenant_id=tenant.pk, actor="b", diagnostics=True)
        self.worker = uuid7()
        workers.register(
            workers.Incarnation(id=self.worker, name="w", host="h", process="", pid=1, device="io",
                                kinds=("echo",), slots=GROUP)
        )  # fmt: skip
        sql.execute(
            "UPDATE tasks_leader SET term = 1, holder = %s, expires_at = now() + interval '1 day'",
            [self.worker],
        )
        self.parcels: list[Any] = []
        self.leader = Leader(1, self)
        self.times: dict[str, list[float]] = defaultdict(list)

    def send(self, parcels: Any) -> int:
        """Take the dispatcher's messages, as a broker would."""
        self.parcels.extend(parcels)
        return len(parcels)

    def timed(self, name: str, action: Any, count: int = 1) -> Any:
        """Call and note milliseconds per task."""
        started = time.perf_counter()
        answer = action()
        self.times[name].append((time.perf_counter() - started) / count * 1e3)
        return answer

    def round(self, seconds: float) -> dict[str, float]:
        """Run operations for a while; return the median of each in milliseconds."""
        from tasks import sql

        self.times.clear()
        sql.execute("UPDATE tasks_worker SET seen_at = now() WHERE id = %s", [self.worker])
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._cycle()
        return {name: statistics.median(values) for name, values in self.times.items()}

    def _cycle(self) -> None:
        from orchestration.ids import uuid7
        from tasks import transitions
        from tasks.lifecycle import Actor, State
        from tasks.selectors.listing import TaskFilter, list_tasks
        from tasks.services.finishing import Finish, finish
        from tasks.services.submission import parse, submit
        from tasks.transitions import Move

        body = {"kind": "echo", "input": {"a": 1}}
        for _ in range(GROUP):
            self.timed("submit", lambda: submit(parse(body), self.by))
        self.parcels.clear()
        while len(self.parcels) < GROUP:
            self.timed("dispatch", self.leader.tick, GROUP)
        wanted = [(p.task_id, p.epoch, uuid7()) for p in self.parcels]
        claims = self.timed(
            "claim",
            lambda: transitions.claim(wanted, worker_id=self.worker, by="w", lease_s=30),
            len(wanted),
        )
        finishes = [
            Finish(Move(task_id=c.task_id, epoch=c.epoch, source=State.RUNNING,
                        target=State.SUCCEEDED, actor=Actor.WORKER, worker_id=self.worker,
                        attempt="succeeded", result={"echo": {"a": 1}}), c.tenant_id)
            for c in claims
        ]  # fmt: skip
        assert all(self.timed("finish", lambda: finish(finishes), len(finishes)))
        for name, wish in (
            ("list", TaskFilter()),
            ("list failed", TaskFilter(states=[State.FAILED])),
            ("list by kind", TaskFilter(kind="sleep")),
        ):
            self.timed(name, partial(list_tasks, wish, tenant_id=self.by.tenant_id, limit=20))


def measure() -> None:
    """The measuring process: a line with seconds in, a line of medians out."""
    measurer = Measurer()
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(measurer.round(float(line))), flush=True)


class Probe:
    """A measuring process for one database."""

    def __init__(self, stack: Stack, url: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--measure"], cwd=ROOT, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, env={**os.environ, "DATABASE_URL": url},
        )  # fmt: skip
        stack.processes.append(self._process)
        assert self._read() == "ready"

    def round(self, seconds: float) -> dict[str, float]:
        """Return the medians of one round."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{seconds}\n")
        self._process.stdin.flush()
        return dict(json.loads(self._read()))

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


def copy_database(stack: Stack, name: str) -> str:
    """Return the address of a copy of the stack's empty, migrated database."""
    from django.db import connection

    connection.close()
    url = stack.postgres.url
    base = url.rsplit("/", 1)[0]
    with psycopg.connect(f"{base}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {url.rsplit('/', 1)[1]}")
    return f"{base}/{name}"


def main() -> None:
    """Fill both databases, alternate rounds, report medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--few", type=int, default=1_000)
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--held", type=float, default=60, help="seconds the transaction is held")
    options = parser.parse_args()
    if options.measure:
        measure()
        return
    with Stack() as stack:
        urls = [copy_database(stack, name) for name in ("few", "many")]
        for url, total in zip(urls, (options.few, options.many), strict=True):
            fill(url, stack.by.tenant_id, total)
        few, many = (Probe(stack, url) for url in urls)
        for probe in (few, many):
            probe.round(2)
        rounds = run_rounds(urls[1], few, many, options.held)
    show(rounds[-max(1, len(rounds) // 3) :], options.many)


def run_rounds(
    url: str, few: Probe, many: Probe, held_s: float
) -> list[tuple[dict[str, float], dict[str, float]]]:
    """Alternate rounds while a foreign transaction holds its snapshot in the large database."""
    rounds = []
    with psycopg.connect(url) as foreign:
        foreign.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        foreign.execute("SELECT count(*) FROM tasks_leader")
        end = time.monotonic() + held_s
        while time.monotonic() < end:
            rounds.append((few.round(1.5), many.round(1.5)))
        foreign.rollback()
    return rounds


def show(rounds: list[tuple[dict[str, float], dict[str, float]]], total: int) -> None:
    """Report the medians of the rounds."""
    rows: list[list[object]] = [["operation", "1,000 (ms)", f"{total:,} (ms)", "ratio"]]
    ratios = {}
    for name in rounds[0][0]:
        small = statistics.median(few[name] for few, _ in rounds)
        large = statistics.median(many[name] for _, many in rounds)
        ratios[name] = round(large / small, 2)
        rows.append([name, f"{small:.3f}", f"{large:.3f}", f"{large / small:.2f}"])
    report("growth", rows, {"ratios": ratios, "worst": max(ratios.values())})


if __name__ == "__main__":
    main()
