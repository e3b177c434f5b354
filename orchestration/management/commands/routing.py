"""Examples by which requests are classified, policies of tenants, and how arms fared."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from orchestration.access.records import Tenant
from orchestration.classifying import selectors
from orchestration.classifying.applying import ACTIONS, Order, apply
from orchestration.classifying.entries import CLASSES
from orchestration.classifying.errors import InvalidExamples
from orchestration.classifying.reading import SHIPPED, read_files
from orchestration.classifying.vectors import make_vectors
from orchestration.classifying.writing import to_yaml
from orchestration.ephemeral.calls import Calls
from orchestration.ephemeral.talk import Bounds
from orchestration.errors import SwitchyardError
from orchestration.policies.reading import policy_of
from orchestration.policies.records import RoutingPolicy
from orchestration.policies.services import delete_policy, set_policy
from orchestration.routing.asked import Policy
from orchestration.routing.strategies import STRATEGIES
from orchestration.specialists.arms import Arm, arms
from orchestration.usage.errors import plain

_BY = "command:routing"


class Command(BaseCommand):
    """`manage.py routing examples apply|export|list|embed`, `manage.py routing policy
    set|list|remove` and `manage.py routing arms`."""

    help = "Examples by which requests are classified, policies of tenants, and how arms fared."
    # The checks import the URLs; where workers run, what those need is not installed.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the sub-commands."""
        commands = parser.add_subparsers(dest="command", required=True)
        examples = commands.add_parser("examples", help="what requests are compared with")
        _describe_examples(examples.add_subparsers(dest="deed", required=True))
        policies = commands.add_parser("policy", help="what tenants allow and want")
        _describe_policies(policies.add_subparsers(dest="deed", required=True))
        compared = commands.add_parser("arms", help="how versions that are compared fared")
        compared.add_argument("--days", type=int, default=7, choices=range(1, 93), metavar="1-92")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one sub-command; anticipated errors are shown in one line."""
        try:
            getattr(self, f"_{options['command']}_{options.get('deed') or 'show'}")(options)
        except InvalidExamples as error:
            lines = "\n  ".join(error.lines())
            raise CommandError(f"Nothing was stored.\n  {lines}") from None
        except SwitchyardError as error:
            raise CommandError(str(error)) from None

    def _examples_apply(self, options: dict[str, Any]) -> None:
        paths = [SHIPPED] if options["shipped"] else []
        paths += options["files"]
        if not paths:
            raise CommandError("Name a file, or use --shipped.")
        order = Order(
            by=_BY,
            overwrite=not options["keep"],
            prune=options["prune"],
            dry_run=options["dry_run"],
        )
        done = apply(read_files(paths), order)
        told = ", ".join(f"{done[action]} {action}" for action in ACTIONS)
        dry = " Nothing was stored: this was a dry run." if order.dry_run else ""
        self.stdout.write(f"{told}.{dry}")
        self._tell_missing()

    def _examples_export(self, options: dict[str, Any]) -> None:
        text = to_yaml(selectors.read_entries())
        if options["output"] is None:
            self.stdout.write(text)
            return
        try:
            options["output"].write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"--output: {error}") from error
        self.stdout.write(f"Written: {options['output']}.")

    def _examples_list(self, options: dict[str, Any]) -> None:
        """Say how many examples each class has."""
        del options
        entries = [each for each in selectors.read_entries() if each.enabled]
        for dimension, names in CLASSES.items():
            counts = Counter(getattr(each, dimension) for each in entries)
            told = ", ".join(f"{name} {counts[name]}" for name in names)
            self.stdout.write(f"{dimension.replace('_', ' ')}: {told}")
        self.stdout.write(f"{len(entries)} enabled examples.")
        self._tell_missing()

    def _examples_embed(self, options: dict[str, Any]) -> None:
        """Have the missing vectors made now."""
        del options
        bounds = Bounds.of(settings.SWITCHYARD.ephemeral)
        calls = Calls(str(settings.SWITCHYARD.redis_url), bounds)
        try:
            made = make_vectors(calls)
        finally:
            calls.close()
        self.stdout.write(f"{made} vectors were made.")

    def _policy_set(self, options: dict[str, Any]) -> None:
        """Set a tenant's policy, in the place of the one before."""
        tenant, target = _tenant(options["tenant"]), options["first_token_ms"]
        policy = Policy(
            strategy=options["strategy"],
            local_only=options["local_only"],
            providers=frozenset(options["allow"]) or None,
            denied_providers=frozenset(options["deny"]),
            models=frozenset(options["allow_model"]) or None,
            denied_models=frozenset(options["deny_model"]),
            cost_ceiling=options["ceiling"],
            latency_ms=float(target) if target is not None else None,
            most_routes=options["most"],
        )
        set_policy(tenant, policy, actor=_BY)
        self.stdout.write(f"{tenant.name}: {_told(policy)}.")

    def _policy_list(self, options: dict[str, Any]) -> None:
        del options
        every = RoutingPolicy.objects.select_related("tenant").order_by("tenant__name")
        for record in every.iterator():
            self.stdout.write(f"{record.tenant.name}: {_told(policy_of(record))}")

    def _policy_remove(self, options: dict[str, Any]) -> None:
        tenant = _tenant(options["tenant"])
        found = RoutingPolicy.objects.filter(tenant=tenant).first()
        if found is None:
            raise CommandError(f"{tenant.name} has no policy; see `manage.py routing policy list`.")
        delete_policy(found, actor=_BY)
        self.stdout.write(f"{tenant.name} may ask every model.")

    def _arms_show(self, options: dict[str, Any]) -> None:
        """Show calls, failures, times and cost of each arm. Queries: six."""
        until = datetime.now(UTC)
        found = arms(since=until - timedelta(days=options["days"]), until=until)
        if not found:
            self.stdout.write("No model has arms.")
            return
        unit = settings.SWITCHYARD.usage.currency
        head = ("MODEL", "ARM", "SHARE", "CALLS", "FAILED", "FIRST TOKEN", "ANSWER", f"{unit}/CALL")
        rows = [head, *map(_arm_row, found)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())
        if any(each.mixed for each in found):
            self.stdout.write("* The ledger cannot tell it from another model of the same name.")

    def _tell_missing(self) -> None:
        missing = selectors.count_missing(selectors.current_embedder_name())
        if missing:
            self.stdout.write(
                f"{missing} examples wait for their vectors; a worker makes them within a minute."
            )


