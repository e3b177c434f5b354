"""The models of a worker: what lies on its disk, what is loaded, what it is asked to pull."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple
from uuid import UUID

from orchestration.registry import replicas
from orchestration.registry.replicas import USABLE, Held
from orchestration.registry.services import enabled_models
from orchestration.registry.verify import Verifier
from tasks.worker import identity
from tasks.worker.puller import Puller, Shelf

_AGAIN_S: Final = 60.0
"""What has not changed is reported as often as this."""


class Report(NamedTuple):
    """Names of models whose files are here, and of those that are loaded."""

    held: Sequence[str] = ()
    resident: Sequence[str] = ()


def host_memory() -> tuple[int, int | None]:
    """Return the bytes that this process and its children use, and how many they may."""
    return identity.resident_bytes(), identity.memory_limit()


class NoModels:
    """A worker that serves no models."""

    def moved(self) -> bool:
        """Return that nothing ever changes."""
        return False

    def report(self, worker_id: UUID) -> Report:
        """Return nothing; see `Holdings`."""
        del worker_id
        return Report()

    def memory(self) -> tuple[int, int | None]:
        """Return what the process uses; see `Holdings`."""
        return host_memory()

    def close(self) -> None:
        """Have nothing to end."""


class LocalModels:
    """What models a worker has; see `Holdings`.

    Args:
        host: This machine's name.
        name: The worker's.
        shelf: Where models are pulled to and from.
        resident: Tells which models are loaded.
        memory: Tells the bytes in use on the worker's device, and how many there are.
    """

    def __init__(
        self,
        host: str,
        name: str,
        shelf: Shelf,
        *,
        resident: Callable[[], Sequence[str]],
        memory: Callable[[], tuple[int, int | None]] | None = None,
    ) -> None:
        self.memory = memory or host_memory
        self._host = host
        self._name = name
        self._folders: Sequence[Path] = [shelf.folder]
        self._resident = resident
        self._verifier = Verifier(shelf.folder)
        self._puller = Puller(shelf, self._verifier)
        self._seen: object = None
        self._reported: list[Held] | None = None
        self._reported_at = float("-inf")

    def moved(self) -> bool:
        """Return whether there is news since the last report: a model came or went, was found
        sound or damaged, or a pull got on. Looks at no disk."""
        return self._news() != self._seen

    def report(self, worker_id: UUID) -> Report:
        """Look what is here, store it when it changed, take in what is asked for.

        Queries: two; four more when something changed or a minute has passed.
        """
        self._puller.ask(replicas.wanted(self._host, self._name))
        news = self._news()
        loaded = self._resident()
        found = replicas.inspect(enabled_models(), self._folders, loaded, self._verifier)
        held = [self._puller.seen(each) for each in found]
        self._store(worker_id, held)
        self._seen = news
        usable = [each.model for each in held if each.state in USABLE]
        return Report(usable, [each.model for each in held if each.state == "resident"])

    def close(self) -> None:
        """Pull and read nothing more."""
        self._puller.close()
        self._verifier.close()

    def _news(self) -> tuple[object, ...]:
        return (tuple(self._resident()), self._verifier.changes, self._puller.changes)

    def _store(self, worker_id: UUID, held: list[Held]) -> None:
        served = self._puller.served()
        due = time.monotonic() - self._reported_at > _AGAIN_S
        if held != self._reported or due or served:
            replicas.report_replicas(worker_id, self._host, held, worker_name=self._name)
            replicas.settle(self._host, self._name, served)
            self._puller.settled(served)
            self._reported, self._reported_at = held, time.monotonic()
