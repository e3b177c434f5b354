"""Requests are classified by a real worker's vectors, quickly, or it is said why they are not."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any, TypeVar

import pytest
from django.db import connection

from orchestration.classifying import selectors, services
from orchestration.classifying.applying import Order, apply
from orchestration.classifying.classifier import Classifier
from orchestration.classifying.entries import Entry
from orchestration.classifying.knowledge import Knowledge
from orchestration.classifying.measuring import measure
from orchestration.classifying.records import RoutingExample
from orchestration.classifying.vectors import make_vectors
from orchestration.ephemeral.aio import AsyncCalls
from orchestration.ephemeral.calls import Calls
from orchestration.ephemeral.talk import Bounds
from orchestration.registry import services as registry
from orchestration.registry.records import ModelRecord
from orchestration.registry.spec import ModelSpec
from orchestration.routing.asked import Asked
from orchestration.routing.choosing import choose
from orchestration.routing.fleet import Fleet
from orchestration.sections.outside import Classifying
from tasks import jobs
from tests.patience import PATIENCE_S, eventually
from tests.unit.fleets import NOW, small

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.native]

T = TypeVar("T")
EASY = Classifying(embed_s=20.0, check_s=0.001)
CODE = Entry("zebra zebra zebra", "code", "code", "low")
LONG = "Why do quiet rivers flow, and where, and how, with what, in all of these photos and images?"
DOCS = Entry(LONG, "docs", "documentation", "high")


async def apart(work: Callable[[], T]) -> T:
    """Ask the database on another thread, and leave no connection behind."""

    def closing() -> T:
        try:
            return work()
        finally:
            connection.close()

    return await asyncio.to_thread(closing)


@pytest.fixture
def calls() -> Iterator[Calls]:
    made = Calls(os.environ["REDIS_URL"], Bounds(timeout_s=60))
    yield made
    made.close()


def during(
    work: Callable[[Classifier], Awaitable[T]], settings: Classifying = EASY, **more: Any
) -> T:
    """Run something with a classifier in its own loop."""

    async def whole() -> T:
        asking = AsyncCalls(more.get("url", os.environ["REDIS_URL"]))
        made = Classifier(asking, settings, more.get("run", apart))
        try:
            return await asyncio.wait_for(work(made), PATIENCE_S)
        finally:
            await made.close()
            await asking.close()

    return asyncio.run(whole())


def test_a_text_is_taken_for_what_the_example_like_it_is(
    calls_are_answered: list[ModelSpec], calls: Calls
) -> None:
    apply([CODE, DOCS], Order(by="user:test"))
    assert make_vectors(calls) == 2
    assert make_vectors(calls) == 0

    async def work(asked: Classifier) -> tuple[Any, Any]:
        return await asked.classify(CODE.text), await asked.classify(DOCS.text)

    code, docs = during(work)
    assert (code.intent, code.content_type, code.complexity) == CODE.classes
    assert (docs.intent, docs.content_type, docs.complexity) == DOCS.classes
    assert code.why_not == ""
    assert code.scores["intent"].confidence > 0.5
    asked = code.applied(Asked(key="k", complexity="high"))
    assert (asked.intent, asked.complexity) == ("code", "high"), "what its asker said stays"
    notes = choose(asked, Fleet((small(),)), NOW).notes
    assert any("likeness to examples: intent code" in note for note in notes)


def test_stored_examples_are_measured_by_labelled_texts(
    calls_are_answered: list[ModelSpec], calls: Calls
) -> None:
    apply([CODE, DOCS], Order(by="user:test"))
    make_vectors(calls)
    wrong = Entry(CODE.text, "docs", "code", "low")

    found = during(lambda classifier: measure(classifier, [CODE, DOCS, wrong]))

    assert found.accuracy("intent") == pytest.approx(2 / 3)
    assert found.accuracy("complexity") == 1
    assert found.pairs["intent"]["docs", "code"] == 1
    assert found.confusion("intent")[1] == ["code", "1", "0", "0", "0", "0", "100%"]
    assert 0 < found.percentile_ms(0.5) <= found.percentile_ms(0.95)
    assert not found.unknown


def test_a_change_of_the_examples_is_seen_and_old_answers_are_forgotten(
    calls_are_answered: list[ModelSpec], calls: Calls
) -> None:
    apply([CODE, DOCS], Order(by="user:test"))
    make_vectors(calls)
    row = RoutingExample.objects.get(text=CODE.text)

    async def work(asked: Classifier) -> list[Any]:
        first = (await asked.classify(CODE.text)).intent
        changed = Entry(CODE.text, "debug", "code", "low")
        await apart(partial(services.change, row.pk, changed, by="user:test"))

        async def another() -> str | None:
            found = (await asked.classify(CODE.text)).intent
            return found if found != first else None

        return [first, await eventually(another)]

    assert during(work) == ["code", "debug"]


def test_without_examples_or_vectors_that_is_said(calls_are_answered: list[ModelSpec]) -> None:
    async def work(asked: Classifier) -> str:
        return (await asked.classify("What?")).why_not

    assert during(work) == "There are no examples."
    services.add(CODE, by="user:test")
    assert during(work) == "1 examples wait for their vectors."


def test_another_embedder_makes_all_vectors_anew(
    calls_are_answered: list[ModelSpec], calls: Calls
) -> None:
    services.add(CODE, by="user:test")
    RoutingExample.objects.update(vector=[1.0, 2.0], embedder="old@1")
    assert make_vectors(calls) == 1
    row = RoutingExample.objects.get()
    assert row.embedder == selectors.current_embedder_name()
    assert len(row.vector) != 2


def test_the_periodic_job_makes_what_is_missing(calls_are_answered: list[ModelSpec]) -> None:
    services.add(CODE, by="user:test")
    jobs.vectors_of_examples()
    assert RoutingExample.objects.get().vector is not None


def test_a_text_that_was_changed_meanwhile_keeps_no_vector_of_the_old_one(
    calls_are_answered: list[ModelSpec], calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = services.add(CODE, by="user:test")
    asks, texts = calls.ask, ["zebra two", None]

    def ask(*args: Any, **named: Any) -> Any:
        found = asks(*args, **named)
        if (text := texts.pop(0)) is not None:
            services.change(row.pk, Entry(text, *CODE.classes), by="user:test")
        return found

    monkeypatch.setattr(calls, "ask", ask)
    assert make_vectors(calls) == 1, "the first answer is thrown away, the second is kept"
    assert texts == []


def test_where_nobody_serves_routing_goes_on_without_and_stops_waiting() -> None:
    registry.register(
        ModelSpec("nobody-has-it", "embedding", "gguf", "nowhere.gguf", dimensions=2), default=True
    )
    services.add(CODE, by="user:test")
    RoutingExample.objects.update(vector=[1.0, 2.0], embedder=selectors.current_embedder_name())

    async def work(asked: Classifier) -> list[str]:
        await asked.prepare()
        return [(await asked.classify(f"text {number}")).why_not for number in range(4)]

    try:
        *waited, last = during(work, Classifying(embed_s=0.05))
    finally:
        registry.forget()
    assert all("nobody-has-it" in why or "longer than" in why for why in waited)
    assert "left alone" in last


def test_no_embedding_model_no_redis_no_database_and_nothing_is_raised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ModelRecord.objects.filter(task="embedding").delete()
    registry.forget()

    async def work(asked: Classifier) -> str:
        return (await asked.classify("What?")).why_not

    async def broken(read: Callable[[], Knowledge]) -> Knowledge:
        raise OSError("the database is away")

    async def slow(read: Callable[[], Knowledge]) -> Knowledge:
        return await asyncio.Event().wait()  # type: ignore[return-value]

    assert "embedding" in during(work)
    assert "could not be read" in during(work, run=broken)
    assert "still being read" in during(work, Classifying(embed_s=0.02), run=slow)
    assert "switched off" in during(work, Classifying(enabled=False))

    async def empty(asked: Classifier) -> str:
        return (await asked.classify(" \n")).why_not

    assert during(empty) == "There is no text."


def test_what_was_classified_lately_is_remembered_within_its_bound(
    calls_are_answered: list[ModelSpec], calls: Calls
) -> None:
    apply([CODE, DOCS], Order(by="user:test"))
    make_vectors(calls)

    async def work(asked: Classifier) -> tuple[bool, bool]:
        first = await asked.classify("one")
        assert first.why_not == ""
        again = await asked.classify("one")
        for text in ("two", "three"):
            await asked.classify(text)
        return again is first, (await asked.classify("one")) is first

    remembered = Classifying(embed_s=20.0, remembered=2)
    assert during(work, remembered) == (True, False)


def test_a_text_of_a_megabyte_is_classified_by_both_its_ends(
    calls_are_answered: list[ModelSpec], calls: Calls
) -> None:
    apply([CODE, DOCS], Order(by="user:test"))
    make_vectors(calls)

    async def work(asked: Classifier) -> Any:
        return await asked.classify("word " * 200_000 + "fix this")

    assert during(work).why_not == ""


def test_the_periodic_job_outlives_an_embedder_that_is_away(
    caplog: pytest.LogCaptureFixture,
) -> None:
    registry.register(
        ModelSpec("nobody-has-it", "embedding", "gguf", "nowhere.gguf", dimensions=2), default=True
    )
    services.add(CODE, by="user:test")
    try:
        jobs.vectors_of_examples()
    finally:
        registry.forget()
    assert RoutingExample.objects.get().vector is None
    assert "wait for their vectors" in caplog.text
