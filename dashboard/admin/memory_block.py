"""Blocks: small texts that agents always have before their eyes."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from dashboard.admin import filters
from dashboard.admin import forms as fields
from dashboard.admin.base import actor_of
from dashboard.admin.deeds import Act, Deed, deletion
from dashboard.admin.entries import plain
from dashboard.admin.keyset import HistoryAdmin
from dashboard.admin.page import PageAdmin
from dashboard.pulse import database_now
from dashboard.templatetags import dashboard as show
from orchestration.memory import blocks
from orchestration.memory.records.block import MemoryBlock
from orchestration.memory.records.space import NAME_LENGTH

_LONGEST = 20_000


class BlockForm(forms.Form):
    """What a block says."""

    text = forms.CharField(
        label="Text", required=False, strip=False, max_length=_LONGEST,
        help_text="As it stands in each prompt of its agents.",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 10}),
    )  # fmt: skip
    description = fields.text(
        "Description", required=False, max_length=2000, help_text="What belongs into it."
    )
    limit = fields.number(
        "Most characters", required=True, min_value=1, max_value=_LONGEST, initial=2000
    )
    read_only = fields.switch("Read only", help_text="Agents may not change it.")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())


class NewBlockForm(BlockForm):
    """A new block."""

    name = fields.text("Name", max_length=NAME_LENGTH, help_text="How the prompt calls it.")
    field_order = ("name",)


class AgentForm(forms.Form):
    """An agent."""

    agent = forms.CharField(
        label="Agent", max_length=NAME_LENGTH, help_text="Its name, as the tenant writes it.",
        widget=UnfoldAdminTextInputWidget(),
    )  # fmt: skip


def _values(data: dict[str, Any]) -> dict[str, Any]:
    values = {name: data[name] for name in ("description", "limit", "read_only")}
    return {**values, "text": plain(data["text"])}


def _edit(block: MemoryBlock, act: Act) -> None:
    blocks.change_block(
        block.pk, tenant_id=block.realm.tenant_id, actor=act.actor, version=act.data["version"],
        **_values(act.data),
    )  # fmt: skip


def _attach(block: MemoryBlock, act: Act) -> str:
    agent = act.data["agent"]
    blocks.attach_block(block.pk, agent, tenant_id=block.realm.tenant_id, actor=act.actor)
    return f"{block} to {agent}"


def _detach(block: MemoryBlock, act: Act) -> str:
    agent = act.data["agent"]
    blocks.detach_block(block.pk, agent, tenant_id=block.realm.tenant_id, actor=act.actor)
    return f"{block} from {agent}"


def _delete(block: MemoryBlock, act: Act) -> str:
    blocks.delete_block(block.pk, tenant_id=block.realm.tenant_id, actor=act.actor)
    return block.name


@admin.register(MemoryBlock)
class MemoryBlockAdmin(HistoryAdmin[MemoryBlock], PageAdmin[MemoryBlock]):
    """Every tenant's blocks, the latest first."""

    may_add = True
    subject = blocks.SUBJECT
    fragment = "dashboard/memory_block.html"
    poll_ms = 10_000
    list_display = ("name", "owner", "agents", "filled", "read_only", "changed")
    list_filter: ClassVar[Any] = (("realm__tenant", filters.TenantFilter),)
    list_filter_submit = True
    search_fields = ("name__startswith", "attachments__agent", "pk")
    search_help_text = "beginning of the name, an agent's whole name, or id"
    deeds: ClassVar = (
        Deed(name="edit", label="Change", done="changed", run=_edit, form=BlockForm, icon="edit",
             audited=True),
        Deed(name="attach", label="Attach to an agent", done="attached", run=_attach,
             form=AgentForm, icon="person_add", audited=True),
        Deed(name="detach", label="Detach from an agent", done="detached", run=_detach,
             form=AgentForm, icon="person_remove", audited=True),
        deletion(_delete, ask="Its text goes for good, out of the prompts of all its agents."),
    )  # fmt: skip

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions of the list; a block is changed on its page."""
        actions = super().get_actions(request)
        del actions["edit"]
        return actions

    def get_queryset(self, request: HttpRequest) -> QuerySet[MemoryBlock]:
        """Return blocks with their tenants and how many agents have them."""
        rows = super().get_queryset(request).select_related("realm__tenant")
        return rows.annotate(attached=Count("attachments"))

    @admin.display(description="tenant")
    def owner(self, block: MemoryBlock) -> str:
        """Show whose it is."""
        return block.realm.tenant.name

    @admin.display(description="agents")
    def agents(self, block: MemoryBlock) -> int:
        """Show how many agents have it."""
        count: int = block.attached  # type: ignore[attr-defined]
        return count

    @admin.display(description="characters")
    def filled(self, block: MemoryBlock) -> str:
        """Show how full it is."""
        return f"{len(block.text):,} of {block.limit:,}"

    @admin.display(description="changed")
    def changed(self, block: MemoryBlock) -> str:
        """Show when it was last changed."""
        return show.ago(block.changed_at)

    def live_context(self, obj: MemoryBlock) -> dict[str, Any]:
        """Return what the page shows. Queries: two."""
        return {
            "memory_block": obj,
            "now": database_now(),
            "agents": list(obj.attachments.order_by("agent")[: blocks.MOST]),
            "full": show.percent(len(obj.text), obj.limit),
        }

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form for a new block."""
        form = NewBlockForm(request.POST) if request.method == "POST" else NewBlockForm()
        form.fields = {"tenant": fields.tenant_field(self.admin_site), **form.fields}
        del form.fields["version"]

        def act(data: dict[str, Any]) -> HttpResponse:
            block = blocks.create_block(
                data["name"], tenant_id=data["tenant"].pk, actor=actor_of(request), **_values(data)
            )
            messages.success(request, "The block was added. Attach it to agents.")
            return HttpResponseRedirect(self.url_of(block))

        return fields.form_page(
            request, self.admin_site, form, act, opts=self.opts, title="Add a block", button="Add",
            lead="A small text that its agents have in each of their prompts.",
        )  # fmt: skip
