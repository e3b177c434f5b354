"""Tasks: the list that stays fast, the page of one, what can be done to them, and submitting."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dashboard.admin import filters
from dashboard.admin import forms as fields
from dashboard.admin.base import actor_of
from dashboard.admin.deeds import Act, Deed
from dashboard.admin.keyset import Cursor, HistoryAdmin, KeysetChangeList, Rows
from dashboard.admin.page import PageAdmin
from dashboard.search import read
from dashboard.tasklist import Wanted, find
from dashboard.taskpage import over, read_page, read_still
from dashboard.templatetags import dashboard as show
from orchestration.kinds.catalogue import KINDS
from tasks.lifecycle import BACKLOG, TERMINAL, Priority, State
from tasks.models import Queue, Task
from tasks.services import control
from tasks.services.submission import EVERY_SCOPE, Submitter, parse, submit

_SUBMIT_FIELDS = ("kind", "input", "priority", "model", "queue", "device", "idempotency_key",
                  "max_attempts", "tags", "scheduled_for", "deadline")  # fmt: skip


def _as(act: Act, task: Task) -> Submitter:
    return Submitter(
        tenant_id=task.tenant_id, actor=act.actor, diagnostics=True, scopes=EVERY_SCOPE
    )


def _cancel(task: Task, act: Act) -> str:
    state = control.cancel(task.pk, tenant_id=None, by=act.actor)
    asked = " (its worker was asked to stop)" if state == State.RUNNING else ""
    return f"{task}{asked}"


def _again(task: Task, new: UUID) -> SafeString:
    url = reverse("admin:tasks_task_change", args=[new])
    return format_html('{} as <a href="{}">{}</a>', task, url, show.short(new))


def _retry(task: Task, act: Act) -> SafeString:
    return _again(task, control.retry(task.pk, tenant_id=None, by=_as(act, task)))


def _replay(task: Task, act: Act) -> SafeString:
    return _again(task, control.replay(task.pk, tenant_id=None, by=_as(act, task)))


def _reprioritise(task: Task, act: Act) -> None:
    control.reprioritise(task.pk, act.data["priority"], tenant_id=None, by=_as(act, task))


def _dismiss(task: Task, act: Act) -> None:
    control.dismiss(task.pk, tenant_id=None, by=act.actor)


class LevelForm(forms.Form):
    """Which level a task gets."""

    priority = fields.level("New level")


DEEDS = (
    Deed(
        name="cancel", label="Cancel", done="cancelled", run=_cancel, danger=True, icon="cancel",
        ask="What waits is cancelled at once, with its children; what runs is asked to stop. "
            "A cancelled task stays cancelled; it can be submitted again.",
        offered=lambda task: task.state not in TERMINAL and task.cancel_requested_at is None,
    ),
    Deed(
        name="reprioritise", label="Change priority", done="moved to another level",
        run=_reprioritise, form=LevelForm, icon="low_priority",
        offered=lambda task: task.state in BACKLOG,
    ),
    Deed(
        name="retry", label="Retry", done="submitted again", run=_retry, icon="refresh",
        ask="Each is submitted again as a new task with the same input; the old one stays.",
        offered=lambda task: task.state in TERMINAL and task.state != State.SUCCEEDED,
    ),
    Deed(
        name="replay", label="Replay", done="submitted again", run=_replay, icon="replay",
        ask="Each is submitted again as a new task with the same input, even where it succeeded.",
        offered=lambda task: task.state == State.SUCCEEDED,
    ),
    Deed(
        name="dismiss", label="Dismiss", done="taken out of the dead letters", run=_dismiss,
        icon="drafts",
        offered=lambda task: task.state == State.FAILED and task.dismissed_at is None,
    ),
)  # fmt: skip

EXAMPLE = {"messages": [{"role": "user", "content": "Good morning!"}], "max_tokens": 20}
"""An input that the form's first kind takes."""


class QueueFilter(filters.ChoiceFilter):
    """One queue; there are few."""

    title = "queue"
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """Return the queues."""
        return [(name, name) for name in Queue.objects.values_list("name", flat=True)]


