"""Tasks: submit, list, look, wait."""

from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from api.rest import documents as d
from api.rest.answers import task_answer, task_page, task_path
from api.rest.base import ApiView, django_request, read_object, submitter_of
from api.rest.errors import InvalidBody
from api.rest.json import JSON, answer
from api.rest.params import PAGE, Params, query
from api.rest.schema import describe
from api.rest.uploads import MULTIPART
from api.rest.waiting import waiters
from orchestration.access.services import Principal
from tasks.errors import Conflict
from tasks.lifecycle import TERMINAL, Priority, State
from tasks.selectors.listing import TaskFilter, list_tasks
from tasks.selectors.task import TaskView, get_task
from tasks.services.control import cancel
from tasks.services.submission import SubmitRequest, parse, submit

LONGEST_WAIT_S: Final = 60.0
READ: Final = "tasks:read"
WRITE: Final = "tasks:write"
_KEY_LENGTH: Final = 200

IDEMPOTENCY: Final = OpenApiParameter(
    "Idempotency-Key",
    type={"type": "string", "minLength": 1, "maxLength": _KEY_LENGTH, "pattern": "^[!-~]+$"},
    location=OpenApiParameter.HEADER,
    description="The same as the body's `idempotency_key`.",
)
WAIT: Final = query(
    "wait",
    "Seconds to wait for the task's end.",
    {"type": "number", "minimum": 0, "maximum": LONGEST_WAIT_S},
)
_PARTS: Final = ("input", "routing")
INCLUDE: Final = query(
    "include",
    "Also return the input, or the routing decision; may be repeated.",
    {"type": "array", "items": {"enum": list(_PARTS)}},
)
FORM: Final = {
    "type": "object",
    "properties": {"task": {"type": "string", "description": "The task as JSON"}},
    "required": ["task"],
    "additionalProperties": {
        "type": "string",
        "format": "binary",
        "description": "A file; the URL `upload:` with the part's name stands for it in the task",
    },
}
BODIES: Final = {JSON: d.TaskBody, MULTIPART: FORM}
"""What describes a task."""
_UUID: Final = OpenApiTypes.UUID
_TIME: Final = OpenApiTypes.DATETIME
FILTERS: Final = (
    query("state", "One of these states.", {"type": "array", "items": {"enum": list(State)}}),
    query("kind", "This kind."),
    query("queue", "This queue."),
    query("priority", "This level.", {"enum": [level.name for level in Priority]}),
    query("tag", "With this tag."),
    query("model", "With this model."),
    query("batch", "Of this batch.", _UUID),
    query("parent", "Children of this task.", _UUID),
    query("schedule", "Of this schedule.", _UUID),
    query("created_after", "Made at this time or later.", _TIME),
    query("created_before", "Made before this time.", _TIME),
    query("dead_letter", "Failed and neither replayed nor dismissed.", OpenApiTypes.BOOL),
)
_KNOWN: Final = tuple(each.name for each in (*FILTERS, *PAGE))


def filter_of(params: Params) -> TaskFilter:
    """Return what a list is narrowed to.

    Raises:
        InvalidParameter: a parameter is wrong.
    """
    level = params.choice("priority", [level.name for level in Priority])
    return TaskFilter(
        states=[State(word) for word in params.words("state", list(State))],
        kind=params.text("kind"),
        queue=params.text("queue"),
        priority=None if level is None else Priority[level],
        tag=params.text("tag"),
        model=params.text("model"),
        batch=params.identifier("batch"),
        parent=params.identifier("parent"),
        schedule=params.identifier("schedule"),
        created_after=params.moment("created_after"),
        created_before=params.moment("created_before"),
        dead_letter=params.flag("dead_letter"),
    )


def included(params: Params) -> dict[str, bool]:
    """Return which parts of a task are read beside the others, as `get_task` takes them.

    Raises:
        InvalidParameter: there is no such part.
    """
    return {f"with_{part}": True for part in params.words("include", _PARTS)}


