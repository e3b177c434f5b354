"""What an evicted model leaves behind: nothing. llama.cpp is in processes of its own here."""

from __future__ import annotations

import subprocess
import sys

import pytest

from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.places import SHIPPED_MODELS

MODEL = str(SHIPPED_MODELS / TINY_RANDOM.location)
MIB = 1024**2


def said_by(program: str) -> list[int]:
    """Run a program with the shipped model's path; return the numbers that it prints."""
    command = [sys.executable, "-c", program, MODEL]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return [int(word) for word in done.stdout.split()]


KEPT = """
import sys
from orchestration.inference.batching.batcher import Batcher
from orchestration.inference.batching.native import Blob, Native, Shape
from orchestration.inference.memory.allocator import give_back, return_large_blocks
from orchestration.inference.memory.meters import HostMeter

return_large_blocks()
meter = HostMeter()
native = Native(sys.argv[1], Shape(slots=1, context=256, threads=1))
batcher = Batcher(native, lambda _: False, kept=64 * 2**20)
empty = meter.read().own
copy = bytearray(b"read") * (12 * 2**20)
batcher._prefixes.keep(range(64), Blob(id(native), 64, 64, copy, None))
del copy
grown = meter.read().own - empty
batcher.close()
give_back()
print(grown, meter.read().own - empty)
"""


@pytest.mark.native
def test_what_a_closed_model_had_kept_of_prompts_makes_room_for_the_next_one_at_once() -> None:
    """Whoever closes it still holds it, and loads the next one meanwhile."""
    grown, left = said_by(KEPT)
    assert grown > 40 * MIB
    assert left < 0