class SubmitForm(forms.Form):
    """A task as one would send it over REST."""

    kind = fields.choice("Kind", [(k.name, f"{k.name}: {k.description}") for k in KINDS.values()])
    input = fields.JsonObject(initial=EXAMPLE, help_text="What the kind asks for.")
    priority = fields.choice("Priority", [(p.name, p.name) for p in Priority], initial="NORMAL")
    model = fields.text("Model", required=False, help_text="Empty for the kind's default.")
    queue = fields.text("Queue", required=False, help_text="Empty for the kind's own.")
    device = fields.text("Device", initial="any", help_text="any, cpu, gpu or gpu:0.")
    max_attempts = fields.number("Attempts", initial=3, min_value=1, max_value=100)
    tags = fields.text("Tags", required=False, help_text="Separated by commas.")
    scheduled_for = fields.Moment(help_text="Not before this time.")
    deadline = fields.Moment(help_text="It expires unless it has ended by then.")
    idempotency_key = fields.text("Idempotency key", required=False)

    def clean_tags(self) -> list[str]:
        """Return the tags as a list."""
        return [tag.strip() for tag in self.cleaned_data["tags"].split(",") if tag.strip()]

    def body(self) -> dict[str, Any]:
        """Return the body of a submission; what was left empty is left out."""
        given = {name: self.cleaned_data[name] for name in _SUBMIT_FIELDS}
        return {name: value for name, value in given.items() if value not in ("", None, [])}


