"""Cost stays flat: the plans of what searches and writers send, over 8,000 entries.

Postgres is shown what it would do with its statistics; nothing here is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from django.db import connection

from orchestration import sql
from orchestration.memory import consolidating, dense, packing
from orchestration.memory.changing import delete
from orchestration.memory.embedders import EmbedderView, delete_unused, embedder
from orchestration.memory.embedding import make_missing
from orchestration.memory.filters import NO_FILTERS, Filters
from orchestration.memory.lexical import rank
from orchestration.memory.owners import Owner
from orchestration.memory.records.embedder import Embedder
from orchestration.memory.selectors import get_entry, history_of, list_entries
from orchestration.memory.spaces import intern
from orchestration.memory.wanted import Wanted
from tests.explaining import nodes
from tests.factories import make_tenant
from tests.integration.memory.stage import Mind, packing_here, vector_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

GROWING: Final = (
    "memory_entry",
    "memory_vector",
    "memory_posting",
    "memory_version",
    "memory_link",
)
WIDTH: Final = 8
_ENTRIES: Final = """
INSERT INTO memory_entry
       (uid, realm_id, space_id, type, title, text, language, speaker, importance, tags, metadata,
        ordinal, hash, version)
SELECT gen_random_uuid(), %(realm)s, (%(spaces)s::int[])[1 + g %% cardinality(%(spaces)s::int[])],
       1, '', 'tea number' || g %% 5000 || ' of guest' || g %% 40, 'simple', '', 0.5, '{}', '{}',
       0, uuid_send(gen_random_uuid()), 1
  FROM generate_series(1, %(count)s) g
"""
_VECTORS: Final = """
INSERT INTO memory_vector (entry_id, embedder_id, space_id, type, dimensions, vector)
SELECT e.id, %(embedder)s, e.space_id, 1, 8,
       (SELECT array_agg(random() - 0.5)::real[]::halfvec FROM generate_series(1, 8) g
         WHERE g < e.id + 9)
  FROM memory_entry e
 WHERE NOT EXISTS (SELECT FROM memory_vector v WHERE v.entry_id = e.id)
"""


_VERSIONS: Final = """
INSERT INTO memory_version (id, realm_id, entry_uid, version, values, reason, actor)
SELECT gen_random_uuid(), realm_id, uid, 1000, '{}', 'update', 'a' FROM memory_entry
"""
_LINKS: Final = """
INSERT INTO memory_link (id, realm_id, from_uid, to_uid, relation)
SELECT gen_random_uuid(), realm_id, uid, gen_random_uuid(), 'near' FROM memory_entry
"""
_SUMMARIES: Final = """
INSERT INTO memory_consolidation (id, realm_id, space_id, task_id, entries, state, tries, error)
SELECT gen_random_uuid(), realm_id, min(space_id), gen_random_uuid(), array_agg(uid), 'done', 0, ''
  FROM (SELECT e.*, row_number() OVER (ORDER BY id) / 10 AS part FROM memory_entry e) e
 GROUP BY realm_id, part
