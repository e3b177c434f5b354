"""The limited process's side: reads one line of JSON after the other and answers each.

It limits its own address space, and its processor time anew for each line; what exceeds them ends
this process and nothing else.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

CPU_S = 4
MEMORY_BYTES = 512 * 2**20
_PR_SET_PDEATHSIG = 1
Reply: TypeAlias = dict[str, Any]


def serve(
    answer: Callable[[bytes], Reply],
    prepare: Callable[[], None] = lambda: None,
    *,
    cpu_s: int = CPU_S,
    memory_bytes: int = MEMORY_BYTES,
) -> None:
    """Answer what comes on standard input until there is no more.

    What native code prints must not mix with the replies.

    Args:
        answer: Returns the reply to a line.
        prepare: Loads what takes memory and time before the limits count.
        cpu_s: Processor time of one answer, in seconds.
        memory_bytes: Address space beside what is taken at the start.
    """
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        prepare()
    except (ImportError, OSError, RuntimeError) as error:
        _send(replies, {"failed": str(error)})
        return
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, _address_space() + memory_bytes)
    _serve(answer, sys.stdin.buffer, replies, cpu_s)


def end_with_caller() -> None:
    """Have Linux kill this process as soon as the thread that started it ends.

    For processes that work longer than anybody should go on for nobody, and whose caller waits for
    them in one thread. Without it a process ends when it next wants to read.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _serve(
    answer: Callable[[bytes], Reply], requests: BinaryIO, replies: BinaryIO, cpu_s: int
) -> None:
    _send(replies, {"ready": True})
    for line in requests:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + cpu_s)
        try:
            reply = answer(line)
        except (MemoryError, RecursionError):
            reply = {"exceeded": "memory"}
        _send(replies, reply)


def _limit(what: int, amount: int) -> None:
    _, hard = resource.getrlimit(what)
    allowed = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    resource.setrlimit(what, (allowed, hard))


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def _send(replies: BinaryIO, reply: Reply) -> None:
    replies.write(json.dumps(reply).encode() + b"\n")
    replies.flush()
