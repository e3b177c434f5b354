"""Forms that call services: what a service refuses is shown at the field that it names."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from orchestration.access.records import ApiKey, Tenant
from orchestration.errors import SwitchyardError
from tasks.lifecycle import Priority

LEVELS = [(int(level), level.name) for level in Priority]


def text(
    label: str, *, help_text: str = "", required: bool = True, **options: Any
) -> forms.CharField:
    """Return a line of text."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        widget=UnfoldAdminTextInputWidget(),
        **options,
    )


def number(
    label: str, *, help_text: str = "", required: bool = False, **options: Any
) -> forms.IntegerField:
    """Return a whole number that fits Postgres' integer."""
    options.setdefault("min_value", 0)
    options.setdefault("max_value", 2**31 - 1)
    return forms.IntegerField(
        label=label,
        required=required,
        help_text=help_text,
        widget=UnfoldAdminIntegerFieldWidget(),
        **options,
    )


def decimal(
    label: str,
    *,
    help_text: str = "",
    required: bool = True,
    places: int = 6,
    digits: int = 16,
    **options: Any,
) -> forms.DecimalField:
    """Return an amount of 0 or more, exact."""
    return forms.DecimalField(
        label=label,
        required=required,
        help_text=help_text,
        min_value=0,
        decimal_places=places,
        max_digits=digits,
        widget=UnfoldAdminDecimalFieldWidget(attrs={"step": "any"}),
        **options,
    )


def choice(
    label: str, choices: Any, *, help_text: str = "", required: bool = True, **options: Any
) -> forms.ChoiceField:
    """Return one of several."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        help_text=help_text,
        widget=UnfoldAdminSelectWidget(),
        **options,
    )


def several(
    label: str, choices: Any, *, help_text: str = "", **options: Any
) -> forms.MultipleChoiceField:
    """Return several of several."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        help_text=help_text,
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        **options,
    )


def switch(label: str, *, help_text: str = "", **options: Any) -> forms.BooleanField:
    """Return yes or no."""
    return forms.BooleanField(
        label=label,
        required=False,
        help_text=help_text,
        widget=UnfoldBooleanSwitchWidget(),
        **options,
    )


def level(label: str = "Priority", *, initial: int = Priority.NORMAL) -> forms.TypedChoiceField:
    """Return a priority level."""
    return forms.TypedChoiceField(
        label=label,
        choices=LEVELS,
        coerce=lambda value: Priority(int(value)),
        initial=int(initial),
        widget=UnfoldAdminSelectWidget(),
    )


class Moment(forms.DateTimeField):
    """A point in time, in the browser's own picker; the site's zone."""

    widget = forms.DateTimeInput

    def __init__(self, **options: Any) -> None:
        """Take a form field's options."""
        attrs = {**UnfoldAdminTextInputWidget().attrs, "type": "datetime-local"}
        options.setdefault("widget", forms.DateTimeInput(attrs=attrs, format="%Y-%m-%dT%H:%M"))
        options.setdefault("required", False)
        super().__init__(**options)


class JsonObject(forms.CharField):
    """JSON as text, kept readable; cleans to what it describes."""

    def __init__(self, **options: Any) -> None:
        """Take a form field's options."""
        attrs = {"rows": 12, "class": "sy-code", "spellcheck": "false"}
        options.setdefault("widget", UnfoldAdminTextareaWidget(attrs=attrs))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the box: a mapping is indented, text stays as it was typed."""
        return value if isinstance(value, str) else json.dumps(value or {}, indent=2)

    def clean(self, value: Any) -> Any:
        """Return the mapping that the text describes."""
        try:
            found = json.loads(super().clean(value))
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(f"This is no JSON: {error}", code="json") from None
        if not isinstance(found, dict):
            raise forms.ValidationError('Send a JSON object such as {"name": 1}.', code="object")
        return found


class _TenantSelect(AutocompleteSelect):
    """What was sent and is no id is nobody's: the field says so, where Django would fail."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        """Return the tenant that was chosen, if any."""
        return super().optgroups(name, [each for each in value if _is_id(each)], attr)


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def tenant_field(site: AdminSite, queryset: Any = None) -> forms.ModelChoiceField[Tenant]:
    """Return a choice of tenant that searches while one types, however many there are."""
    field = ApiKey.tenant.field
    return forms.ModelChoiceField(
        queryset=Tenant.objects.all() if queryset is None else queryset,
        widget=_TenantSelect(field, site, attrs={"class": "unfold-admin-autocomplete"}),
    )


def add_problem(form: forms.Form, error: SwitchyardError, *, inside: str = "") -> None:
    """Show what a service refused at the fields that it names.

    Args:
        form: where to show it.
        error: what was refused.
        inside: the form's field that stands for all that it does not know by name.
    """
    for field, message in _messages(error):
        root = field.split(".")[0] if field else ""
        path = f"{field}: " if field and field not in form.fields else ""
        seen = root in form.fields and not form.fields[root].widget.is_hidden
        place = root if seen else (inside if field and inside else None)
        form.add_error(place, f"{path}{message}")


def _messages(error: SwitchyardError) -> list[tuple[str, str]]:
    if error.problems:
        return [(each.field, f"{each.message} {each.mend}") for each in error.problems]
    return [(error.field or "", str(error))]


def form_page(
    request: HttpRequest,
    site: AdminSite,
    form: forms.Form,
    act: Callable[[dict[str, Any]], HttpResponse],
    *,
    inside: str = "",
    **context: Any,
) -> HttpResponse:
    """Show a form, or act on it; what the service refuses is shown in the form again."""
    if request.method == "POST" and form.is_valid():
        try:
            return act(form.cleaned_data)
        except SwitchyardError as error:
            add_problem(form, error, inside=inside)
    page = {**site.each_context(request), "form": form, "media": form.media, **context}
    return TemplateResponse(request, "dashboard/form_page.html", page)
