"""Tasks and models under the paths of an earlier interface, and one call that waits."""

from typing import Any, ClassVar, Final

from django.http import HttpResponse
from rest_framework.request import Request

from api.rest import documents as d
from api.rest.answers import task_answer, task_page, task_path
from api.rest.base import ApiView
from api.rest.json import answer
from api.rest.params import PAGE, Params
from api.rest.schema import describe
from api.rest.tasks import BODIES, IDEMPOTENCY, LONGEST_WAIT_S, READ, WAIT, WRITE, TasksView
from api.rest.waiting import waiters
from tasks.lifecycle import TERMINAL
from tasks.selectors.listing import TaskFilter, list_tasks
from tasks.selectors.task import get_task

_USUAL_WAIT_S: Final = 30.0


class ExecuteView(TasksView):
    """Submitting a task and waiting for it."""

    scopes: ClassVar[Any] = {"POST": WRITE}
    http_method_names = ["post"]

    @describe(
        {200: d.Task, 202: d.Task}, bodies=BODIES, parameters=[WAIT, IDEMPOTENCY], tag="tasks"
    )
    def post(self, request: Request) -> HttpResponse:
        """Submit a task and wait for its end, 30 s unless `wait` says otherwise.

        200 with the ended task, or 202 with where it stands when the time is over.
        """
        params = Params(request, "wait")
        seconds = params.seconds("wait", default=_USUAL_WAIT_S, high=LONGEST_WAIT_S)
        task, _ = self.submit()
        headers = {"Location": task_path(task.id)}
        tenant_id = self.principal.tenant_id
        if seconds and task.state not in TERMINAL:
            if not waiters().wait(task.id, tenant_id=tenant_id, seconds=seconds):
                headers["Retry-After"] = "1"
            task = get_task(task.id, tenant_id=tenant_id)
        return answer(task_answer(task), 200 if task.state in TERMINAL else 202, headers)


class WorkflowsView(ApiView):
    """Tasks that have children."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.TaskPage}, parameters=PAGE)
    def get(self, request: Request) -> HttpResponse:
        """List tasks that have children, newest first."""
        params = Params(request, "limit", "cursor")
        page = list_tasks(
            TaskFilter(has_children=True),
            tenant_id=self.principal.tenant_id,
            limit=params.limit(),
            cursor=params.text("cursor"),
        )
        return answer(task_page(page))
