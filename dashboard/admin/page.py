"""Records whose page is a page to read, not a form; a part of it is refreshed while one looks."""

from typing import Any, ClassVar, TypeVar

from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from dashboard.admin.deeds import DeedAdmin

M = TypeVar("M", bound=Model)


class PageAdmin(DeedAdmin[M]):
    """A record with a page of its own.

    Attributes:
        fragment: the template of the live part; it serves the first render and every poll.
        beneath: a template for what does not change, below it; empty for none.
    """

    fragment: ClassVar[str]
    beneath: ClassVar[str] = ""
    poll_ms: ClassVar[int] = 2000

    def get_urls(self) -> list[URLPattern]:
        """Return the address of the live part beside the record's own."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_live"
        live = path("<path:object_id>/live/", self.admin_site.admin_view(self.live_view), name=name)
        return [live, *super().get_urls()]

    def live_context(self, obj: M) -> dict[str, Any]:
        """Return what the live part shows."""
        raise NotImplementedError

    def still_context(self, obj: M) -> dict[str, Any]:
        """Return what the part below it shows."""
        return {}

    def audit_key(self, obj: M) -> str:
        """Return what names an object in the audit log."""
        return str(obj.pk)

    def is_over(self, obj: M) -> bool:
        """Return whether nothing will change any more, so that polling may end."""
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the page."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined, no-any-return] # Django's own, without a stub
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_live"
        audit_url = reverse("admin:orchestration_auditentry_changelist")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": obj,
            "title": str(obj),
            "fragment": self.fragment,
            "beneath": self.beneath,
            "live_url": reverse(name, args=[self.key_of(obj)]),
            "poll_ms": self.poll_ms,
            "audit_url": f"{audit_url}?q={self.audit_key(obj)}",
            **self._live(obj),
            **self.still_context(obj),
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "dashboard/page.html", context)

    def live_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Return the live part alone; 204 says that the object is gone."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return HttpResponse(status=204)
        answer = render(request, self.fragment, self._live(obj))
        if self.is_over(obj):
            answer["X-Live"] = "over"
        return answer

    def _live(self, obj: M) -> dict[str, Any]:
        return {
            "original": obj,
            "buttons": self.buttons(obj),
            "is_over": self.is_over(obj),
            **self.live_context(obj),
        }
