"""Run a worker pinned to a device.

The device is chosen before any library that might open it is imported, and native code runs in
child processes only: this process imports neither llama.cpp nor torch.
"""

import os
import signal
import threading
import warnings
from typing import Any

from celery import signals
from celery.exceptions import SecurityWarning
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from kombu import Exchange, Queue
from kombu.transport.redis import Channel

from orchestration.celery import app
from orchestration.errors import SwitchyardError
from orchestration.ids import uuid7
from orchestration.inference.device import Device
from orchestration.inference.embedder import LocalEncoder
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.memory.meters import meter_for
from orchestration.inference.messages import EngineOptions
from orchestration.kinds.catalogue import KINDS
from tasks.queues import MAINTENANCE, QUEUE_EXPIRES_S, broker_queue
from tasks.services.workers import Incarnation
from tasks.worker import current, identity
from tasks.worker.documents import StoredDocuments
from tasks.worker.ephemeral import Desk, EphemeralServer
from tasks.worker.memory import memory_of
from tasks.worker.outside import OutsideDesk
from tasks.worker.puller import Shelf
from tasks.worker.replicas import Loaded, LocalModels, NoModels
from tasks.worker.runtime import Engines, Runtime
from tasks.worker.sources import StoredSources
from tasks.worker.webhooks import Deliverer

_WITHOUT_MODELS = ("io", "ingest")
_SLOTS = {"cpu": 8, "io": 32, "ingest": 2, "gpu": 16}
_MOST_SEQUENCES = 64
"""Most that one model works on at once, however many tasks run here: each has its own cache."""
_LAST_WORD_S = 1.5
_CLOSING_S = 15.0
"""How long closing may take at most: what has ended is stored, what was spent written down."""


class Command(BaseCommand):
    """`manage.py worker`."""

    help = "Run a worker pinned to a device: cpu, gpu:N, io (external calls) or ingest."
    # The checks import the URLs, and with them everything that only the web process needs.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument(
            "--device", default="cpu", help="cpu, gpu:0, gpu:1, …, gpu:0,1 (split), io or ingest"
        )
        parser.add_argument("--name", help="name of the worker on this host (the device's name)")
        parser.add_argument("--slots", type=int, help="tasks that run at once")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run until SIGTERM, or until drained."""
        # Its mend is an option that this command does not have; messages hold ids only, as JSON.
        warnings.simplefilter("ignore", SecurityWarning)
        wanted = options["device"]
        device = pinned(wanted)
        check_device(device)
        family = wanted if wanted in _WITHOUT_MODELS else device.family
        name = options["name"] or (wanted if wanted in _WITHOUT_MODELS else device.worker_name)
        slots = options["slots"] or _SLOTS[family]
        if not 1 <= slots <= 1024:  # noqa: PLR2004 - the column's bound
            raise CommandError(f"--slots {slots}: use 1 to 1024")
        incarnation = Incarnation(
            id=uuid7(),
            name=name,
            host=identity.host_name(),
            process=identity.process_identity() or "",
            pid=os.getpid(),
            device=wanted if wanted in _WITHOUT_MODELS else str(device),
            kinds=kinds_of(family),
            slots=slots,
        )
        ports = engines(device, name, slots, models=family in ("cpu", "gpu"))
        runtime = Runtime(incarnation, ports, stop_celery)
        Process(runtime, beside(family, runtime, ports)).serve()


def pinned(text: str) -> Device:
    """Make the GPUs of a device visible to this process and its children, or none.

    Raises:
        CommandError: There is no such device.
    """
    os.environ["CELERY_SKIP_CHECKS"] = "true"  # they would import what only web needs
    try:
        device = Device() if text in _WITHOUT_MODELS else Device.parse(text)
        os.environ.update(device.environment(os.environ))
    except SwitchyardError as error:
        raise CommandError(f"--device: {error}") from error
    return device


def check_device(device: Device) -> None:
    """Look whether a device is there, as far as that can be told without llama.cpp.

    Raises:
        CommandError: It is a GPU that cannot be read, and nobody has set a budget of memory.
    """
    try:
        meter_for(device.family, settings.SWITCHYARD.inference.memory_budget)
    except SwitchyardError as error:
        raise CommandError(f"--device {device}: {error}") from error


def kinds_of(family: str) -> tuple[str, ...]:
    """Return the kinds that workers of a family run."""
    mine = "local" if family in ("cpu", "gpu") else family
    return tuple(
        name
        for name, kind in KINDS.items()
        if kind.worker in ("any", mine) or (kind.outside and family == "io")
    )


def engines(device: Device, name: str, slots: int, *, models: bool) -> Engines:
    """Return the ports of a worker; their child processes start with the first request."""
    inference = settings.SWITCHYARD.inference
    options = EngineOptions(
        device=device.family,
        gpus=len(device.gpus),
        threads=inference.threads,
        resident_models=inference.resident_models,
        memory_budget=inference.memory_budget,
        idle_unload_s=inference.idle_unload_s,
        context_length=inference.context_length,
        slots=min(slots, _MOST_SEQUENCES),
    )
    folders = [inference.models_dir]
    generator, embedder = LlamaGenerator(options, folders), LocalEncoder(options, folders)
    if not models:
        redis_s = settings.SWITCHYARD.calls.redis_s
        outside = OutsideDesk(str(settings.SWITCHYARD.redis_url), redis_s)
        documents, sources = StoredDocuments(), StoredSources()
        return Engines(generator, embedder, NoModels(), outside, documents, sources)
    holdings = LocalModels(
        identity.host_name(),
        name,
        Shelf(inference.models_dir, inference.hub_url, inference.hub_token_file),
        loaded=lambda: loaded(generator, embedder),
        memory=memory_of(device.family),
        family=device.family,
    )
    return Engines(generator, embedder, holdings, sources=StoredSources())


def loaded(generator: LlamaGenerator, embedder: LocalEncoder) -> Loaded:
    """Return what both engines of a worker hold."""
    texts = generator.holding
    return Loaded(
        models=(*texts.models, *embedder.client.resident),
        sizes={each.name: each.memory_bytes for each in texts.held},
        budget=texts.budget_bytes,
    )


def beside(family: str, runtime: Runtime, ports: Engines) -> EphemeralServer | Deliverer | None:
    """Return what a worker does beside its tasks: ephemeral calls, or webhooks."""
    if family in ("cpu", "gpu"):
        return ephemeral(runtime, ports)
    return Deliverer() if family == "io" else None


def ephemeral(runtime: Runtime, ports: Engines) -> EphemeralServer:
    """Return what serves ephemeral calls beside a worker's tasks."""
    config = settings.SWITCHYARD
    desk = Desk(
        worker_id=runtime.incarnation.id,
        url=str(config.redis_url),
        slots=config.ephemeral.slots,
        reply_bytes=config.ephemeral.reply_bytes,
    )
    return EphemeralServer(desk, ports.embedder, runtime.held)


