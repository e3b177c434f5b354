"""No tenant ever reads, finds, changes or removes what is another's, whatever it names.

Tenants use the same names of owners, the same collections, the same words, ids and vectors: all
that keeps them apart is whose they are.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from orchestration.ids import uuid7
from orchestration.memory import dense, embedders, packing
from orchestration.memory.changing import delete, supersede
from orchestration.memory.drafts import Draft, Kind
from orchestration.memory.embedders import by_id
from orchestration.memory.embedding import make_missing, want_vectors
from orchestration.memory.errors import CannotSupersede, IdTaken, InvalidMemory, UnknownMemory
from orchestration.memory.filters import Filters
from orchestration.memory.lexical import rank
from orchestration.memory.owners import SHARED, Owner, Scope
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.history import EntryLink, EntryVersion
from orchestration.memory.records.space import Space
from orchestration.memory.records.vector import EntryVector, PendingVector
from orchestration.memory.searching import Given
from orchestration.memory.selectors import (
    entries_by_number,
    get_entry,
    history_of,
    list_entries,
)  # fmt: skip
from orchestration.memory.spaces import spaces_in
from orchestration.memory.wanted import Wanted
from tests.factories import make_tenant
from tests.integration.memory.stage import Mind, WordVectors, packing_here, vector_of

TENANTS = 3
WHO = st.integers(0, TENANTS - 1)
OWNERS = (SHARED, Owner(agent="a"), Owner(user="u"), Owner(agent="a", user="u", session="s"))
COLLECTIONS = [uuid7() for _ in range(TENANTS)]
UIDS = [uuid7() for _ in range(6)]
SOURCE = uuid7()
TEXTS = ("ann likes tea", "ann likes green tea", "bob has cats", "tea", "nobody likes cats")
MANY = tuple(f"{text} {number}" for text in TEXTS for number in ("", "1", "2"))

DRAFT = st.builds(
    Draft,
    text=st.sampled_from(MANY),
    owner=st.sampled_from(OWNERS),
    uid=st.sampled_from(UIDS) | st.uuids(version=4),
    kind=st.sampled_from([Kind.SEMANTIC, Kind.SEMANTIC, Kind.EPISODIC]),
    tags=st.sampled_from([(), ("x",)]),
    metadata=st.sampled_from([{}, {"k": 1}]),
    source=st.sampled_from([None, None, SOURCE]),
    ordinal=st.integers(0, 2**31 - 1),
    speaker=st.sampled_from(["", "Ann"]),
)
FILTERS = st.builds(
    Filters,
    kinds=st.sampled_from([(), (Kind.SEMANTIC,)]),
    tags=st.sampled_from([(), ("x",)]),
    metadata=st.sampled_from([{}, {"k": 1}]),
    sources=st.sampled_from([(), (), (SOURCE,)]),
)
NAMES = st.none() | st.lists(st.sampled_from(["", "a", "u", "s"]), max_size=2).map(tuple)
SCOPES = st.builds(
    Scope,
    agents=NAMES,
    users=NAMES,
    sessions=NAMES,
    collections=st.none() | st.just(tuple(COLLECTIONS)),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), WHO, DRAFT),
        st.tuples(st.just("add_many"), WHO, st.lists(DRAFT, max_size=6)),
        st.tuples(st.just("read"), WHO, st.tuples(st.sampled_from(UIDS), WHO)),
        st.tuples(st.just("update"), WHO, st.tuples(st.sampled_from(UIDS), DRAFT)),
        st.tuples(st.just("delete"), WHO, st.tuples(st.sampled_from(UIDS), WHO)),
        st.tuples(st.just("supersede"), WHO, st.tuples(*[st.sampled_from(UIDS)] * 2)),
        st.tuples(st.just("look"), WHO, st.tuples(st.sampled_from(MANY), SCOPES, FILTERS)),
        st.tuples(st.just("embed"), WHO, st.booleans()),
        st.tuples(st.just("pack"), WHO, st.none()),
    ),
    min_size=5,
    max_size=30,
)


class House:
    """Several tenants in one database."""

    def __init__(self) -> None:
        embedders.forget()
        self.texts = WordVectors()
        self.minds = [Mind(make_tenant(), self.texts) for _ in range(TENANTS)]
        for mind, collection in zip(self.minds, COLLECTIONS, strict=True):
            owner = Owner(collection=collection)
            mind.add_many(Draft("ann likes tea", kind=Kind.PASSAGE, owner=owner))

    def do(self, what: str, who: int, value: Any) -> None:
        """Let one tenant act, and see that it changed nothing of the others."""
        before = self._others(who)
        getattr(self, what)(who, value)
        assert self._others(who) == before, what

    def add(self, who: int, draft: Draft) -> None:
        mind = self.minds[who]
        try:
            answer = mind.memory.add(draft, tenant_id=mind.tenant_id)
        except IdTaken:  # by one of its own, which says something else
            assert draft.uid in self._mine(who)
            return
        for uid in (answer.uid, *([answer.like] if answer.like else [])):
            self._is_own(who, get_entry(uid, tenant_id=mind.tenant_id).number)

    def add_many(self, who: int, drafts: list[Draft]) -> None:
        for answer in self.minds[who].add_many(*drafts):
            self._is_own(who, get_entry(answer.uid, tenant_id=self.minds[who].tenant_id).number)

    def read(self, who: int, named: tuple[UUID, int]) -> None:
        """By an id that others may have, and by another's number."""
        uid, other = named
        tenant_id = self.minds[who].tenant_id
        mine = self._mine(who)
        numbers = [number for mind in self.minds for number in self._numbers(mind)]
        read = entries_by_number(self.minds[who].realm.id, numbers)
        assert set(read) == {number for number, _ in mine.values()}
        foreign = [each for each in self._mine(other) if each not in mine]
        for each in [uid, *foreign]:
            if each in mine:
                view = get_entry(each, tenant_id=tenant_id)
                assert view.number == mine[each][0]
                assert view.superseded_by in {None, *mine}
                versions, links = history_of(each, tenant_id=tenant_id)
                assert all(version.actor == f"tenant {who}" for version in versions)
                assert {link.uid for link in links} <= set(mine)
                continue
            for call in (get_entry, history_of):
                with pytest.raises(UnknownMemory):
                    call(each, tenant_id=tenant_id)

    def update(self, who: int, named: tuple[UUID, Draft]) -> None:
        uid, draft = named
        mind = self.minds[who]
        call: dict[str, Any] = {"tenant_id": mind.tenant_id, "actor": f"tenant {who}"}
        if uid not in self._mine(who):
            with pytest.raises(UnknownMemory):
                mind.memory.update(uid, draft, **call)
            return
        with suppress(InvalidMemory):  # another one says so
            self._is_own(who, mind.memory.update(uid, draft, **call).number)

    def delete(self, who: int, named: tuple[UUID, int]) -> None:
        """Even by another's view of it."""
        uid, other = named
        if uid in self._mine(other):
            view = get_entry(uid, tenant_id=self.minds[other].tenant_id)
            delete(self.minds[who].realm, view)

    def supersede(self, who: int, named: tuple[UUID, UUID]) -> None:
        old, by = named
        try:
            supersede(self.minds[who].realm, old, by)
        except UnknownMemory:
            kinds = MemoryEntry.objects.filter(realm=self.minds[who].realm.id, uid__in=named)
            assert Kind.PASSAGE in kinds.values_list("type", flat=True) or {old, by} - set(
                self._mine(who)
            )
        except CannotSupersede:
            assert {old, by} <= set(self._mine(who))

    def look(self, who: int, asked: tuple[str, Scope, Filters]) -> None:
        text, scope, filters = asked
        mind = self.minds[who]
        who_asks: dict[str, Any] = {"tenant_id": mind.tenant_id, "scope": scope}
        page = list_entries(**who_asks, filters=filters, limit=100)
        self._is_own(who, *(each.number for each in page.entries))
        vector = vector_of(text)
        wanted = Wanted(mind.realm, tuple(spaces_in(mind.realm, scope)), filters)
        assert Space.objects.filter(id__in=wanted.spaces).exclude(realm=mind.realm.id).count() == 0
        self._is_own(who, *(number for number, _ in rank(text, wanted, 50).found))
        for most in (-1, dense.COMPARED):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(dense, "COMPARED", most)
                patch.setattr(dense, "COMPARED_FEW", most)
                for given in (None, Given(vector), Given(vector, self.texts.name)):
                    answer = mind.ask(text, given=given, scope=scope, filters=filters, limit=50)
                    self._is_own(who, *(each.candidate.id for each in answer.found))
                    known = [each.candidate.before or 0 for each in answer.found]
                    self._is_own(who, *filter(None, known))

    def embed(self, who: int, away: bool) -> None:
        """Make what is missing: that is everybody's, but only vectors are made."""
        if away:
            self.texts.leave()
            return
        self.texts.come_back()
        realm = self.minds[who].realm
        if realm.embedder_id is not None:
            want_vectors(realm.id, realm.embedder_id)
        PendingVector.objects.exclude(entry__realm=realm.id).update(not_before=None)
        make_missing(self.texts)

    def pack(self, who: int, _: None) -> None:
        packing.pack_words()
        for mind in self.minds[:1]:
            if mind.realm.embedder_id is not None and by_id(mind.realm.embedder_id).dimensions:
                packing.pack_vectors(by_id(mind.realm.embedder_id))

    def check_rows(self) -> None:
        """See that what belongs together has one realm."""
        spaces = dict(Space.objects.values_list("id", "realm_id"))
        for realm, space in MemoryEntry.objects.values_list("realm_id", "space_id"):
            assert spaces[space] == realm
        vectors = EntryVector.objects.values_list("space_id", "entry__space_id")
        assert all(one == other for one, other in vectors)
        ended = MemoryEntry.objects.exclude(valid_until=None).values_list("realm_id", "uid")
        instead = EntryLink.objects.filter(relation__in=["supersedes", "merged"])
        assert set(ended) == set(instead.values_list("realm_id", "to_uid"))
        held = set(MemoryEntry.objects.values_list("realm_id", "uid"))
        assert set(EntryVersion.objects.values_list("realm_id", "entry_uid")) <= held
        for end in ("from_uid", "to_uid"):
            assert set(EntryLink.objects.values_list("realm_id", end)) <= held

    def _numbers(self, mind: Mind) -> list[int]:
        return list(MemoryEntry.objects.filter(realm=mind.realm.id).values_list("id", flat=True))

    def _mine(self, who: int) -> dict[UUID, tuple[int, str]]:
        rows = MemoryEntry.objects.filter(realm=self.minds[who].realm.id)
        return {uid: (number, text) for uid, number, text in rows.values_list("uid", "id", "text")}

    def _is_own(self, who: int, *numbers: int) -> None:
        assert set(numbers) <= set(self._numbers(self.minds[who]))

    def _others(self, who: int) -> list[Any]:
        """Return all that others have, but for vectors, which anybody's worker makes."""
        realm = self.minds[who].realm.id
        return [
            list(table.objects.exclude(realm=realm).order_by("id").values())
            for table in (MemoryEntry, EntryVersion, EntryLink)
        ]


class Isolation(TestCase):
    """Runs each example in a transaction of its own."""

    @settings(
        max_examples=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(STEPS)
    def test_a_tenant_has_to_do_with_its_own_alone(self, steps: list[tuple[str, int, Any]]) -> None:
        house = House()
        with packing_here():
            for what, who, value in steps:
                house.do(what, who, value)
            house.check_rows()
