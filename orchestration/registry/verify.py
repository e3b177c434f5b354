"""What lies on this machine, by checksum: read once, in the background, and remembered.

A file of many gigabytes is not read at each report. Its checksum is kept with its size and the time
of its last change, and read again when one of them differs. What is known is also written beside
the models, so that a restart does not read all of them.
"""

from __future__ import annotations

import hashlib
import json
import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orchestration.registry.checksums import files_in, sha256_of

log = logging.getLogger(__name__)

NOTES = ".checksums.json"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was read.

    Attributes:
        print: The size and time of change of each file, when it was read.
        checksum: See `orchestration.registry.checksums`.
        at: When, in ISO format.
    """

    print: str
    checksum: str
    at: str

    @property
    def time(self) -> datetime:
        """When it was read."""
        return datetime.fromisoformat(self.at)


class Verifier:
    """Checksums of what lies here.

    Args:
        folder: Where the notes are kept; None keeps none.
        read: Makes a checksum.
    """

    def __init__(self, folder: Path | None, read: Callable[[Path], str] = sha256_of) -> None:
        self._notes = folder / NOTES if folder else None
        self._read = read
        self._lock = threading.Lock()
        self._known = self._noted()
        self._asked: set[Path] = set()
        self._todo: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self.changes = 0
        """How many checksums were made: changes when there is news."""

    def checksum(self, path: Path) -> Verdict | None:
        """Return what is known of a path; what is not is read in the background.

        Raises:
            OSError: It cannot be looked at.
        """
        with self._lock:
            known = self._known.get(str(path))
            if known is not None and known.print == print_of(path):
                return known
            if path not in self._asked:
                self._asked.add(path)
                self._todo.put(path)
            self._start()
        return None

    def know(self, path: Path, checksum: str) -> None:
        """Remember a checksum that somebody has just made."""
        self._remember(path, Verdict(print_of(path), checksum, datetime.now(UTC).isoformat()))

    def close(self) -> None:
        """Read nothing more."""
        self._todo.put(None)

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="verifier", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while (path := self._todo.get()) is not None:
            try:
                before = print_of(path)
                verdict = Verdict(before, self._read(path), datetime.now(UTC).isoformat())
                self._remember(path, verdict)
            except OSError as error:
                log.warning("not verified", extra={"path": str(path), "error": str(error)})
            except Exception:
                # One file must not keep the others from being verified.
                log.exception("not verified", extra={"path": str(path)})
            finally:
                with self._lock:
                    self._asked.discard(path)

    def _remember(self, path: Path, verdict: Verdict) -> None:
        with self._lock:
            self._known[str(path)] = verdict
            self.changes += 1
            known = dict(self._known)
        self._note(known)

    def _noted(self) -> dict[str, Verdict]:
        """Read the notes on what is still there; damaged ones are as good as none."""
        if self._notes is None or not self._notes.is_file():
            return {}
        try:
            noted: dict[str, Any] = json.loads(self._notes.read_text(encoding="utf-8"))
            return {path: Verdict(**v) for path, v in noted.items() if Path(path).exists()}
        except (OSError, ValueError, TypeError, AttributeError) as error:
            log.warning("checksums are made anew", extra={"error": str(error)})
            return {}

    def _note(self, known: dict[str, Verdict]) -> None:
        """Write the notes; where that cannot be, they are read again after a restart."""
        if self._notes is None:
            return
        draft = self._notes.with_name(f"{NOTES}.{threading.get_native_id()}")
        try:
            self._notes.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps({path: asdict(each) for path, each in known.items()}))
            draft.replace(self._notes)
        except OSError as error:
            log.info("checksums are not kept", extra={"error": str(error)})


def print_of(path: Path) -> str:
    """Return what changes when a file, or one in a folder, does: sizes and times, not contents."""
    if not path.is_dir():
        return _stamp(path)
    digest = hashlib.sha256()
    for file in files_in(path):
        digest.update(f"{file.relative_to(path)} {_stamp(file)}\n".encode())
    return digest.hexdigest()


def _stamp(file: Path) -> str:
    about = file.stat()
    return f"{about.st_size} {about.st_mtime_ns}"
