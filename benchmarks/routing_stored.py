"""Classification by the stored examples, over a real worker: the last part of `bench-routing`.

A stack of its own is seeded, a worker makes the examples' vectors and then one for each labelled
query, as it would for requests: one after the other, and each text once, so that nothing is
remembered.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from benchmarks.stack import Stack, wait_until

PATIENT_S = 120.0


def measured(show: Callable[[list[str], list[list[str]]], None]) -> dict[str, Any]:
    """Print confusion tables and return accuracies and times."""
    with Stack() as stack:
        _ready(stack)
        # Django's settings stand only now.
        from benchmarks.routing import QUERIES
        from orchestration.classifying.measuring import Measured, measure
        from orchestration.classifying.reading import read_files
        from orchestration.sections.outside import Classifying

        labelled = read_files([QUERIES])
        found: Measured = asyncio.run(_classifying(measure, labelled, Classifying(embed_s=5.0)))
    facts: dict[str, Any] = {}
    for dimension in found.pairs:
        head, *rows = found.confusion(dimension)
        show([f"stored examples, {head[0]}", *head[1:]], rows)
        facts[f"stored_{dimension}_accuracy"] = round(found.accuracy(dimension), 3)
        facts[f"stored_{dimension}_accuracy_when_sure"] = round(
            found.accuracy(dimension, sure=True), 3
        )
        facts[f"stored_{dimension}_sure"] = round(found.sureness(dimension), 3)
    facts["unclassified"] = found.unknown.total()
    facts["classify_over_worker_p50_ms"] = round(found.percentile_ms(0.5), 2)
    facts["classify_over_worker_p95_ms"] = round(found.percentile_ms(0.95), 2)
    return facts


def _ready(stack: Stack) -> None:
    """Seed, start a worker and have it make all vectors."""
    from django.core.management import call_command

    from orchestration.classifying.selectors import count_missing, current_embedder_name
    from orchestration.classifying.vectors import make_vectors
    from orchestration.ephemeral.calls import Calls
    from orchestration.ephemeral.errors import NobodyServes
    from orchestration.ephemeral.talk import Bounds

    call_command("seed", verbosity=0)
    stack.start("worker", "--device", "cpu", "--name", "cpu-0")
    calls = Calls(stack.redis.url, Bounds(timeout_s=PATIENT_S))

    def made() -> bool:
        try:
            make_vectors(calls)
        except NobodyServes:
            return False
        return count_missing(current_embedder_name()) == 0

    wait_until(made, seconds=PATIENT_S, what="the vectors of the examples")
    calls.close()


async def _classifying(measure: Any, labelled: Any, settings: Any) -> Any:
    from django.conf import settings as django_settings
    from django.db import connection

    from orchestration.classifying.classifier import Classifier
    from orchestration.ephemeral.aio import AsyncCalls

    async def run(read: Callable[[], Any]) -> Any:
        def closing() -> Any:
            try:
                return read()
            finally:
                connection.close()

        return await asyncio.to_thread(closing)

    calls = AsyncCalls(str(django_settings.SWITCHYARD.redis_url))
    classifier = Classifier(calls, settings, run)
    try:
        await classifier.classify("warm up")
        return await measure(classifier, labelled)
    finally:
        await classifier.close()
        await calls.close()
