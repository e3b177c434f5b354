"""Blobs in backups: a folder beside the dump with the bytes of all that the dump names."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import CommandError

from orchestration.blobs.copies import Copied, copy
from orchestration.blobs.folder import FolderStore
from orchestration.blobs.ports import Place
from orchestration.blobs.removing import kept
from orchestration.blobs.selectors import every_blob
from orchestration.blobs.stores import store
from orchestration.management import clients


def folder_of(dump: Path) -> Path:
    """Return where the blobs of a dump are."""
    return dump.with_name(f"{dump.name}.blobs")


@contextmanager
def nothing_removed() -> Iterator[None]:
    """Let no blob's bytes be removed meanwhile: begin before the dump, end behind the copy."""
    address: dict[str, Any] = dict(clients.address())
    with psycopg.connect(**address, autocommit=True) as connection, kept(connection):
        yield


def write(folder: Path, taken_at: datetime) -> Copied:
    """Copy what a dump of that moment names, within `nothing_removed`.

    What was doomed since still has its row and its bytes; what was doomed before is copied for
    nothing, and left out by whoever restores.
    """
    blobs = every_blob(doomed=True, until=taken_at)
    places = ((Place(each.tenant_id, each.sha256, each.id), each.size) for each in blobs)
    return copy(places, store(), FolderStore(folder))


def bring_back(folder: Path) -> Copied:
    """Copy all blobs of a backup into the configured store; what it has already stays.

    Raises:
        CommandError: The backup's copy of one is damaged.
    """
    backup = FolderStore(folder)
    places = ((each.place, each.size) for each in backup.walk() if each.place is not None)
    done = copy(places, backup, store())
    if done.missing:
        raise CommandError(
            f"{folder} is damaged: {len(done.missing)} blobs are not what was stored, such as "
            f"{done.missing[0]}. Nothing was restored. Take another copy, or use --without-blobs."
        )
    return done
