"""Sets prices, budgets and limits of calls; compares the ledger with the sums kept of it."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from orchestration.access.records import ApiKey, Tenant
from orchestration.errors import SwitchyardError
from orchestration.usage.budgets import set_budget, views_of
from orchestration.usage.call_limits import (
    MEASURES,
    Subject,
    delete_call_limit,
    set_call_limit,
)
from orchestration.usage.checking import differences
from orchestration.usage.errors import plain
from orchestration.usage.limited_models import model_subject
from orchestration.usage.prices import set_price
from orchestration.usage.records import Budget, CallLimit, Price
from orchestration.usage.sweeping import sweep

_BY = "command:usage"
_WORDS: Final = {
    "requests_per_minute": "requests per minute",
    "tokens_per_minute": "tokens per minute",
    "concurrent": "calls at the same time",
}


class Command(BaseCommand):
    """`manage.py usage check|sweep|prices|price|budgets|budget|limits|limit`."""

    help = "Prices, budgets, limits and the ledger of calls of models."
    # The checks import the URLs; where workers run, what those need is not installed.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the sub-commands."""
        commands = parser.add_subparsers(dest="command", required=True)
        commands.add_parser("check", help="compare the ledger with hours and budgets")
        commands.add_parser("sweep", help="book calls whose process died, at their worst")
        commands.add_parser("prices", help="show all prices")
        _describe_price(commands.add_parser("price", help="set a price from a time on"))
        commands.add_parser("budgets", help="show all budgets and how much of them is used")
        _describe_budget(commands.add_parser("budget", help="set a budget"))
        commands.add_parser("limits", help="show all limits of calls")
        _describe_limit(commands.add_parser("limit", help="set or lift a limit of calls"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one sub-command; anticipated errors are shown in one line."""
        try:
            getattr(self, f"_{options['command']}")(options)
        except SwitchyardError as error:
            raise CommandError(str(error)) from None

    def _check(self, options: dict[str, Any]) -> None:
        del options
        found = differences()
        if found:
            lines = "\n  ".join(str(each) for each in found)
            raise CommandError(f"{len(found)} sums differ from the ledger:\n  {lines}")
        self.stdout.write("Hours and budgets are what the ledger says.")

    def _sweep(self, options: dict[str, Any]) -> None:
        del options
        total = 0
        while done := sweep():
            total += done
        self.stdout.write(f"Booked {total} lost calls at their worst.")

    def _prices(self, options: dict[str, Any]) -> None:
        del options
        unit = f"{settings.SWITCHYARD.usage.currency} per million tokens"
        for price in Price.objects.all():
            more = [
                f"{name} {plain(rate)}"
                for name, rate in (("cached", price.cached), ("cache-written", price.cache_written))
                if rate is not None
            ]
            parts = [f"read {plain(price.input)}", f"written {plain(price.output)}", *more]
            self.stdout.write(
                f"{price}  from {price.starts_at:%Y-%m-%d %H:%M}Z  {', '.join(parts)} {unit}"
            )

    def _price(self, options: dict[str, Any]) -> None:
        price = set_price(
            options["provider"],
            options["model"],
            input=options["input"],
            output=options["output"],
            cached=options["cached"],
            cache_written=options["cache_written"],
            starts_at=options["since"],
            note=options["note"],
            actor=_BY,
        )
        self.stdout.write(f"{price} has a price.")

    def _budgets(self, options: dict[str, Any]) -> None:
        del options
        every = Budget.objects.select_related("tenant", "key").order_by("tenant__name", "id")
        if not every.exists():
            self.stdout.write("There are no budgets: nothing bounds what calls cost.")
        for start in range(0, every.count(), 200):
            some = list(every[start : start + 200])
            views = {view.id: view for view in views_of([budget.pk for budget in some])}
            for budget in some:
                view = views[budget.pk]
                key = f" key {budget.key.name}" if budget.key else ""
                self.stdout.write(
                    f"{budget.tenant.name}{key}  {budget}  {plain(view.limit)} {view.measure}  "
                    f"spent {plain(view.spent)}  reserved {plain(view.reserved)}"
                    f"{'' if budget.enabled else '  off'}"
                )

    def _budget(self, options: dict[str, Any]) -> None:
        tenant, key = _payer(options["tenant"], options["key"])
        budget = set_budget(
            tenant, options["amount"], unit=options["unit"], period=options["period"], key=key,
            enabled=not options["off"], actor=_BY,
        )  # fmt: skip
        whose = f"key {key.name} of {tenant.name}" if key else f"tenant {tenant.name}"
        money = budget.unit == Budget.Unit.MONEY
        unit = settings.SWITCHYARD.usage.currency if money else "tokens"
        state = "" if budget.enabled else " It is off: it counts, and refuses nothing."
        self.stdout.write(
            f"The {whose} has a budget of {plain(budget.amount)} {unit} per {budget.period}.{state}"
        )

    def _limits(self, options: dict[str, Any]) -> None:
        del options
        every = CallLimit.objects.select_related("tenant", "key")
        if not every.exists():
            self.stdout.write("There are no limits but those of providers; see the catalogue.")
        for limit in every.order_by("tenant__name", "key__name", "provider", "model").iterator():
            self.stdout.write(f"{_subject(limit)}  {_numbers(limit)}")

    def _limit(self, options: dict[str, Any]) -> None:
        tenant, key = None, None
        if options["scope"] != "model":
            tenant, key = _payer(options["tenant"], options.get("key"))
        subject = Subject(tenant, key, options.get("provider", ""), options.get("model", ""))
        if tenant is None:
            subject = _model(subject, removed=options["remove"])
        numbers = {name: options[name] for name in MEASURES}
        if not options["remove"]:
            limit = set_call_limit(subject, **numbers, actor=_BY)
            self.stdout.write(f"{_subject(limit)} has {_numbers(limit)}.")
            return
        if any(number is not None for number in numbers.values()):
            raise CommandError("A limit is set or removed; leave out --remove or the numbers.")
        found = CallLimit.objects.filter(
            tenant=tenant, key=key, provider=subject.provider, model=subject.model
        ).first()
        if found is None:
            raise CommandError("There is no such limit; see `manage.py usage limits`.")
        delete_call_limit(found, actor=_BY)
        self.stdout.write(f"The limit of {_subject(found)} is lifted.")


def _payer(tenant_name: str, key_name: str | None) -> tuple[Tenant, ApiKey | None]:
    tenant = Tenant.objects.filter(name=tenant_name).first()
    if tenant is None:
        raise CommandError(f"There is no tenant {tenant_name!r}; see the admin.")
    if key_name is None:
        return tenant, None
    key = ApiKey.objects.filter(tenant=tenant, name=key_name).first()
    if key is None:
        raise CommandError(f"The tenant has no key {key_name!r}; see the admin.")
    return tenant, key


def _model(named: Subject, *, removed: bool) -> Subject:
    """Return the model that is meant; a limit is lifted also when its model is gone."""
    stored = CallLimit.objects.filter(provider=named.provider, model=named.model)
    if removed and stored.exists():
        return named
    return model_subject(named.provider, named.model)


def _subject(limit: CallLimit) -> str:
    if limit.tenant is None:
        return f"model {limit}"
    tenant = limit.tenant.name
    return f"key {limit.key.name} of {tenant}" if limit.key else f"tenant {tenant}"


def _numbers(limit: CallLimit) -> str:
    numbers = {name: getattr(limit, name) for name in MEASURES}
    return ", ".join(f"{most} {_WORDS[name]}" for name, most in numbers.items() if most is not None)


def _describe_price(parser: ArgumentParser) -> None:
    parser.add_argument("provider", help="a provider's name, or * for all but local")
    parser.add_argument("model", help="its name there; with * at its end for whatever follows")
    parser.add_argument("input", type=_number, help="per million tokens read")
    parser.add_argument("output", type=_number, help="per million tokens written")
    parser.add_argument("--cached", type=_number, help="per million read from a cache")
    parser.add_argument("--cache-written", type=_number, help="per million written to it")
    parser.add_argument("--since", type=_moment, help="from when on, e.g. 2026-01-31T00:00:00Z")
    parser.add_argument("--note", default="", help="where the price comes from")


def _describe_budget(parser: ArgumentParser) -> None:
    parser.add_argument("tenant", help="the tenant's name")
    parser.add_argument("amount", type=_number, help="money, or tokens read and written")
    parser.add_argument("unit", choices=Budget.Unit.values)
    parser.add_argument("period", choices=Budget.Period.values)
    parser.add_argument("--key", help="only this key of the tenant, by its name")
    parser.add_argument("--off", action="store_true", help="count, and refuse nothing")


def _describe_limit(parser: ArgumentParser) -> None:
    scopes = parser.add_subparsers(dest="scope", required=True)
    described = {
        "tenant": (("tenant", "the tenant's name"),),
        "key": (("tenant", "the tenant's name"), ("key", "the key's name")),
        "model": (("provider", "a provider's name"), ("model", "its name there, or ours")),
    }
    for scope, names in described.items():
        own = scopes.add_parser(scope, help=f"of one {scope}")
        for name, text in names:
            own.add_argument(name, help=text)
        for name, flag in zip(MEASURES, ("--requests", "--tokens", "--concurrent"), strict=True):
            own.add_argument(flag, dest=name, type=int, metavar="MOST", help=_WORDS[name])
        own.add_argument("--remove", action="store_true", help="lift the limit")


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError from None
    if not number.is_finite():
        raise ValueError
    return number


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError
    return moment
