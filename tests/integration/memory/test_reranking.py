"""A model that reads the best hits together with the question puts them in order, if it can."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from orchestration.memory import reranking
from orchestration.memory.query_vectors import QueryVectors
from orchestration.memory.reranking import Reranker
from orchestration.memory.searching import Answer, Question, Searcher
from orchestration.memory.selectors import entries_by_number
from tests.factories import make_tenant
from tests.integration.memory.stage import Away, Mind

pytestmark = pytest.mark.django_db
QUESTION = "does ann like tea"


class Longest:
    """The port `TextRanker`: the longer a text is, the better."""

    def __init__(self) -> None:
        self.away = False
        self.read: list[tuple[str, list[str]]] = []

    def rank(self, question: str, texts: Sequence[str], *, timeout_s: float) -> Sequence[float]:
        self.read.append((question, list(texts)))
        if self.away:
            raise Away("Nobody ranks.")
        return [float(len(each)) for each in texts]


@pytest.fixture
def mind() -> Mind:
    mind = Mind(make_tenant())
    mind.add("ann does like tea")
    mind.add("tea is a drink that many people in many countries like")
    mind.add("ann has a dog", title="Pets")
    return mind


def ask(mind: Mind, ranker: Longest, text: str = QUESTION, **more: object) -> Answer:
    searcher = Searcher(QueryVectors(mind.texts, timeout_s=1.0), Reranker(ranker, timeout_s=1.0))
    question = Question(text, **{"rerank": True, **more})  # type: ignore[arg-type]
    return searcher.search(question, tenant_id=mind.tenant_id)


def texts_of(answer: Answer) -> list[str]:
    assert answer.realm is not None
    views = entries_by_number(answer.realm.id, [each.candidate.id for each in answer.found])
    return [views[each.candidate.id].text for each in answer.found]


def test_what_the_ranker_says_decides_and_is_told(mind: Mind) -> None:
    ranker = Longest()
    plain = ask(mind, ranker, rerank=False)
    assert texts_of(plain)[0] == "ann does like tea"
    assert ranker.read == []
    answer = ask(mind, ranker)
    assert texts_of(answer)[0].startswith("tea is a drink")
    assert ranker.read[0][0] == QUESTION
    assert "Pets\nann has a dog" in ranker.read[0][1], "titles are read, too"
    marks = [each.reranked for each in answer.found]
    assert marks == sorted((len(each) for each in ranker.read[0][1]), reverse=True)
    assert [each.score for each in answer.found] == [each.score for each in plain.found]
    assert answer.unranked == ""


def test_the_order_stays_while_nobody_ranks_and_the_answer_says_why(mind: Mind) -> None:
    ranker = Longest()
    ranker.away = True
    answer = ask(mind, ranker)
    assert texts_of(answer) == texts_of(ask(mind, ranker, rerank=False))
    assert answer.unranked == "Nobody ranks."
    assert [each.reranked for each in answer.found] == [None] * 3
    nobody = mind.ask(QUESTION, rerank=True)
    assert nobody.unranked == "Nobody does it here."


def test_without_a_text_there_is_nothing_to_compare(mind: Mind) -> None:
    from orchestration.memory.searching import Given
    from tests.integration.memory.stage import vector_of

    answer = ask(mind, Longest(), text="", given=Given(vector_of("tea")))
    assert answer.unranked == "There is no text to compare them with."
    assert answer.found


def test_only_the_best_are_read(mind: Mind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reranking, "READ", 2)
    plain = texts_of(ask(mind, Longest(), rerank=False))
    ranker = Longest()
    answer = ask(mind, ranker, limit=2)
    assert len(ranker.read[0][1]) == 2
    assert set(texts_of(answer)) == set(plain[:2])


def test_diversity_keeps_the_new_order_where_nothing_is_alike(mind: Mind) -> None:
    ranked = texts_of(ask(mind, Longest()))
    assert texts_of(ask(mind, Longest(), diversity=0.01)) == ranked
