"""Adds and changes memories: makes their vectors, and sees what is known already.

A memory is stored before anything else is asked of anybody: where no embedder answers, its vector
is made later (see `embedding`), and until then its words find it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import numpy as np
from django.db import transaction

from orchestration.errors import SwitchyardError, blamed
from orchestration.memory.changing import (
    Change,
    change,
    link,
    says_the_same,
    still_holds,
    supersede,
)
from orchestration.memory.dense import nearest
from orchestration.memory.drafts import MEMORIES, Draft
from orchestration.memory.embedders import EmbedderView, embedder
from orchestration.memory.errors import IdTaken, InvalidMemory, MemoryChanged
from orchestration.memory.filters import Filters
from orchestration.memory.near import Likeness, judge, same_speaker
from orchestration.memory.ports import Embedded, TextEmbedder
from orchestration.memory.realms import embedder_for, embedder_of, with_embedder
from orchestration.memory.removing import hold
from orchestration.memory.selectors import EntryView, entries_by_number, get_entry, vector_of
from orchestration.memory.spaces import RealmView, intern, realm_of
from orchestration.memory.storable import check_speaker, check_stored
from orchestration.memory.vectors import Vectors
from orchestration.memory.wanted import Wanted
from orchestration.memory.writing import Placed, Stored, is_stored, place, store

log = logging.getLogger(__name__)

LONGEST: Final = 65_536
"""Most characters of a memory; longer texts are documents."""
LOOKED_AT: Final = 5
"""So many of the nearest are looked at for what says the same."""

Outcome = Literal["added", "known", "merged", "linked", "conflict"]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What became of a memory.

    Attributes:
        uid: The id of the memory that says it.
        outcome: `added`; `known`, where the very same was there; `merged`, where it holds instead
            of one that said almost the same; `linked` to such a one; `conflict`, where its id is
            that of something else, so that it was not stored.
        like: The one that said almost the same.
        searchable: `meaning` or, as long as it has no vector, `words`.
    """

    uid: UUID
    outcome: Outcome
    like: UUID | None = None
    searchable: Literal["meaning", "words"] = "meaning"


@dataclass(frozen=True, slots=True)
class _Made:
    """A realm and, if there are any, vectors and what made them."""

    realm: RealmView
    by: EmbedderView | None = None
    vectors: Vectors | None = None

    @property
    def searchable(self) -> Literal["meaning", "words"]:
        """Return what finds an entry at once."""
        searched = self.by is not None and self.by.id == self.realm.embedder_id
        return "meaning" if searched else "words"


