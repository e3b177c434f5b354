"""Telling whether a process of this host still lives."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tasks.worker.identity import is_over, process_identity, resident_bytes


@pytest.fixture
def process() -> Iterator[subprocess.Popen[bytes]]:
    """A process that waits for its end."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        yield child
        child.kill()


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill it and wait until it has ended, without asking for its exit code."""
    os.kill(process.pid, signal.SIGKILL)
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)


def changed(identity: str, place: int, value: str) -> str:
    parts = identity.split("/")
    parts[place] = value
    return "/".join(parts)


def test_a_process_that_runs_is_not_over(process: subprocess.Popen[bytes]) -> None:
    identity = process_identity(process.pid)
    assert identity is not None
    assert not is_over(identity)


def test_this_very_process_is_not_over() -> None:
    assert not is_over(process_identity() or "")


def test_a_killed_process_is_over_even_before_its_parent_noticed(
    process: subprocess.Popen[bytes],
) -> None:
    identity = process_identity(process.pid) or ""
    kill(process)
    assert is_over(identity)
    process.wait()
    assert is_over(identity)
    assert process_identity(process.pid) is None


def test_another_process_with_the_same_id_does_not_stand_in_for_it() -> None:
    assert is_over(changed(process_identity() or "", 3, "1"))


def test_what_ran_before_the_machine_started_is_over() -> None:
    assert is_over(changed(process_identity() or "", 0, "00000000-0000-0000-0000-000000000000"))


def test_nothing_is_said_about_processes_in_other_containers() -> None:
    assert not is_over(changed(process_identity() or "", 1, "pid:[1]"))


@pytest.mark.parametrize("identity", ["", "host:1", "a/b/c", "a/b/c/d/e"])
def test_when_in_doubt_it_is_not_over(identity: str) -> None:
    assert not is_over(identity)


def test_memory_is_that_of_the_process_and_its_children(process: subprocess.Popen[bytes]) -> None:
    with_child = resident_bytes()
    process.kill()
    process.wait()
    assert 1_000_000 < resident_bytes() < with_child
