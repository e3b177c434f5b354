"""Entries for tests of memory, who makes their vectors, and what is in the indexes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from django.db import connection

from orchestration import sql
from orchestration.access.records import Tenant
from orchestration.errors import ModelError, SwitchyardError
from orchestration.memory import packing, ranges
from orchestration.memory.drafts import Draft, Kind
from orchestration.memory.embedders import EmbedderView, by_id
from orchestration.memory.owners import EVERYTHING, SHARED, Owner, Scope
from orchestration.memory.ports import Embedded
from orchestration.memory.query_vectors import QueryVectors
from orchestration.memory.records.realm import Realm
from orchestration.memory.records.segment import Segment
from orchestration.memory.remembering import Memory, Remembered
from orchestration.memory.searching import Answer, Question, Searcher
from orchestration.memory.segments import ready_segments
from orchestration.memory.selectors import entries_by_number
from orchestration.memory.spaces import find_realm, realm_of
from orchestration.memory.vectors import Vectors, unit

WIDTH = 32


class Away(ModelError):  # noqa: N818 - named for what happened
    """Nobody makes vectors now; somebody may later."""

    slug = "away"
    title = "Nobody is there"
    retryable = True


class Unreadable(ModelError):  # noqa: N818 - named for what happened
    """A text of which no vector can be made, ever."""

    slug = "unreadable"
    title = "The text cannot be read"
    retryable = False


def vector_of(text: str, width: int = WIDTH) -> Vectors:
    """Return a text's vector: of length one, near to those of texts with many of its words."""
    found = np.zeros(width)
    for word in text.lower().split():
        seed = int.from_bytes(blake2b(word.encode(), digest_size=8).digest())
        found += np.random.default_rng(seed).standard_normal(width)
    rows = (found if found.any() else np.ones(width)).astype(np.float32)
    made: Vectors = unit(rows[np.newaxis])[0]
    return made


class WordVectors:
    """The port `TextEmbedder`: what texts have in common are words.

    Attributes:
        name: What makes vectors now.
        width: How long they are.
        error: What is raised instead, if anything.
        unreadable: Words that no text may hold.
        asked: All texts that were asked for, by the name that was asked.
        before: Called before each answer.
    """

    def __init__(self, name: str = "words@1", width: int = WIDTH) -> None:
        self.name = name
        self.width = width
        self.error: SwitchyardError | None = None
        self.unreadable: set[str] = set()
        self.asked: list[tuple[str, str]] = []
        self.before: Callable[[], object] = lambda: None

    def embed(self, texts: Sequence[str], *, name: str, timeout_s: float) -> Embedded:
        self.asked += [(name, text) for text in texts]
        self.before()
        if self.error is not None:
            raise self.error
        if name != self.name:
            raise Unreadable(f"There is no {name}.")
        if any(set(text.split()) & self.unreadable for text in texts):
            raise Unreadable("One of the texts cannot be read.")
        return Embedded(name, np.stack([vector_of(text, self.width) for text in texts]))

    def leave(self) -> None:
        """Answer nobody any more."""
        self.error = Away("Nobody is there.")

    def come_back(self) -> None:
        """Answer again."""
        self.error = None


def at_angle(degrees: float, by: str = "angles@1") -> Embedded:
    """Return a given vector, at an angle from the first axis."""
    angle = math.radians(degrees)
    return Embedded(by, unit([[math.cos(angle), math.sin(angle), 0.0]]))


class Mind:
    """One tenant's memory, as its users see it."""

    def __init__(self, tenant: Tenant, texts: WordVectors | None = None) -> None:
        self.tenant = tenant
        self.texts = WordVectors() if texts is None else texts
        self.memory = Memory(self.texts)

    @property
    def tenant_id(self) -> UUID:
        return self.tenant.pk

    def add(self, text: str = "", *, given: Embedded | None = None, **more: Any) -> Remembered:
        """Add one memory."""
        draft = Draft(text, **more)
        return self.memory.add(draft, tenant_id=self.tenant_id, given=given)

    def add_many(self, *drafts: Draft | str, given: Embedded | None = None) -> list[Remembered]:
        """Add memories at once."""
        made = [Draft(each) if isinstance(each, str) else each for each in drafts]
        return self.memory.add_many(made, tenant_id=self.tenant_id, given=given)

    def update(self, uid: UUID, text: str, *, version: int | None = None, **more: Any) -> Any:
        """Let a memory say something else."""
        draft = Draft(text, **more)
        return self.memory.update(
            uid, draft, tenant_id=self.tenant_id, actor="key:test", version=version
        )

    def ask(self, text: str = "", **more: Any) -> Answer:
        """Search."""
        searcher = Searcher(QueryVectors(self.texts, timeout_s=1.0))
        return searcher.search(Question(text, **more), tenant_id=self.tenant_id)

    def told(self, text: str = "", **more: Any) -> list[str]:
        """Return the texts that a search finds, the best first."""
        answer = self.ask(text, **more)
        assert answer.realm is not None
        views = entries_by_number(answer.realm.id, [each.candidate.id for each in answer.found])
        return [views[each.candidate.id].text for each in answer.found]

    def by_words(self, text: str, **more: Any) -> list[str]:
        """Return the texts that words alone find."""
        return self.told(text, meaning=False, **more)

    @property
    def realm(self) -> Any:
        return realm_of(self.tenant_id)

    @property
    def embedder(self) -> EmbedderView:
        """What this memory is searched by."""
        realm = find_realm(self.tenant_id)
        assert realm is not None
        assert realm.embedder_id is not None
        return by_id(realm.embedder_id)

    def set(self, **fields: Any) -> None:
        """Set what an operator sets for this memory."""
        realm_of(self.tenant_id)
        assert Realm.objects.filter(tenant=self.tenant).update(**fields)


