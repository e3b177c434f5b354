"""What all our admin pages share: who may see them, what may be changed, the audit trail."""

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django.contrib.admin.utils import quote
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from dashboard.site import is_operator
from orchestration.access.services import audit

M = TypeVar("M", bound=Model)

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin as _ModelAdmin
else:
    from unfold.admin import ModelAdmin as _UnfoldAdmin

    class _ModelAdmin(_UnfoldAdmin, Generic[M]):
        """Unfold's admin, which names no record type."""


def actor_of(request: HttpRequest) -> str:
    """Return the name under which what a person does here is recorded."""
    user = request.user
    return f"user:{user.get_username()}" if isinstance(user, AbstractUser) else "user:unknown"


class RecordAdmin(_ModelAdmin[M]):
    """A record that people may look at; subclasses say what else they may do.

    Attributes:
        may_add: whether the form for a new one is offered.
        may_change: whether its form can be saved. Records of facts cannot.
        may_delete: whether it can be deleted here.
        subject: the name of the record in the audit log.
    """

    may_add: ClassVar[bool] = False
    may_change: ClassVar[bool] = False
    may_delete: ClassVar[bool] = False
    subject: ClassVar[str] = ""

    list_per_page = 50
    show_full_result_count = False
    list_disable_select_all = True
    list_fullwidth = True
    compressed_fields = True
    warn_unsaved_form = True
    empty_value_display = "-"
    change_form_outer_before_template = "dashboard/deeds_bar.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Superusers only, until roles arrive."""
        return is_operator(request)

    def has_view_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Superusers only, until roles arrive."""
        return is_operator(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Superusers, where the record may be added."""
        return self.may_add and is_operator(request)

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Superusers, where the record may be changed."""
        return self.may_change and is_operator(request)

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Superusers, where the record may be deleted."""
        return self.may_delete and is_operator(request)

    def key_of(self, obj: Any) -> str:
        """Return what names an object in addresses; `get_object` finds it by that."""
        return str(obj.pk)

    def url_of(self, obj: Model) -> str:
        """Return the address of an object's page."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[quote(self.key_of(obj))])

    def _audit(self, request: HttpRequest, action: str, obj: Model, **detail: Any) -> None:
        subject = self.subject or str(self.opts.model_name)
        audit(
            actor=actor_of(request),
            action=action,
            subject_type=subject,
            subject_id=str(obj.pk),
            tenant_id=getattr(obj, "tenant_id", None),
            **detail,
        )

    def log_addition(self, request: HttpRequest, obj: M, message: Any) -> Any:
        """Record an addition in Django's history and in the audit log."""
        self._audit(request, "add", obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: M, message: Any) -> Any:
        """Record a change in Django's history and in the audit log, with the fields' names."""
        fields = [
            name for part in message if "changed" in part for name in part["changed"]["fields"]
        ]
        self._audit(request, "change", obj, fields=fields)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[M]) -> Any:
        """Record deletions in Django's history and in the audit log."""
        for obj in queryset:
            self._audit(request, "delete", obj, name=str(obj))
        return super().log_deletions(request, queryset)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[M], search_term: str
    ) -> tuple[QuerySet[M], bool]:
        """Find rows by `search_fields`, which name lookups that an index serves.

        Django's own would compare the upper-cased text of each row. What cannot be a value of a
        column, such as a word where an id is stored, is not looked for there.
        """
        term = search_term.strip()
        if not term:
            return queryset, False
        found = Q(pk__in=[])
        for lookup in self.get_search_fields(request):
            try:
                queryset.filter(wanted := Q(**{lookup: term}))
            except (ValueError, ValidationError):
                continue
            found |= wanted
        return queryset.filter(found), False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions of the list; deleting several at once is none of them."""
        actions = dict(super().get_actions(request))
        actions.pop("delete_selected", None)
        return actions
