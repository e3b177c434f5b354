"""Sending dispatched tasks to Celery, in a thread of its own: a dead Redis blocks for seconds, and
the leader must not. What could not be sent goes back to the line at once."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol
from uuid import UUID

from celery import Celery
from kombu import Producer
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from tasks.queues import (
    CELERY_PRIORITY,
    RUN_JOB,
    WORKER_QUEUES,
    broker_queue,
    incarnation_of,
)

log = logging.getLogger(__name__)

_REST_S: Final = 1.0
_MOST_WAITING: Final = 16


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message to be sent: ids only."""

    task_id: UUID
    epoch: int
    worker_id: UUID
    priority: int


class Sender(Protocol):
    """Sends messages to workers' queues."""

    def send(self, parcels: Sequence[Parcel]) -> bool:
        """Send parcels in order; return False when the broker failed and some may not be sent."""

    def forget_all_but(self, live: Collection[UUID]) -> int:
        """Delete what is left of the queues of other incarnations; return how many keys."""


class CelerySender:
    """Sends through Celery's own producer. Left to itself, that one would try for seconds to reach
    a broker that is away, while what it was given grows stale; here one try must do.

    Args:
        app: the Celery app.
    """

    def __init__(self, app: Celery) -> None:
        self._app = app

    def send(self, parcels: Sequence[Parcel]) -> bool:
        """Send parcels over one connection in one go; see `Sender`."""
        try:
            with self._app.producer_or_acquire() as producer:
                producer.connection.ensure_connection(max_retries=0)
                with producer.batch():
                    for parcel in parcels:
                        self._publish(producer, parcel)
        except (KombuError, RedisError, OSError) as error:
            log.warning("broker is away", extra={"error": str(error), "unsent": len(parcels)})
            return False
        return True

    def forget_all_but(self, live: Collection[UUID]) -> int:
        """Delete the queues of other incarnations; see `Sender`."""
        with self._app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=0)
            channel: Any = broker.default_channel  # Redis's own, which has its client
            client = channel.client
            dead = [
                key
                for key in client.scan_iter(match=f"{WORKER_QUEUES}*", count=1000)
                if incarnation_of(key.decode()) not in live
            ]
            return int(client.delete(*dead)) if dead else 0

    def _publish(self, producer: Producer, parcel: Parcel) -> None:
        """Put a job's message straight into the incarnation's queue. `send_task` would look up and
        declare a queue for each incarnation and take twice the time."""
        arguments = {"task_id": str(parcel.task_id), "epoch": parcel.epoch}
        message = self._app.amqp.as_task_v2(
            f"{parcel.task_id}.{parcel.epoch}", RUN_JOB, (), arguments, ignore_result=True
        )
        producer.publish(
            message.body,
            exchange="",
            routing_key=broker_queue(parcel.worker_id),
            headers=message.headers,
            serializer="json",
            priority=CELERY_PRIORITY[parcel.priority],
            retry=False,
            **message.properties,
        )


class Publisher:
    """The thread that sends.

    Args:
        sender: how messages leave.
        returned: called with parcels that may not have been sent; those that were after all meet a
            higher epoch and do nothing.
    """

    def __init__(self, sender: Sender, returned: Callable[[Sequence[Parcel]], None]) -> None:
        self._sender = sender
        self._returned = returned
        self._parcels: queue.SimpleQueue[Sequence[Parcel] | None] = queue.SimpleQueue()
        self._resting_until = 0.0
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)
        self._thread.start()

    @property
    def is_up(self) -> bool:
        """Whether the last sending worked, or enough time has passed to try again, and sending
        keeps up: what waits here while the broker hangs comes back before it was ever sent."""
        return time.monotonic() >= self._resting_until and self._parcels.qsize() < _MOST_WAITING

    def publish(self, parcels: Sequence[Parcel]) -> None:
        """Hand parcels over; returns at once."""
        self._parcels.put(parcels)

    def close(self) -> None:
        """Send what was handed over, then end the thread."""
        self._parcels.put(None)
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while (parcels := self._parcels.get()) is not None:
            try:
                self._send(parcels)
            except Exception:
                # Without this thread nothing is dispatched any more; what was not sent comes back
                # by the sweeper.
                log.exception("publishing failed, going on")
                self._resting_until = time.monotonic() + _REST_S

    def _send(self, parcels: Sequence[Parcel]) -> None:
        if not self._sender.send(parcels):
            self._resting_until = time.monotonic() + _REST_S
            self._returned(parcels)
