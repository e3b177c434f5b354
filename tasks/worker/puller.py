"""Pulls the models that a worker is asked for, one after the other, beside its tasks."""

import logging
import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from orchestration.errors import SwitchyardError
from orchestration.registry.pull import Pull, copy
from orchestration.registry.replicas import Held, Wanted
from orchestration.registry.verify import Verifier

log = logging.getLogger(__name__)

_TOLD_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where models are pulled to and from.

    Attributes:
        folder: Of models.
        hub: Address of the hub.
        token_file: Holds the access token; read at each pull.
    """

    folder: Path
    hub: str
    token_file: Path | None = None


@dataclass(slots=True)
class Pulling:
    """A pull that waits, is under way, or has failed."""

    wanted: Wanted
    have: int = 0
    error: str = ""
    told_at: float = float("-inf")


class _Ended(Exception):  # noqa: N818 - no error: the worker leaves
    """The worker leaves; what has arrived stays for its successor."""


class Puller:
    """One download at a time; a failed one is not tried again until somebody asks.

    `changes` counts news: it moves on with each start and end, and once a second while bytes come.
    """

    def __init__(self, shelf: Shelf, verifier: Verifier) -> None:
        self._shelf = shelf
        self._verifier = verifier
        self._lock = threading.Lock()
        self._pulls: dict[str, Pulling] = {}
        self._served: list[Wanted] = []
        self._todo: queue.SimpleQueue[Pulling | None] = queue.SimpleQueue()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self.changes = 0

    def ask(self, wanted: Sequence[Wanted]) -> None:
        """Take in what is asked for and not yet known; older requests for the same are over, and
        so are those that ended and are not settled yet."""
        for each in wanted:
            with self._lock:
                if self._is_known(each):
                    continue
                pulling = self._pulls[each.spec.name] = Pulling(each)
            self._start()
            self._todo.put(pulling)
            self._moved()

    def _is_known(self, wanted: Wanted) -> bool:
        name, asked_at = wanted.spec.name, wanted.asked_at
        if any(each.spec.name == name and each.asked_at >= asked_at for each in self._served):
            return True
        known = self._pulls.get(name)
        return known is not None and (not known.error or known.wanted.asked_at >= asked_at)

    def served(self) -> list[Wanted]:
        """Return the requests that ended and that nobody has settled."""
        with self._lock:
            return list(self._served)

    def settled(self, served: Sequence[Wanted]) -> None:
        """Forget requests that are settled."""
        with self._lock:
            self._served = [each for each in self._served if each not in served]

    def seen(self, held: Held) -> Held:
        """Return a copy as it is while it is pulled, or after that failed."""
        with self._lock:
            pulling = self._pulls.get(held.model)
            if pulling is None:
                return held
            if not pulling.error:
                return replace(held, state="pulling", error="", have_bytes=pulling.have)
            if held.state == "missing":
                return replace(held, state="failed", error=pulling.error)
            if held.state == "damaged":
                return replace(held, error=f"{held.error} Pulling it failed: {pulling.error}")
            return held

    def close(self) -> None:
        """Stop at the next bytes; what has arrived is gone on with by the next worker."""
        self._ending.set()
        self._todo.put(None)

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="puller", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while (pulling := self._todo.get()) is not None:
            try:
                self._pull(pulling)
            except _Ended:
                return
            except Exception as error:
                # One model must not keep the others from being pulled; the record tells of it.
                log.exception("pull failed", extra={"model": pulling.wanted.spec.name})
                self._end(pulling, f"It failed in a way that nobody foresaw: {error!r}.")

    def _pull(self, pulling: Pulling) -> None:
        spec = pulling.wanted.spec
        log.info("pulling", extra={"model": spec.name})
        try:
            path, checksum = copy(spec, self._order(spec.source), partial(self._note, pulling))
            self._verifier.know(path, checksum)
        except (SwitchyardError, OSError) as error:
            log.warning("not pulled", extra={"model": spec.name, "error": str(error)})
            self._end(pulling, str(error))
        else:
            log.info("pulled", extra={"model": spec.name})
            self._end(pulling, "")

    def _order(self, source: str) -> Pull:
        file = self._shelf.token_file
        token = file.read_text(encoding="utf-8").strip() if file else None
        return Pull(source, self._shelf.folder, hub=self._shelf.hub, token=token)

    def _note(self, pulling: Pulling, have: int, total: int | None) -> None:
        """Note how much has arrived; tell of it once a second, and end when the worker leaves."""
        del total
        if self._ending.is_set():
            raise _Ended
        pulling.have = have
        if time.monotonic() - pulling.told_at >= _TOLD_S:
            pulling.told_at = time.monotonic()
            self._moved()

    def _end(self, pulling: Pulling, error: str) -> None:
        with self._lock:
            self._served.append(pulling.wanted)
            if error:
                pulling.error = error
            else:
                del self._pulls[pulling.wanted.spec.name]
        self._moved()

    def _moved(self) -> None:
        with self._lock:
            self.changes += 1
