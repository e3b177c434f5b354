"""Finds entries: by meaning and by words, with what can be had of both.

where    names -> spaces of the own realm
found    the nearest by vectors, the best by words
heard    whom the question asks about, and its vector as they would have said it
fused    one order, with reasons
reranked by a model that reads them, if that is wanted
chosen   unlike each other, as many as are wanted, as much as has room
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from orchestration import sql
from orchestration.errors import SwitchyardError
from orchestration.memory.candidates import Candidate, load
from orchestration.memory.dense import Nearest, nearest
from orchestration.memory.diversity import diverse
from orchestration.memory.embedders import EmbedderView, find, wrong_length
from orchestration.memory.filters import NO_FILTERS, Filters
from orchestration.memory.fusing import DEPTH, USUAL, Scored, Weights, fuse
from orchestration.memory.lexical import NOTHING, Ranked, rank
from orchestration.memory.owners import EVERYTHING, Scope
from orchestration.memory.query_vectors import QueryVectors
from orchestration.memory.realms import embedder_of, known_as
from orchestration.memory.reranking import Reranked, Reranker
from orchestration.memory.spaces import RealmView, find_realm, spaces_in
from orchestration.memory.speaking import Spoke, in_first_person, who_spoke
from orchestration.memory.storable import check_asked
from orchestration.memory.vectors import Vectors
from orchestration.memory.wanted import Wanted

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Given:
    """A question's vector that the caller brings.

    Attributes:
        vector: Of length one, without a second dimension.
        name: What made it, as the tenant calls it; None for what its entries are searched by.
    """

    vector: Vectors
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        text: In words; it may be empty where there is a vector.
        given: Its vector, if the caller has one.
        scope: Whose entries.
        filters: What they must fit.
        limit: How many answers, at most.
        diversity: How unlike each other, from 0 to 1.
        weights: How much each sign counts.
        meaning, words: Which ways are gone.
        distinct: Whether what says the same again is left out.
        rerank: Whether a model that reads entries and question together orders the best.
    """

    text: str
    given: Given | None = None
    scope: Scope = EVERYTHING
    filters: Filters = NO_FILTERS
    limit: int = 10
    diversity: float = 0.0
    weights: Weights = USUAL
    meaning: bool = True
    words: bool = True
    distinct: bool = True
    rerank: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found.

    Attributes:
        found: The best first.
        realm: Where; None where the tenant has stored nothing.
        without: Why it was not searched by meaning; empty where it was.
        unranked: Why it was not reranked though it should be; empty where it was, or nobody asked.
        way: How vectors were compared: `compared`, `walked`, or nothing.
        millis: How long each part took.
    """

    found: list[Scored]
    realm: RealmView | None
    without: str = ""
    way: str = ""
    unranked: str = ""
    millis: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Meaning:
    """The question's vector, or why there is none."""

    vector: Vectors | None = None
    embedder: EmbedderView | None = None
    without: str = ""


