"""Token streams when attempts die, engines begin anew and Redis forgets; at a real gateway."""

import os

import pytest
import redis

from deploy.local.ports import LOOPBACK, free_port
from deploy.local.processes import wait_until
from orchestration.ids import uuid7
from orchestration.inference.ports import Delta
from orchestration.sections.serving import Streams
from tasks.lifecycle import State
from tasks.models import Worker
from tasks.tokens import stream_key
from tasks.worker.tokens import TokenWriter
from tests.gateways import PATIENCE_S, GatewayProcess, end_task, running, stream
from tests.readers import AT_ONCE, Attempt, Reader, path_of, read, succeed

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_successor_goes_on_and_readers_see_every_token_once(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    first, reader = Attempt(writer, task, epoch=1), Reader()
    first.say("Once ")
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        reader.has(frames, "Once ")
        first.say("upon ")
        second = Attempt(writer, task, epoch=3, after=0)
        assert second.begun == "Once upon "
        first.say("(a zombie) ")
        second.say("a ")
        third = Attempt(writer, task, epoch=5, after=0)
        second.say("(another) ")
        third.say("time")
        reader.has(frames, "Once upon a time")
        succeed(task, worker, "Once upon a time")
        reader.all(frames)
    assert (reader.text, reader.restarts) == ("Once upon a time", 0)


def test_a_zombie_cannot_write_over_its_successor_even_when_redis_was_wiped(
    worker: Worker, writer: TokenWriter, store: redis.Redis
) -> None:
    task, _ = running(worker)
    first = Attempt(writer, task, epoch=1)
    first.say("Once ")
    second = Attempt(writer, task, epoch=3, after=0)
    second.say("upon ")
    store.flushall()
    second.say("a ")
    first.say("(a zombie) ")
    assert Attempt(writer, task, epoch=5, after=0).begun == "Once upon a "


def test_an_attempt_after_a_failure_begins_anew(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    reader = Reader()
    Attempt(writer, task, epoch=1).say("nonsense")
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        reader.has(frames, "nonsense")
        again = Attempt(writer, task, epoch=3)
        assert again.begun == ""
        again.say("sense")
        reader.has(frames, "sense")
    assert reader.restarts == 1


def test_readers_begin_anew_when_the_engine_does(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    reader = Reader()
    first = Attempt(writer, task, epoch=1)
    first.say("Once")
    first.say("Twice", choice=1)
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        reader.until(frames, lambda: len(reader.texts) == 2)
        second = Attempt(writer, task, epoch=3, after=0)
        second.say("Never", start=0)
        reader.has(frames, "Never")
        assert reader.texts == {0: "Never", 1: "Twice"}
        second.say(" ever")
        reader.has(frames, "Never ever")
    assert reader.restarts == 1


def test_readers_are_told_when_redis_lost_a_stream_and_get_all_of_it_again(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter, store: redis.Redis
) -> None:
    task, token = running(worker)
    attempt, reader, late = Attempt(writer, task), Reader(), Reader()
    attempt.say("Once ")
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        reader.has(frames, "Once ")
        store.flushall()
        with gateway.client(token) as other, stream(other, path_of(task)) as more:
            late.until(more, lambda: next(more).type == "")
            attempt.say("upon ")
            late.has(more, "Once upon ")
        reader.until(frames, lambda: reader.text == "Once upon ")
        assert reader.restarts == 1
        succeed(task, worker, "Once upon a time")
        reader.all(frames)
    assert (reader.text, reader.restarts, late.restarts) == ("Once upon a time", 1, 0)


def test_a_successor_that_finds_nothing_begins_anew_and_readers_are_told(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter, store: redis.Redis
) -> None:
    task, token = running(worker)
    reader = Reader()
    Attempt(writer, task, epoch=1).say("Once ")
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        reader.has(frames, "Once ")
        store.flushall()
        second = Attempt(writer, task, epoch=3, after=0)
        assert second.begun == ""
        second.say("Twice ")
        reader.has(frames, "Twice ")
    assert reader.restarts == 1


def test_who_comes_back_after_a_loss_begins_anew(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter, store: redis.Redis
) -> None:
    task, token = running(worker)
    attempt = Attempt(writer, task)
    attempt.say("Once ")
    store.flushall()
    attempt.say("upon ")
    succeed(task, worker, "Once upon a time")
    store.delete(stream_key(task.pk))
    reader = read(gateway, token, task, "1-1")
    assert (reader.text, reader.restarts, reader.ended) == ("Once upon a time", 1, "succeeded")


def test_who_comes_back_when_redis_lost_the_last_words_gets_nothing_twice(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter, store: redis.Redis
) -> None:
    """A replica took over that had not got everything, or an old copy was read from disk."""
    task, token = running(worker)
    attempt, reader = Attempt(writer, task), Reader()
    attempt.say("Once ")
    attempt.say("upon ")
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        reader.has(frames, "Once upon ")
    store.xdel(stream_key(task.pk), "1-2")
    succeed(task, worker, "Once upon a time")
    with (
        gateway.client(token) as client,
        stream(client, path_of(task), headers=reader.behind) as frames,
    ):
        reader.all(frames)
    assert (reader.text, reader.restarts, reader.ended) == ("Once upon a time", 1, "succeeded")


def test_who_reads_along_is_told_when_redis_and_worker_come_back_with_less(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter, store: redis.Redis
) -> None:
    task, token = running(worker)
    attempt, reader = Attempt(writer, task), Reader()
    attempt.say("Once ")
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        attempt.say("upon ")
        reader.has(frames, "Once upon ")
        store.xdel(stream_key(task.pk), "1-2")
        second = Attempt(writer, task, epoch=3, after=0)
        assert second.begun == "Once "
        second.say("more ")
        reader.has(frames, "Once more ")
        second.say("again")
        reader.has(frames, "Once more again")
    assert reader.restarts == 1


def test_who_is_cut_off_when_it_has_dropped_everything_is_not_told_again(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter, store: redis.Redis
) -> None:
    task, token = running(worker)
    attempt, reader = Attempt(writer, task), Reader()
    attempt.say("Once ")
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        reader.has(frames, "Once ")
        store.flushall()
        attempt.say("upon ")
        reader.until(frames, lambda: reader.restarts == 1)
    with (
        gateway.client(token) as client,
        stream(client, path_of(task), headers=reader.behind) as frames,
    ):
        reader.has(frames, "Once upon ")
    assert reader.restarts == 1


def test_who_sends_a_place_that_never_was_begins_anew(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    attempt = Attempt(writer, task)
    attempt.say("Once ")
    path = f"{path_of(task)}?after=9-9"
    reader = Reader()
    with gateway.client(token) as client, stream(client, path) as frames:
        reader.has(frames, "Once ")
        attempt.say("upon")
        reader.has(frames, "Once upon")
    assert reader.restarts == 1


def test_what_others_write_under_a_key_stops_nobody_elses_stream(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter, store: redis.Redis
) -> None:
    task, token = running(worker)
    attempt, reader = Attempt(writer, task), Reader()
    odd, other = running(worker)
    Attempt(writer, odd).say("Odd")
    with (
        gateway.client(token) as client,
        gateway.client(other) as others,
        stream(client, path_of(task)) as frames,
        stream(others, path_of(odd)) as more,
    ):
        Reader().has(more, "Odd")
        store.xadd(stream_key(odd.pk), {b"d": b"[[0,3,[],5]]"}, id="1-2")
        attempt.say("Once ")
        reader.has(frames, "Once ")
        attempt.say("upon")
        reader.has(frames, "Once upon")


def test_a_text_that_was_stored_otherwise_is_sent_again(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    reader = Reader()
    Attempt(writer, task).say("Once ")
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        reader.has(frames, "Once ")
        succeed(task, worker, "Twice")
        reader.all(frames)
    assert (reader.text, reader.restarts) == ("Twice", 1)


def test_a_task_that_fails_keeps_what_was_told(
    gateway: GatewayProcess, worker: Worker, writer: TokenWriter
) -> None:
    task, token = running(worker)
    attempt, reader = Attempt(writer, task), Reader()
    attempt.say("Once ")
    with gateway.client(token) as client, stream(client, path_of(task)) as frames:
        reader.has(frames, "Once ")
        end_task(task.pk, worker=worker, to=State.FAILED)
        attempt.stream.close("failed")
        reader.all(frames)
    assert (reader.text, reader.ended, reader.restarts) == ("Once ", "failed", 0)


def test_without_redis_readers_get_the_text_at_the_end(worker: Worker) -> None:
    task, token = running(worker)
    nowhere = {"REDIS_URL": f"redis://{LOOPBACK}:{free_port()}"}
    reader = Reader()
    with (
        GatewayProcess(nowhere) as gateway,
        gateway.client(token) as client,
        stream(client, path_of(task)) as frames,
    ):
        reader.until(frames, lambda: reader.states == ["running"])
        succeed(task, worker, "Once upon a time")
        reader.all(frames)
    assert (reader.text, reader.restarts, reader.ended) == ("Once upon a time", 0, "succeeded")


def test_a_stream_in_redis_ends_soon_after_its_task(
    worker: Worker, writer: TokenWriter, store: redis.Redis
) -> None:
    task, _ = running(worker)
    attempt = Attempt(writer, task)
    attempt.say("Once ")
    assert AT_ONCE.ended_s < store.pttl(stream_key(task.pk)) / 1000 <= AT_ONCE.keep_s
    attempt.stream.close("succeeded")
    assert wait_until(
        lambda: 0 < store.pttl(stream_key(task.pk)) / 1000 <= AT_ONCE.ended_s, PATIENCE_S
    )


def test_a_short_answer_leaves_nothing_in_redis(writer: TokenWriter, store: redis.Redis) -> None:
    slow = TokenWriter(os.environ["REDIS_URL"], Streams(write_s=0.1))
    short = slow.open(uuid7(), 1)
    short.add(Delta(0, 0, (1, 2), "Hi"))
    short.close("succeeded")
    slow.close()
    assert store.keys("switchyard:tokens:*") == []
