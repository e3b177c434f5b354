"""`/v1/vector_stores/{id}/search`: passages that answer a question.

The question's vector is asked of a worker by an ephemeral call; where there is none in time,
passages are found by their words, and a note says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

from django.http import HttpResponse

from api.gateway.exchange import Exchange
from api.gateway.hub import Hub
from api.gateway.openai.bodies import read
from api.gateway.openai.shapes import Shape
from api.gateway.openai.stores.bodies import Ranking, SearchBody
from api.gateway.openai.stores.files import live_store
from api.gateway.openai.stores.shapes import result_shape, results_shape
from api.gateway.openai.texts import sent_object
from api.rest.collections import READ
from api.rest.errors import InvalidBody
from api.rest.json import answer
from orchestration.access.services import Principal
from orchestration.documents.selectors import documents_by_id
from orchestration.ephemeral.aio import AsyncCalls
from orchestration.errors import SwitchyardError
from orchestration.memory.attributes import parse
from orchestration.memory.filters import Filters
from orchestration.memory.fusing import USUAL, Scored, Weights
from orchestration.memory.owners import Scope
from orchestration.memory.realms import embedder_of
from orchestration.memory.searching import Given, Question, Searcher
from orchestration.memory.selectors import entries_by_number
from orchestration.memory.spaces import find_realm
from orchestration.memory.vectors import Vectors
from orchestration.memory.worker_texts import made, model_of, wish
from orchestration.registry.spec import ModelSpec

_EMBED_S: Final = 5.0
_OURS: Final = (None, "none", "auto")
"""Rankers that mean what is done here."""
_NO_RANKER: Final = (
    "There is no ranker of that name here: results are ordered by meaning and words."
)
_NO_REWRITING: Final = "The query was searched as it is: nothing rewrites it here."
_NO_MODEL: Final = "Found by words alone: no embedding model is enabled."


@dataclass(frozen=True, slots=True)
class _Embedder:
    """What makes vectors of a tenant's questions."""

    name: str
    model: ModelSpec


class StoreSearch:
    """Searches stores.

    Args:
        hub: By its means rows are read.
        calls: Asks workers for vectors.
    """

    def __init__(self, hub: Hub, calls: AsyncCalls) -> None:
        """Ask nothing yet."""
        self._hub = hub
        self._calls = calls

    async def search(self, exchange: Exchange) -> HttpResponse:
        """Return what answers a question, the best first."""
        principal = await self._hub.admit(exchange, READ)
        _, sent = await sent_object(exchange, self._hub.limits.body_bytes)
        body = read(SearchBody, sent)
        question = _question(body)
        store = await self._hub.rows.read(
            partial(live_store, str(exchange.parts["store"]), principal.tenant_id)
        )
        queries = [body.query] if isinstance(body.query, str) else body.query
        given, without = await self._given(queries, principal)
        asked = [_Asked(text, given[at] if given else None) for at, text in enumerate(queries)]
        find = partial(_find, asked, question, store.id, principal.tenant_id)
        results = await self._hub.rows.read(find)
        return answer(results_shape(queries, results, [*_notes(body), *without]))

    async def _given(
        self, queries: Sequence[str], principal: Principal
    ) -> tuple[list[Given], list[str]]:
        """Return vectors of questions; or none, and why."""
        try:
            embedder = await self._hub.rows.read(partial(_embedder, principal.tenant_id))
            if embedder is None:
                return [], [_NO_MODEL]
            vectors = await self._vectors(queries, embedder.model, principal)
        except SwitchyardError as error:
            return [], [f"Found by words alone: {error.detail}"]
        return [Given(each, embedder.name) for each in vectors], []

    async def _vectors(
        self, queries: Sequence[str], model: ModelSpec, principal: Principal
    ) -> Vectors:
        said = await self._calls.ask(
            "embedding",
            model,
            wish(queries, model),
            timeout_s=_EMBED_S,
            max_priority=principal.max_priority,
        )
        return made(said)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question of several, with its vector."""

    text: str
    given: Given | None


@dataclass(frozen=True, slots=True)
class _Question:
    """What all questions of a request have in common."""

    filters: Filters
    weights: Weights
    limit: int
    least: float


def _question(body: SearchBody) -> _Question:
    ranking = body.ranking_options
    return _Question(
        filters=Filters() if body.filters is None else Filters(fits=parse(body.filters)),
        weights=_weights(ranking),
        limit=body.max_num_results,
        least=(ranking.score_threshold if ranking else None) or 0.0,
    )


def _weights(ranking: Ranking | None) -> Weights:
    hybrid = ranking.hybrid_search if ranking else None
    if hybrid is None:
        return USUAL
    total = hybrid.embedding_weight + hybrid.text_weight
    if not total:
        raise InvalidBody(
            "Invalid value for 'ranking_options.hybrid_search': neither meaning nor words count.",
            field="ranking_options.hybrid_search",
            mend="Send a weight above 0.",
        )
    return Weights(meaning=hybrid.embedding_weight / total)


def _notes(body: SearchBody) -> list[str]:
    ranker = body.ranking_options.ranker if body.ranking_options else None
    notes = [] if ranker in _OURS else [_NO_RANKER]
    return [*notes, _NO_REWRITING] if body.rewrite_query else notes


def _embedder(tenant_id: UUID) -> _Embedder | None:
    """Return what a tenant's passages are searched by. Queries: up to three.

    Raises:
        SwitchyardError: It is not enabled any more.
    """
    realm = find_realm(tenant_id)
    found = embedder_of(realm) if realm else None
    if found is None or not found.dimensions:
        return None
    return _Embedder(found.name, model_of(found.name))


def _find(
    asked: Sequence[_Asked], question: _Question, store_id: UUID, tenant_id: UUID
) -> list[Shape]:
    """Return what was found for any of the questions, the best first."""
    searcher, best, realm = Searcher(None), dict[int, Scored](), None
    for each in asked:
        wanted = Question(
            each.text,
            given=each.given,
            scope=Scope(collections=(store_id,)),
            filters=question.filters,
            limit=question.limit,
            weights=question.weights,
            distinct=False,
        )
        found = searcher.search(wanted, tenant_id=tenant_id)
        realm = found.realm
        for scored in found.found:
            known = best.get(scored.candidate.id)
            if known is None or scored.relevance > known.relevance:
                best[scored.candidate.id] = scored
    if realm is None:
        return []
    ordered = sorted(best.values(), key=lambda scored: (-scored.relevance, -scored.candidate.id))
    chosen = [each for each in ordered if _score(each) >= question.least][: question.limit]
    return _results(chosen, realm.id, tenant_id)


def _score(scored: Scored) -> float:
    """Return how relevant something is, from 0 to 1."""
    return min(max(scored.relevance, 0.0), 1.0)


def _results(chosen: Sequence[Scored], realm_id: int, tenant_id: UUID) -> list[Shape]:
    entries = entries_by_number(realm_id, [each.candidate.id for each in chosen])
    sources = {each.source for each in entries.values() if each.source is not None}
    documents = documents_by_id(list(sources), tenant_id=tenant_id)
    results = []
    for each in chosen:
        entry = entries.get(each.candidate.id)
        document = documents.get(entry.source) if entry and entry.source else None
        if entry is not None and document is not None:
            results.append(result_shape(document, [entry.text], _score(each)))
    return results