def stop_celery() -> None:
    """Ask Celery's worker in this process to stop, as an operator would."""
    os.kill(os.getpid(), signal.SIGTERM)


class Process:
    """Celery around a runtime, from start to the last word."""

    def __init__(self, runtime: Runtime, beside: EphemeralServer | Deliverer | None) -> None:
        self._runtime = runtime
        self._beside = beside
        self._closed = threading.Lock()
        self._over = threading.Event()

    def serve(self) -> None:
        """Consume this incarnation's queue until told to stop, then give everything back."""
        incarnation = self._runtime.incarnation
        current.install(self._runtime)
        signals.worker_ready.connect(self._ready, weak=False)
        signals.worker_shutting_down.connect(self._shutting_down, weak=False)
        name = broker_queue(incarnation.id)
        queues = [Queue(name, Exchange(name), routing_key=name, expires=QUEUE_EXPIRES_S)]
        if incarnation.device in ("io", "cpu"):
            queues.append(Queue(MAINTENANCE))
        app.conf.task_queues = queues
        Channel.do_restore = False  # see `ack_emulation` in orchestration/celery.py
        worker = app.Worker(
            pool="threads",
            concurrency=incarnation.slots + settings.SWITCHYARD.dispatch.spare_slots,
            hostname=f"{incarnation.name}@{incarnation.host}",
            queues=[queue.name for queue in queues],
            loglevel=settings.SWITCHYARD.log_level,
            without_gossip=True,
            without_mingle=True,
            quiet=True,
        )
        worker.start()
        self._close()

    def _ready(self, **_: Any) -> None:
        """Join the fleet. Celery swallows what its receivers raise, and a worker that is unknown
        to the dispatcher would sit there for ever: it leaves, to be started anew."""
        try:
            self._runtime.start()
            if self._beside:
                self._beside.start()
        except Exception:
            stop_celery()
            raise

    def _shutting_down(self, **_: Any) -> None:
        """Stop attempts; a thread that does not obey in time ends with the process."""
        self._runtime.stop()
        if self._beside:
            self._beside.stop()
        grace_s = settings.SWITCHYARD.leases.stop_grace_s
        timer = threading.Timer(grace_s + _LAST_WORD_S, self._leave_anyway)
        timer.daemon = True
        timer.start()

    def _leave_anyway(self) -> None:
        self._close()
        self._over.wait(_CLOSING_S)  # the main thread may be at it, and has tasks to give back
        os._exit(0)

    def _close(self) -> None:
        if not self._closed.acquire(blocking=False):
            return
        try:
            self._runtime.close()
            if self._beside:
                self._beside.close()
        finally:
            self._over.set()
