"""What people can do to records here: one table per record, the same for lists and for pages.

A deed calls a service for one object at a time. Deeds that ask for something, or that destroy, show
a page first. Afterwards one message says what was done and which objects were left out, and why.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar, Final, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join

from dashboard.admin.base import RecordAdmin, actor_of
from dashboard.admin.forms import add_problem
from dashboard.site import is_operator
from orchestration.errors import SwitchyardError

M = TypeVar("M", bound=Model)
CONFIRMED: Final = "confirmed"
NAMED_AT_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Act:
    """One call of a deed: who does it, with which answers.

    Attributes:
        actor: the name for events and the audit log.
        data: the cleaned answers of the deed's form.
    """

    actor: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that can be done to a record.

    Attributes:
        name: in URLs and in the audit log.
        label: on buttons and in the list of actions.
        done: what messages say afterwards, e.g. "cancelled".
        run: does it to one object; may return a note for the message. Raises SwitchyardError.
        ask: what the page before says; empty for none.
        form: what the page before asks for.
        offered: whether the object's page has the button.
        danger: whether it destroys.
        ends: whether the object is gone afterwards.
        audited: whether the service writes the audit entry itself.
        icon: a Material symbol.
    """

    name: str
    label: str
    done: str
    run: Callable[[Any, Act], Any]
    ask: str = ""
    form: type[forms.Form] | None = None
    offered: Callable[[Any], bool] = lambda _: True
    danger: bool = False
    ends: bool = False
    audited: bool = False
    icon: str = ""

    @property
    def asks(self) -> bool:
        """Whether a page stands before it."""
        return bool(self.ask or self.form)


def deletion(
    run: Callable[[Any, Act], Any],
    ask: str,
    *,
    audited: bool = True,
    offered: Callable[[Any], bool] = lambda _: True,
) -> Deed:
    """Return the deed that deletes an object, after a page that says what comes of it."""
    return Deed(
        name="delete", label="Delete", done="deleted", run=run, ask=ask, offered=offered,
        danger=True, ends=True, audited=audited, icon="delete",
    )  # fmt: skip


def switches(
    enable: Callable[[Any, Act], Any],
    disable: Callable[[Any, Act], Any],
    ask: str = "",
    *,
    audited: bool = True,
) -> tuple[Deed, Deed]:
    """Return the deeds that switch an object on, and off after a page that says `ask`, if any."""
    return (
        Deed(
            name="enable", label="Enable", done="enabled", run=enable, icon="toggle_on",
            audited=audited, offered=lambda record: not record.enabled,
        ),
        Deed(
            name="disable", label="Disable", done="disabled", run=disable, icon="toggle_off",
            audited=audited, ask=ask, offered=lambda record: record.enabled,
        ),
    )  # fmt: skip


@dataclass(slots=True)
class Outcome:
    """What came of a deed on several objects."""

    done: list[tuple[Model, Any]] = field(default_factory=list)
    skipped: list[tuple[Model, SwitchyardError]] = field(default_factory=list)


