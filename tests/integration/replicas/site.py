"""A worker with a disk of its own and a hub to pull from, for tests of copies of models."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.places import SHIPPED_MODELS
from orchestration.registry.records import Replica
from tasks.services.replicas import ask_for_copies
from tasks.worker.identity import host_name
from tasks.worker.memory import memory_of
from tasks.worker.puller import Shelf
from tasks.worker.replicas import Loaded, LocalModels
from tests.integration.stage import Shop
from tests.patience import until
from tests.unit.hubs import Hub

MODEL = (SHIPPED_MODELS / "tiny-random.gguf").read_bytes()
SPEC = replace(TINY_RANDOM, name="far", location="org/name/tiny-Q8_0.gguf", source="org/name")


class Site:
    """A worker that runs models, its disk and the hub that it pulls from."""

    def __init__(self, worker: Shop, models: LocalModels, folder: Path) -> None:
        self.worker = worker
        self.models = models
        self.folder = folder
        self.resident: list[str] = []

    def beat(self) -> None:
        self.worker.runtime._look()

    def replica(self, name: str = SPEC.name) -> Replica:
        return Replica.objects.get(model__name=name, worker_name=self.worker.incarnation.name)

    def until(self, state: str, name: str = SPEC.name) -> Replica:
        """Let the worker do what it does twice a second until a copy is so."""

        def reached() -> bool:
            self.worker.runtime._news()
            return self.replica(name).state == state

        until(reached, f"for {name} to be {state}")
        return self.replica(name)


@contextmanager
def site(hub: Hub, folder: Path, name: str = "cpu", **shelf: Any) -> Iterator[Site]:
    resident: list[str] = []
    models = LocalModels(
        host_name(),
        name,
        Shelf(folder, hub.url, **shelf),
        loaded=lambda: Loaded(resident, dict.fromkeys(resident, 5_000_000), 80_000_000),
        memory=memory_of("cpu"),
    )
    worker = Shop(name=name)
    worker.runtime._engines = replace(worker.runtime._engines, holdings=models)
    worker.runtime.start()
    made = Site(worker, models, folder)
    made.resident = resident
    try:
        yield made
    finally:
        worker.close()
        models.close()


def ask(worker: str | None = "cpu", model: str = SPEC.name) -> list[str]:
    return ask_for_copies(model, worker=worker, by="user:ada")
