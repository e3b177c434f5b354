"""Queues: what waits and runs in them, pausing, limits."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.utils.safestring import SafeString

from dashboard.admin import forms as fields
from dashboard.admin.deeds import Act, Deed
from dashboard.admin.loaded import LoadedAdmin
from dashboard.admin.page import PageAdmin
from dashboard.pulse import database_now
from dashboard.tasklist import Wanted, find
from dashboard.templatetags import dashboard as show
from tasks.models import Queue, Task
from tasks.selectors.queues import EXACT, QueueView, get_queue, list_queues
from tasks.services import queues


class LimitsForm(forms.Form):
    """How much a queue may hold."""

    max_running = fields.number("Most tasks in flight", help_text="Empty for no limit.")
    max_waiting = fields.number(
        "Most tasks waiting", help_text="More are refused with 429; empty for no limit."
    )


def _limit(queue: Queue, act: Act) -> None:
    queues.set_limits(
        queue.name,
        max_running=act.data["max_running"],
        max_waiting=act.data["max_waiting"],
        by=act.actor,
    )


def _pause(queue: Queue, act: Act) -> None:
    queues.pause(queue.name, by=act.actor)


def _resume(queue: Queue, act: Act) -> None:
    queues.resume(queue.name, by=act.actor)


@admin.register(Queue)
class QueueAdmin(LoadedAdmin[Queue, QueueView], PageAdmin[Queue]):
    """Named lanes; there are few."""

    may_add = True
    fields = ("name", "description", "max_running", "max_waiting")
    fragment = "dashboard/queue.html"
    list_display = ("name", "status", "queued", "in_flight", "max_running", "max_waiting",
                    "description")  # fmt: skip
    search_fields = ("name",)
    deeds: ClassVar = (
        Deed(
            name="pause", label="Pause", done="paused", run=_pause, audited=True, icon="pause",
            ask="Nothing more of it starts until it is resumed; what runs goes on. "
                "Tasks can still be submitted, and wait.",
            offered=lambda queue: queue.paused_at is None,
        ),
        Deed(
            name="resume", label="Resume", done="resumed", run=_resume, audited=True,
            icon="play_arrow", offered=lambda queue: queue.paused_at is not None,
        ),
        Deed(
            name="limit", label="Limits", done="limited", run=_limit, audited=True, icon="speed",
            form=LimitsForm,
        ),
    )  # fmt: skip

    def load(self, rows: Sequence[Queue]) -> dict[Any, QueueView]:
        """Return the load of each queue of a list. Queries: one."""
        return {view.name: view for view in list_queues()}

    @admin.display(description="state")
    def status(self, queue: Queue) -> SafeString:
        """Show whether it is paused."""
        return show.state("paused" if queue.paused_at else "open")

    @admin.display(description="ready")
    def queued(self, queue: Queue) -> str:
        """Show how many tasks are ready in it."""
        load = self.loaded(queue)
        return show.capped(load.queued, EXACT) if load else "-"

    @admin.display(description="in flight")
    def in_flight(self, queue: Queue) -> str:
        """Show how many tasks of it are in flight."""
        load = self.loaded(queue)
        return str(load.in_flight) if load else "-"

    def live_context(self, obj: Queue) -> dict[str, Any]:
        """Return what the page shows. Queries: six, each bounded."""
        ids = find(Wanted(queue=obj.name), key=None, older=True, size=15).ids
        latest = Task.objects.filter(pk__in=ids).select_related("tenant").order_by("-pk")
        return {"queue": get_queue(obj.name), "now": database_now(), "exact": EXACT,
                "latest": list(latest)}  # fmt: skip
