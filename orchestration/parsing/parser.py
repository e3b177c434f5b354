"""The way to a file's text: a limited process reads it, and nothing of it runs in the caller's."""

from __future__ import annotations

import json
import logging
import os
import signal
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

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
STANDARD: Final = Limits()


def parse(
    path: Path, *, name: str, media_type: str | None = None, limits: Limits = STANDARD
) -> Parsed:
    """Return the document in a file; for any thread, and for many at once.

    It takes a new process, about a tenth of a second, and up to `limits`. Callers of an event loop
    go through a thread (`asyncio.to_thread`).

    Args:
        path: Where the file is; it is read, and nothing else.
        name: What it was called where it came from: its extension is looked at, never opened.
        media_type: What it was declared to be.
        limits: What it may take, and come to.

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
        reply = _asked(request, limits)
        _judge(reply, limits)
        log.debug("read %d bytes with %s KiB of memory", size, reply.get("peak_kib"))
        return _document(written)


def _asked(request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    arguments = (json.dumps(asdict(limits)),)
    process = LimitedProcess(
        _MODULE,
        "documents",
        arguments,
        environment={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        answer_s=limits.answer_s,
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


def _document(written: Path) -> Parsed:
    try:
        return wire.read(written)
    except (OSError, ValueError) as error:
        raise ReaderUnavailable(
            "The process for documents gave an answer that makes no sense.", mend="Try again."
        ) from error
