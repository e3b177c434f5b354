"""Committing in groups: everybody gets their own answer."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from tasks.worker.group import Group, GroupClosed
from tests.patience import PATIENCE_S, until


class Committer:
    """A commit that can be held, so that others gather behind it."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.entered = threading.Event()
        self.open = threading.Event()
        self.open.set()

    def __call__(self, items: Sequence[int]) -> list[int]:
        self.groups.append(list(items))
        self.entered.set()
        assert self.open.wait(PATIENCE_S)
        if -1 in items:
            raise ValueError("refused")
        return [item * 10 for item in items]


@contextmanager
def group_of(
    commit: Callable[[Sequence[int]], Sequence[int]], most: int = 256
) -> Iterator[Group[int, int]]:
    group = Group("test", commit, most)
    yield group
    group.close()


def test_each_caller_gets_its_own_answer() -> None:
    with group_of(Committer()) as group, ThreadPoolExecutor(8) as callers:
        assert list(callers.map(group.ask, range(100))) == [at * 10 for at in range(100)]


def test_what_comes_in_during_a_commit_forms_the_next_group_up_to_its_most() -> None:
    commit = Committer()
    with group_of(commit, most=3) as group, ThreadPoolExecutor(8) as callers:
        commit.open.clear()
        first = callers.submit(group.ask, 0)
        assert commit.entered.wait(PATIENCE_S)
        others = [callers.submit(group.ask, at) for at in range(1, 6)]
        until(lambda: group._items.qsize() == 5)
        commit.open.set()
        assert [each.result(PATIENCE_S) for each in [first, *others]] == [0, 10, 20, 30, 40, 50]
    assert [len(each) for each in commit.groups] == [1, 3, 2]


def test_an_error_reaches_those_who_asked_and_nobody_after_them() -> None:
    with group_of(Committer()) as group:
        with pytest.raises(ValueError, match="refused"):
            group.ask(-1)
        assert group.ask(1) == 10


def test_closing_commits_what_was_handed_over_first() -> None:
    commit = Committer()
    commit.open.clear()
    group = Group("test", commit)
    with ThreadPoolExecutor(2) as callers:
        first = callers.submit(group.ask, 1)
        assert commit.entered.wait(PATIENCE_S)
        second = callers.submit(group.ask, 2)
        until(lambda: group._items.qsize() == 1)
        commit.open.set()
        group.close()
        assert [first.result(PATIENCE_S), second.result(PATIENCE_S)] == [10, 20]


def test_who_comes_after_the_end_is_told_so_and_does_not_wait() -> None:
    group = Group("test", Committer())
    group.close()
    with pytest.raises(GroupClosed):
        group.ask(1)