class Memory:
    """Adds and changes memories of tenants. Thread-safe.

    Args:
        texts: Makes vectors; None where nobody does.
        timeout_s: How long a vector may take before it is left for later, in seconds.
    """

    def __init__(self, texts: TextEmbedder | None, *, timeout_s: float = 5.0) -> None:
        """Ask nothing yet."""
        self._texts = texts
        self._timeout_s = timeout_s

    def brought(self, vectors: Vectors, name: str | None, *, tenant_id: UUID) -> Embedded:
        """Return vectors that a caller brings with the name of what made them, as it is known here.

        Args:
            vectors: Of length one.
            name: What made them, as the tenant calls it; None for what it is searched by.
            tenant_id: Whose.

        Queries: one to seven.

        Raises:
            InvalidVector: None is named, and there is none.
            SwitchyardError: Nobody can say how long vectors of the current model are.
        """
        return Embedded(embedder_for(realm_of(tenant_id), self._texts, name), vectors)

    def add(
        self,
        draft: Draft,
        *,
        tenant_id: UUID,
        given: Embedded | None = None,
        supersedes: UUID | None = None,
    ) -> Remembered:
        """Add one memory; it takes the place of what says almost the same, or is linked to it, as
        the tenant wants it.

        The same draft again, by its id or by what it says, changes nothing, but that what it says
        is kept for as long as either would be; so does one that was merged into another since.

        Args:
            draft: What to remember.
            tenant_id: Who remembers it.
            given: Its vector, if the caller has one.
            supersedes: A memory that does not hold any more; then nothing is merged, for the two
                would be near each other.

        Queries: a dozen or so, in three transactions.

        Raises:
            InvalidMemory: It is empty or too long, or no database can hold it.
            IdTaken: Its id is that of something else.
            UnknownMemory: There is none that it could supersede.
            CannotSupersede: It is known, and superseded itself.
            WrongDimensions: The vector that was given does not fit.
        """
        check(draft)
        made = self._made(realm_of(tenant_id), draft, given)
        placed = place(draft, intern(made.realm, [draft.owner])[draft.owner])
        if supersedes is not None:
            return _instead(made, placed, supersedes)
        if is_stored(made.realm, placed):
            return _told(made, placed, _store(made, [placed])[0])
        like = _like(made, placed)
        verdict = judge(made.realm, draft, like) if like else "keep"
        if like is not None and verdict == "merge":
            return _merge(made, placed, like)
        told = _told(made, placed, _store(made, [placed])[0])
        if like is not None and verdict == "link" and told.outcome == "added":
            link(made.realm, told.uid, like.entry.uid, "near", like.similarity)
            return replace(told, outcome="linked", like=like.entry.uid)
        return told

    def add_many(
        self, drafts: Sequence[Draft], *, tenant_id: UUID, given: Embedded | None = None
    ) -> list[Remembered]:
        """Add memories at once, durably; they are found as soon as this returns.

        All are stored or none, but for those whose ids are those of something else: they are told
        as conflicts.

        Vectors that are not given are made in the background, and so is looking for what says the
        same already.

        Queries: six to eight, three of them COPY.

        Raises:
            InvalidMemory: One is empty or too long, or no database can hold it.
            WrongDimensions: The vectors that were given do not fit.
        """
        for draft in drafts:
            check(draft)
        if given is not None and len(given.vectors) != len(drafts):
            raise InvalidMemory(
                f"There are {len(drafts)} memories and {len(given.vectors)} vectors.",
                field="vectors", value=len(given.vectors), mend="Send one vector for each memory.",
            )  # fmt: skip
        realm = with_embedder(realm_of(tenant_id), self._texts, given)
        made = _given(realm, given) if given else _Made(realm)
        spaces = intern(realm, [draft.owner for draft in drafts])
        stored = _store(made, [place(each, spaces[each.owner]) for each in drafts])
        searchable = made.searchable
        return [Remembered(each.uid, _outcome(each), searchable=searchable) for each in stored]

    def update(
        self,
        uid: UUID,
        changed: Draft,
        *,
        tenant_id: UUID,
        actor: str,
        version: int | None = None,
        given: Embedded | None = None,
    ) -> EntryView:
        """Let a memory say something else; what it said stays in its history.

        Where title and text stay, so do its vectors; where no time is said, so does its time. A
        change that changes nothing makes no version.

        Args:
            uid: Which one.
            changed: All that it says from now on.
            tenant_id: Whose it is.
            actor: Who changes it.
            version: The version that the change was made for; None for any.
            given: The vector of what it says from now on, if the caller has one.

        Raises:
            UnknownMemory: The tenant has none.
            MemoryChanged: It has another version.
            InvalidMemory: It is empty, too long, or what another one says.
            WrongDimensions: The vector that was given does not fit.
        """
        check(changed)
        old = get_entry(uid, tenant_id=tenant_id, kinds=MEMORIES)
        changed = replace(changed, at=changed.at or _told_time(old))
        if given is None and says_the_same(old, changed):
            if version not in (None, old.version):
                raise MemoryChanged(uid, version, old.version)
            return old
        made = self._made(realm_of(tenant_id), changed, given or _kept(tenant_id, old, changed))
        wanted = replace(_change(made, replace(changed, uid=uid), actor), version=version)
        return change(made.realm, old, wanted)

    def _made(self, realm: RealmView, draft: Draft, given: Embedded | None) -> _Made:
        """Return the vector of a text: the given one, else what the realm is searched by."""
        realm = with_embedder(realm, self._texts, given)
        if given is not None:
            return _given(realm, given)
        wanted = embedder_of(realm)
        if self._texts is None or wanted is None:
            return _Made(realm)
        try:
            made = self._texts.embed([_read(draft)], name=wanted.name, timeout_s=self._timeout_s)
            return _given(realm, made)
        except SwitchyardError as error:
            log.info("a memory's vector is made later", extra={"error": str(error)})
            return _Made(realm)


def _read(draft: Draft) -> str:
    """Return what a vector is made of, here as in the background."""
    return f"{draft.title}\n{draft.text}" if draft.title else draft.text


def _told_time(old: EntryView) -> datetime | None:
    """Return the time that was said of an entry; None where none was, for that tells it apart."""
    return None if old.at == old.created_at else old.at


def _kept(tenant_id: UUID, old: EntryView, changed: Draft) -> Embedded | None:
    """Return the vector that an entry's realm is searched by, if the change leaves it right."""
    if (old.title, old.text) != (changed.title, changed.text):
        return None
    by = embedder_of(realm_of(tenant_id))
    vector = None if by is None else vector_of(old.number, by.id)
    return None if by is None or vector is None else Embedded(by.name, vector[np.newaxis])