class TasksView(ApiView):
    """All tasks of the key's tenant."""

    scopes: ClassVar[Any] = {"GET": READ, "POST": WRITE}

    @describe({200: d.TaskPage}, parameters=[*FILTERS, *PAGE])
    def get(self, request: Request) -> HttpResponse:
        """List tasks, newest first.

        A page can have fewer items than asked for although `next` is given: a filter that fits
        rarely is checked on a bounded number of tasks per page.
        """
        params = Params(request, *_KNOWN)
        page = list_tasks(
            filter_of(params),
            tenant_id=self.principal.tenant_id,
            limit=params.limit(),
            cursor=params.text("cursor"),
        )
        return answer(task_page(page))

    @describe({201: d.Task, 200: d.Task}, bodies=BODIES, parameters=[IDEMPOTENCY])
    def post(self, request: Request) -> HttpResponse:
        """Submit a task.

        201 with the stored task, or 200 with the earlier one when its idempotency key is known.
        """
        Params(request)
        task, created = self.submit()
        headers = {"Location": task_path(task.id)}
        return answer(task_answer(task), 201 if created else 200, headers)

    def submit(self) -> tuple[TaskView, bool]:
        """Store the body's task; return it and whether it is new."""
        return submit_body(django_request(self), self.principal)


def submit_body(request: HttpRequest, principal: Principal) -> tuple[TaskView, bool]:
    """Store the task that a request describes; return it and whether it is new.

    Raises:
        SwitchyardError: the body is wrong, or the services refuse it.
    """
    return submit_request(parse(keyed_body(request)), principal)


def submit_request(wanted: SubmitRequest, principal: Principal) -> tuple[TaskView, bool]:
    """Store a task; return it and whether it is new.

    Raises:
        SwitchyardError: the services refuse it.
    """
    stored = submit(wanted, submitter_of(principal))
    return get_task(stored.task_id, tenant_id=principal.tenant_id), stored.created


def keyed_body(request: HttpRequest) -> dict[str, Any]:
    """Return the body with the idempotency key of the header.

    Raises:
        Conflict: header and body name different keys.
    """
    body = read_object(request, forms=True)
    key = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if key is None:
        return body
    if not key.isascii() or not key.isprintable() or not 0 < len(key) <= _KEY_LENGTH:
        raise InvalidBody(
            "The idempotency key cannot be used.",
            field="Idempotency-Key",
            value=key,
            mend=f"Send 1 to {_KEY_LENGTH} printable ASCII characters.",
        )
    if body.setdefault("idempotency_key", key) is None:
        body["idempotency_key"] = key
    if body["idempotency_key"] != key:
        raise Conflict(
            "Header and body name different idempotency keys.",
            field="idempotency_key",
            value=body["idempotency_key"],
            mend="Send one of them.",
        )
    return body


class TaskDetailView(ApiView):
    """One task."""

    scopes: ClassVar[Any] = {"GET": READ, "DELETE": WRITE}

    @describe(
        {200: d.Task},
        parameters=[WAIT, INCLUDE],
    )
    def get(self, request: Request, task_id: UUID) -> HttpResponse:
        """Return a task, at once or when it has ended.

        With `wait` the answer comes when the task has ended or the time is over. When too many
        requests wait already it comes at once, with Retry-After.
        """
        params = Params(request, "wait", "include")
        more = included(params)
        seconds = params.seconds("wait", default=0.0, high=LONGEST_WAIT_S)
        task = get_task(task_id, tenant_id=self.principal.tenant_id, **more)
        if not seconds or task.state in TERMINAL:
            return answer(task_answer(task))
        return self.after_wait(task, seconds, **more)

    def after_wait(self, task: TaskView, seconds: float, **more: bool) -> HttpResponse:
        """Return the task when it has ended, or what there is when the time is over."""
        tenant_id = self.principal.tenant_id
        if not waiters().wait(task.id, tenant_id=tenant_id, seconds=seconds):
            return answer(task_answer(task), headers={"Retry-After": "1"})
        return answer(task_answer(get_task(task.id, tenant_id=tenant_id, **more)))

    @describe({200: d.Task})
    def delete(self, request: Request, task_id: UUID) -> HttpResponse:
        """Cancel a task, as `POST …/cancel` does."""
        Params(request)
        return cancelled(self, task_id)


def cancelled(view: ApiView, task_id: UUID) -> HttpResponse:
    """Cancel a task and return it."""
    tenant_id = view.principal.tenant_id
    cancel(task_id, tenant_id=tenant_id, by=view.principal.actor)
    return answer(task_answer(get_task(task_id, tenant_id=tenant_id)))
