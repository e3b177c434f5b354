"""Workers: one row for each start of a worker's process."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.db.models import Count
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dashboard.admin import filters
from dashboard.admin.deeds import Act, Deed
from dashboard.admin.keyset import HistoryAdmin
from dashboard.admin.loaded import LoadedAdmin
from dashboard.admin.page import PageAdmin
from dashboard.pulse import database_now
from dashboard.templatetags import dashboard as show
from orchestration.registry.replicas import copies_at
from tasks.lifecycle import IN_FLIGHT, values
from tasks.models import Task, Worker
from tasks.selectors.workers import get_worker
from tasks.services import workers


def _drain(worker: Worker, act: Act) -> None:
    workers.drain(worker.pk, by=act.actor)


@admin.register(Worker)
class WorkerAdmin(LoadedAdmin[Worker, int], HistoryAdmin[Worker], PageAdmin[Worker]):
    """Incarnations, newest first."""

    fragment = "dashboard/worker.html"
    list_display = ("title", "state_badge", "device", "slots", "in_flight", "resident_models",
                    "seen", "started")  # fmt: skip
    list_filter: ClassVar[Any] = (
        filters.choices_of(
            "state", "state", [(s.value, s.value) for s in Worker.State], field="state"
        ),
    )
    list_filter_submit = True
    search_fields = ("name",)
    search_help_text = "the worker's whole name"
    indexed = frozenset({"q"})
    deeds: ClassVar = (
        Deed(
            name="drain", label="Drain", done="draining", run=_drain, audited=True,
            icon="water_drop", danger=True,
            ask="It finishes what it has, takes nothing more, and then stops by itself.",
            offered=lambda worker: worker.state == Worker.State.LIVE,
        ),
    )  # fmt: skip

    def load(self, rows: Sequence[Worker]) -> Mapping[Any, int]:
        """Return how many tasks are in flight at each worker. Queries: one."""
        ids: list[UUID] = [row.pk for row in rows]
        counted = (
            Task.objects.filter(worker_id__in=ids, state__in=values(IN_FLIGHT))
            .order_by()
            .values_list("worker_id")
            .annotate(Count("pk"))
        )
        return dict(counted)

    @admin.display(description="worker")
    def title(self, worker: Worker) -> SafeString:
        """Show name and host."""
        return format_html('{} <span class="sy-quiet">{}</span>', worker.name, worker.host)

    @admin.display(description="state")
    def state_badge(self, worker: Worker) -> SafeString:
        """Show what it takes."""
        return show.state(worker.state)

    @admin.display(description="in flight")
    def in_flight(self, worker: Worker) -> str:
        """Show how many tasks are in flight at it."""
        return str(self.loaded(worker) or 0)

    @admin.display(description="loaded models")
    def resident_models(self, worker: Worker) -> str:
        """Show which models are loaded."""
        return ", ".join(worker.resident) or "-"

    @admin.display(description="last seen")
    def seen(self, worker: Worker) -> str:
        """Show the age of its last heartbeat."""
        return show.ago(worker.seen_at)

    @admin.display(description="started")
    def started(self, worker: Worker) -> str:
        """Show when it started."""
        return show.ago(worker.started_at)

    def live_context(self, obj: Worker) -> dict[str, Any]:
        """Return what the page shows. Queries: four."""
        held = Task.objects.filter(worker_id=obj.pk, state__in=values(IN_FLIGHT))
        copies = copies_at(obj.pk)
        return {
            "copies": copies,
            "loaded_bytes": sum(copy.memory_bytes or 0 for copy in copies),
            "worker": get_worker(obj.pk),
            "now": database_now(),
            "tasks": list(held.select_related("tenant").order_by("pk")[:100]),
        }

    def is_over(self, obj: Worker) -> bool:
        """Return whether it has ended."""
        return obj.ended_at is not None
