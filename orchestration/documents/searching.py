"""Finds passages of documents, with their places and what stands around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from uuid import UUID

from orchestration.documents.selectors import (
    documents_by_id,
    get_collection,
    places_of,
    sections_of,
)
from orchestration.documents.services import used
from orchestration.documents.views import DocumentView, PlaceView
from orchestration.memory.filters import Filters
from orchestration.memory.fusing import Scored
from orchestration.memory.owners import Scope
from orchestration.memory.searching import Answer, Question, Searcher
from orchestration.memory.selectors import EntryView, entries_by_number
from orchestration.memory.sources import entries_between

Mode = Literal["both", "meaning", "words"]
MOST_OF_SECTION: Final = 20
"""So many passages of a section are shown before a hit, and so many behind it."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of a collection.

    Attributes:
        text: In words.
        limit: How many passages, at most.
        mode: Which ways are gone.
        metadata: What their documents' metadata hold, at least.
        sources: Of one of these documents; empty for all.
        neighbours: How many passages before and behind each are wanted, too.
        parent: Whether the text of the section around each is wanted.
        rerank: Whether a model that reads passages and question together orders the best.
    """

    text: str
    limit: int = 10
    mode: Mode = "both"
    metadata: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[UUID, ...] = ()
    neighbours: int = 0
    parent: bool = False
    rerank: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers.

    Attributes:
        passage: What it says.
        document: Where it stands.
        place: Where in it.
        scored: Why it was found.
        before, after: Its neighbours, in the document's order.
        section: What its section says; empty where nobody asked.
    """

    passage: EntryView
    document: DocumentView
    place: PlaceView
    scored: Scored
    before: Sequence[EntryView] = ()
    after: Sequence[EntryView] = ()
    section: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Attributes:
        hits: The best first.
        searched_by: Ways that were gone: `meaning`, `words`.
        without: Why it was not searched by meaning though it should be; empty where it was.
        unranked: Why it was not reranked though it should be; empty where it was, or nobody asked.
        millis: How long each part took.
    """

    hits: Sequence[Hit]
    searched_by: Sequence[str]
    without: str
    unranked: str
    millis: Mapping[str, float]


class DocumentSearcher:
    """Answers questions from documents. Thread-safe.

    Args:
        searcher: Finds entries.
    """

    def __init__(self, searcher: Searcher) -> None:
        """Ask nothing yet."""
        self._searcher = searcher

    def search(self, query: Query, *, collection_id: UUID, tenant_id: UUID) -> Found:
        """Return the passages of a collection that answer a question.

        Queries: up to twelve for what is found, up to nine for what is told of it.

        Raises:
            UnknownCollection: The tenant has none of that id.
        """
        get_collection(collection_id, tenant_id=tenant_id)
        used(collection_id)
        scope = Scope(collections=(collection_id,))
        answer = self._searcher.search(_question(query, scope), tenant_id=tenant_id)
        hits = _hits(answer, query, scope, tenant_id)
        without = _without(answer, query)
        return Found(hits, _ways(answer, query), without, answer.unranked, answer.millis)


def _question(query: Query, scope: Scope) -> Question:
    return Question(
        query.text,
        scope=scope,
        filters=Filters(metadata=query.metadata, sources=query.sources),
        limit=query.limit,
        meaning=query.mode != "words",
        words=query.mode != "meaning",
        rerank=query.rerank,
    )


def _ways(answer: Answer, query: Query) -> list[str]:
    if answer.realm is None:
        return []
    ways = {"meaning": not answer.without, "words": query.mode != "meaning"}
    return [way for way, gone in ways.items() if gone]


def _without(answer: Answer, query: Query) -> str:
    return "" if query.mode == "words" else answer.without


def _hits(answer: Answer, query: Query, scope: Scope, tenant_id: UUID) -> list[Hit]:
    if answer.realm is None or not answer.found:
        return []
    entries = entries_by_number(answer.realm.id, [each.candidate.id for each in answer.found])
    wanted = [(each.source, each.ordinal) for each in entries.values() if each.source]
    places = places_of(wanted)
    documents = documents_by_id(list({source for source, _ in wanted}), tenant_id=tenant_id)
    around = _Around(query, wanted, places, scope, tenant_id)
    hits = []
    for scored in answer.found:
        entry = entries.get(scored.candidate.id)
        key = None if entry is None or entry.source is None else (entry.source, entry.ordinal)
        # What is missing was deleted or read anew between two queries.
        if entry is None or key is None or key not in places or key[0] not in documents:
            continue
        hits.append(
            Hit(
                entry,
                documents[key[0]],
                places[key],
                scored,
                before=around.beside(key, -query.neighbours, 0),
                after=around.beside(key, 1, query.neighbours + 1),
                section=around.section(key),
            )
        )
    return hits


Key = tuple[UUID, int]


class _Around:
    """What stands around passages: their neighbours and sections."""

    def __init__(
        self,
        query: Query,
        keys: Sequence[Key],
        places: Mapping[Key, PlaceView],
        scope: Scope,
        tenant_id: UUID,
    ) -> None:
        near = query.neighbours
        ranges = [(source, at - near, at + near) for source, at in keys] if near else []
        self._sections: dict[Key, tuple[int, int]] = {}
        if query.parent:
            found = sections_of([(key[0], places[key].section) for key in keys if key in places])
            for key in keys:
                place = places.get(key)  # without one, or a section, it went meanwhile
                first, last = found.get((key[0], place.section), (1, 0)) if place else (1, 0)
                self._sections[key] = (
                    max(first, key[1] - MOST_OF_SECTION),
                    min(last, key[1] + MOST_OF_SECTION),
                )
            ranges += [(key[0], *span) for key, span in self._sections.items()]
        self._entries = entries_between(ranges, tenant_id=tenant_id, scope=scope)

    def beside(self, key: Key, start: int, stop: int) -> list[EntryView]:
        """Return a passage's neighbours at some distances."""
        return self._some(key[0], key[1] + start, key[1] + stop)

    def section(self, key: Key) -> str:
        """Return the text of a passage's section."""
        if key not in self._sections:
            return ""
        first, last = self._sections[key]
        return "\n\n".join(each.text for each in self._some(key[0], first, last + 1))

    def _some(self, source: UUID, start: int, stop: int) -> list[EntryView]:
        wanted = ((source, at) for at in range(start, stop))
        return [self._entries[key] for key in wanted if key in self._entries]
