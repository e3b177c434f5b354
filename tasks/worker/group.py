"""Doing the same for many at once: what comes in while one group is committed forms the next."""

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

from django.db import connection

Item = TypeVar("Item")
Answer = TypeVar("Answer")

log = logging.getLogger(__name__)


class GroupClosed(Exception):  # noqa: N818 - named for what happened
    """The group takes nothing more; what was handed over was not looked at."""


class Group(Generic[Item, Answer]):
    """A thread that commits items together and answers each.

    Args:
        name: of the thread.
        commit: takes items and returns an answer for each, in order.
        most: largest group.
    """

    def __init__(
        self, name: str, commit: Callable[[Sequence[Item]], Sequence[Answer]], most: int = 256
    ) -> None:
        self._commit = commit
        self._most = most
        self._items: queue.SimpleQueue[tuple[Item, Future[Answer]] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def ask(self, item: Item) -> Answer:
        """Hand an item over and wait for its answer; raises what the commit raised.

        Raises:
            GroupClosed: the group has been closed; nobody would answer.
        """
        future: Future[Answer] = Future()
        with self._lock:
            if self._closed:
                raise GroupClosed
            self._items.put((item, future))
        return future.result()

    def close(self) -> None:
        """Commit what was handed over, then end the thread."""
        with self._lock:
            self._closed = True
            self._items.put(None)
        self._thread.join(timeout=5)

    def _run(self) -> None:
        going = True
        while going:
            first = self._items.get()
            if first is None:
                break
            group, going = self._gather([first])
            self._answer(group)
        connection.close()

    def _gather(
        self, group: list[tuple[Item, "Future[Answer]"]]
    ) -> tuple[list[tuple[Item, "Future[Answer]"]], bool]:
        """Take what else is there; the flag says whether to go on afterwards."""
        while len(group) < self._most:
            try:
                following = self._items.get_nowait()
            except queue.Empty:
                break
            if following is None:
                return group, False
            group.append(following)
        return group, True

    def _answer(self, group: Sequence[tuple[Item, "Future[Answer]"]]) -> None:
        try:
            answers = self._commit([item for item, _ in group])
        except Exception as error:
            # Whatever it was belongs to those who asked; the thread goes on for the next.
            log.warning("group failed", extra={"size": len(group), "error": repr(error)})
            connection.close()
            for _, future in group:
                future.set_exception(error)
        else:
            for (_, future), answer in zip(group, answers, strict=True):
                future.set_result(answer)
