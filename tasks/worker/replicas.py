"""The models of a worker: what lies on its disk, what is loaded, what it is asked to pull."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple
from uuid import UUID

from orchestration.registry import replicas
from orchestration.registry.replicas import USABLE, Held
from orchestration.registry.services import enabled_models
from orchestration.registry.verify import Verifier
from tasks.worker.memory import DeviceMemory, HostMemory
from tasks.worker.puller import Puller, Shelf

_AGAIN_S: Final = 60.0
"""What has not changed is reported as often as this."""


class Report(NamedTuple):
    """Names of models whose files are here, and of those that are loaded."""

    held: Sequence[str] = ()
    resident: Sequence[str] = ()


class Loaded(NamedTuple):
    """What engines hold.

    Attributes:
        models: Names of what is loaded, in all engines.
        sizes: What models take, in bytes, as far as their engine keeps account.
        budget: What text models may take together; 0 while nobody knows.
    """

    models: Sequence[str] = ()
    sizes: Mapping[str, int] = MappingProxyType({})
    budget: int = 0


class NoModels:
    """A worker that serves no models."""

    def __init__(self) -> None:
        self.memory = HostMemory()

    def moved(self) -> bool:
        """Return that nothing ever changes."""
        return False

    def report(self, worker_id: UUID) -> Report:
        """Return nothing; see `Holdings`."""
        del worker_id
        return Report()

    def budget(self) -> int | None:
        """Return nothing."""
        return None

    def close(self) -> None:
        """Have nothing to end."""


class LocalModels:
    """What models a worker has; see `Holdings`.

    Args:
        host: This machine's name.
        name: The worker's.
        shelf: Where models are pulled to and from.
        loaded: Tells what engines hold.
        memory: Looks at the worker's device.
        family: The device's, ``cpu`` or ``gpu``; models that may not run there are not served.
    """

    def __init__(
        self,
        host: str,
        name: str,
        shelf: Shelf,
        *,
        loaded: Callable[[], Loaded],
        memory: DeviceMemory,
        family: str = "cpu",
    ) -> None:
        self.memory = memory
        self._family = family
        self._host = host
        self._name = name
        self._folders: Sequence[Path] = [shelf.folder]
        self._loaded = loaded
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
        loaded = self._loaded()
        models = enabled_models()
        found = replicas.inspect(models, self._folders, loaded.models, self._verifier)
        held = [
            replace(self._puller.seen(each), memory_bytes=loaded.sizes.get(each.model))
            for each in found
        ]
        self._store(worker_id, held)
        self._seen = news
        fitting = {each.name for each in models if each.device in ("any", self._family)}
        usable = [each.model for each in held if each.state in USABLE and each.model in fitting]
        return Report(usable, [each.model for each in held if each.state == "resident"])

    def budget(self) -> int | None:
        """Return what text models may take together; None while no engine runs."""
        return self._loaded().budget or None

    def close(self) -> None:
        """Pull and read nothing more."""
        self._puller.close()
        self._verifier.close()

    def _news(self) -> tuple[object, ...]:
        return (frozenset(self._loaded().models), self._verifier.changes, self._puller.changes)

    def _store(self, worker_id: UUID, held: list[Held]) -> None:
        served = self._puller.served()
        due = time.monotonic() - self._reported_at > _AGAIN_S
        if held != self._reported or due or served:
            replicas.report_replicas(worker_id, self._host, held, worker_name=self._name)
            replicas.settle(self._host, self._name, served)
            self._puller.settled(served)
            self._reported, self._reported_at = held, time.monotonic()
