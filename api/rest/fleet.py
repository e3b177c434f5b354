"""Queues and workers: look at them, operate them."""

from dataclasses import asdict
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from api.rest import fleet_documents as d
from api.rest.answers import queue_answer, worker_answer
from api.rest.base import ApiView
from api.rest.bodies import validated
from api.rest.json import answer
from api.rest.params import PAGE, Params, query
from api.rest.schema import describe
from orchestration.errors import UnknownModel
from orchestration.registry.replicas import copies_of
from orchestration.registry.services import resolve
from tasks.errors import NotFound
from tasks.models import Worker
from tasks.selectors.queues import get_queue, list_queues
from tasks.selectors.workers import get_worker, list_workers
from tasks.services import queues, workers
from tasks.services.replicas import ask_for_copies

READ: Final = "fleet:read"
OPERATE: Final = "fleet:operate"


class QueuesView(ApiView):
    """All queues."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.QueueList}, tag="fleet")
    def get(self, request: Request) -> HttpResponse:
        """List the queues with their load."""
        Params(request)
        return answer({"items": [queue_answer(queue) for queue in list_queues()]})


class QueueDetailView(ApiView):
    """One queue."""

    scopes: ClassVar[Any] = {"GET": READ, "PATCH": OPERATE}

    @describe({200: d.Queue}, tag="fleet")
    def get(self, request: Request, name: str) -> HttpResponse:
        """Return a queue with its load."""
        Params(request)
        return answer(queue_answer(get_queue(name)))

    @describe({200: d.Queue}, body=d.LimitsBody, tag="fleet")
    def patch(self, request: Request, name: str) -> HttpResponse:
        """Limit a queue: tasks in flight, tasks waiting."""
        Params(request)
        wanted = validated(d.LimitsBody, self.read_object())
        given, now = wanted.model_fields_set, get_queue(name)
        queues.set_limits(
            name,
            max_running=wanted.max_running if "max_running" in given else now.max_running,
            max_waiting=wanted.max_waiting if "max_waiting" in given else now.max_waiting,
            by=self.principal.actor,
        )
        return answer(queue_answer(get_queue(name)))


class QueuePauseView(ApiView):
    """Pausing one queue."""

    scopes: ClassVar[Any] = {"POST": OPERATE}

    @describe({200: d.Queue}, tag="fleet")
    def post(self, request: Request, name: str) -> HttpResponse:
        """Let nothing more of a queue start; what runs goes on."""
        Params(request)
        queues.pause(name, by=self.principal.actor)
        return answer(queue_answer(get_queue(name)))


class QueueResumeView(ApiView):
    """Resuming one queue."""

    scopes: ClassVar[Any] = {"POST": OPERATE}

    @describe({200: d.Queue}, tag="fleet")
    def post(self, request: Request, name: str) -> HttpResponse:
        """Let the tasks of a queue start again."""
        Params(request)
        queues.resume(name, by=self.principal.actor)
        return answer(queue_answer(get_queue(name)))


class WorkersView(ApiView):
    """All workers that are known."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe(
        {200: d.WorkerPage},
        parameters=[
            query(
                "state",
                "In one of these states.",
                {"type": "array", "items": {"enum": list(Worker.State.values)}},
            ),
            *PAGE,
        ],
        tag="fleet",
    )
    def get(self, request: Request) -> HttpResponse:
        """List workers, newest first; each start of a process is one."""
        params = Params(request, "state", "limit", "cursor")
        page = list_workers(
            states=params.words("state", Worker.State.values),
            limit=params.limit(),
            cursor=params.text("cursor"),
        )
        return answer({"items": [worker_answer(each) for each in page.items], "next": page.next})


class WorkerDetailView(ApiView):
    """One worker."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.Worker}, tag="fleet")
    def get(self, request: Request, worker_id: UUID) -> HttpResponse:
        """Return a worker."""
        Params(request)
        return answer(worker_answer(get_worker(worker_id)))


class WorkerDrainView(ApiView):
    """Draining one worker."""

    scopes: ClassVar[Any] = {"POST": OPERATE}

    @describe({200: d.Worker}, tag="fleet")
    def post(self, request: Request, worker_id: UUID) -> HttpResponse:
        """Let a worker finish what it has and take nothing more."""
        Params(request)
        workers.drain(worker_id, by=self.principal.actor)
        return answer(worker_answer(get_worker(worker_id)))


class ModelReplicasView(ApiView):
    """Copies of one model."""

    scopes: ClassVar[Any] = {"GET": READ, "POST": OPERATE}

    @describe({200: d.ReplicaList}, tag="models")
    def get(self, request: Request, model: str) -> HttpResponse:
        """List the copies of a model as workers last reported them."""
        Params(request)
        _check_model(model)
        return answer({"items": [asdict(copy) for copy in copies_of(model)]})

    @describe({202: d.PullAnswer}, body=d.PullBody, tag="models")
    def post(self, request: Request, model: str) -> HttpResponse:
        """Ask a worker, or all that run models, to pull a model; they begin at their next
        heartbeat."""
        Params(request)
        _check_model(model)
        wanted = validated(d.PullBody, self.read_object())
        asked = ask_for_copies(model, worker=wanted.worker, by=self.principal.actor)
        return answer({"model": model, "workers": asked}, status=202)


def _check_model(name: str) -> None:
    """Refuse an address that names no enabled model.

    Raises:
        NotFound: it does not.
    """
    try:
        resolve(name, "any")
    except UnknownModel as error:
        raise NotFound(
            f"There is no enabled model {name}.", field="model", value=name, mend=error.mend
        ) from error
