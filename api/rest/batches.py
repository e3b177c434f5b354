"""Batches: thousands of tasks in one call, followed as one."""

from dataclasses import replace
from typing import Any, ClassVar, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from rest_framework.request import Request

from api.rest import documents as d
from api.rest import json
from api.rest.answers import batch_answer, batch_links, task_page
from api.rest.base import ApiView, django_request
from api.rest.errors import InvalidBody, TooLarge
from api.rest.json import answer
from api.rest.params import PAGE, Params, query
from api.rest.schema import describe
from api.rest.tasks import FILTERS, READ, WRITE, filter_of
from orchestration.errors import SwitchyardError
from tasks.errors import InvalidBatch, invalid
from tasks.selectors.batches import get_batch, get_progress, list_batches
from tasks.selectors.listing import list_tasks
from tasks.services.batches import cancel_batch, submit_batch

_NAME_LENGTH: Final = 200
_AROUND: Final = 2
"""Levels that a batch puts around each task: its object and its list."""


class TaskBatchView(ApiView):
    """Submitting many tasks at once."""

    scopes: ClassVar[Any] = {"POST": WRITE}

    @describe(
        {201: d.BatchStored},
        bodies={
            json.JSON: d.BatchBody,
            json.NDJSON: {"type": "string", "description": "One task per line."},
        },
        parameters=[query("name", "Name of a batch that is sent as NDJSON.")],
        tag="batches",
    )
    def post(self, request: Request) -> HttpResponse:
        """Submit up to 10,000 tasks; all are stored or none.

        As JSON (`{"name": …, "tasks": […]}`) or as NDJSON, one task per line. What is wrong is
        named by line, counted from 0.
        """
        params = Params(request, "name")
        limits = settings.SWITCHYARD.limits
        raw = json.raw_body(django_request(self), limits.batch_body_bytes, json.JSON, json.NDJSON)
        if request.META["CONTENT_TYPE"].lower().startswith(json.NDJSON):
            name, bodies = params.text("name") or "", _lines(raw)
        else:
            name, bodies = _document(raw)
        _check(name, bodies)
        stored = submit_batch(bodies, self.submitter, name=name)
        links = batch_links(stored.batch_id)
        found = {
            "id": stored.batch_id,
            "name": name,
            "total": len(stored.task_ids) - len(stored.existing),
            "task_ids": stored.task_ids,
            "existing": stored.existing,
            "links": links,
        }
        return answer(found, 201, {"Location": links["self"]})


def _lines(raw: bytes) -> list[Any]:
    """Read NDJSON; report every line that is no JSON. Lines are counted before any is read: a small
    body can have millions of them."""
    _check_count(raw.rstrip(b"\r\n").count(b"\n") + 1)
    bodies: list[Any] = []
    wrong: dict[int, SwitchyardError] = {}
    for at, line in enumerate(raw.rstrip(b"\r\n").split(b"\n")):
        try:
            bodies.append(json.loads(line))
        except InvalidBody as error:
            wrong[at] = error
    if wrong:
        raise InvalidBatch(wrong)
    return bodies


def _document(raw: bytes) -> tuple[str, list[Any]]:
    body = json.loads(raw, depth=settings.SWITCHYARD.limits.json_depth + _AROUND)
    if not isinstance(body, dict):
        raise invalid("body", body, "must be a JSON object", 'Send {"tasks": […]}.')
    if unknown := body.keys() - {"name", "tasks"}:
        field = min(unknown)
        raise invalid(field[:80], body[field], "is unknown", "Known are name and tasks.")
    name, tasks = body.get("name", ""), body.get("tasks")
    if not isinstance(name, str):
        raise invalid("name", name, "must be text", "Send text or leave it out.")
    if not isinstance(tasks, list):
        raise invalid("tasks", tasks, "must be a list of tasks", "Send a list.")
    return name, tasks


def _check(name: str, bodies: list[Any]) -> None:
    if len(name) > _NAME_LENGTH:
        raise invalid("name", name, f"may have {_NAME_LENGTH} characters", "Shorten it.")
    _check_count(len(bodies))


def _check_count(count: int) -> None:
    most = settings.SWITCHYARD.limits.batch_tasks
    if count > most:
        raise TooLarge(
            f"A batch may have {most} tasks; this one has {count}.",
            field="tasks",
            mend="Send several batches.",
        )


class BatchesView(ApiView):
    """All batches of the key's tenant."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.BatchPage}, parameters=PAGE, tag="batches")
    def get(self, request: Request) -> HttpResponse:
        """List batches, newest first."""
        params = Params(request, "limit", "cursor")
        page = list_batches(
            tenant_id=self.principal.tenant_id,
            limit=params.limit(),
            cursor=params.text("cursor"),
        )
        return answer({"items": [batch_answer(each) for each in page.items], "next": page.next})


class BatchDetailView(ApiView):
    """One batch."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.Batch}, tag="batches")
    def get(self, request: Request, batch_id: UUID) -> HttpResponse:
        """Return a batch and how far it has come."""
        Params(request)
        batch = get_batch(batch_id, tenant_id=self.principal.tenant_id)
        return answer(batch_answer(batch, get_progress(batch.id)))


class BatchTasksView(ApiView):
    """The tasks of one batch."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.TaskPage}, parameters=[FILTERS[0], *PAGE], tag="batches")
    def get(self, request: Request, batch_id: UUID) -> HttpResponse:
        """List a batch's tasks, last line first."""
        params = Params(request, "state", "limit", "cursor")
        tenant_id = self.principal.tenant_id
        get_batch(batch_id, tenant_id=tenant_id)
        page = list_tasks(
            replace(filter_of(params), batch=batch_id),
            tenant_id=tenant_id,
            limit=params.limit(),
            cursor=params.text("cursor"),
        )
        return answer(task_page(page))


class BatchCancelView(ApiView):
    """Cancelling one batch."""

    scopes: ClassVar[Any] = {"POST": WRITE}

    @describe({200: d.BatchCancelled}, tag="batches")
    def post(self, request: Request, batch_id: UUID) -> HttpResponse:
        """Cancel all tasks of a batch that have not ended."""
        Params(request)
        principal = self.principal
        count = cancel_batch(batch_id, tenant_id=principal.tenant_id, by=principal.actor)
        return answer({"cancelled": count})
