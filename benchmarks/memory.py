"""Writing, indexing and finding memories: how fast, and whether the right ones are found.

    python -m benchmarks.memory [--entries 200000] [--agents 50] [--questions 200]

Memories of words that the documentation uses, as often as it uses them, with vectors that lie in
clusters, as those of texts do. They are written in bulk with their vectors; some are looked for at
once, before anything is indexed; then everything is indexed and looked for again, each answer
compared with an exact one. At last the same over REST: questions in words, of which a worker makes
the vectors, and bulk writes.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.memory_rest import BULK, Rest
from benchmarks.processor import Peak
from benchmarks.stack import ROOT, Stack, report

DIMENSIONS = 384
CLUSTERS = 2_000
BATCH = 5_000
LIMIT = 10


@dataclass(frozen=True)
class Looked:
    """What one way of searching took, in milliseconds, and how much of the right it found."""

    name: str
    times: Sequence[float]
    recall: float

    @property
    def row(self) -> list[object]:
        """Return a line of the table."""
        p50, p95 = np.percentile(self.times, [50, 95])
        return [self.name, f"{p50:.1f}", f"{p95:.1f}", f"{self.recall:.3f}"]


class World:
    """Memories to write, the same ones each time."""

    def __init__(self, entries: int, agents: int) -> None:
        self.entries, self.agents = entries, agents
        self._random = np.random.default_rng(7)
        self._centres = self._random.standard_normal((CLUSTERS, DIMENSIONS), dtype=np.float32)
        words = Counter(
            word
            for page in sorted((ROOT / "docs").rglob("*.md"))
            for word in re.findall(r"[a-z]{3,}", page.read_text().lower())
        )
        self._words = list(words)
        self._often = np.array(list(words.values()), dtype=float) / sum(words.values())

    def vectors(self, count: int) -> Any:
        """Return vectors around the clusters' centres, of length one."""
        near = self._centres[self._random.integers(0, CLUSTERS, count)]
        rows = near + self._random.standard_normal((count, DIMENSIONS), dtype=np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def texts(self, count: int, length: int = 14) -> list[str]:
        """Return texts of so many words."""
        drawn = self._random.choice(len(self._words), size=(count, length), p=self._often)
        return [" ".join(self._words[at] for at in row) for row in drawn]

    def batches(self) -> Iterator[tuple[list[str], Any, list[str]]]:
        """Return texts, vectors and agents, in batches."""
        for start in range(0, self.entries, BATCH):
            count = min(BATCH, self.entries - start)
            agents = [f"agent-{at}" for at in self._random.integers(0, self.agents, count)]
            yield self.texts(count), self.vectors(count), agents


def main() -> None:
    """Run it."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--entries", type=int, default=200_000)
    options.add_argument("--agents", type=int, default=50)
    options.add_argument("--questions", type=int, default=200)
    chosen = options.parse_args()
    with Stack(SWITCHYARD_MEMORY__INDEX_MB="1024") as stack:
        run(stack, World(chosen.entries, chosen.agents), chosen.questions)


def run(stack: Stack, world: World, questions: int) -> None:
    """Write, look, index, look again, and report."""
    from orchestration.memory.packing import pack_vectors, pack_words

    rows: list[list[object]] = []
    bench = searched_by(stack)
    facts: dict[str, Any] = {"entries": world.entries}
    seconds = write(stack, world, bench)
    rows.append(["written and durable, entries/s", f"{world.entries / seconds:,.0f}", "", ""])
    rows.append(["", "p50 ms", "p95 ms", "recall@10"])
    rows += [each.row for each in look(stack, world, max(questions // 10, 10), "not indexed, ")]
    written = time.perf_counter()
    for name, pack in (("words", pack_words), ("vectors", lambda: pack_vectors(bench))):
        with Peak(postmaster(stack)) as memory:
            began = time.perf_counter()
            while pack():
                pass
            took = time.perf_counter() - began
        more = f"+{memory.most - memory.before:,.0f} MiB"
        rate = f"{world.entries / took:,.0f}"
        rows.append([f"indexed {name}, entries/s", rate, f"{took:.1f} s", more])
        facts |= {f"{name}_s": round(took, 1), f"{name}_mib": round(memory.most - memory.before)}
    lag = time.perf_counter() - written
    rows.append(["all indexed after", f"{lag:.1f} s", "", ""])
    vacuum(stack)
    rows += [each.row for each in look(stack, world, questions, "")]
    rows += over_rest(Rest(stack), world, questions)
    for table in ("memory_entry", "memory_vector", "memory_posting"):
        ((size,),) = stack.sql("SELECT pg_size_pretty(pg_total_relation_size(%s::regclass))", table)
        rows.append([table, size, "", ""])
    report("memory", rows, facts | {"write_s": round(seconds, 2), "indexed_after_s": round(lag, 1)})


def searched_by(stack: Stack) -> Any:
    """Return the embedder of the model that makes vectors of questions, set for the tenant."""
    from django.core.management import call_command

    from orchestration.classifying.selectors import current_embedder_name
    from orchestration.memory.embedders import embedder
    from orchestration.memory.records.realm import Realm
    from orchestration.memory.spaces import realm_of

    call_command("seed", verbosity=0)
    found = embedder(current_embedder_name(), DIMENSIONS)
    Realm.objects.filter(pk=realm_of(stack.by.tenant_id).id).update(embedder_id=found.id)
    return found


def postmaster(stack: Stack) -> int:
    """Return the process that all of Postgres's come from."""
    return int((stack.postgres.data_dir / "postmaster.pid").read_text().split()[0])


def over_rest(rest: Rest, world: World, questions: int) -> list[list[object]]:
    """Ask in words, then write in bulk."""
    texts = world.texts(2 * questions, 6)
    agents = [f"agent-{at % world.agents}" for at in range(questions)]
    one = rest.times(texts[:questions], agents)
    everybody = rest.times(texts[questions:], [None] * questions)
    count = 5 * BULK
    owners = [f"agent-{at % world.agents}" for at in range(count)]
    seconds = rest.write(world.texts(count), owners, world.vectors(count))
    return [
        Looked("over REST, in words, one agent", one, float("nan")).row,
        Looked("over REST, in words, all agents", everybody, float("nan")).row,
        ["over REST, written, entries/s", f"{count / seconds:,.0f}", "", ""],
    ]


def vacuum(stack: Stack) -> None:
    """Do what autovacuum does within the minute."""
    import psycopg

    with psycopg.connect(stack.postgres.url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE memory_entry, memory_vector, memory_posting")


def write(stack: Stack, world: World, bench: Any) -> float:
    """Write everything in bulk; return the seconds that storing took."""
    from orchestration.memory.drafts import Draft, Kind
    from orchestration.memory.owners import Owner
    from orchestration.memory.spaces import intern, realm_of
    from orchestration.memory.vectors import unit
    from orchestration.memory.writing import place, store

    realm = realm_of(stack.by.tenant_id)
    seconds = 0.0
    for texts, vectors, agents in world.batches():
        began = time.perf_counter()
        owners = [Owner(agent=each) for each in agents]
        spaces = intern(realm, owners)
        placed = [
            place(Draft(text, Kind(1 + at % 3), owner), spaces[owner])
            for at, (text, owner) in enumerate(zip(texts, owners, strict=True))
        ]
        store(realm, placed, embedder=bench, vectors=unit(vectors))
        seconds += time.perf_counter() - began
    return seconds


def look(stack: Stack, world: World, questions: int, when: str) -> list[Looked]:
    """Search in each way."""
    from orchestration.memory.drafts import Kind
    from orchestration.memory.filters import Filters
    from orchestration.memory.owners import EVERYTHING, Scope
    from orchestration.memory.searching import Given, Question, Searcher

    searcher = Searcher(None)
    vectors = world.vectors(questions)
    asked = list(zip(world.texts(questions, 6), vectors, strict=True))
    tenant = stack.by.tenant_id

    def looked(name: str, scope: Callable[[int], Scope], **more: Any) -> Looked:
        # The right answers first: reading everything would leave the searches no warm page.
        kinds = more.get("filters")
        right = [exact(stack, vectors[at], scope(at), kinds) for at in range(questions)]
        times, shares = [], []
        for at in range(questions):
            question = Question("", Given(vectors[at]), scope(at), limit=LIMIT, **more)
            began = time.perf_counter()
            answer = searcher.search(question, tenant_id=tenant)
            times.append((time.perf_counter() - began) * 1000)
            found = {each.candidate.id for each in answer.found}
            shares.append(len(found & right[at]) / max(len(right[at]), 1))
        return Looked(when + name, times, float(np.mean(shares)))

    def one(at: int) -> Scope:
        return Scope(agents=(f"agent-{at % world.agents}",))

    def ten(at: int) -> Scope:
        return Scope(agents=tuple(f"agent-{(at + n) % world.agents}" for n in range(10)))

    procedural = Filters(kinds=(Kind.PROCEDURAL,))
    return [
        looked("one agent", one),
        looked("one agent, one type", one, filters=procedural),
        looked("ten agents", ten),
        looked("all agents", lambda at: EVERYTHING),
        looked("all agents, one type", lambda at: EVERYTHING, filters=procedural),
        both(stack, when + "one agent, words too", asked, one),
        both(stack, when + "all agents, words too", asked, lambda at: EVERYTHING),
    ]


def both(
    stack: Stack, name: str, asked: Sequence[tuple[str, Any]], scope: Callable[[int], Any]
) -> Looked:
    """Search by meaning and by words."""
    from orchestration.memory.searching import Given, Question, Searcher

    searcher, times = Searcher(None), []
    parts: Counter[str] = Counter()
    for at, (text, vector) in enumerate(asked):
        question = Question(text, Given(vector), scope(at))
        began = time.perf_counter()
        answer = searcher.search(question, tenant_id=stack.by.tenant_id)
        times.append((time.perf_counter() - began) * 1000)
        parts.update(answer.millis)
    means = {key: round(value / len(asked), 2) for key, value in parts.items()}
    print(name, means, file=sys.stderr)
    return Looked(name, times, float("nan"))


def exact(stack: Stack, vector: Any, scope: Any, filters: Any) -> set[int]:
    """Return the nearest entries, by comparing all in single precision order."""
    from orchestration.memory.spaces import find_realm, spaces_in
    from orchestration.memory.vectors import literal

    realm = find_realm(stack.by.tenant_id)
    assert realm is not None
    kinds = [int(each) for each in filters.kinds] if filters else [1, 2, 3]
    rows = stack.sql(
        """SELECT v.entry_id FROM memory_vector v JOIN memory_entry e ON e.id = v.entry_id
            WHERE v.space_id = ANY(%s) AND e.type = ANY(%s)
            ORDER BY (v.vector <#> %s::halfvec) + 0 LIMIT 10""",
        spaces_in(realm, scope), kinds, literal(vector),
    )  # fmt: skip
    return {number for (number,) in rows}


if __name__ == "__main__":
    main()
