"""Prices of models: dated rows, added and never changed."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.safestring import SafeString

from dashboard.admin import forms as fields
from dashboard.admin.base import actor_of
from dashboard.admin.deeds import Act, DeedAdmin, deletion
from dashboard.admin.keyset import HistoryAdmin
from dashboard.templatetags import dashboard as show
from orchestration.usage.errors import plain
from orchestration.usage.prices import delete_price, set_price
from orchestration.usage.records import Price


class PriceForm(forms.Form):
    """A price to be set."""

    provider = fields.text(
        "Provider", max_length=100, help_text="Its name in the table, or * for all but local."
    )
    model = fields.text(
        "Model",
        max_length=200,
        help_text="The provider's name for it; a * at its end stands for whatever follows.",
    )
    input = fields.decimal("Per million tokens read")
    output = fields.decimal("Per million tokens written")
    cached = fields.decimal(
        "Per million read from the provider's cache", required=False, help_text="Empty: as read."
    )
    cache_written = fields.decimal(
        "Per million written to its cache", required=False, help_text="Empty: as read."
    )
    starts_at = fields.Moment(label="From", help_text="Empty for now; it may lie ahead.")
    note = fields.text("Note", max_length=200, required=False, help_text="Where it comes from.")


def _delete(price: Price, act: Act) -> str:
    delete_price(price, actor=act.actor)
    return str(price)


def money(amount: Decimal | None) -> str:
    """Return an amount of money for people."""
    return "-" if amount is None else f"{plain(amount)} {settings.SWITCHYARD.usage.currency}"


@admin.register(Price)
class PriceAdmin(HistoryAdmin[Price], DeedAdmin[Price]):
    """Newest first; for a call the most telling row that had begun counts."""

    may_add = True
    subject = "price"
    list_display = ("provider", "model", "status", "read", "written", "cached_shown", "from_when",
                    "note")  # fmt: skip
    search_fields = ("model__startswith", "provider", "pk")
    search_help_text = "beginning of the model's name, the provider, or id"
    fields = ("provider", "model", "status", "read", "written", "cached_shown",
              "cache_written_shown", "starts_at", "note", "created_at")  # fmt: skip
    readonly_fields = fields
    deeds: ClassVar = (
        deletion(
            _delete,
            ask="Calls that it was used for keep their cost. Calls from now on take the price "
            "before it, or one that tells less.",
        ),
    )

    @admin.display(description="state")
    def status(self, price: Price) -> SafeString:
        """Show whether it has begun."""
        return show.state("active" if price.starts_at <= timezone.now() else "waiting")

    @admin.display(description="per million read")
    def read(self, price: Price) -> str:
        """Show the price of tokens read."""
        return money(price.input)

    @admin.display(description="per million written")
    def written(self, price: Price) -> str:
        """Show the price of tokens written."""
        return money(price.output)

    @admin.display(description="per million cached")
    def cached_shown(self, price: Price) -> str:
        """Show the price of tokens from the provider's cache."""
        return money(price.input if price.cached is None else price.cached)

    @admin.display(description="per million written to the cache")
    def cache_written_shown(self, price: Price) -> str:
        """Show the price of tokens that go to the provider's cache."""
        return money(price.input if price.cache_written is None else price.cache_written)

    @admin.display(description="from")
    def from_when(self, price: Price) -> str | SafeString:
        """Show since when it holds."""
        return show.ago(price.starts_at)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the form for a new price."""
        form = PriceForm(request.POST) if request.method == "POST" else PriceForm()

        def act(data: dict[str, Any]) -> HttpResponse:
            starts_at: datetime | None = data.pop("starts_at")
            price = set_price(**data, starts_at=starts_at, actor=actor_of(request))
            messages.success(request, f"The price of {price} is set.")
            return HttpResponseRedirect(self.url_of(price))

        unit = settings.SWITCHYARD.usage.currency
        return fields.form_page(
            request, self.admin_site, form, act, opts=self.opts, title="Set a price",
            button="Set it", lead=f"Amounts are in {unit}. An earlier price keeps its time.",
        )  # fmt: skip
