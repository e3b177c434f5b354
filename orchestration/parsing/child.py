"""The limited process in which one file is read: `python -m orchestration.parsing.child LIMITS`.

It is started by `parser` only, for each file anew: whatever a file does to it, no other meets.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

from orchestration.limited.serving import Reply, end_with_caller, serve
from orchestration.parsing import wire
from orchestration.parsing.document import Parsed
from orchestration.parsing.errors import UnreadableDocument
from orchestration.parsing.limits import Limits
from orchestration.parsing.reading import read
from orchestration.parsing.sealing import seal

_LONGEST_REASON: Final = 200
Write: TypeAlias = Callable[[Parsed, Path], None]
"""Writes what is made of a document into a file."""


def answer(line: bytes, limits: Limits, write: Write) -> Reply:
    """Return the reply to one request, with the keys `path`, `written`, `name`, `media_type`.

    The document is at `written` afterwards, unless the reply says why not: `refused` with the
    error's slug, detail and mend, `missing` with a library that is not installed, `broken` with
    what a reader failed of, or `exceeded`.
    It has `peak_kib`, the most memory that this process had.
    """
    request = json.loads(line)
    written = Path(request["written"])
    seal(written, limits.answer_bytes)
    reply: Reply = {}
    try:
        parsed = read(Path(request["path"]), request["name"], request["media_type"], limits)
        write(parsed, written)
    except UnreadableDocument as error:
        reply["refused"] = [error.slug, error.detail, error.mend]
    except ImportError as error:
        reply["missing"] = str(error)
    except MemoryError:
        reply["exceeded"] = "memory"
    except Exception as error:  # strangers' files find the faults of libraries
        reply["broken"] = f"{type(error).__name__}: {error}"[:_LONGEST_REASON]
    return reply | {"peak_kib": _peak_kib()}


def _peak_kib() -> int:
    """Return what this program had; `getrusage` counts what its parent had before it, too."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def read_one(limits: Limits, write: Write) -> None:
    """Read the file that is asked for, and end."""
    end_with_caller()
    serve(
        lambda line: answer(line, limits, write),
        cpu_s=limits.cpu_s,
        memory_bytes=limits.memory_bytes,
    )


def main() -> None:
    """Write the document itself."""
    read_one(Limits(**json.loads(sys.argv[1])), wire.write)


if __name__ == "__main__":
    main()
