"""Finding memories by meaning and by words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from api.rest import memory_search_documents as d
from api.rest.base import ApiView
from api.rest.bodies import validated
from api.rest.json import answer
from api.rest.memories import READ
from api.rest.memory_answers import memory_answer
from api.rest.memory_bodies import KINDS, one_vector
from api.rest.params import Params
from api.rest.remembering import searcher, uses
from api.rest.schema import describe
from orchestration.counting.outside import EstimatingCounter
from orchestration.errors import InvalidInput
from orchestration.memory.drafts import MEMORIES
from orchestration.memory.errors import NoMeaning
from orchestration.memory.filters import Filters
from orchestration.memory.fusing import Scored, Weights
from orchestration.memory.owners import Scope
from orchestration.memory.searching import Answer, Given, Question
from orchestration.memory.selectors import (
    EntryView,
    as_told_at,
    beside,
    entries_by_number,
    uids_by_number,
)

_COUNTER: Final = EstimatingCounter("memories")
"""Which model reads them is not known here, so they are counted as for models outside."""


class MemorySearchView(ApiView):
    """Finding memories."""

    scopes: ClassVar[Any] = {"POST": READ}

    @describe({200: d.SearchAnswer}, body=d.SearchBody, tag="memories")
    def post(self, request: Request) -> HttpResponse:
        """Find what answers a question, the best first.

        Where nobody makes the question's vector in time it is looked for by its words alone, and
        `without` says why.
        """
        Params(request)
        began = perf_counter()
        wanted = validated(d.SearchBody, self.read_object())
        question = question_of(wanted)
        found = searcher().search(question, tenant_id=self.principal.tenant_id)
        if wanted.mode == "meaning" and found.without:
            raise NoMeaning(found.without)
        hits, cut = _fitting(_hits(found, wanted, question.filters), wanted.max_tokens)
        if found.realm is not None:
            uses().found(found.realm.id, [each.entry.uid for each in hits])
        return answer(
            {
                "hits": [_hit(each) for each in hits],
                "searched_by": _searched_by(wanted, found),
                "without": found.without or None,
                "unranked": found.unranked or None,
                "tokens": sum(each.tokens for each in hits),
                "cut": cut,
                "took_ms": round((perf_counter() - began) * 1000, 3),
            }
        )


def question_of(body: d.SearchBody) -> Question:
    """Return what a body asks.

    Raises:
        InvalidInput: It asks nothing.
        InvalidVector: The vector is none.
    """
    if not body.query.strip() and (body.vector is None or body.mode == "words"):
        raise InvalidInput(
            "Nothing is asked.", field="query",
            value=body.query, mend="Send a question as `query`, or its vector.",
        )  # fmt: skip
    given = None if body.vector is None else Given(one_vector(body.vector)[0], body.embedder)
    return Question(
        body.query,
        given,
        scope_of(body),
        filters_of(body),
        body.limit,
        body.diversity,
        Weights(**body.weights.model_dump()),
        meaning=body.mode != "words",
        words=body.mode != "meaning",
        rerank=body.rerank,
    )


def scope_of(body: d.SearchBody) -> Scope:
    """Return whose memories are wanted."""
    return Scope(_several(body.agents), _several(body.users), _several(body.sessions))


def filters_of(body: d.SearchBody) -> Filters:
    """Return what hits must fit."""
    return Filters(
        kinds=tuple(KINDS[each] for each in dict.fromkeys(body.types)) or MEMORIES,
        tags=tuple(body.tags),
        any_tags=tuple(body.any_tags),
        speakers=tuple(body.speakers),
        since=body.since,
        before=body.before,
        least_importance=body.min_importance,
        metadata=body.metadata,
        task_id=body.task_id,
        as_of=body.as_of,
    )


def _several(names: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)


def _searched_by(wanted: d.SearchBody, found: Answer) -> str:
    if wanted.mode == "words" or found.without:
        return "words"
    asked = wanted.mode == "hybrid" and wanted.query.strip()
    return "meaning and words" if asked else "meaning"


@dataclass(frozen=True, slots=True)
class _Hit:
    """A hit with what is shown beside it; `tokens` of all that, hardly ever too few."""

    scored: Scored
    entry: EntryView
    gained_from: list[UUID]
    before: list[EntryView]
    after: list[EntryView]
    tokens: int


def _tokens(shown: Sequence[EntryView]) -> int:
    """Return how many tokens memories have, rather too many than too few."""
    return sum(_COUNTER.count([text for each in shown for text in (each.title, each.text)]))


def _hits(found: Answer, wanted: d.SearchBody, filters: Filters) -> list[_Hit]:
    """Read the hits and what stands beside them. Queries: none to four."""
    if found.realm is None or not found.found:
        return []
    realm_id = found.realm.id
    numbers = [each.candidate.id for each in found.found]
    held = Filters(kinds=MEMORIES, as_of=filters.as_of)
    around = beside(realm_id, numbers, wanted.neighbours, held) if wanted.neighbours else {}
    near = [number for pair in around.values() for side in pair for number in side]
    entries = entries_by_number(realm_id, dict.fromkeys([*numbers, *near]))
    if filters.as_of is not None:
        told = as_told_at(realm_id, entries.values(), filters.as_of)
        entries = {each.number: each for each in told}
    gained = {number for each in found.found for number in each.beside}
    uids = uids_by_number(realm_id, gained) if gained else {}

    def known(some: Iterable[int]) -> list[EntryView]:
        return [entries[number] for number in some if number in entries]

    hits = []
    for each in found.found:
        number = each.candidate.id
        if number in entries:  # else it was forgotten meanwhile
            before, after = around.get(number, ([], []))
            uid = [uids[other] for other in each.beside if other in uids]
            entry, left, right = entries[number], known(before), known(after)
            tokens = _tokens([entry, *left, *right])
            hits.append(_Hit(each, entry, uid, left, right, tokens))
    return hits


def _fitting(hits: list[_Hit], most: int | None) -> tuple[list[_Hit], int]:
    """Return the first hits that fit into so many tokens, and how many did not."""
    if most is None:
        return hits, 0
    left = most
    for at, each in enumerate(hits):
        left -= each.tokens
        if left < 0:
            return hits[:at], len(hits) - at
    return hits, 0


def _hit(hit: _Hit) -> dict[str, Any]:
    scored = hit.scored
    why = {
        "similarity": scored.similarity,
        "words": scored.words,
        "lexical": scored.lexical,
        "beside": hit.gained_from,
        "spoken": scored.spoken,
        "reranked": scored.reranked,
    }
    return {
        "memory": memory_answer(hit.entry),
        "score": scored.score,
        "why": why,
        "tokens": hit.tokens,
        "before": [memory_answer(each) for each in hit.before],
        "after": [memory_answer(each) for each in hit.after],
    }
