"""A model outside behind Switchyard's gateway and behind LiteLLM's proxy, in one run on loopback.

The same fake model stands behind both, the same clients before both. The gateway checks a key and
its rate limit, the limits of the provider and two budgets, commits what a call may cost before it
is made, settles it after, and writes a task down for each; LiteLLM checks its master key. Both run
with one process, and with as many as are wanted (`--workers`).

Everybody takes turns, the fake without anything before it first: what a proxy adds is its time
less the fake's of the same round. Medians of the rounds are shown. Beside them stands the processor
time that a request took, which a busy machine changes less than times.

LiteLLM is installed into `var/benchmarks/litellm` by the first run. Where that cannot be, the run
goes on without it and says so.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import httpx

from benchmarks.peers import litellm_proxy
from benchmarks.processor import rss_mib, seconds_of
from benchmarks.stack import Stack, free_port, report, wait_until
from deploy.local.services import GATEWAY

PATH = "/v1/chat/completions"
MODEL = "house-fake"
MANY = 32
DIRECT, OURS, PEER = "fake model", "Switchyard", "LiteLLM"
WAYS = {"whole": False, "stream": True}
AIMS = {"rate": 5.0, "added": 1 / 3}
MEMORY = (5_000, 10_000, 20_000)
START_S = 600.0


@dataclass
class Server:
    """Whom clients ask.

    Attributes:
        name: for people.
        url: of its chat completions.
        token: that it accepts.
        model: what it calls the fake model.
        process: the first of its processes.
        beside: other processes that work for its requests.
    """

    name: str
    url: str
    token: str
    model: str
    process: "subprocess.Popen[bytes]"
    beside: tuple[int, ...] = ()

    def load(self, clients: int, seconds: float, *, stream: bool, most: int = 0) -> dict[str, Any]:
        """Send a load, or that many requests; return what clients saw and what it cost.

        Raises:
            RuntimeError: it refused, or failed.
        """
        command = [sys.executable, "-m", "benchmarks.chat_load", self.url, "--token", self.token]
        command += ["--model", self.model, "--clients", str(clients), "--seconds", str(seconds)]
        command += ["--stream"] * stream + (["--requests", str(most)] if most else [])
        worked = self._worked()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"the load of {self.name} failed: {done.stderr[-2000:]}")
        seen: dict[str, Any] = json.loads(done.stdout)
        if set(seen["codes"]) != {"200"}:
            raise RuntimeError(f"{self.name} answered with {seen['codes']}")
        own, beside = (now - then for now, then in zip(self._worked(), worked, strict=True))
        each = 1000 / max(1, seen["count"])
        return {**seen, "cpu_ms": round(own * each, 3), "beside_ms": round(beside * each, 3)}

    def _worked(self) -> tuple[float, float]:
        return seconds_of(self.process.pid), sum(map(seconds_of, self.beside))


@dataclass
class Seen:
    """What was measured: one number for each round, by server and measure."""

    rounds: dict[tuple[str, str], list[float]] = field(default_factory=dict)

    def add(self, name: str, way: str, clients: int, load: Mapping[str, Any]) -> None:
        """Note a load."""
        for what in ("rate", "whole_p50_ms", "first_p50_ms", "cpu_ms", "beside_ms", "busy"):
            self.rounds.setdefault((name, f"{way} {clients} {what}"), []).append(load[what])

    def of(self, name: str, measure: str) -> float:
        """Return a median."""
        return median(self.rounds[name, measure])

    def added(self, name: str, measure: str) -> float:
        """Return what a server adds to the fake's own time, in milliseconds."""
        pairs = zip(self.rounds[name, measure], self.rounds[DIRECT, measure], strict=True)
        return median(theirs - fake for theirs, fake in pairs)


