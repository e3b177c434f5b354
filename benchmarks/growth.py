"""Does it cost more when there is more? Claim, finish, list and submit with few and many tasks.

Three databases on one server: one with 1,000,000 tasks, two with 1,000, all churned: each task was
rewritten by every move from queued to succeeded. A measuring process per database runs rounds of
the real operations; the rounds alternate, so that the machine's noise meets all. Meanwhile a
foreign transaction holds a snapshot in the large database and in one of the small ones, so that
nothing that dies there can be cleaned up; the second small one shows what that alone costs. What is
compared is the last third of that time.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
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

    def send(self, parcels: Sequence[Any]) -> bool:
        """Take the dispatcher's messages, as a broker would."""
        self.parcels.extend(parcels)
        return True

    def forget_all_but(self, live: Collection[Any]) -> int:
        """Forget nothing: there is no broker."""
        del live
        return 0

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
        totals = {"calm": options.few, "few": options.few, "many": options.many}
        urls = {name: copy_database(stack, name) for name in totals}
        for name, total in totals.items():
            fill(urls[name], stack.by.tenant_id, total)
        probes = {name: Probe(stack, url) for name, url in urls.items()}
        for probe in probes.values():
            probe.round(min(2.0, options.held))
        with held(urls["few"]), held(urls["many"]):
            rounds = run_rounds(probes, options.held)
    show(rounds[-max(1, len(rounds) // 3) :], options.few, options.many)


@contextmanager
def held(url: str) -> Iterator[None]:
    """Hold a foreign transaction with a snapshot open."""
    with psycopg.connect(url) as foreign:
        foreign.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        foreign.execute("SELECT count(*) FROM tasks_leader")
        yield
        foreign.rollback()


def run_rounds(probes: dict[str, Probe], seconds: float) -> list[dict[str, dict[str, float]]]:
    """Alternate rounds between the databases for a time."""
    rounds = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        rounds.append({name: probe.round(min(1.5, seconds)) for name, probe in probes.items()})
    return rounds


def show(rounds: list[dict[str, dict[str, float]]], few: int, many: int) -> None:
    """Report the medians of the rounds."""
    held_too = "a transaction held"
    rows: list[list[object]] = [
        ["operation", f"{few:,} (ms)", f"{few:,}, {held_too}", f"{many:,}, {held_too}", "ratio"]
    ]
    ratios = {}
    for operation in rounds[0]["few"]:
        times = {
            name: statistics.median(each[name][operation] for each in rounds)
            for name in ("calm", "few", "many")
        }
        ratios[operation] = round(times["many"] / times["few"], 2)
        values = [f"{value:.3f}" for value in times.values()]
        rows.append([operation, *values, f"{ratios[operation]:.2f}"])
    report("growth", rows, {"ratios": ratios, "worst": max(ratios.values())})


if __name__ == "__main__":
    main()
