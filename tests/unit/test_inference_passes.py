"""What goes into one forward pass, whose turn it is, and who pays for a failure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from orchestration.errors import ContextOverflow, OverBudget
from orchestration.inference.embedder import ranking
from orchestration.inference.memory import budget as memory
from orchestration.inference.messages import (
    Done,
    EmbedBody,
    EngineOptions,
    Moved,
    RankBody,
    Refused,
    Scores,
    TokenizeBody,
)
from orchestration.inference.ports import Embeddings, Truncation
from orchestration.inference.vectors.batches import PATIENCE, Placed, Turns, beside, choose
from orchestration.inference.vectors.encoder import Input, Prepared
from orchestration.inference.vectors.job import Job, shaped
from orchestration.inference.vectors.loading import key_of
from orchestration.inference.vectors.loop import Loop, Made
from orchestration.inference.vectors.pulse import LIMIT_S, Pulse
from orchestration.inference.vectors.room import Room, needed_by
from orchestration.inference.vectors.shelf import Shelf
from orchestration.inference.vectors.threads import SMALL, TRY_OTHER, Threads
from orchestration.registry.bundled import MINILM, TINY_RANDOM
from orchestration.registry.places import locate

MIB = 1024**2


class Words:
    """An encoder whose tokens are words and whose vectors count them; some words break it."""

    reads, budget, rows = 8, 12, 4

    def __init__(self) -> None:
        self.passes: list[list[str]] = []
        self.closed = False

    def prepare(self, inputs: Sequence[Input], truncate: Truncation) -> list[Prepared]:
        joined = [each if isinstance(each, str) else " ".join(each) for each in inputs]
        if any("unreadable" in each for each in joined):
            raise TypeError("the library does not like this")
        lengths = [len(each.split()) for each in joined]
        return [
            Prepared(each, length, min(length, self.reads))
            for each, length in zip(inputs, lengths, strict=True)
        ]

    def run(self, batch: Sequence[Prepared]) -> list[list[float]]:
        texts = [str(prepared.content) for prepared in batch]
        if any("poison" in text for text in texts):
            raise RuntimeError("the device is upset")
        self.passes.append(texts)
        return [[float("nan") if "nan" in t else float(len(t.split())), 3.0] for t in texts]

    def tokens(self, texts: Sequence[str], *, special: bool) -> list[tuple[int, ...]]:
        return [tuple(map(len, text.split())) for text in texts]

    def close(self) -> None:
        self.closed = True


def job(number: int, *texts: str, priority: int = 0, truncate: Truncation = "right") -> Job:
    body = EmbedBody(MINILM, "path", texts, normalize=False, priority=priority, truncate=truncate)
    return Job(number, body, arrival=number)


def never(job: Job, error: Exception) -> None:
    pytest.fail(f"{job.number} was refused: {error}")


def texts_of(batch: list[Placed]) -> list[str]:
    return [str(placed.row.input) for placed in batch]


def test_requests_of_the_same_urgency_share_a_pass_the_oldest_first() -> None:
    jobs = [job(1, "a"), job(2, "b"), job(3, "c", priority=1), job(4, "d")]
    together = beside(jobs[1], jobs)
    assert [each.number for each in together] == [2, 1, 4]
    assert texts_of(choose(together, Words(), never)) == ["b", "a", "d"]


def test_texts_that_are_cut_at_different_ends_do_not_share_a_pass() -> None:
    jobs = [job(1, "a"), job(2, "b", truncate="left"), job(3, "c", truncate="error")]
    assert [each.number for each in beside(jobs[0], jobs)] == [1, 3]


def test_a_pass_never_exceeds_its_budget_with_padding_and_begins_with_the_longest() -> None:
    long = job(1, "a", "a b c d", "a b c d e", "a b")
    assert texts_of(choose([long], Words(), never)) == ["a b c d e", "a b c d"]


def test_a_pass_has_always_one_text_however_long() -> None:
    assert len(choose([job(1, "word " * 100)], Words(), never)) == 1


def test_texts_that_this_pass_has_no_room_for_are_not_split_for_it() -> None:
    later = job(2, "a")
    choose([job(1, "word " * 8), later], Words(), never)
    assert [row.prepared for row in later.open] == [None]


def test_a_pass_has_only_so_many_texts() -> None:
    assert len(choose([job(1, *"abcdefgh")], Words(), never)) == Words.rows


def test_a_text_that_must_not_be_cut_refuses_its_request_and_no_other() -> None:
    refused: list[tuple[int, Exception]] = []
    strict = job(1, "short", "much too long " * 5, truncate="error")
    batch = choose([strict, job(2, "b")], Words(), lambda j, e: refused.append((j.number, e)))
    assert texts_of(batch) == ["b"]
    ((number, error),) = refused
    assert number == 1
    assert isinstance(error, ContextOverflow)
    assert error.field == "texts.1"


def test_the_most_urgent_has_its_turn_but_nobody_waits_for_ever() -> None:
    turns, low, urgent = Turns(), job(1, "a"), job(2, "b", priority=3)
    served = [turns.next([low, urgent]).number for _ in range(2 * (PATIENCE + 1))]
    assert served == ([2] * PATIENCE + [1]) * 2


class Pipe:
    """Keeps what the loop says."""

    def __init__(self) -> None:
        self.said: list[Any] = []

    def send(self, message: Any) -> None:
        self.said.append(message)


def served(*jobs: Job) -> dict[int, Any]:
    """Let the loop serve these requests with one model; return what it answers."""
    pipe, encoder = Pipe(), Words()
    loop = Loop(pipe, EngineOptions())  # type: ignore[arg-type]
    loop._models.add("key", "words", encoder)
    loop._placed = dict.fromkeys(jobs, "key")
    while loop._placed:
        loop._step(next(iter(loop._placed)))
    return {each.number: each for each in pipe.said if isinstance(each, Done | Refused)}


def test_one_bad_text_fails_its_own_request_and_no_neighbour() -> None:
    answers = served(job(1, "a"), job(2, "fine", "poison"), job(3, "c"), job(4, "d e"))
    assert {number for number, each in answers.items() if isinstance(each, Refused)} == {2}
    assert "the device is upset" in str(answers[2].error())
    assert answers[4].answer == Embeddings([[2.0, 3.0]], 2, 2)


def test_a_text_that_a_library_cannot_split_fails_its_own_request_and_no_neighbour() -> None:
    answers = served(job(1, "a"), job(2, "unreadable"), job(3, "c"))
    assert {number for number, each in answers.items() if isinstance(each, Refused)} == {2}
    assert "the library does not like this" in str(answers[2].error())


def test_long_texts_are_split_one_at_a_time_so_that_urgent_ones_go_between() -> None:
    long = "word " * 40_000
    assert len(choose([job(1, long, long, long)], Words(), never)) == 1
    tokens = Job(2, TokenizeBody(MINILM, "path", (long, long, "a")), arrival=2)
    tokens.tokenize(Words(), special=True)
    assert len(tokens.open) == 2
    while not tokens.complete:
        tokens.tokenize(Words(), special=True)
    assert [len(each) for each in tokens.split] == [40_000, 40_000, 1]


def test_a_pass_that_takes_long_gives_signs_of_life_until_it_takes_too_long() -> None:
    said: list[Moved] = []
    now = 0.0
    pulse = Pulse(said.append, clock=lambda: now)
    pulse.opened(1)
    pulse.opened(2)
    with pulse.during():
        now = LIMIT_S - 1
        pulse.beat()
        pulse.closed(2)
        now = LIMIT_S + 1
        pulse.beat()
    assert said == [Moved((1, 2))]
    pulse.beat()
    assert said[1:] == [Moved((1,))], "it came to its end after all"


def test_numbers_that_are_not_finite_are_never_an_answer() -> None:
    answers = served(job(1, "nan"), job(2, "b"))
    assert "not finite" in str(answers[1].error())
    assert answers[2].answer.vectors == [[1.0, 3.0]]


def test_results_stand_in_the_order_of_the_texts_whatever_the_order_of_work() -> None:
    (answer,) = served(job(1, "a", "a b c", "a b", *"xyz")).values()
    assert [vector[0] for vector in answer.answer.vectors] == [1, 3, 2, 1, 1, 1]


def test_pairs_are_scored_and_cut_documents_are_named() -> None:
    body = RankBody(MINILM, "path", "a query", ("short", "long " * 9))
    (answer,) = served(Job(1, body, arrival=1)).values()
    assert isinstance(answer.answer, Scores)
    assert (answer.answer.truncated, answer.answer.prompt_tokens) == ((1,), 3 + Words.reads)


def test_documents_with_the_same_score_keep_their_order() -> None:
    order = ranking(Scores((0.5, 0.9, 0.5, 0.9), 1), top_n=3)
    assert [each.index for each in order.results] == [1, 3, 0]


@pytest.mark.parametrize(
    ("dimensions", "normalize", "expected"),
    [
        (0, False, [3.0, 4.0, 12.0]),
        (2, False, [3.0, 4.0]),
        (2, True, [0.6, 0.8]),
    ],
)
def test_vectors_are_shortened_before_they_are_scaled(
    dimensions: int, normalize: bool, expected: list[float]
) -> None:
    assert shaped([3.0, 4.0, 12.0], dimensions, normalize=normalize) == pytest.approx(expected)


def test_a_vector_of_zeros_stays_one() -> None:
    assert shaped([0.0, 0.0], 0, normalize=True) == [0.0, 0.0]


def test_a_model_that_is_at_work_is_not_unloaded_for_another() -> None:
    shelf, first, second = Shelf(2), Words(), Words()
    shelf.add("first", "first", first)
    shelf.add("second", "second", second)
    assert not shelf.make_room(lambda key: True)
    assert shelf.open("first") is None, "it takes no more, so that its place becomes free"
    assert shelf.make_room(lambda key: key == "second")
    assert (first.closed, second.closed, shelf.names()) == (True, False, ("second",))


def test_the_least_recently_used_model_makes_room() -> None:
    shelf, first, second = Shelf(2), Words(), Words()
    shelf.add("first", "first", first)
    shelf.add("second", "second", second)
    shelf.open("first")
    assert shelf.make_room(lambda key: False)
    assert (first.closed, second.closed) == (False, True)


def test_a_model_that_nobody_uses_is_unloaded_after_a_while() -> None:
    now = 0.0
    shelf, used, unused = Shelf(3, keep_s=60, clock=lambda: now), Words(), Words()
    shelf.add("used", "used", used)
    shelf.add("unused", "unused", unused)
    now = 45.0
    shelf.open("used")
    assert shelf.next_look() == 15.0
    now = 61.0
    shelf.unload_unused(lambda key: False)
    assert (used.closed, unused.closed, shelf.names()) == (False, True, ("used",))
    now = 500.0
    shelf.unload_unused(lambda key: key == "used")
    assert shelf.names() == ("used",), "it is at work"


class Free:
    """A budget that has so much left."""

    def __init__(self, total: int, taken: int = 0) -> None:
        self._room = memory.Room(total, taken)

    def room(self, *, fresh: bool = False) -> memory.Room:
        assert fresh
        return self._room


def test_a_model_that_main_memory_does_not_suffice_for_is_refused_with_the_numbers() -> None:
    room, body = Room(EngineOptions()), EmbedBody(MINILM, str(locate(MINILM)), ("a",))
    room._budget = Free(600 * MIB, taken=100 * MIB)  # type: ignore[assignment]
    room.check(body)
    room._budget = Free(300 * MIB, taken=100 * MIB)  # type: ignore[assignment]
    with pytest.raises(
        OverBudget, match=r"needs 34\d.\d MiB .* 200.0 MiB of that is free"
    ) as caught:
        room.check(body)
    assert "free memory on the worker's machine" in str(caught.value)


def test_what_a_gguf_model_takes_grows_with_the_longest_text_that_it_reads() -> None:
    model = replace(TINY_RANDOM, task="embedding", dimensions=64)
    body = EmbedBody(model, str(locate(TINY_RANDOM)), ("a",))
    short, long = (needed_by(body, EngineOptions(context_length=each)) for each in (512, 2048))
    assert long - short > 4 * 2048 * 2048 - 4 * 512 * 512, "of each head, a table of scores"


def test_an_unused_model_makes_room_before_another_is_refused() -> None:
    pipe, unused, waiting = Pipe(), Words(), job(1, "a")
    loop = Loop(pipe, EngineOptions())  # type: ignore[arg-type]
    loop._models.add("unused", "unused", unused)
    loop._waiting = [waiting]
    large = OverBudget("large", needed=2, available=1, budget=3)
    made = Made(key_of(waiting.body), waiting, None, large)
    loop._made(made)
    assert (unused.closed, loop._waiting, pipe.said) == (True, [waiting], [])
    loop._made(made)
    assert [each.kind for each in pipe.said] == ["OverBudget"]


def test_a_model_that_would_not_fit_alone_costs_no_other_its_place() -> None:
    pipe, unused, waiting = Pipe(), Words(), job(1, "a")
    loop = Loop(pipe, EngineOptions())  # type: ignore[arg-type]
    loop._models.add("unused", "unused", unused)
    loop._waiting = [waiting]
    huge = OverBudget("huge", needed=4, available=1, budget=3)
    loop._made(Made(key_of(waiting.body), waiting, None, huge))
    assert not unused.closed
    assert [each.kind for each in pipe.said] == ["OverBudget"]


def test_small_passes_get_one_thread_and_large_ones_what_was_faster() -> None:
    threads = Threads(8)
    assert threads.choose(SMALL) == 1
    for seconds in (1.0, 0.5):
        count = threads.choose(SMALL + 1)
        threads.note(count, SMALL + 1, seconds)
    chosen = [threads.choose(SMALL + 1) for _ in range(TRY_OTHER)]
    assert chosen == [1] * (TRY_OTHER - 1) + [8], "one was faster; the other is tried now and then"
    threads.note(8, SMALL + 1, 0.001)
    threads.note(8, SMALL + 1, 0.001)
    assert threads.choose(SMALL + 1) == 8
