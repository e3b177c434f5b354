"""Takes files and folders in as documents, and lists what a tenant has."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from orchestration.access.records import Tenant
from orchestration.blobs import services as blobs
from orchestration.blobs.ports import CHUNK
from orchestration.blobs.spool import Spool
from orchestration.blobs.stores import upload_folder
from orchestration.documents.entering import Original
from orchestration.documents.errors import UnknownCollection, UnknownDocument
from orchestration.documents.selectors import get_collection, get_document, list_documents
from orchestration.documents.services import create_collection
from orchestration.documents.views import CollectionView, DocumentView
from orchestration.errors import SwitchyardError
from orchestration.parsing.formats import READABLE, claimed
from tasks.services.ingesting import take_in
from tasks.services.submission import EVERY_SCOPE, Submitter

_BY: Final = "command:documents"
_PAUSE_S: Final = 0.2
_PATIENCE_S: Final = 3600.0
_PAGE: Final = 200


class Command(BaseCommand):
    """`manage.py documents add|list`."""

    help = "Takes files and folders in as documents of a collection; lists documents."
    # The checks import the URLs; where workers run, what those need is not installed.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the sub-commands."""
        commands = parser.add_subparsers(dest="command", required=True)
        add = commands.add_parser("add", help="take files in; what is not new costs nothing")
        add.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder")
        add.add_argument(
            "--root", type=Path, default=Path(), metavar="FOLDER",
            help="files are known by their paths below it, those outside of it by their whole "
            "paths; the working directory by default",
        )  # fmt: skip
        add.add_argument(
            "--wait", nargs="?", type=float, const=_PATIENCE_S, metavar="SECONDS",
            help="until all of them were read, an hour at most by default",
        )  # fmt: skip
        shown = commands.add_parser("list", help="show a collection's documents")
        for each in (add, shown):
            each.add_argument("--collection", required=True, help="its name; `add` makes it")
            each.add_argument("--tenant", required=True, help="whose, by name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one sub-command; anticipated errors are shown in one line."""
        tenant = Tenant.objects.filter(name=options["tenant"]).first()
        if tenant is None:
            names = ", ".join(Tenant.objects.order_by("name").values_list("name", flat=True)[:20])
            raise CommandError(f"There is no tenant {options['tenant']!r}. There are: {names}.")
        try:
            getattr(self, f"_{options['command']}")(tenant.pk, options)
        except SwitchyardError as error:
            raise CommandError(str(error)) from None

    def _add(self, tenant_id: UUID, options: dict[str, Any]) -> None:
        into = self._collection(options["collection"], tenant_id)
        by = Submitter(tenant_id=tenant_id, actor=_BY, scopes=EVERY_SCOPE)
        taken: list[DocumentView] = []
        said: Counter[str] = Counter()
        for path in self._files(options["paths"]):
            original = _stored(path, _key(path, options["root"]), tenant_id)
            found = take_in(original, collection_id=into.id, by=by)
            taken.append(found.document)
            word = "new" if found.new else "known"
            said[word] += 1
            self.stdout.write(f"{word:8} {path}")
        self.stdout.write(f"{said['new']} new, {said['known']} known.")
        if options["wait"] is not None:
            self._wait([each.id for each in taken], tenant_id, options["wait"])

    def _collection(self, name: str, tenant_id: UUID) -> CollectionView:
        try:
            return get_collection(name, tenant_id=tenant_id)
        except UnknownCollection:
            self.stdout.write(f"made the collection {name}")
            return create_collection(name, tenant_id=tenant_id)

    def _files(self, paths: Sequence[Path]) -> Iterator[Path]:
        """Yield what can be read; say a line for whatever cannot."""
        for path in paths:
            if path.is_dir():
                yield from self._below(path)
            elif path.is_file():
                if self._readable(path):
                    yield path
            else:
                raise CommandError(f"There is no file or folder {path}.")

    def _below(self, folder: Path) -> Iterator[Path]:
        """Yield the files below a folder, in order; links to folders are not followed."""
        for here, folders, names in os.walk(folder):
            for name in sorted(each for each in folders if each.startswith(".")):
                self._skip(Path(here, name), "hidden")
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            for name in sorted(names):
                path = Path(here, name)
                if name.startswith("."):
                    self._skip(path, "hidden")
                elif path.is_symlink() or not path.is_file():
                    self._skip(path, "no plain file")
                elif self._readable(path):
                    yield path

    def _readable(self, path: Path) -> bool:
        if claimed(path.name, None):
            return True
        self._skip(path, f"not of a type that is read: {READABLE}")
        return False

    def _skip(self, path: Path, why: str) -> None:
        self.stdout.write(f"{'skipped':8} {path}  ({why})")

    def _wait(self, ids: Sequence[UUID], tenant_id: UUID, patience_s: float) -> None:
        until = time.monotonic() + patience_s
        states: Counter[str] = Counter()
        for document_id in dict.fromkeys(ids):
            document = _read(document_id, tenant_id, until)
            if document is not None:
                states[document.state] += 1
                self._show(document)
        if states["pending"] or states["failed"]:
            raise CommandError(
                f"{states['failed']} cannot be read, {states['pending']} were not read in time."
            )

    def _list(self, tenant_id: UUID, options: dict[str, Any]) -> None:
        collection = get_collection(options["collection"], tenant_id=tenant_id)
        behind = None
        while page := list_documents(
            tenant_id=tenant_id, collection_id=collection.id, behind=behind, limit=_PAGE
        ):
            for each in page:
                self._show(each)
            behind = page[-1].id

    def _show(self, document: DocumentView) -> None:
        why = f"  {document.error['detail']}" if document.error else ""
        self.stdout.write(
            f"{document.state:8} {document.passages:6} passages  {document.id}  {document.key}{why}"
        )


def _key(path: Path, root: Path) -> str:
    """Return what tells a file from all others, also from those of its name elsewhere."""
    whole, base = path.parent.resolve() / path.name, root.resolve()
    return (whole.relative_to(base) if whole.is_relative_to(base) else whole).as_posix()


def _stored(path: Path, key: str, tenant_id: UUID) -> Original:
    """Store a file's bytes; never all of them in memory."""
    with (
        Spool(settings.SWITCHYARD.blobs.max_bytes, upload_folder()) as spool,
        path.open("rb") as file,
    ):
        while chunk := file.read(CHUNK):
            spool.feed(chunk)
        blob = blobs.store(spool, tenant_id=tenant_id)
    return Original(key, path.name, sha256=blob.sha256, size=blob.size)


def _read(document_id: UUID, tenant_id: UUID, until: float) -> DocumentView | None:
    """Return a document as soon as it was read; None if it was deleted meanwhile."""
    try:
        while True:
            document = get_document(document_id, tenant_id=tenant_id)
            if document.state != "pending" or time.monotonic() > until:
                return document
            time.sleep(_PAUSE_S)
    except UnknownDocument:
        return None
