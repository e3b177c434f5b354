"""Writing token streams: which attempts go on with what, and what happens without Redis."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from signal import SIGCONT, SIGSTOP
from typing import Any

import pytest
import redis

from deploy.local.processes import wait_until
from deploy.local.redis import EmbeddedRedis
from orchestration.execution import RunInput
from orchestration.ids import uuid7
from orchestration.inference.ports import Delta
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.spec import ModelSpec
from orchestration.sections.serving import Streams
from tasks.models import Attempt, Task
from tasks.tokens import Entry, Place, add_up, stream_key
from tasks.transitions import Claim
from tasks.worker.inputs import goes_on_after, source_of
from tasks.worker.tokens import AttemptTokens, TokenWriter
from tests.factories import make_task
from tests.patience import PATIENCE_S

Outcome = Attempt.Outcome


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedRedis]:
    """A Redis that a test may break."""
    with EmbeddedRedis(tmp_path / "redis") as made:
        yield made


@pytest.fixture
def writer(server: EmbeddedRedis) -> Iterator[TokenWriter]:
    made = TokenWriter(server.url, Streams(write_s=0.005))
    yield made
    made.close()


def say(stream: AttemptTokens, start: int, text: str) -> None:
    """Draw a token for each character."""
    stream.add(Delta(0, start, tuple(map(ord, text)), text))


def entries(server: EmbeddedRedis, stream: AttemptTokens) -> list[Entry]:
    with redis.Redis.from_url(server.url) as client:
        found: Any = client.xrange(stream.key)
        return [Entry.read(place, fields) for place, fields in found]


def has(server: EmbeddedRedis, stream: AttemptTokens, text: str) -> bool:
    """Return whether a stream comes to have a text."""

    def so() -> bool:
        said = add_up(entries(server, stream)).get(0)
        return said is not None and "".join(said.texts) == text

    return wait_until(so, PATIENCE_S)


def written(stream: AttemptTokens) -> bool:
    return wait_until(lambda: not stream.draft.wants, PATIENCE_S)


def test_an_attempt_goes_on_without_redis_and_writes_all_of_it_when_it_is_back(
    server: EmbeddedRedis, writer: TokenWriter
) -> None:
    stream = writer.open(uuid7(), 1)
    say(stream, 0, "Once ")
    assert has(server, stream, "Once ")
    server.stop()
    say(stream, 5, "upon ")
    say(stream, 10, "a ")
    server.start()
    say(stream, 12, "time")
    assert has(server, stream, "Once upon a time")
    first, *_ = entries(server, stream)
    assert first.begins


def test_what_a_silent_redis_took_without_saying_so_is_not_written_twice(
    server: EmbeddedRedis, writer: TokenWriter
) -> None:
    """The frozen server reads what was sent when it wakes up, long after the writer gave up."""
    stream = writer.open(uuid7(), 1)
    say(stream, 0, "Once ")
    assert written(stream)
    os.kill(server.pid, SIGSTOP)
    say(stream, 5, "upon ")
    failures = wait_until(lambda: stream.draft.tries > 3, PATIENCE_S)
    os.kill(server.pid, SIGCONT)
    assert failures
    say(stream, 10, "a time")
    assert has(server, stream, "Once upon a time")
    assert sum(entry.begins for entry in entries(server, stream)) == 1


def test_a_worker_that_ends_without_redis_does_not_wait_for_it(
    server: EmbeddedRedis, writer: TokenWriter
) -> None:
    stream = writer.open(uuid7(), 1)
    server.stop()
    say(stream, 0, "Once ")
    stream.close("succeeded")
    began = time.monotonic()
    writer.close()
    assert time.monotonic() - began < 2


def test_begun_answers_are_found_only_where_redis_has_them(
    server: EmbeddedRedis, writer: TokenWriter
) -> None:
    task = uuid7()
    first = writer.open(task, 1)
    say(first, 0, "Once")
    assert written(first)
    assert writer.open(task, 3).begun() == ()
    assert writer.open(task, 3, after=1).begun() == ()
    assert writer.open(task, 5, after=0).begun() == (tuple(map(ord, "Once")),)
    assert writer.open(task, 4, after=0).begun() == ()
    assert writer.open(uuid7(), 5, after=0).begun() == ()
    server.stop()
    assert writer.open(task, 7, after=0).begun() == ()


def test_a_successor_that_asks_again_because_the_answer_was_lost_still_goes_on(
    server: EmbeddedRedis, writer: TokenWriter
) -> None:
    task = uuid7()
    first = writer.open(task, 1)
    say(first, 0, "Once")
    assert written(first)
    assert writer.open(task, 3, after=0).begun() == (tuple(map(ord, "Once")),)
    second = writer.open(task, 3, after=0)
    assert second.begun() == (tuple(map(ord, "Once")),)
    say(second, 4, " upon")
    assert has(server, second, "Once upon")
    assert writer.open(task, 3, after=0).begun() == (), "it has written since"


def test_what_another_models_file_has_begun_is_not_gone_on_with(
    server: EmbeddedRedis, writer: TokenWriter
) -> None:
    task = uuid7()
    first = writer.open(task, 1, source="old file")
    say(first, 0, "Once")
    assert written(first)
    second = writer.open(task, 3, after=0, source="new file")
    assert second.begun() == ()
    say(second, 0, "Twice")
    assert has(server, second, "Twice")
    third = writer.open(task, 5, after=0, source="new file")
    assert third.begun() == (tuple(map(ord, "Twice")),)


def test_an_attempt_that_begins_anew_voids_what_others_have_begun(
    server: EmbeddedRedis, writer: TokenWriter
) -> None:
    task = uuid7()
    first = writer.open(task, 1)
    say(first, 0, "nonsense")
    assert written(first)
    second = writer.open(task, 3)
    say(second, 0, "sense")
    assert has(server, second, "sense")
    assert [entry.place for entry in entries(server, second)] == [Place(3, 1)]
    say(first, 8, " of it")
    assert written(first)
    assert has(server, second, "sense")


def test_other_things_under_the_key_fail_nobody(server: EmbeddedRedis, writer: TokenWriter) -> None:
    task = uuid7()
    with redis.Redis.from_url(server.url) as client:
        client.set(stream_key(task), "something else")
        stream = writer.open(task, 3, after=0)
        assert stream.begun() == ()
        say(stream, 0, "Once")
        client.delete(stream_key(task))
    assert has(server, stream, "Once")


# --- Which attempts go on ------------------------------------------------------------------


def claim_of(task: Task, epoch: int, kind: str = "chat", **values: Any) -> Claim:
    return Claim(
        task.pk, epoch, task.tenant_id, None, kind, values, "", 1, 0, 3, 0, None, None, 60.0,
        resumed=False,
    )  # fmt: skip


def run_input_of(model: ModelSpec | None) -> RunInput:
    task_id, tenant_id = uuid7(), uuid7()
    return RunInput(task_id, 1, tenant_id, "chat", {}, model, 1, 1, 3, None, None)


def after(*outcomes: Outcome) -> int | None:
    """Return what the next attempt may go on with; attempts have odd epochs."""
    task = make_task()
    for number, outcome in enumerate(outcomes):
        Attempt.objects.create(
            task=task, epoch=2 * number + 1, number=1, worker_id=uuid7(), outcome=outcome
        )
    return goes_on_after(claim_of(task, 2 * len(outcomes) + 1))


@pytest.mark.django_db
def test_what_an_attempt_that_died_has_begun_is_gone_on_with() -> None:
    for outcome in (Outcome.LOST, Outcome.POSTPONED, Outcome.RETURNED, Outcome.CRASHED):
        assert after(outcome) == 0


@pytest.mark.django_db
def test_what_an_attempt_that_failed_has_begun_is_not() -> None:
    assert after(Outcome.FAILED) == 1
    assert after(Outcome.TIMED_OUT) == 1
    assert after(Outcome.LOST, Outcome.FAILED, Outcome.LOST) == 3


def test_a_models_file_is_another_when_it_was_replaced() -> None:
    def source(model: ModelSpec | None) -> str:
        return source_of(run_input_of(model))

    replaced = replace(TINY_RANDOM, checksum="0" * 64)
    assert source(TINY_RANDOM) == source(replace(TINY_RANDOM, description="the same"))
    assert source(TINY_RANDOM) != source(replaced)
    assert source(None) == source_of(None) == ""


@pytest.mark.django_db
def test_first_attempts_and_kinds_without_text_have_nothing_to_go_on_with() -> None:
    assert after() is None
    assert goes_on_after(claim_of(make_task(), 5, kind="echo")) is None


@pytest.mark.django_db
def test_text_from_sources_is_gone_on_with_where_they_are_not_looked_up_again() -> None:
    task = make_task()
    assert goes_on_after(claim_of(task, 5, "rag", retrieval={"users": ["ann"]})) is None
    assert goes_on_after(claim_of(task, 5, "rag", grounded={"sources": []})) == 0
