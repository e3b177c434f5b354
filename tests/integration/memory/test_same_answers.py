"""Whatever is stored, changed, removed and indexed, searches answer as a plain list would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from orchestration.ids import uuid7
from orchestration.memory import dense, embedders, packing
from orchestration.memory.drafts import Draft, Kind
from orchestration.memory.errors import InvalidMemory
from orchestration.memory.filters import Filters
from orchestration.memory.lexical import rank
from orchestration.memory.owners import SHARED, Owner, Scope
from orchestration.memory.ports import Embedded
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.remembering import Memory
from orchestration.memory.removing import remove
from orchestration.memory.searching import Given, Question, Searcher
from orchestration.memory.selectors import list_entries
from orchestration.memory.spaces import spaces_in
from orchestration.memory.vectors import unit
from orchestration.memory.wanted import Wanted
from tests.factories import make_tenant
from tests.integration.memory.oracle import (
    LONG_AGO,
    NOON,
    SOON,
    Held,
    agree,
    by_meaning,
    by_words,
    fits,
    is_wanted,
)  # fmt: skip
from tests.integration.memory.stage import Mind, check_segments, packing_here

WORDS = ("bolu", "karim", "dase", "nofe", "ilut", "gra", "pos", "wyx", "zorrak", "tev")
SOURCES, TASKS, COLLECTION = (uuid7(), uuid7()), (uuid7(), uuid7()), uuid7()
OWNERS = (
    SHARED, Owner(agent="a"), Owner(user="u"), Owner(agent="a", user="u", session="s"),
    Owner(collection=COLLECTION),
)  # fmt: skip
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
DAYS = st.sampled_from([NOON.replace(day=day) for day in (2, 3, 4)])
SAID: dict[str, Any] = {
    "title": st.sampled_from(["", "", "bolu gra"]),
    "kind": st.sampled_from(Kind),
    "speaker": st.sampled_from(["", "Ann", "Bob"]),
    "at": DAYS,
    "importance": st.sampled_from([0.0, 0.25, 0.75]),
    "tags": st.sampled_from([(), ("x",), ("x", "y")]),
    "metadata": st.sampled_from([{}, {"k": 1}, {"k": 2, "j": "z"}]),
    "task_id": st.sampled_from([None, *TASKS]),
    "expires_at": st.sampled_from([None, None, LONG_AGO, SOON]),
}
DRAFT = st.builds(
    Draft,
    text=TEXT,
    uid=st.uuids(version=4),
    owner=st.sampled_from(OWNERS),
    source=st.sampled_from([None, *SOURCES]),
    ordinal=st.integers(0, 2**31 - 1),
    **SAID,
)
CHANGE = st.builds(Draft, text=TEXT, **SAID)
FILTERS = st.builds(
    Filters,
    kinds=st.lists(st.sampled_from(Kind), max_size=2).map(tuple),
    tags=st.sampled_from([(), (), ("x",), ("x", "y")]),
    any_tags=st.sampled_from([(), (), ("y", "q")]),
    speakers=st.sampled_from([(), (), ("Ann",), ("Ann", "")]),
    since=st.none() | DAYS,
    before=st.none() | DAYS,
    least_importance=st.sampled_from([0.0, 0.0, 0.25]),
    metadata=st.sampled_from([{}, {}, {"k": 1}]),
    sources=st.sampled_from([(), (), SOURCES[:1], SOURCES]),
    task_id=st.sampled_from([None, None, *TASKS]),
    as_of=st.sampled_from([None, None, None, LONG_AGO, SOON]),
)
NAMES = st.none() | st.lists(st.sampled_from(["", "a", "u", "s"]), max_size=2).map(tuple)
SCOPES = st.just(Scope()) | st.builds(
    Scope,
    agents=NAMES,
    users=NAMES,
    sessions=NAMES,
    collections=st.sampled_from([None, None, (), (COLLECTION,), (COLLECTION, uuid7())]),
)
LOOKS = st.tuples(TEXT, st.one_of(st.just(Filters()), FILTERS), SCOPES, st.sampled_from([1, 3, 20]))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.lists(DRAFT, min_size=1, max_size=12)),
        st.tuples(st.just("add"), st.lists(DRAFT, min_size=1, max_size=12)),
        st.tuples(st.just("pack_words"), st.none()),
        st.tuples(st.just("pack_vectors"), st.none()),
        st.tuples(st.just("remove"), st.integers(0)),
        st.tuples(st.just("update"), st.tuples(st.integers(0), CHANGE)),
        st.tuples(st.just("supersede"), st.integers(0)),
        st.tuples(st.just("look"), LOOKS),
    ),
    min_size=4,
    max_size=30,
)
BY = "random@1"


class Drawn:
    """The port `TextEmbedder`: vectors that have nothing to do with their texts."""

    name = BY

    def __init__(self) -> None:
        self._from = np.random.default_rng(7)
        self.last = self.embed(["nothing"], name=BY, timeout_s=1)

    def embed(self, texts: Sequence[str], *, name: str, timeout_s: float) -> Embedded:
        drawn = self._from.standard_normal((len(texts), 16)).astype(np.float32)
        self.last = Embedded(BY, unit(drawn))
        return self.last


class Twin:
    """A memory, and beside it a list of what it holds. Each act is done to both."""

    def __init__(self) -> None:
        embedders.forget()
        self.mind = Mind(make_tenant())
        self.mind.set(language="simple", nearness="keep")
        self.drawn = Drawn()
        self.memory = Memory(self.drawn)
        self.held: dict[Any, Held] = {}
        self._who: dict[str, Any] = {"tenant_id": self.mind.tenant_id}

    def add(self, drafts: list[Draft]) -> None:
        made = self.drawn.embed([each.text for each in drafts], name=BY, timeout_s=1)
        answers = self.memory.add_many(drafts, given=made, **self._who)
        for at, (draft, answer) in enumerate(zip(drafts, answers, strict=True)):
            if answer.outcome == "added":
                self.held[answer.uid] = Held(draft, made.vectors[at])
            assert answer.uid in self.held

    def pack_words(self, _: None) -> None:
        packing.pack_words()

    def pack_vectors(self, _: None) -> None:
        if self.mind.realm.embedder_id is not None:
            packing.pack_vectors(self.mind.embedder)

    def remove(self, which: int) -> None:
        if held := self._one(which):
            assert remove(self.mind.realm.id, [(held.number, held.draft.uid)]) == 1
            del self.held[held.draft.uid]

    def update(self, which: tuple[int, Draft]) -> None:
        held, draft = self._one(which[0]), which[1]
        if held is None or held.draft.expires_at == LONG_AGO or held.draft.kind is Kind.PASSAGE:
            return
        old = held.draft
        kept: dict[str, Any] = {
            "uid": old.uid,
            "owner": old.owner,
            "source": old.source,
            "ordinal": old.ordinal,
        }
        try:
            self.memory.update(old.uid, draft, actor="a", **self._who)
        except InvalidMemory:  # another one says so
            return
        self.held[old.uid] = Held(
            replace(draft, **kept), self.drawn.last.vectors[0], valid_until=held.valid_until
        )

    def supersede(self, which: int) -> None:
        if held := self._one(which):
            MemoryEntry.objects.filter(uid=held.draft.uid).update(valid_until=NOON)
            held.valid_until = NOON

    def look(self, looked: tuple[str, Filters, Scope, int]) -> None:
        """Ask both."""
        text, filters, scope, limit = looked
        self._number()
        realm = self.mind.realm
        mine = [each for each in self.held.values() if is_wanted(each.draft.owner, scope)]
        wanted = Wanted(realm, tuple(spaces_in(realm, scope)), filters)
        expected = by_words(text, mine, filters)
        agree(rank(text, wanted, limit).found, expected, limit)
        page = list_entries(scope=scope, filters=filters, limit=1000, **self._who)
        listed = [each.number for each in page.entries]
        assert listed == sorted((e.number for e in mine if fits(e, filters)), reverse=True)
        if realm.embedder_id is None:
            return
        vector = self.drawn.embed([text], name=BY, timeout_s=1).vectors[0]
        expected = by_meaning(vector, mine, filters)
        for most in (-1, dense.COMPARED):
            with patch.multiple(dense, COMPARED=most, COMPARED_FEW=most):
                nearest = dense.nearest(vector, self.mind.embedder, wanted, limit).found
                agree([(each.id, each.similarity) for each in nearest], expected, limit)
        asked = Question(text, Given(vector), scope, filters, limit=limit)
        found = [each.candidate.id for each in Searcher(None).search(asked, **self._who).found]
        assert len(found) == len(set(found)) == min(limit, len(listed))
        assert set(found) <= set(listed)

    def _number(self) -> None:
        rows = MemoryEntry.objects.values_list("uid", "id")
        assert {uid for uid, _ in rows} == set(self.held)
        for uid, number in rows:
            self.held[uid].number = number

    def _one(self, which: int) -> Held | None:
        self._number()
        uids = sorted(self.held)
        return self.held[uids[which % len(uids)]] if uids else None


class SameAnswers(TestCase):
    """Runs each example in a transaction of its own."""

    @settings(
        max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
    )
    @given(STEPS, st.lists(LOOKS, min_size=1, max_size=3), st.sampled_from([1, 1, 6]))
    def test_the_state_of_the_indexes_changes_no_answer(
        self, steps: list[tuple[str, Any]], looks: list[Any], least: int
    ) -> None:
        twin = Twin()
        with packing_here(least):
            for name, value in steps:
                getattr(twin, name)(value)
            check_segments()
            for look in looks:
                twin.look(look)
            twin.pack_words(None)
            twin.pack_vectors(None)
            check_segments()
            for look in looks:
                twin.look(look)