"""
_PACKED: Final = """
SELECT id FROM memory_entry WHERE realm_id = %(realm)s ORDER BY id OFFSET 20 LIMIT 1
"""


class Plans:
    """What Postgres would do with all statements that are sent while the block runs."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.nodes: list[dict[str, Any]] = []
        for name in ("fetch", "execute", "fetch_planned"):
            patch.setattr(sql, name, self._explaining(getattr(sql, name)))

    def _explaining(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def run(query: str, params: Any = (), **more: Any) -> Any:
            if query.strip().startswith(("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")):
                with connection.cursor() as cursor:
                    cursor.execute(f"EXPLAIN (FORMAT JSON) {query}", params)
                    self.nodes += nodes(cursor.fetchone()[0][0]["Plan"])
            return original(query, params, **more)

        return run

    @property
    def indexes(self) -> set[str]:
        return {each["Index Name"] for each in self.nodes if "Index Name" in each}

    @property
    def scanned(self) -> set[str]:
        """Tables that grow and would be read from end to end."""
        scans = {n["Relation Name"] for n in self.nodes if n["Node Type"] == "Seq Scan"}
        return scans & set(GROWING)

    def node(self, index: str) -> dict[str, Any]:
        return next(each for each in self.nodes if each.get("Index Name") == index)


@pytest.fixture
def mind() -> Iterator[Mind]:
    """A memory of 40 users among those of others; all but the last thousand are indexed."""
    found = Mind(make_tenant())
    found.texts.width = WIDTH
    others = Mind(make_tenant(), found.texts)
    with packing_here(least=1_000):
        for mind in (others, found):
            mind.set(language="simple", nearness="keep")
            mind.add("the first one")
        for count in (3_800, 200):
            for mind in (others, found):
                owners = [Owner(user=f"u{number}") for number in range(40)]
                spaces = sorted(intern(mind.realm, owners).values())
                filled = {"realm": mind.realm.id, "spaces": spaces, "count": count}
                sql.execute(_ENTRIES, filled)
            sql.execute("ANALYZE memory_entry, memory_vector")
            sql.execute(_VECTORS, {"embedder": found.embedder.id})
            if count == 3_800:
                packing.pack()
        sql.execute(_VERSIONS)
        sql.execute(_LINKS)
        for table in (*GROWING, "memory_tally", "memory_segment", "memory_space"):
            sql.execute(f"ANALYZE {table}")
        yield found


def wanted(mind: Mind, users: int, filters: Filters = NO_FILTERS) -> Wanted:
    """Return what some users have."""
    owners = [Owner(user=f"u{number}") for number in range(users)]
    return Wanted(mind.realm, tuple(intern(mind.realm, owners).values()), filters)


def index_of_vectors(embedder: EmbedderView) -> str:
    ((segment,),) = sql.fetch(
        "SELECT id FROM memory_segment WHERE embedder_id = %(id)s", {"id": embedder.id}
    )
    return f"memory_vector_segment_{segment}"


def test_comparing_reads_vectors_from_the_index_that_holds_them(
    mind: Mind, monkeypatch: pytest.MonkeyPatch
) -> None:
    vector, embedder = vector_of("tea", WIDTH), mind.embedder
    some = wanted(mind, 2)
    plans = Plans(monkeypatch)
    nearest = dense.nearest(vector, embedder, some, 10)
    assert (nearest.way, len(nearest.found)) == ("compared", 10)
    assert plans.node("memory_vector_slim")["Node Type"] == "Index Only Scan"
    assert plans.scanned == set()


def test_walking_follows_the_graph(mind: Mind, monkeypatch: pytest.MonkeyPatch) -> None:
    vector, embedder = vector_of("tea", WIDTH), mind.embedder
    monkeypatch.setattr(dense, "COMPARED", 1_000)
    every = wanted(mind, 40)
    plans = Plans(monkeypatch)
    nearest = dense.nearest(vector, embedder, every, 10)
    assert (nearest.way, len(nearest.found)) == ("walked", 10)
    assert index_of_vectors(embedder) in plans.indexes
    assert plans.scanned == set()


def test_words_are_looked_up_by_the_key_of_the_postings(
    mind: Mind, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = wanted(mind, 2)
    plans = Plans(monkeypatch)
    found = rank("number42 guest1 tea", some, 10).found
    assert len(found) == 10
    assert "memory_posting_pkey" in plans.indexes
    assert plans.scanned == set()


@pytest.mark.parametrize("filters", [Filters(tags=("x",)), Filters(metadata={"k": 1})])
def test_filters_read_no_table_from_end_to_end(
    mind: Mind, monkeypatch: pytest.MonkeyPatch, filters: Filters
) -> None:
    vector, embedder = vector_of("tea", WIDTH), mind.embedder
    some = wanted(mind, 2, filters)
    plans = Plans(monkeypatch)
    assert dense.nearest(vector, embedder, some, 10).found == []
    assert rank("tea", some, 10).found == []
    assert plans.scanned == set()


def test_reading_changing_and_removing_one_reads_no_table_from_end_to_end(
    mind: Mind, monkeypatch: pytest.MonkeyPatch
) -> None:
    who: dict[str, Any] = {"tenant_id": mind.tenant_id}
    uid = list_entries(**who, limit=1).entries[0].uid
    ((first,),) = sql.fetch(_PACKED, {"realm": mind.realm.id})
    plans = Plans(monkeypatch)
    for _ in range(2):
        added = mind.add("one more")
        mind.update(uid, f"other words {added.uid}")
        mind.update(uid, f"other words again {added.uid}")
        history_of(uid, **who)
        list_entries(**who, limit=5)
        delete(mind.realm, get_entry(added.uid, **who))
        oldest = list_entries(**who, before=first).entries
        delete(mind.realm, oldest[0])
        mind.add_many("and one without a vector")
        make_missing(mind.texts)
    assert plans.scanned == set()
    assert "memory_posting_pkey" in plans.indexes


def test_names_of_embedders_are_looked_up_in_the_index_that_is_in_their_order(
    mind: Mind, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        embedder(f"own {number}", WIDTH)
    Embedder.objects.update(named_at="2020-01-01T00:00:00Z")
    monkeypatch.setattr(packing, "pack_words", lambda: 0)
    plans = Plans(monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(packing, "pack_vectors", lambda _: 0)
        packing.pack()
    assert delete_unused() == 3
    assert plans.scanned == set()
    assert plans.node("memory_vector_slim")["Node Type"] == "Index Only Scan"


def test_the_check_sees_what_reads_all(mind: Mind, monkeypatch: pytest.MonkeyPatch) -> None:
    plans = Plans(monkeypatch)
    sql.fetch_planned("SELECT count(*) FROM memory_entry WHERE importance > %(n)s", {"n": 2})
    assert plans.scanned == {"memory_entry"}


def test_what_is_summed_up_already_is_looked_up_by_its_id(
    mind: Mind, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql.execute("UPDATE memory_entry SET type = 2, created_at = now() - interval '1 day'")
    sql.execute("UPDATE memory_realm SET summary_model = 'writer'")
    sql.execute(_SUMMARIES)
    # What is new in such an index is read from end to end until a vacuum.
    sql.fetch("SELECT gin_clean_pending_list('memory_consolidation_of')")
    sql.execute("ANALYZE memory_entry, memory_consolidation, memory_realm")
    plans = Plans(monkeypatch)
    assert not list(consolidating.due())
    assert "memory_consolidation_of" in plans.indexes