@admin.register(Task)
class TaskAdmin(HistoryAdmin[Task], PageAdmin[Task]):
    """Every tenant's tasks."""

    may_add = True
    deeds = DEEDS
    fragment = "dashboard/task.html"
    beneath = "dashboard/task_input.html"
    list_display = ("name", "state_badge", "level", "tenant_name", "queue_name", "model_name",
                    "tries", "submitted", "took")  # fmt: skip
    list_filter: ClassVar[Any] = (
        filters.choices_of("state", "state", [(s.value, s.value) for s in State]),
        filters.choices_of("dead", "dead letters", [("1", "failed, not dismissed")]),
        filters.choices_of("kind", "kind", [(name, name) for name in KINDS]),
        QueueFilter,
        filters.choices_of("priority", "priority", [(str(v), name) for v, name in fields.LEVELS]),
        ("tenant", filters.TenantFilter),
        filters.id_of("model", "model"),
        filters.id_of("batch", "batch id"),
        filters.id_of("schedule", "schedule id"),
        filters.id_of("worker", "worker id (in flight)"),
        filters.id_of("parent", "parent id"),
    )
    list_filter_submit = True
    search_fields = ("id",)
    search_help_text = "id, tag, key, or error: words"

    def get_urls(self) -> list[URLPattern]:
        """Return the address of a task's whole JSON beside the others."""
        view = self.admin_site.admin_view(self.json_view)
        raw = path("<uuid:task_id>/json/<str:part>/", view, name="tasks_task_json")
        return [raw, *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Task], search_term: str
    ) -> tuple[QuerySet[Task], bool]:
        """Leave the search to `rows_of`, which knows the indexes."""
        return queryset, False

    def rows_of(self, changes: KeysetChangeList, cursor: Cursor, size: int) -> Rows[Task]:
        """Return one page. Queries: two to five, each bounded, whatever is filtered."""
        try:
            key = UUID(cursor.key) if cursor.key else None
            wanted = _wanted(changes)
        except ValueError:
            return Rows([], more=False)
        found = find(wanted, key=key, older=cursor.older, size=size)
        rows = (
            Task.objects.filter(pk__in=found.ids)
            .select_related("tenant")
            .only("kind", "state", "priority", "tenant__name", "queue_id", "model", "attempts",
                  "max_attempts", "losses", "created_at", "started_at", "finished_at",
                  "cancel_requested_at", "dismissed_at", "scheduled_for")
            .order_by("-pk")
        )  # fmt: skip
        return Rows(list(rows), more=found.more, edge=found.edge)

    @admin.display(description="task")
    def name(self, task: Task) -> SafeString:
        """Show kind and id."""
        return format_html('{} <span class="sy-id">{}</span>', task.kind, show.short(task.pk))

    @admin.display(description="state")
    def state_badge(self, task: Task) -> SafeString:
        """Show the state, and whether its worker was asked to stop."""
        badge = show.state(task.state)
        if task.cancel_requested_at and task.finished_at is None:
            return format_html('{} <span class="sy-quiet">stopping</span>', badge)
        return badge

    @admin.display(description="priority")
    def level(self, task: Task) -> SafeString:
        """Show the level by name."""
        return show.priority(task.priority)

    @admin.display(description="tenant")
    def tenant_name(self, task: Task) -> str:
        """Show whose it is."""
        return task.tenant.name

    @admin.display(description="queue")
    def queue_name(self, task: Task) -> str:
        """Show its queue; the name is the key."""
        return str(task.queue_id)

    @admin.display(description="model")
    def model_name(self, task: Task) -> str:
        """Show which model it asks for."""
        return task.model or "-"

    @admin.display(description="failures")
    def tries(self, task: Task) -> str:
        """Show how many attempts failed, of how many."""
        return f"{task.attempts} of {task.max_attempts}"

    @admin.display(description="submitted")
    def submitted(self, task: Task) -> str:
        """Show when it came in."""
        return show.ago(task.created_at)

    @admin.display(description="ran")
    def took(self, task: Task) -> str:
        """Show how long it ran."""
        return show.duration(ran(task))

    def live_context(self, obj: Task) -> dict[str, Any]:
        """Return what the page shows. Queries: six to sixteen, each bounded."""
        return read_page(obj)

    def still_context(self, obj: Task) -> dict[str, Any]:
        """Return the input, which never changes."""
        return read_still(obj)

    def is_over(self, obj: Task) -> bool:
        """Return whether it has ended, with all of its children."""
        return over(obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Task]:
        """Return tasks with what pages and messages name."""
        return super().get_queryset(request).select_related("tenant")

    def json_view(self, request: HttpRequest, task_id: UUID, part: str) -> HttpResponse:
        """Return the whole input, result or error."""
        task = self.get_object(request, str(task_id))
        still = {**read_still(task), **read_page(task)} if task else {}
        if part not in ("input", "result", "error") or task is None:
            return JsonResponse({"detail": "There is no such document."}, status=404)
        return JsonResponse(still[part], safe=False, json_dumps_params={"indent": 2})

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form that submits a task for a tenant, as an operator."""
        form = _submit_form(request, self.admin_site)

        def act(data: dict[str, Any]) -> HttpResponse:
            by = Submitter(
                tenant_id=data["tenant"].pk, actor=actor_of(request), diagnostics=True,
                scopes=EVERY_SCOPE,
            )  # fmt: skip
            submitted = submit(parse(form.body()), by)
            said = "submitted" if submitted.created else "already there under this key"
            messages.success(request, f"The task is {said}.")
            task = Task(pk=submitted.task_id, tenant_id=data["tenant"].pk)
            self._audit(request, "submit", task, kind=data["kind"])
            return HttpResponseRedirect(self.url_of(task))

        return fields.form_page(
            request, self.admin_site, form, act, inside="input", opts=self.opts,
            title="Submit a task", button="Submit",
            lead="It is submitted in a tenant's name and recorded in yours.",
        )  # fmt: skip


def _submit_form(request: HttpRequest, site: admin.AdminSite) -> SubmitForm:
    form = SubmitForm(request.POST) if request.method == "POST" else SubmitForm()
    form.fields = {"tenant": fields.tenant_field(site), **form.fields}
    return form


def ran(task: Task) -> float | None:
    """Return how many seconds lie between a task's first start and its end."""
    started, finished = task.started_at, task.finished_at
    return _seconds(started, finished) if started and finished else None


def _seconds(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds()


def _wanted(changes: KeysetChangeList) -> Wanted:
    """Return what the filters and the search ask for; raises ValueError for what is no id."""
    given = {name: values[-1] for name, values in changes.filter_params.items() if values[-1]}
    ids = {name: UUID(given[name]) if name in given else None
           for name in ("batch", "schedule", "worker", "parent")}  # fmt: skip
    tenant = given.get("tenant__id__exact")
    priority = given.get("priority")
    return Wanted(
        state=given.get("state"),
        dead="dead" in given,
        kind=given.get("kind"),
        queue=given.get("queue"),
        priority=int(priority) if priority else None,
        tenant=UUID(tenant) if tenant else None,
        model=given.get("model"),
        search=read(changes.query),
        **ids,
    )
