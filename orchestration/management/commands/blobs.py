"""Checks blobs, prunes them, and tells how much room they take."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from orchestration.access.records import Tenant
from orchestration.blobs import checking, pruning
from orchestration.blobs.records import BlobAccount
from orchestration.blobs.services import UPLOAD
from orchestration.documents.selectors import existing as documents
from orchestration.documents.services import BLOB as DOCUMENT
from orchestration.errors import SwitchyardError
from orchestration.files.selectors import existing as files
from orchestration.files.services import OWNER as FILE
from tasks.images import IMAGE
from tasks.results import RESULT
from tasks.selectors.file_batches import unended
from tasks.selectors.task import existing
from tasks.services.file_batches import INPUT


class Command(BaseCommand):
    """`manage.py blobs check|prune|usage`."""

    help = "Checks that rows and bytes of blobs fit together, prunes them, shows their room."
    # The checks import the URLs; where workers run, what those need is not installed.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the sub-commands."""
        commands = parser.add_subparsers(dest="command", required=True)
        check = commands.add_parser("check", help="find what does not fit; fails if there is some")
        check.add_argument("--deep", action="store_true", help="read and hash all bytes")
        check.add_argument("--mend", action="store_true", help="put right what can be")
        commands.add_parser("prune", help="delete what nobody needs; the hourly job does, too")
        commands.add_parser("usage", help="show how much room each tenant's blobs take")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one sub-command; anticipated errors are shown in one line."""
        try:
            getattr(self, f"_{options['command']}")(options)
        except SwitchyardError as error:
            raise CommandError(str(error)) from None

    def _check(self, options: dict[str, Any]) -> None:
        owners = {RESULT: existing, IMAGE: existing, UPLOAD: _tenants, FILE: files, INPUT: unended,
                  DOCUMENT: documents}  # fmt: skip
        left: Counter[str] = Counter()
        for each in checking.check(deep=options["deep"], mend=options["mend"], owners=owners):
            done = "  (mended)" if each.mended else ""
            self.stdout.write(f"{each.problem}  {each.subject}  {each.detail}{done}")
            if not each.mended:
                left[each.problem] += 1
        if left:
            sums = ", ".join(f"{count} {problem}" for problem, count in sorted(left.items()))
            raise CommandError(f"Not all fits: {sums}. See docs/how-to/blobs.md for each.")
        self.stdout.write("Rows, bytes, references and sums fit together.")

    def _prune(self, options: dict[str, Any]) -> None:
        del options
        for name, count in pruning.prune().items():
            self.stdout.write(f"{name}: {count} deleted")

    def _usage(self, options: dict[str, Any]) -> None:
        del options
        accounts = BlobAccount.objects.select_related("tenant").order_by("tenant__name")
        for each in accounts:
            limit = "-" if each.limit_bytes is None else f"{each.limit_bytes:,}"
            self.stdout.write(
                f"{each.tenant.name}  {each.blobs:,} blobs  {each.bytes:,} bytes  limit {limit}"
            )


def _tenants(ids: Any) -> set[Any]:
    return set(Tenant.objects.filter(pk__in=ids).values_list("pk", flat=True))
