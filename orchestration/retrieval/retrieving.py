"""Looks sources up: in memory, with where passages stand in their documents."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from orchestration.documents.selectors import documents_by_id, places_of
from orchestration.documents.services import used
from orchestration.documents.views import DocumentView, PlaceView
from orchestration.memory.owners import Scope
from orchestration.memory.realms import embedder_of
from orchestration.memory.searching import Answer, Given, Question, Searcher
from orchestration.memory.selectors import EntryView, entries_by_number
from orchestration.memory.spaces import find_realm
from orchestration.memory.using import UseCounter
from orchestration.retrieval.sources import DocumentPlace, Found, Source
from orchestration.retrieval.wanted import filters_of, instructions_of, scope_of

_MS: Final = 1000


def embedder_wanted(tenant_id: UUID) -> str | None:
    """Return what must make a question's vector; None where nothing can be found by one.

    Queries: one or two.
    """
    realm = find_realm(tenant_id)
    found = None if realm is None else embedder_of(realm)
    return None if found is None else found.name


def retrieve(
    searcher: Searcher,
    asked: Mapping[str, Any],
    query: str,
    *,
    tenant_id: UUID,
    given: Given | None = None,
    without: str = "",
    uses: UseCounter | None = None,
) -> Found:
    """Return sources for a question, the best first.

    Queries: those of a search, one for each collection and one for all of them, up to three for
    where sources stand, three for a template of instructions.

    Args:
        searcher: Looks in memory.
        asked: Where to look and for how much: `retrieval` of the kind rag.
        query: What is looked for.
        tenant_id: Whose memories and documents.
        given: The question's vector, where somebody has made it.
        without: Why nobody could; it is searched by words alone then.
        uses: Counts which memories were found; None where nobody does.

    Raises:
        UnknownCollection, UnknownPrompt: There is none of that name.
        SwitchyardError: The instructions cannot be rendered.
    """
    began = time.perf_counter()
    instructions, prompt = instructions_of(asked, tenant_id=tenant_id)
    scope = scope_of(asked, tenant_id=tenant_id)
    question = _question(asked, query, scope, given, meaning=not without)
    if question.scope.collections:
        used(*question.scope.collections)
    answer = searcher.search(question, tenant_id=tenant_id)
    sources = _sources(answer, tenant_id)
    if uses is not None and answer.realm is not None:
        uses.found(answer.realm.id, [each.id for each in sources if each.kind == "memory"])
    return Found(
        sources=sources,
        searched_by=_ways(answer, query),
        without=without or answer.without,
        unranked=answer.unranked,
        took_ms=round((time.perf_counter() - began) * _MS, 1),
        instructions=instructions,
        prompt=prompt,
    )


def _question(
    asked: Mapping[str, Any], query: str, scope: Scope, given: Given | None, *, meaning: bool
) -> Question:
    return Question(
        query,
        given=given,
        scope=scope,
        filters=filters_of(asked),
        limit=asked["limit"],
        meaning=meaning,
        rerank=asked.get("rerank", False),
    )


def _ways(answer: Answer, query: str) -> tuple[str, ...]:
    if not answer.millis:
        return ()  # nothing is stored where it was to look
    words = ("words",) if query.strip() else ()
    return words if answer.without else ("meaning", *words)


def _sources(answer: Answer, tenant_id: UUID) -> tuple[Source, ...]:
    """Return what was found with where it stands; what went meanwhile is left out."""
    if answer.realm is None or not answer.found:
        return ()
    scores = {each.candidate.id: each.score for each in answer.found}
    entries = entries_by_number(answer.realm.id, scores)
    known = [entries[number] for number in scores if number in entries]
    places = _places(known, tenant_id)
    made = [_source(each, scores[each.number], places.get(each.number)) for each in known]
    return _numbered(each for each in made if each is not None)


def _numbered(sources: Iterable[Source]) -> tuple[Source, ...]:
    return tuple(replace(each, number=at) for at, each in enumerate(sources, start=1))


def _places(
    entries: Sequence[EntryView], tenant_id: UUID
) -> dict[int, tuple[DocumentView, PlaceView | None]]:
    """Return the documents that passages stand in, by the entries' numbers. Queries: two."""
    passages = [each for each in entries if each.owner.collection is not None and each.source]
    if not passages:
        return {}
    wanted = [(each.source, each.ordinal) for each in passages if each.source is not None]
    documents = documents_by_id(list({document for document, _ in wanted}), tenant_id=tenant_id)
    places = places_of(wanted)
    return {
        each.number: (documents[source], places.get((source, each.ordinal)))
        for each, (source, _) in zip(passages, wanted, strict=True)
        if source in documents
    }


def _source(
    entry: EntryView, score: float, place: tuple[DocumentView, PlaceView | None] | None
) -> Source | None:
    """Return an entry as a source; None for a passage whose document is gone."""
    if place is None and entry.owner.collection is not None:
        return None
    return Source(
        number=1,
        id=entry.uid,
        text=entry.text,
        heading=entry.title,
        score=score,
        document=None if place is None else _document(*place),
        said=_said(entry) if place is None else "",
    )


def _document(document: DocumentView, place: PlaceView | None) -> DocumentPlace:
    where = {} if place is None else {
        "page": place.page, "start": place.start, "stop": place.stop,
    }  # fmt: skip
    return DocumentPlace(
        document.id, document.collection_id, document.name, document.title, document.url, **where
    )


def _said(entry: EntryView) -> str:
    """Return who said it when: answers to questions about time need that."""
    who = f"{entry.speaker}, " if entry.speaker else ""
    return f"{who}{entry.at:%Y-%m-%d}"