class Searcher:
    """Answers questions. Thread-safe.

    Args:
        vectors: Makes vectors of questions; None where nobody does.
        reranker: Orders anew what was found; None where nobody does.
    """

    def __init__(self, vectors: QueryVectors | None, reranker: Reranker | None = None) -> None:
        """Ask nothing yet."""
        self._vectors = vectors
        self._reranker = reranker

    def search(self, question: Question, *, tenant_id: UUID) -> Answer:
        """Return the entries of a tenant that answer a question, the best first.

        Without an embedder they are found by their words, and the answer says so.

        Queries: up to twelve, all of them flat in the number of entries but for words that very
        many have.

        Raises:
            InvalidQuestion: It holds what no database can.
            WrongDimensions: The vector that was given does not fit.
        """
        clock = _Clock()
        check_asked(question.text, question.scope, question.filters)
        realm = find_realm(tenant_id)
        spaces = spaces_in(realm, question.scope) if realm else []
        if realm is None or not spaces:
            return Answer([], realm)
        clock.lap("where")
        meaning = self._meaning(question, realm)
        clock.lap("embedding")
        with transaction.atomic():
            # For what takes milliseconds, starting processes that help takes longer.
            sql.apply({"max_parallel_workers_per_gather": 0})
            wanted = Wanted(realm, tuple(spaces), question.filters)
            near = _nearest(meaning, wanted, question)
            clock.lap("vectors")
            ranked = _ranked(question, wanted)
            clock.lap("words")
            candidates = _candidates(meaning, near, ranked, realm)
            clock.lap("candidates")
        spoke = _spoke(question, candidates, realm)
        vector = self._heard(question, meaning, spoke, realm)
        clock.lap("hearing")
        scored = _fused(question, vector, candidates, ranked, spoke)
        clock.lap("order")
        reranked = self._reranked(question, scored, realm)
        clock.lap("reranking")
        chosen = _chosen(reranked.scored, question)
        clock.lap("choice")
        return Answer(chosen, realm, meaning.without, near.way, reranked.without, clock.millis)

    def _meaning(self, question: Question, realm: RealmView) -> _Meaning:
        if not question.meaning:
            return _Meaning(without="It was asked for words alone.")
        if question.given is not None:
            return _given(question.given, realm)
        if not question.text.strip():
            return _Meaning(without="There is no text to make a vector of.")
        return self._embedded(question.text, realm)

    def _embedded(self, text: str, realm: RealmView) -> _Meaning:
        embedder = embedder_of(realm)
        if self._vectors is None or embedder is None:
            return _Meaning(without="No embedding model is enabled.")
        try:
            vector = self._vectors.of(text, embedder.name)
            if embedder.dimensions not in (0, len(vector)):
                raise wrong_length(embedder, len(vector))
            return _Meaning(vector, embedder)
        except SwitchyardError as error:
            log.info("searched by words alone", extra={"error": str(error)})
            return _Meaning(without=f"No vector of the question: {error.detail}")

    def _reranked(self, question: Question, scored: list[Scored], realm: RealmView) -> Reranked:
        if not question.rerank:
            return Reranked(scored)
        if not question.text.strip():
            return Reranked(scored, "There is no text to compare them with.")
        if self._reranker is None:
            return Reranked(scored, "Nobody does it here.")
        return self._reranker.order(question.text, scored, realm_id=realm.id, limit=question.limit)

    def _heard(
        self, question: Question, meaning: _Meaning, spoke: Spoke | None, realm: RealmView
    ) -> Vectors | None:
        """Return the vector by which candidates are put in order.

        That of the question as it was asked found them. As whoever it names would have said it, it
        is nearer to what they said; a vector that the caller brought is left as it is.
        """
        if spoke is None or question.given is not None or meaning.vector is None:
            return meaning.vector
        said = in_first_person(question.text, spoke, realm.language)
        heard = meaning if said == question.text else self._embedded(said, realm)
        return meaning.vector if heard.vector is None else heard.vector


def _chosen(scored: list[Scored], question: Question) -> list[Scored]:
    if question.distinct or question.diversity > 0:
        return diverse(scored, question.limit, question.diversity)[: question.limit]
    return scored[: question.limit]


def _given(given: Given, realm: RealmView) -> _Meaning:
    embedder = embedder_of(realm) if given.name is None else find(known_as(realm, given.name))
    if embedder is None or embedder.dimensions == 0:
        return _Meaning(without="Nothing has a vector of that embedder.")
    if len(given.vector) != embedder.dimensions:
        raise wrong_length(embedder, len(given.vector))
    return _Meaning(given.vector, embedder)


def _nearest(meaning: _Meaning, wanted: Wanted, question: Question) -> Nearest:
    if meaning.vector is None or meaning.embedder is None:
        return Nearest([], "")
    return nearest(meaning.vector, meaning.embedder, wanted, _depth(question))


def _depth(question: Question) -> int:
    """Return how many candidates each way brings; more where nothing else is to choose from."""
    return max(DEPTH, 2 * question.limit) if question.words and question.text else question.limit


def _ranked(question: Question, wanted: Wanted) -> Ranked:
    if not question.words or not question.text.strip():
        return Ranked([], NOTHING)
    return rank(question.text, wanted, max(DEPTH, 2 * question.limit))


def _candidates(
    meaning: _Meaning, near: Nearest, ranked: Ranked, realm: RealmView
) -> list[Candidate]:
    ids = dict.fromkeys([each.id for each in near.found] + [number for number, _ in ranked.found])
    embedder_id = meaning.embedder.id if meaning.embedder else None
    return load(ids, realm.id, ranked.statistics, embedder_id)


def _spoke(question: Question, candidates: Sequence[Candidate], realm: RealmView) -> Spoke | None:
    if question.weights.speaker <= 0:
        return None
    speakers = {each.speaker for each in candidates} - {""}
    return who_spoke(question.text, speakers, realm.language)


def _fused(
    question: Question,
    vector: Vectors | None,
    candidates: Sequence[Candidate],
    ranked: Ranked,
    spoke: Spoke | None,
) -> list[Scored]:
    return fuse(
        vector,
        candidates,
        ranked.statistics,
        spoke=spoke,
        now=datetime.now(UTC),
        weights=question.weights,
    )


class _Clock:
    """Measures the parts of a search, in milliseconds."""

    def __init__(self) -> None:
        self.millis: dict[str, float] = {}
        self._at = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.millis[name] = round((now - self._at) * 1000, 3)
        self._at = now
