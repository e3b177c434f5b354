"""Freed memory goes back to the system. In processes of their own: options hold for all of one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import ctypes, sys
from orchestration.inference.memory.allocator import give_back, return_large_blocks

library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
MIB = 1 << 20


def take(size):
    block = ctypes.c_void_p(library.malloc(ctypes.c_size_t(size)))
    ctypes.memset(block, 1, size)
    return block


def resident():
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon"))


if sys.argv[1] == "at once":
    return_large_blocks()
library.free(take(24 * MIB))  # from which glibc learns to keep blocks of this size
before = resident()
block = take(16 * MIB)
grown = resident() - before
library.free(block)
if sys.argv[1] == "asked":
    give_back()
print(grown // MIB, (resident() - before) // MIB)
"""


def sizes(way: str) -> tuple[int, int]:
    """Return by how many MiB a process grows with a block, and what is left of that after it."""
    command = [sys.executable, "-c", PROGRAM, way]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    grown, left = map(int, done.stdout.split())
    return grown, left


@pytest.mark.parametrize("way", ["at once", "asked"])
def test_freed_blocks_go_back_to_the_system(way: str) -> None:
    grown, left = sizes(way)
    assert grown >= 15
    assert left <= 1


def test_without_that_they_stay_for_later() -> None:
    grown, left = sizes("neither")
    assert grown >= 15
    assert left >= 15
