"""A question that names a speaker is compared as that speaker would have said it."""

from collections.abc import Sequence

import pytest

from orchestration.errors import SwitchyardError
from orchestration.memory.drafts import Draft
from orchestration.memory.embedders import forget
from orchestration.memory.errors import EmbedderGone
from orchestration.memory.fusing import Weights
from orchestration.memory.ports import Embedded
from orchestration.memory.query_vectors import QueryVectors
from orchestration.memory.remembering import Memory
from orchestration.memory.searching import Answer, Given, Question, Searcher
from orchestration.memory.vectors import unit
from tests.factories import make_tenant

pytestmark = pytest.mark.django_db


class Pronouns:
    """Makes vectors that tell "I" and "my" from names; notes what it was asked."""

    name = "pronouns"

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.broken = False

    def embed(self, texts: Sequence[str], *, name: str, timeout_s: float) -> Embedded:
        del timeout_s
        self.asked += texts
        if self.broken and any(" I " in text for text in texts):
            raise EmbedderGone(name)
        rows = [[1.0 + each.count("my"), 1.0 + each.count("Bob"), 1.0] for each in texts]
        return Embedded(name, unit(rows))


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    forget()


def ask(texts: Pronouns, question: Question) -> Answer:
    tenant = make_tenant()
    memory = Memory(texts)
    said = [
        Draft("I like my boat and my cat.", speaker="Bob"),
        Draft("Is Bob about?", speaker="Ann"),
    ]
    for each in said:
        memory.add(each, tenant_id=tenant.pk)
    texts.asked.clear()
    return Searcher(QueryVectors(texts, timeout_s=1)).search(question, tenant_id=tenant.pk)


def similarity_of_bobs(answer: Answer) -> float:
    (found,) = [each for each in answer.found if each.candidate.speaker == "Bob"]
    assert found.similarity is not None
    return found.similarity


QUESTION = "Where did Bob leave Bob's boat?"


def test_a_named_speaker_is_heard_in_the_first_person() -> None:
    texts = Pronouns()
    heard = ask(texts, Question(QUESTION))
    assert texts.asked == [QUESTION, "Where did I leave my boat?"]
    plain = ask(texts, Question(QUESTION, weights=Weights(speaker=0.0)))
    assert texts.asked == [QUESTION]
    assert similarity_of_bobs(heard) > similarity_of_bobs(plain) + 0.1
    assert heard.found[0].spoken
    assert not plain.found[0].spoken


def test_the_vector_that_a_caller_brings_is_left_as_it_is() -> None:
    texts = Pronouns()
    ask(texts, Question(QUESTION, Given(unit([[1.0, 0.0, 0.0]])[0])))
    assert texts.asked == []


def test_without_a_second_vector_the_first_one_decides() -> None:
    texts = Pronouns()
    texts.broken = True
    assert issubclass(EmbedderGone, SwitchyardError)
    answer = ask(texts, Question(QUESTION))
    assert (answer.without, len(answer.found)) == ("", 2)