def _arm_row(arm: Arm) -> tuple[str, ...]:
    at = f"@{arm.version}" if arm.version else ""
    fared, errors, cost = arm.fared, arm.error_share, arm.cost_per_call
    return (
        f"{arm.provider}/{arm.model}{at}{'*' if arm.mixed else ''}",
        arm.arm,
        f"{arm.share:.1%}" if arm.enabled else "disabled",
        str(fared.calls),
        "-" if errors is None else f"{errors:.2%}",
        "-" if fared.first_token_ms is None else f"{fared.first_token_ms:.0f} ms",
        "-" if fared.ms is None else f"{fared.ms:.0f} ms",
        "-" if cost is None else f"{cost:.6f}",
    )


def _tenant(name: str) -> Tenant:
    tenant = Tenant.objects.filter(name=name).first()
    if tenant is None:
        raise CommandError(f"There is no tenant {name!r}; see the admin.")
    return tenant


def _number(text: str) -> Decimal:
    """Return a finite number."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError from None
    if not number.is_finite():
        raise ValueError
    return number


def _told(policy: Policy) -> str:
    """Return a policy in words."""
    parts = {
        "providers": policy.providers,
        "not": policy.denied_providers,
        "models": policy.models,
        "not the models": policy.denied_models,
    }
    ceiling, latency_ms, most = policy.cost_ceiling, policy.latency_ms, policy.most_routes
    words = [
        policy.strategy,
        "local models only" if policy.local_only else "",
        *(f"{name} {', '.join(sorted(names))}" for name, names in parts.items() if names),
        "" if ceiling is None else f"{plain(ceiling)} a call at most",
        "" if latency_ms is None else f"first token within {latency_ms:g} ms",
        "" if most is None else f"{most} routes at most",
    ]
    return "; ".join(filter(None, words))


def _describe_policies(deeds: Any) -> None:
    setting = deeds.add_parser("set", help="set a tenant's policy, in the place of what was set")
    setting.add_argument("tenant", help="the tenant's name")
    setting.add_argument("--strategy", choices=STRATEGIES, default=Policy().strategy)
    setting.add_argument("--local-only", action="store_true", help="nothing leaves the house")
    for flag, text in (
        ("--allow", "only these providers"),
        ("--deny", "never this provider"),
        ("--allow-model", "only these models outside"),
        ("--deny-model", "never this model outside"),
    ):
        setting.add_argument(flag, action="append", default=[], metavar="NAME", help=text)
    setting.add_argument("--ceiling", type=_number, metavar="MOST", help="cost of one call")
    setting.add_argument(
        "--first-token-ms", type=_number, metavar="MS", help="a target; who misses it comes later"
    )
    setting.add_argument("--most", type=int, metavar="N", help="how many are tried at most")
    deeds.add_parser("list", help="show all policies")
    deeds.add_parser("remove", help="lift a tenant's policy").add_argument("tenant")


def _describe_examples(deeds: Any) -> None:
    applying = deeds.add_parser("apply", help="store examples as YAML files say")
    applying.add_argument("files", nargs="*", type=Path)
    applying.add_argument("--shipped", action="store_true", help="those that ship, first")
    applying.add_argument("--dry-run", action="store_true", help="only say what would be done")
    applying.add_argument(
        "--prune", action="store_true", help="delete examples that the files do not name"
    )
    applying.add_argument(
        "--keep", action="store_true", help="make what is missing, change nothing that is there"
    )
    exporting = deeds.add_parser("export", help="write all examples as YAML")
    exporting.add_argument("--output", type=Path, help="a file; standard output by default")
    deeds.add_parser("list", help="say how many examples each class has")
    deeds.add_parser("embed", help="have the missing vectors made now")