def _given(realm: RealmView, made: Embedded) -> _Made:
    return _Made(realm, embedder(made.name, made.vectors.shape[1]), made.vectors)


def _store(made: _Made, placed: Sequence[Placed]) -> list[Stored]:
    return store(made.realm, placed, embedder=made.by, vectors=made.vectors)


def _outcome(stored: Stored) -> Outcome:
    if stored.taken:
        return "conflict"
    return "added" if stored.new else "known"


def _told(made: _Made, placed: Placed, stored: Stored) -> Remembered:
    """Return what is told of one memory.

    Raises:
        IdTaken: Its id is that of something else.
    """
    if stored.taken:
        raise IdTaken(placed.draft.uid)
    return Remembered(stored.uid, _outcome(stored), searchable=made.searchable)


def _like(made: _Made, placed: Placed) -> Likeness | None:
    """Return the nearest memory of the same owner, kind and speaker that does not say the very
    same."""
    if made.by is None or made.vectors is None or made.realm.nearness == "keep":
        return None
    draft = placed.draft
    wanted = Wanted(made.realm, (placed.space_id,), Filters(kinds=(draft.kind,)))
    found = nearest(made.vectors[0], made.by, wanted, LOOKED_AT).found
    views = entries_by_number(made.realm.id, [each.id for each in found])
    for each in found:
        view = views.get(each.id)
        if view is None or view.uid == draft.uid or view.text == draft.text:
            continue
        if same_speaker(view.speaker, draft.speaker):
            return Likeness(view, each.similarity)
    return None


def _instead(made: _Made, placed: Placed, old: UUID) -> Remembered:
    """Store a memory in the place of one that does not hold any more."""
    with transaction.atomic():
        hold(made.realm.id)
        told = _told(made, placed, _store(made, [placed])[0])
        with blamed("id", "supersedes", old):
            supersede(made.realm, old, told.uid)
    return told


def _merge(made: _Made, placed: Placed, like: Likeness) -> Remembered:
    """Store a memory in the place of one that says almost the same, with what that one knows
    beside; where that one was changed just now, or is to last longer, store it as any other."""
    with transaction.atomic():
        old = _held(made.realm, like.entry)
        if old is None or judge(made.realm, placed.draft, replace(like, entry=old)) != "merge":
            return _told(made, placed, _store(made, [placed])[0])
        # It is known again by what was sent.
        richer = replace(placed, draft=_with(placed.draft, old))
        told = _told(made, placed, _store(made, [richer])[0])
        if told.outcome != "added":
            return told
        supersede(made.realm, old.uid, told.uid, relation="merged")
    return replace(told, outcome="merged", like=old.uid)


def _held(realm: RealmView, entry: EntryView) -> EntryView | None:
    """Return an entry that holds until the transaction ends, as it is now; None if it was changed
    or does not hold any more."""
    if not still_holds(realm, entry):
        return None
    return entries_by_number(realm.id, [entry.number])[entry.number]


def _with(draft: Draft, old: EntryView) -> Draft:
    """Return a draft with what the memory knows beside that it takes the place of."""
    return replace(
        draft,
        task_id=draft.task_id or old.task_id,
        tags=tuple(dict.fromkeys([*old.tags, *draft.tags])),
        metadata={**old.metadata, **draft.metadata},
        importance=max(old.importance, draft.importance),
    )


def _change(made: _Made, draft: Draft, actor: str) -> Change:
    vectors: list[tuple[EmbedderView, Vectors]] = []
    if made.by is not None and made.vectors is not None:
        vectors.append((made.by, made.vectors))
    return Change(draft, actor, vectors=vectors)


def check(draft: Draft) -> None:
    """Refuse what cannot be stored.

    Raises:
        InvalidMemory: It is empty or too long, or no database can hold it.
    """
    text = draft.text
    if not text or text.isspace():
        raise invalid_memory("text", text, "The text is empty.", "Say what to remember.")
    if len(text) > LONGEST:
        raise invalid_memory(
            "text", text,
            f"The text has {len(text):,} characters; a memory has at most {LONGEST:,}.",
            "Store it as a document, which is cut into parts.",
        )  # fmt: skip
    owner = draft.owner
    check_stored(
        text=text, title=draft.title, speaker=draft.speaker, tags=draft.tags,
        metadata=draft.metadata, agent=owner.agent, user=owner.user, session=owner.session,
    )  # fmt: skip
    check_speaker(draft.speaker)


def invalid_memory(field: str, value: object, detail: str, mend: str) -> InvalidMemory:
    """Return the error for what cannot be remembered."""
    return InvalidMemory(detail, field=field, value=value, mend=mend)
