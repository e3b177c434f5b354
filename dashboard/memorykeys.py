"""How memories are named in addresses: by their realm and id, for their numbers change."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class MemoryKey:
    """A realm's number and an entry's id; ids are unique in a realm only."""

    realm_id: int
    uid: UUID

    def __str__(self) -> str:
        """Return it as it stands in addresses."""
        return f"{self.realm_id}.{self.uid}"

    @property
    def url(self) -> str:
        """Return the address of the memory's page."""
        return reverse("admin:orchestration_memoryentry_change", args=[str(self)])


def read_key(text: str) -> MemoryKey | None:
    """Return what an address names; None where that is no memory."""
    realm, point, uid = text.partition(".")
    if not point or not realm.isdecimal() or len(realm) > 9:  # noqa: PLR2004 - Postgres' integer
        return None
    try:
        return MemoryKey(int(realm), UUID(uid))
    except ValueError:
        return None
