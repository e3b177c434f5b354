"""The way to a file's text: a limited process reads it, and nothing of it runs in the caller's."""

from __future__ import annotations

import json
import logging
import os
import signal
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from orchestration.errors import EngineLost, EngineUnavailable
from orchestration.limited.process import LimitedProcess
from orchestration.parsing import wire
from orchestration.parsing.document import Parsed
from orchestration.parsing.errors import (
    REASONS,
    DamagedDocument,
    DocumentTooLarge,
    ReaderUnavailable,
    ReadingTookTooLong,
    UnreadableDocument,
)
from orchestration.parsing.limits import Limits

_MODULE: Final = "orchestration.parsing.child"
# No secret is where a stranger's file is read.
_ENVIRONMENT: Final = ("PATH", "HOME", "LANG", "LC_ALL", "PYTHONPATH", "LD_LIBRARY_PATH")
_SPLIT: Final = "Split the document, or send its text."
_MEND: Final = "Open it in the program that made it, save it anew, and send that."
log = logging.getLogger(__name__)
T = TypeVar("T")
STANDARD: Final = Limits()


@dataclass(frozen=True, slots=True)
class Program(Generic[T]):
    """A program that reads one file in a limited process (see `child.read_one`).

    Attributes:
        module: As `python -m` takes it; it is started with the limits and the arguments.
        taken: Returns what it wrote. Raises OSError or ValueError where that makes no sense.
        arguments: More that it is started with.
    """

    module: str
    taken: Callable[[Path], T]
    arguments: tuple[str, ...] = ()


PARSING: Final = Program(_MODULE, wire.read)


def parse(
    path: Path, *, name: str, media_type: str | None = None, limits: Limits = STANDARD
) -> Parsed:
    """Return the document in a file; see `read_apart`."""
    return read_apart(PARSING, path, name=name, media_type=media_type, limits=limits)


def read_apart(
    program: Program[T],
    path: Path,
    *,
    name: str,
    media_type: str | None = None,
    limits: Limits = STANDARD,
    look: Callable[[], object] = lambda: None,
) -> T:
    """Return what a program makes of a file; for any thread, and for many at once.

    It takes a new process, about a tenth of a second, and up to `limits`. Callers of an event loop
    go through a thread (`asyncio.to_thread`).

    Args:
        program: Which one.
        path: Where the file is; it is read, and nothing else.
        name: What it was called where it came from: its extension is looked at, never opened.
        media_type: What it was declared to be.
        limits: What it may take, and come to.
        look: Called twice a second meanwhile; what it raises ends the process at once.

    Raises:
        UnreadableDocument: It cannot be read; which of its kinds says why, and what to send.
        ReaderUnavailable: The process does not start, was killed, or had no time to answer.
        OSError: There is no such file.
    """
    size = path.stat().st_size
    if size > limits.file_bytes:
        mib = limits.file_bytes / 2**20
        raise DocumentTooLarge(f"The file is larger than {mib:,.0f} MiB.", _SPLIT)
    with tempfile.TemporaryDirectory(prefix="switchyard-reading-") as folder:
        written = Path(folder) / "document"
        request = {
            "path": str(path.absolute()),
            "written": str(written),
            "name": name,
            "media_type": media_type,
        }
        reply = _asked(program, request, limits, look)
        _judge(reply, limits)
        log.debug("read %d bytes with %s KiB of memory", size, reply.get("peak_kib"))
        return _taken(program, written)


def _asked(
    program: Program[Any], request: dict[str, Any], limits: Limits, look: Callable[[], object]
) -> dict[str, Any]:
    process = LimitedProcess(
        program.module,
        "documents",
        (json.dumps(asdict(limits)), *program.arguments),
        environment={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        answer_s=limits.answer_s,
        look=look,
    )
    try:
        return process.ask(json.dumps(request).encode())
    except (EngineLost, EngineUnavailable) as error:
        raise ReaderUnavailable(error.detail, mend=error.mend) from error
    finally:
        process.close()


def _judge(reply: Mapping[str, Any], limits: Limits) -> None:
    if "refused" in reply:
        slug, detail, mend = reply["refused"]
        raise REASONS.get(slug, UnreadableDocument)(detail, mend)
    if "broken" in reply:
        log.warning("a document broke its reader: %s", reply["broken"])
        why = f"The document's reader failed of it ({reply['broken']})."
        raise DamagedDocument(why, _MEND)
    if "missing" in reply:
        raise ReaderUnavailable(
            f"The process for documents cannot work: {reply['missing']}.",
            mend="Install the worker's requirements.",
        )
    if "busy" in reply:
        raise ReaderUnavailable(
            f"A document was not read within {limits.answer_s:.0f} s: the machine is busy.",
            mend="Try again.",
        )
    if "exceeded" in reply:
        raise _exceeded(reply, limits)


def _exceeded(reply: Mapping[str, Any], limits: Limits) -> UnreadableDocument:
    if reply.get("signal") == signal.SIGXCPU:
        why = f"Reading the document takes more than {limits.cpu_s} s of processor time."
        return ReadingTookTooLong(why, _SPLIT)
    if "signal" in reply:
        why = "The document is damaged or too large: its reader broke off."
        return DamagedDocument(why, _MEND)
    mib = limits.memory_bytes / 2**20
    return DocumentTooLarge(f"Reading the document takes more than {mib:,.0f} MiB.", _SPLIT)


def _taken(program: Program[T], written: Path) -> T:
    try:
        return program.taken(written)
    except (OSError, ValueError) as error:
        raise ReaderUnavailable(
            "The process for documents gave an answer that makes no sense.", mend="Try again."
        ) from error
