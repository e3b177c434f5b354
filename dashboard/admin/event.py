"""Events: the histories of all tasks, as one stream."""

from django.contrib import admin
from django.utils.safestring import SafeString

from dashboard.admin.facts import FactAdmin, actor, document
from dashboard.templatetags import dashboard as show
from tasks.models import Event


@admin.register(Event)
class EventAdmin(FactAdmin[Event]):
    """Newest first."""

    documents = ("data",)
    data_shown = document("data")
    actors = ("actor",)
    actor_shown = actor("actor")
    list_display = ("id", "task_link", "type", "actor_shown", "when")

    @admin.display(description="when")
    def when(self, event: Event) -> str | SafeString:
        """Show its age."""
        return show.ago(event.at)