def postings(word: str) -> list[tuple[int, list[int]]]:
    """Return what the index of words holds of one: spaces and the numbers of entries."""
    return [
        (space, list(numbers))
        for space, numbers in sql.fetch(
            """SELECT p.space_id, ARRAY(SELECT s.start + u FROM unnest(p.entries) u)
                 FROM memory_posting p JOIN memory_segment s ON s.id = p.segment_id
                WHERE p.term = %(word)s AND s.state = 'ready' ORDER BY p.space_id, s.start""",
            {"word": word},
        )
    ]


def check_segments() -> None:
    """See that segments follow each other, and that what they hold agrees with the entries."""
    for (embedder_id,) in sql.fetch("SELECT DISTINCT embedder_id FROM memory_segment"):
        stop = 1
        for each in ready_segments(embedder_id):
            assert each.start == stop
            stop = each.stop
    assert Segment.objects.exclude(state="ready").count() == 0
    assert sql.fetch(_TALLIED) == [(0, 0, 0)], "tallies and postings are those of the entries"


_TALLIED = """
WITH words AS (SELECT * FROM memory_segment WHERE embedder_id IS NULL),
held AS (
    SELECT w.id AS segment_id, e.space_id, count(*) AS entries, sum(length(e.terms)) AS terms
      FROM words w JOIN memory_entry e ON e.id >= w.start AND e.id < w.stop GROUP BY 1, 2),
said AS (
    SELECT y.segment_id, y.space_id, y.entries, y.terms
      FROM memory_tally y JOIN words w ON w.id = y.segment_id WHERE y.entries <> 0 OR y.terms <> 0),
stands AS (
    SELECT w.id AS segment_id, t.lexeme, e.realm_id, e.space_id, e.id,
           cardinality(t.positions) AS count, length(e.terms) AS length
      FROM words w JOIN memory_entry e ON e.id >= w.start AND e.id < w.stop, unnest(e.terms) t),
posted AS (
    SELECT p.segment_id, p.term, p.realm_id, p.space_id, w.start + u.entry, u.count, u.length
      FROM memory_posting p LEFT JOIN words w ON w.id = p.segment_id,
           unnest(p.entries, p.counts, p.lengths) AS u(entry, count, length))
SELECT (SELECT count(*) FROM (SELECT * FROM held EXCEPT SELECT * FROM said) a)
     + (SELECT count(*) FROM (SELECT * FROM said EXCEPT SELECT * FROM held) b),
       (SELECT count(*) FROM (SELECT * FROM stands EXCEPT SELECT * FROM posted) c),
       (SELECT count(*) FROM (SELECT * FROM posted EXCEPT SELECT * FROM stands) d)
"""


def segment_indexes() -> list[tuple[str, bool]]:
    """Return the HNSW indexes that lie in the database, and whether they are valid."""
    return sql.fetch(
        """SELECT c.relname::text, i.indisvalid FROM pg_class c JOIN pg_index i
               ON i.indexrelid = c.oid WHERE c.relname LIKE 'memory_vector_segment_%%' ORDER BY 1"""
    )


def drop_indexes() -> None:
    """Take away the HNSW indexes, which no flush does."""
    for name, _ in segment_indexes():
        sql.execute(f"DROP INDEX {name}")


@contextmanager
def small_segments(least: int = 1) -> Iterator[None]:
    """Let so few entries make a segment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranges, "LEAST", least)
        yield


class _Here:
    """Builds indexes in the test's own transaction, where nothing can be built concurrently."""

    def execute(self, query: str, params: Sequence[Any] = ()) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                query.replace(" CONCURRENTLY", "").replace("SET m", "SET LOCAL m"), params or None
            )
            rows = cursor.fetchall() if cursor.description else []
        return _Rows(rows)


class _Rows:
    def __init__(self, rows: list[Any]) -> None:
        self._rows = rows

    def fetchone(self) -> Any:
        return self._rows[0] if self._rows else None


@contextmanager
def packing_here(least: int = 1) -> Iterator[None]:
    """Let segments be small, and be made in the test's own transaction."""

    @contextmanager
    def own() -> Iterator[Any]:
        yield _Here()
        sql.execute("SELECT pg_advisory_unlock_all()")  # as the end of a connection does

    with small_segments(least), pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "_own_connection", own)
        yield


__all__ = ["EVERYTHING", "SHARED", "Draft", "Kind", "Owner", "Scope"]
