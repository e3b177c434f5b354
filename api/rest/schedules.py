"""Schedules: cron lines that submit tasks."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from api.rest import documents as d
from api.rest.answers import schedule_answer, task_answer, task_path
from api.rest.base import ApiView
from api.rest.bodies import validated
from api.rest.json import answer
from api.rest.params import PAGE, Params
from api.rest.schema import describe
from api.rest.tasks import READ, WRITE
from tasks.selectors.schedules import get_schedule, list_schedules
from tasks.selectors.task import get_task
from tasks.services import schedules


class SchedulesView(ApiView):
    """All schedules of the key's tenant."""

    scopes: ClassVar[Any] = {"GET": READ, "POST": WRITE}

    @describe({200: d.SchedulePage}, parameters=PAGE, tag="schedules")
    def get(self, request: Request) -> HttpResponse:
        """List schedules, newest first."""
        params = Params(request, "limit", "cursor")
        page = list_schedules(
            tenant_id=self.principal.tenant_id,
            limit=params.limit(),
            cursor=params.text("cursor"),
        )
        items = [schedule_answer(each) for each in page.items]
        return answer({"items": items, "next": page.next})

    @describe({201: d.Schedule}, body=d.ScheduleBody, tag="schedules")
    def post(self, request: Request) -> HttpResponse:
        """Store a schedule."""
        Params(request)
        wanted = validated(d.ScheduleBody, self.read_object())
        made = schedules.create(self.principal.tenant_id, by=self.submitter, **wanted.model_dump())
        made.refresh_from_db()
        found = schedule_answer(made)
        return answer(found, 201, {"Location": found["links"]["self"]})


class ScheduleDetailView(ApiView):
    """One schedule."""

    scopes: ClassVar[Any] = {"GET": READ, "PATCH": WRITE, "DELETE": WRITE}

    @describe({200: d.Schedule}, tag="schedules")
    def get(self, request: Request, schedule_id: UUID) -> HttpResponse:
        """Return a schedule."""
        Params(request)
        return answer(
            schedule_answer(get_schedule(schedule_id, tenant_id=self.principal.tenant_id))
        )

    @describe({200: d.Schedule}, body=d.ScheduleChange, tag="schedules")
    def patch(self, request: Request, schedule_id: UUID) -> HttpResponse:
        """Change fields of a schedule; the others stay."""
        Params(request)
        wanted = validated(d.ScheduleChange, self.read_object())
        changed = schedules.update(
            schedule_id,
            tenant_id=self.principal.tenant_id,
            by=self.submitter,
            **wanted.model_dump(exclude_unset=True),
        )
        changed.refresh_from_db()
        return answer(schedule_answer(changed))

    @describe({204: None}, tag="schedules")
    def delete(self, request: Request, schedule_id: UUID) -> HttpResponse:
        """Delete a schedule; its tasks stay."""
        Params(request)
        principal = self.principal
        schedules.delete(schedule_id, tenant_id=principal.tenant_id, by=principal.actor)
        return HttpResponse(status=204)


class ScheduleRunView(ApiView):
    """Running one schedule out of turn."""

    scopes: ClassVar[Any] = {"POST": WRITE}

    @describe({201: d.Task}, tag="schedules")
    def post(self, request: Request, schedule_id: UUID) -> HttpResponse:
        """Submit a schedule's task now, whatever its times say."""
        Params(request)
        tenant_id = self.principal.tenant_id
        made = schedules.run_now(schedule_id, tenant_id=tenant_id, by=self.submitter)
        task = get_task(made, tenant_id=tenant_id)
        return answer(task_answer(task), 201, {"Location": task_path(made)})
