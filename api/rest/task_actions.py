"""What can be done to one task, and what can be read around it."""

from dataclasses import replace
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from api.rest import documents as d
from api.rest.answers import (
    attempt_answer,
    event_answer,
    task_answer,
    task_page,
    task_path,
    why_answer,
)
from api.rest.base import ApiView
from api.rest.bodies import validated
from api.rest.json import answer
from api.rest.params import PAGE, Params, query
from api.rest.schema import describe
from api.rest.tasks import FILTERS, READ, WRITE, cancelled, filter_of
from tasks.lifecycle import Priority
from tasks.selectors.attempts import list_attempts
from tasks.selectors.events import list_events
from tasks.selectors.listing import list_tasks
from tasks.selectors.pages import LIMIT, MOST
from tasks.selectors.task import get_state, get_task
from tasks.selectors.why import why
from tasks.services import control

_LAST_EVENT: Final = 2**63 - 1


class _Action(ApiView):
    scopes: ClassVar[Any] = {"POST": WRITE}

    def now(self, task_id: UUID) -> HttpResponse:
        """Return the task as it is now."""
        return answer(task_answer(get_task(task_id, tenant_id=self.principal.tenant_id)))

    def made(self, task_id: UUID) -> HttpResponse:
        """Return a task that was made."""
        task = get_task(task_id, tenant_id=self.principal.tenant_id)
        return answer(task_answer(task), 201, {"Location": task_path(task_id)})


class TaskCancelView(_Action):
    """Cancelling one task."""

    @describe({200: d.Task})
    def post(self, request: Request, task_id: UUID) -> HttpResponse:
        """Cancel a task.

        What waits is cancelled at once; what runs is asked to stop and is still `running` in this
        answer. A task that was cancelled before is returned as it is, one that ended is a 409.
        """
        Params(request)
        return cancelled(self, task_id)


class TaskRetryView(_Action):
    """Trying a task that did not succeed once more."""

    @describe({201: d.Task})
    def post(self, request: Request, task_id: UUID) -> HttpResponse:
        """Submit a failed, cancelled or expired task again, as a new one."""
        Params(request)
        tenant_id = self.principal.tenant_id
        return self.made(control.retry(task_id, tenant_id=tenant_id, by=self.submitter))


class TaskReplayView(_Action):
    """Running any ended task once more."""

    @describe({201: d.Task})
    def post(self, request: Request, task_id: UUID) -> HttpResponse:
        """Submit an ended task again, as a new one."""
        Params(request)
        tenant_id = self.principal.tenant_id
        return self.made(control.replay(task_id, tenant_id=tenant_id, by=self.submitter))


class TaskReprioritiseView(_Action):
    """Changing the level of one task."""

    @describe({200: d.Task}, body=d.PriorityBody)
    def post(self, request: Request, task_id: UUID) -> HttpResponse:
        """Change the level of a task that waits."""
        Params(request)
        level = Priority[validated(d.PriorityBody, self.read_object()).priority]
        control.reprioritise(task_id, level, tenant_id=self.principal.tenant_id, by=self.submitter)
        return self.now(task_id)


class TaskDismissView(_Action):
    """Taking one task out of the dead letters."""

    @describe({200: d.Task})
    def post(self, request: Request, task_id: UUID) -> HttpResponse:
        """Take a failed task out of the dead-letter view."""
        Params(request)
        principal = self.principal
        control.dismiss(task_id, tenant_id=principal.tenant_id, by=principal.actor)
        return self.now(task_id)


class TaskEventsView(ApiView):
    """The history of one task."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe(
        {200: d.EventPage},
        parameters=[
            query("after", "Go on behind this event.", {"type": "integer", "minimum": 0}),
            PAGE[0],
        ],
    )
    def get(self, request: Request, task_id: UUID) -> HttpResponse:
        """List a task's events, oldest first."""
        params = Params(request, "after", "limit")
        page = list_events(
            task_id,
            tenant_id=self.principal.tenant_id,
            after=params.number("after", default=0, low=0, high=_LAST_EVENT),
            limit=params.number("limit", default=LIMIT, low=1, high=MOST),
        )
        return answer({"items": [event_answer(each) for each in page.items], "next": page.next})


class TaskAttemptsView(ApiView):
    """The executions of one task."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.AttemptList})
    def get(self, request: Request, task_id: UUID) -> HttpResponse:
        """List a task's attempts, oldest first, the latest 200."""
        Params(request)
        attempts = list_attempts(task_id, tenant_id=self.principal.tenant_id)
        return answer({"items": [attempt_answer(attempt) for attempt in attempts]})


class TaskChildrenView(ApiView):
    """The children of one task."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.TaskPage}, parameters=[FILTERS[0], *PAGE])
    def get(self, request: Request, task_id: UUID) -> HttpResponse:
        """List a task's children, newest first."""
        params = Params(request, "state", "limit", "cursor")
        tenant_id = self.principal.tenant_id
        get_state(task_id, tenant_id=tenant_id)
        wanted = replace(filter_of(params), parent=task_id)
        page = list_tasks(
            wanted, tenant_id=tenant_id, limit=params.limit(), cursor=params.text("cursor")
        )
        return answer(task_page(page))


class TaskWhyView(ApiView):
    """Why one task waits."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.WhyAnswer})
    def get(self, request: Request, task_id: UUID) -> HttpResponse:
        """Explain why a task waits: its place, what blocks it, when it may start."""
        Params(request)
        return answer(why_answer(why(task_id, tenant_id=self.principal.tenant_id)))