def fake(stack: Stack, pause_ms: float) -> Server:
    """Start the model."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.peers.fake_model", str(port)]
    process = stack.popen([*command, "--pause-ms", str(pause_ms)])
    return Server(DIRECT, f"http://127.0.0.1:{port}{PATH}", "none", "fake", process)


def base(server: Server) -> str:
    """Return what a provider is told to ask."""
    return server.url.removesuffix("/chat/completions")


def catalogue(stack: Stack, url: str) -> None:
    """Store the provider with its limits and prices, and budgets of the tenant and the key."""
    from decimal import Decimal

    from orchestration.access.records import ApiKey, Tenant
    from orchestration.outgoing.rules import Rules, parse_allowed
    from orchestration.specialists.applying import Order, apply
    from orchestration.specialists.reading import parse
    from orchestration.usage.budgets import set_budget

    provider: dict[str, Any] = {"name": "fake", "base_url": url, "row": "openai_compatible"}
    provider |= {"requests_per_minute": 10**6, "tokens_per_minute": 10**9, "concurrency": 1000}
    model: dict[str, Any] = {
        "name": MODEL,
        "provider": "fake",
        "provider_model": "fake",
        "context_length": 8192,
    }
    model |= {"price": {"input": 1, "output": 2}, "capabilities": ["tools", "json_schema"]}
    rules = Rules((parse_allowed("127.0.0.1"),))
    found = parse({"providers": [provider], "models": [model]}, {})
    apply(found, Order(by="user:bench", rules=rules))
    tenant = Tenant.objects.get(pk=stack.by.tenant_id)
    key = ApiKey.objects.get(tenant=tenant)
    set_budget(tenant, Decimal(10**6), unit="money", period="month", actor="user:bench")
    set_budget(tenant, Decimal(10**12), unit="tokens", period="day", key=key, actor="user:bench")


def gateway(stack: Stack, workers: int) -> Server:
    """Start a gateway as the local services do."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(workers), "--log-level", "error", *GATEWAY]
    process = stack.popen([*command, "orchestration.asgi:application"])
    redis = stack.redis.process
    beside = (_postmaster(stack), *([redis.pid] if redis else []))
    url = f"http://127.0.0.1:{port}{PATH}"
    return Server(f"{OURS}, {workers} process(es)", url, stack.token, MODEL, process, beside)


def _postmaster(stack: Stack) -> int:
    return int((stack.postgres.data_dir / "postmaster.pid").read_text().split()[0])


def proxy(stack: Stack, url: str, workers: int) -> Server:
    """Start LiteLLM."""
    port = free_port()
    process = litellm_proxy.start(stack, url, port, workers, MODEL)
    url = f"http://127.0.0.1:{port}{PATH}"
    return Server(f"{PEER}, {workers} process(es)", url, litellm_proxy.KEY, MODEL, process)


def until_ready(server: Server) -> None:
    """Wait until it answers a chat.

    Raises:
        TimeoutError: it does not.
        RuntimeError: it ended.
    """

    def answers() -> bool:
        if server.process.poll() is not None:
            raise RuntimeError(f"{server.name} ended with {server.process.returncode}")
        body = {"model": server.model, "messages": [{"role": "user", "content": "Ready?"}]}
        headers = {"Authorization": f"Bearer {server.token}"}
        try:
            asked = httpx.post(server.url, json=body, headers=headers, timeout=20)
        except httpx.TransportError:
            return False
        return asked.status_code == httpx.codes.OK

    wait_until(answers, seconds=START_S, what=server.name)


def peers(stack: Stack, url: str, options: argparse.Namespace) -> Iterator[Server]:
    """Yield LiteLLM in each of its set-ups, or say why there is none."""
    if options.no_peer:
        print("LiteLLM is left out, as wanted.", flush=True)
        return
    try:
        litellm_proxy.install()
    except litellm_proxy.Missing as error:
        print(f"LiteLLM {litellm_proxy.VERSION} is left out: {error}", flush=True)
        return
    for workers in options.workers:
        yield proxy(stack, url, workers)


def measure(servers: Sequence[Server], options: argparse.Namespace) -> Seen:
    """Let everybody take turns."""
    seen = Seen()
    for server in servers:
        for stream in WAYS.values():
            server.load(MANY, options.seconds / 2, stream=stream)
    for _ in range(options.rounds):
        for way, stream in WAYS.items():
            for clients in (1, MANY):
                for server in servers:
                    load = server.load(clients, options.seconds, stream=stream)
                    seen.add(server.name, way, clients, load)
    return seen


