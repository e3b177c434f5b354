"""Looks after memory: what there is, which vectors are missing, what is indexed, what goes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from orchestration import sql
from orchestration.access.records import Tenant
from orchestration.ephemeral.calls import Calls
from orchestration.ephemeral.talk import Bounds
from orchestration.errors import SwitchyardError
from orchestration.memory.embedding import make_missing
from orchestration.memory.packing import pack
from orchestration.memory.reembedding import begin, conclude_all
from orchestration.memory.segments import Unsettled
from orchestration.memory.worker_texts import WorkerTexts

_STATUS = """
SELECT t.name, coalesce(b.name, '-'), coalesce(n.name, '-'),
       (SELECT count(*) FROM memory_entry e WHERE e.realm_id = r.id),
       (SELECT count(*) FROM memory_pending p JOIN memory_entry e ON e.id = p.entry_id
         WHERE e.realm_id = r.id)
  FROM memory_realm r JOIN access_tenant t ON t.id = r.tenant_id
  LEFT JOIN memory_embedder b ON b.id = r.embedder_id
  LEFT JOIN memory_embedder n ON n.id = r.next_embedder_id AND n.id <> r.embedder_id
 ORDER BY t.name
"""
_SEGMENTS = """
SELECT coalesce(b.name, 'words'), s.start, s.stop, s.rows, s.state, round(s.seconds::numeric, 1)
  FROM memory_segment s LEFT JOIN memory_embedder b ON b.id = s.embedder_id
 ORDER BY 1, 2
"""


class Command(BaseCommand):
    """`manage.py memory status | index | embed`."""

    help = "Show what is remembered, index it now, or have vectors made by another model."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one action."""
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("status", help="tenants, embedders, missing vectors, segments")
        actions.add_parser("index", help="index now what beat would index within seconds")
        embed = actions.add_parser(
            "embed", help="have vectors made by the default embedding model, while all goes on"
        )
        embed.add_argument("--tenant", required=True)
        embed.add_argument("--wait", action="store_true", help="until they are made")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it."""
        try:
            getattr(self, f"_{options['action']}")(options)
        except (SwitchyardError, Unsettled) as error:
            raise CommandError(str(error)) from error

    def _status(self, _: dict[str, Any]) -> None:
        self._table(
            ("tenant", "searched by", "changes to", "entries", "missing vectors"),
            sql.fetch(_STATUS),
        )
        self.stdout.write("")
        self._table(
            ("segments of", "from", "to", "entries", "state", "seconds"), sql.fetch(_SEGMENTS)
        )

    def _index(self, _: dict[str, Any]) -> None:
        pack()
        self._status(_)

    def _embed(self, options: dict[str, Any]) -> None:
        tenant = Tenant.objects.filter(name=options["tenant"]).first()
        if tenant is None:
            raise CommandError(f"There is no tenant {options['tenant']}.")
        config = settings.SWITCHYARD
        calls = Calls(str(config.redis_url), Bounds.of(config.ephemeral))
        try:
            texts = WorkerTexts(calls)
            missing = begin(texts.name, tenant_id=tenant.pk, actor="manage.py")
            self.stdout.write(f"{missing:,} vectors are to be made by {texts.name}.")
            if options["wait"]:
                make_missing(texts)
                conclude_all()
                self._status(options)
        finally:
            calls.close()

    def _table(self, heads: tuple[str, ...], rows: list[sql.Row]) -> None:
        texts = [heads, *([str(cell) for cell in row] for row in rows)]
        widths = [max(len(row[at]) for row in texts) for at in range(len(heads))]
        for row in texts:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())
