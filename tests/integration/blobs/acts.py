"""What tests of blobs do and look at."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from orchestration.blobs import services
from orchestration.blobs.checking import Finding, check
from orchestration.blobs.folder import FolderStore
from orchestration.blobs.ports import BlobRef, Content, Place, Store
from orchestration.blobs.records import BlobAccount
from orchestration.blobs.selectors import get_blob
from orchestration.blobs.services import Owner
from orchestration.ids import uuid7

WORDS = b"some bytes that are worth keeping"


def sha_of(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def put(tenant_id: UUID, raw: bytes = WORDS, **more: Any) -> BlobRef:
    return services.store_bytes(raw, tenant_id=tenant_id, **more)


def a_task() -> Owner:
    return Owner("task-result", uuid7())


def place_of(tenant_id: UUID, raw: bytes = WORDS) -> Place:
    blob = get_blob(sha_of(raw), tenant_id=tenant_id)
    return Place(tenant_id, blob.sha256, blob.id)


def later(hours: float = 2) -> None:
    """Let the grace period of everything that is marked have passed."""
    ago: Any = timedelta(hours=hours)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE blobs_blob SET marked_at = marked_at - %s", [ago])


def keys(files: FolderStore) -> list[str]:
    return sorted(found.key for found in files.walk())


def room(tenant_id: UUID) -> tuple[int, int]:
    account = BlobAccount.objects.get(tenant_id=tenant_id)
    return account.bytes, account.blobs


def findings(**how: Any) -> list[Finding]:
    return list(check(deep=True, **how))


class Crash(BaseException):
    """A process died here: nothing that follows is done, nothing is tidied up."""


class Dying(FolderStore):
    """A folder whose user dies in the middle."""

    def __init__(self, files: FolderStore, *, at: str) -> None:
        super().__init__(files._root)
        self.at = at

    def write(self, place: Place, content: Content) -> None:
        if self.at == "before the bytes":
            raise Crash
        super().write(place, content)
        if self.at == "behind the bytes":
            raise Crash

    def delete(self, places: Sequence[Place]) -> None:
        if self.at == "before they are removed":
            raise Crash
        super().delete(places)
        if self.at == "behind their removal":
            raise Crash


class Meanwhile(FolderStore):
    """A folder in front of which something happens before or behind one write."""

    def __init__(self, files: FolderStore, *, before: Any = None, behind: Any = None) -> None:
        super().__init__(files._root)
        self.before, self.behind = before, behind

    def write(self, place: Place, content: Content) -> None:
        act, self.before = self.before, None
        if act:
            act()
        super().write(place, content)
        act, self.behind = self.behind, None
        if act:
            act()


def use(monkeypatch: Any, store: Store) -> None:
    """Let everything use this store."""
    for module in ("services.current_store", "removing.store", "pruning.store", "checking.store"):
        monkeypatch.setattr(f"orchestration.blobs.{module}", lambda: store)