def memory(server: Server, most: int) -> dict[str, float]:
    """Return the MiB of the gateway's largest process after so many requests, one in ten a
    stream."""
    found: dict[str, float] = {}
    sent = 0
    for count in sorted({max(1, each * most // MEMORY[-1]) for each in MEMORY}):
        streams = (count - sent) // 10
        server.load(MANY, 0, stream=True, most=max(1, streams))
        server.load(MANY, 0, stream=False, most=max(1, count - sent - streams))
        sent = count
        found[str(count)] = round(rss_mib(server.process.pid), 1)
    return found


def best(seen: Seen, who: str, measure: str, names: Sequence[str], *, most: bool) -> float:
    """Return the best of a proxy's set-ups."""
    values = [seen.of(name, measure) for name in names if name.startswith(who)]
    return max(values) if most else min(values)


def table(seen: Seen, names: Sequence[str]) -> list[list[str]]:
    """Return rows for people."""
    heads = ["requests/s", "added ms", "streams/s", "first, added ms", "whole, added ms"]
    heads += ["CPU ms", "CPU ms, stream", "CPU ms beside"]
    return [["", *heads], *([name, *figures(seen, name)] for name in names)]


def figures(seen: Seen, name: str) -> list[str]:
    """Return a server's row: rates and processor time at 32 clients, added p50 at one."""
    return [
        f"{seen.of(name, 'whole 32 rate'):.0f}",
        f"{seen.added(name, 'whole 1 whole_p50_ms'):.2f}",
        f"{seen.of(name, 'stream 32 rate'):.0f}",
        f"{seen.added(name, 'stream 1 first_p50_ms'):.2f}",
        f"{seen.added(name, 'stream 1 whole_p50_ms'):.2f}",
        f"{seen.of(name, 'whole 32 cpu_ms'):.2f}",
        f"{seen.of(name, 'stream 32 cpu_ms'):.2f}",
        f"{seen.of(name, 'whole 32 beside_ms'):.2f}",
    ]


def ratios(seen: Seen, names: Sequence[str]) -> dict[str, float]:
    """Return how the best of ours stands to the best of theirs."""
    found = {}
    for way in WAYS:
        rate = f"{way} 32 rate"
        theirs = best(seen, PEER, rate, names, most=True)
        found[f"{way}_rate_ratio"] = best(seen, OURS, rate, names, most=True) / theirs
    for way, what in (("whole", "whole"), ("stream", "first"), ("stream", "whole")):
        added = {name: seen.added(name, f"{way} 1 {what}_p50_ms") for name in names}
        ours, theirs = (
            min(value for name, value in added.items() if name.startswith(who))
            for who in (OURS, PEER)
        )
        found[f"{way}_{what}_added_ratio"] = ours / theirs
    return {name: round(value, 3) for name, value in found.items()}


def verdicts(found: Mapping[str, float]) -> list[list[str]]:
    """Return rows that set ratios beside their aims."""
    rows = []
    for name, value in found.items():
        rate = name.endswith("rate_ratio")
        reached = value >= AIMS["rate"] if rate else value <= AIMS["added"]
        aim = f"aim {'at least 5' if rate else 'at most 0.33'}"
        rows.append(
            [name.replace("_", " "), f"{value:.2f}", aim, "reached" if reached else "missed"]
        )
    return [[*row, *[""] * 5] for row in rows]


def main() -> None:
    """Start everything, let it take turns, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3, help="of each load")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="processes of each")
    parser.add_argument("--pause-ms", type=float, default=1, help="between the parts of a stream")
    parser.add_argument("--requests", type=int, default=MEMORY[-1], help="for the memory; 0: none")
    parser.add_argument("--no-peer", action="store_true", help="leave LiteLLM out")
    options = parser.parse_args()
    with Stack(SWITCHYARD_OUTGOING__ALLOW="127.0.0.1") as stack:
        model = fake(stack, options.pause_ms)
        catalogue(stack, base(model))
        ours = [gateway(stack, workers) for workers in options.workers]
        servers = [model, *ours, *peers(stack, base(model), options)]
        for server in servers:
            until_ready(server)
        seen = measure(servers, options)
        grown = memory(ours[0], options.requests) if options.requests else {}
        written = stack.sql("SELECT count(*) FROM tasks_task")[0][0]
    tell(seen, [server.name for server in servers], grown, written)


def tell(seen: Seen, names: Sequence[str], grown: Mapping[str, float], written: int) -> None:
    """Report."""
    rows, facts = table(seen, names), {}
    if any(name.startswith(PEER) for name in names):
        facts = ratios(seen, names)
        rows += verdicts(facts)
    rows += [[f"memory after {count} requests", f"{mib:.0f} MiB", *[""] * 7]
             for count, mib in grown.items()]  # fmt: skip
    busiest = max(seen.of(name, f"{way} 32 busy") for name in names[1:] for way in WAYS)
    rows.append(["load generator, busiest", f"{busiest:.2f} of a core", *[""] * 7])
    rows.append(["tasks written down", str(written), *[""] * 7])
    medians = {f"{name}: {measure}": round(median(values), 3)
               for (name, measure), values in seen.rounds.items()}  # fmt: skip
    report("gateway", rows, {**facts, "memory_mib": grown, "tasks": written, **medians})


if __name__ == "__main__":
    main()
