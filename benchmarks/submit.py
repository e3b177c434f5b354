"""Submissions per second: our authenticated, validated, durable POST against a bare DRF view.

Both are served by the same server with the same settings on the same Postgres, loaded by another
process. Also: the latency of one client, and tasks per second through `tasks/batch`.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.peers import bare_drf_table
from benchmarks.stack import ROOT, Stack, free_port, report, wait_until

TASK = {"kind": "echo", "input": {"a": 1}}


def serve(stack: Stack, application: str) -> str:
    """Serve a WSGI application as `make run` does; return its address."""
    port = free_port()
    stack.popen([
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", application,
        "--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--blocking-threads", "8",
        "--no-ws", "--log-level", "warning",
    ])  # fmt: skip
    return f"http://127.0.0.1:{port}"


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Send one request; return its status."""
    request = urllib.request.Request(url, body, headers, method="POST")
    with urllib.request.urlopen(request, timeout=60) as answer:
        return int(answer.status)


def wait_for(url: str, body: bytes, headers: dict[str, str]) -> None:
    """Wait until a server answers."""

    def answers() -> bool:
        try:
            return post(url, body, headers) in (200, 201)
        except OSError:
            return False

    wait_until(answers, what=url)


def load(stack: Stack, url: str, headers: dict[str, str], clients: int, seconds: float) -> Any:
    """Run the load in a process of its own."""
    body = stack.folder / "body.json"
    body.write_text(json.dumps(TASK))
    command = [sys.executable, "-m", "benchmarks.load", url, "--body", str(body)]
    command += ["--clients", str(clients), "--seconds", str(seconds)]
    for name, value in headers.items():
        command += ["--header", f"{name}: {value}"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def batch_rate(url: str, headers: dict[str, str], tasks: int) -> float:
    """Return tasks per second of one batch of so many tasks."""
    body = json.dumps({"tasks": [TASK] * tasks}).encode()
    started = time.perf_counter()
    post(f"{url}/batch", body, headers)
    return tasks / (time.perf_counter() - started)


def main() -> None:
    """Run all rounds and report medians and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=16)
    options = parser.parse_args()
    with Stack() as stack:
        bare_drf_table.create(stack)
        peer = serve(stack, "benchmarks.peers.bare_drf:application") + "/jobs"
        ours = serve(stack, "orchestration.wsgi:application") + "/api/v1/tasks"
        plain = {"Content-Type": "application/json"}
        with_key = {**plain, "Authorization": f"Bearer {stack.token}"}
        body = json.dumps(TASK).encode()
        wait_for(peer, body, plain)
        wait_for(ours, body, with_key)
        runs: dict[str, list[Any]] = {"peer": [], "ours": [], "one": [], "batch": []}
        for _ in range(options.rounds):
            runs["peer"].append(load(stack, peer, plain, options.clients, options.seconds))
            runs["ours"].append(load(stack, ours, with_key, options.clients, options.seconds))
            runs["one"].append(load(stack, ours, with_key, 1, options.seconds / 2))
            runs["batch"].append(batch_rate(ours, with_key, 10_000))
    show(runs, options.clients)


def show(runs: dict[str, list[Any]], clients: int) -> None:
    """Report medians; a request that was refused makes the run worthless and is said."""
    rate = {who: statistics.median(run["rate"] for run in runs[who]) for who in ("peer", "ours")}
    one = statistics.median(run["p50_ms"] for run in runs["one"])
    batch = statistics.median(runs["batch"])
    codes = {who: runs[who][-1]["codes"] for who in ("peer", "ours")}
    rows = [
        ["", "value", "status codes"],
        [f"bare DRF insert, {clients} clients", f"{rate['peer']:.0f} req/s", codes["peer"]],
        [f"POST /api/v1/tasks, {clients} clients", f"{rate['ours']:.0f} req/s", codes["ours"]],
        ["ratio", f"{rate['ours'] / rate['peer']:.2f}", ""],
        ["POST /api/v1/tasks, 1 client, p50", f"{one:.2f} ms", ""],
        ["POST /api/v1/tasks/batch, 10,000 tasks", f"{batch:.0f} tasks/s", ""],
    ]
    refused = sum(
        count
        for who in ("peer", "ours", "one")
        for run in runs[who]
        for code, count in run["codes"].items()
        if code != "201"
    )
    facts = {
        "refused": refused,
        "ratio": round(rate["ours"] / rate["peer"], 3),
        "ours_per_s": rate["ours"],
        "peer_per_s": rate["peer"],
        "p50_ms": one,
        "batch_per_s": round(batch),
    }
    report("submit", rows, facts)


if __name__ == "__main__":
    main()
