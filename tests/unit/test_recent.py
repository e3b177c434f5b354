"""What threads read once in a while: one reading serves all who ask meanwhile."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from orchestration.recent import Recent
from tests.patience import PATIENCE_S, until

MANY = 20


class Shelf:
    """Something to read: it can be opened, and it can break."""

    def __init__(self) -> None:
        self.readings = 0
        self.opened = threading.Event()
        self.broken = False

    def read(self) -> int:
        self.readings += 1
        number = self.readings
        assert self.opened.wait(PATIENCE_S)
        if self.broken:
            raise ConnectionError
        return number


class Asking(threading.Thread):
    """Asks once, in a thread of its own."""

    def __init__(self, recent: Recent[int]) -> None:
        super().__init__()
        self._recent = recent
        self.told: int | BaseException | None = None

    def run(self) -> None:
        try:
            self.told = self._recent.get()
        except ConnectionError as error:
            self.told = error

    def waits(self) -> bool:
        """Return whether it waits to be told: reads, or hears from who reads."""
        frame = sys._current_frames().get(self.ident or 0)
        return frame is not None and frame.f_code is threading.Condition.wait.__code__


@contextmanager
def asking(recent: Recent[int], shelf: Shelf, number: int = MANY) -> Iterator[list[Asking]]:
    """Let threads ask; within, all of them wait, and afterwards all have been told."""
    threads = [Asking(recent) for _ in range(number)]
    try:
        for thread in threads:
            thread.start()
        until(lambda: all(thread.waits() for thread in threads), "for all to wait")
        yield threads
    finally:
        shelf.opened.set()
        for thread in threads:
            thread.join()


def test_all_who_ask_meanwhile_share_one_reading() -> None:
    shelf = Shelf()
    recent = Recent(shelf.read)
    with asking(recent, shelf) as threads:
        assert shelf.readings == 1
    assert [thread.told for thread in threads] == [1] * MANY
    assert recent.get() == 1


def test_they_share_its_failure_and_who_comes_later_reads_again() -> None:
    shelf = Shelf()
    recent = Recent(shelf.read)
    with asking(recent, shelf) as threads:
        shelf.broken = True
    assert {type(thread.told) for thread in threads} == {ConnectionError}
    assert shelf.readings == 1
    shelf.broken = False
    assert recent.get() == 2


def test_who_asks_after_something_changed_does_not_share_what_was_read_before() -> None:
    shelf = Shelf()
    recent = Recent(shelf.read)
    with asking(recent, shelf) as before:
        recent.forget()
        with asking(recent, shelf) as after:
            assert shelf.readings == 2
    assert {thread.told for thread in before} == {1}
    assert {thread.told for thread in after} == {2}
    assert recent.get() == 2


@pytest.mark.parametrize("broken", [False, True])
def test_what_was_forgotten_while_it_was_read_is_not_kept(broken: bool) -> None:
    shelf = Shelf()
    recent = Recent(shelf.read)
    with asking(recent, shelf, 1):
        recent.forget()
        shelf.broken = broken
    shelf.broken = False
    assert recent.get() == 2


def test_what_is_no_longer_fresh_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orchestration.recent.FRESH_S", -1.0)
    shelf = Shelf()
    shelf.opened.set()
    recent = Recent(shelf.read)
    assert [recent.get(), recent.get()] == [1, 2]