class DeedAdmin(RecordAdmin[M]):
    """A record with deeds."""

    deeds: ClassVar[Sequence[Deed]] = ()

    def get_urls(self) -> list[URLPattern]:
        """Return a URL per deed beside the record's own."""
        own = [
            path(
                f"<path:object_id>/do/{deed.name}/",
                self.admin_site.admin_view(partial(self.deed_view, deed)),
                name=self._url_name(deed.name),
            )
            for deed in self.deeds
        ]
        return [*own, *super().get_urls()]

    def _url_name(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_do_{name}"

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the deeds as actions of the list."""
        actions = super().get_actions(request)
        for deed in self.deeds:
            actions[deed.name] = (partial(_on_selection, deed), deed.name, deed.label)
        return actions

    def buttons(self, obj: M) -> list[dict[str, Any]]:
        """Return what the object's page offers."""
        return [
            {
                "deed": deed,
                "url": reverse(f"admin:{self._url_name(deed.name)}", args=[self.key_of(obj)]),
            }
            for deed in self.deeds
            if deed.offered(obj)
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the object's form with the buttons above it."""
        obj = self.get_object(request, unquote(object_id))
        context = {"buttons": self.buttons(obj) if obj else [], **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def deed_view(self, deed: Deed, request: HttpRequest, object_id: str) -> HttpResponse:
        """Do it to one object, after asking where the deed asks."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404(f"There is no {self.opts.verbose_name} {object_id}.")
        back = self.url_of(obj)
        answer = self.decide(request, deed, [obj], back)
        return answer or HttpResponseRedirect(self.list_url() if deed.ends else back)

    def list_url(self) -> str:
        """Return the address of the list."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def decide(
        self, request: HttpRequest, deed: Deed, objects: Sequence[M], back: str
    ) -> HttpResponse | None:
        """Ask, or do it; return the page that asks, or None when it was done.

        Args:
            request: the first one, or the one with the answers.
            deed: what is to be done.
            objects: to what.
            back: where the page that asks leads back to.
        """
        if not is_operator(request):
            raise PermissionDenied
        confirmed = request.method == "POST" and (CONFIRMED in request.POST or not deed.asks)
        form = self._form(request, deed, objects, bound=confirmed)
        if not confirmed or not (form is None or form.is_valid()):
            return self._ask(request, deed, objects, form, back)
        act = Act(actor_of(request), dict(form.cleaned_data) if form else {})
        outcome = self.carry_out(request, deed, objects, act)
        if form and not outcome.done and len(objects) == 1:
            add_problem(form, outcome.skipped[0][1])
            return self._ask(request, deed, objects, form, back)
        self._tell(request, deed, outcome)
        return None

    def _form(
        self, request: HttpRequest, deed: Deed, objects: Sequence[M], *, bound: bool
    ) -> forms.Form | None:
        if deed.form is None:
            return None
        if bound:
            return deed.form(request.POST)
        return deed.form(initial=self.initial(deed, objects))

    def initial(self, deed: Deed, objects: Sequence[M]) -> dict[str, Any]:
        """Return what the deed's form shows at first: the values of a single object."""
        if deed.form is None or len(objects) != 1:
            return {}
        fields = deed.form.base_fields
        return {name: getattr(objects[0], name) for name in fields if hasattr(objects[0], name)}

    def _ask(
        self,
        request: HttpRequest,
        deed: Deed,
        objects: Sequence[M],
        form: forms.Form | None,
        back: str,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": deed.label,
            "deed": deed,
            "objects": objects,
            "form": form,
            "back": back,
            "confirmed": CONFIRMED,
            "checkbox_name": ACTION_CHECKBOX_NAME,
            "media": self.media + form.media if form else self.media,
        }
        return TemplateResponse(request, "dashboard/confirm.html", context)

    def carry_out(
        self, request: HttpRequest, deed: Deed, objects: Iterable[M], act: Act
    ) -> Outcome:
        """Do it to each object; one that refuses does not keep the others."""
        outcome = Outcome()
        for obj in objects:
            try:
                note = deed.run(obj, act)
            except SwitchyardError as error:
                outcome.skipped.append((obj, error))
            else:
                outcome.done.append((obj, note))
                if not deed.audited:
                    self._audit(request, deed.name, obj, **_plain(act.data))
        return outcome

    def _tell(self, request: HttpRequest, deed: Deed, outcome: Outcome) -> None:
        if outcome.done:
            text = format_html(
                "{} {}: {}",
                self._counted(len(outcome.done)),
                deed.done,
                _list([note or obj for obj, note in outcome.done]),
            )
            messages.success(request, text)
        if outcome.skipped:
            why = [f"{obj}: {reason}" for obj, reason in outcome.skipped]
            text = format_html("{} left out. {}", self._counted(len(why)), _list(why))
            messages.warning(request, text)

    def _counted(self, number: int) -> str:
        name = self.opts.verbose_name if number == 1 else self.opts.verbose_name_plural
        return f"{number} {name}"


def _list(things: Sequence[Any]) -> str:
    named = format_html_join(", ", "{}", ((thing,) for thing in things[:NAMED_AT_MOST]))
    rest = len(things) - NAMED_AT_MOST
    return format_html("{} and {} more", named, rest) if rest > 0 else named


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int | float | None) else str(value)
            for name, value in data.items()}  # fmt: skip


def _on_selection(
    deed: Deed, admin: DeedAdmin[M], request: HttpRequest, queryset: QuerySet[M]
) -> HttpResponse | None:
    """Do it to the selected rows of a list (Django's signature of an action)."""
    return admin.decide(request, deed, list(queryset), request.get_full_path())
