"""What the page of one memory shows beside the memory itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from dashboard.memorykeys import MemoryKey
from orchestration.documents.records import Document
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.history import EntryLink, EntryVersion
from orchestration.memory.records.retention import EntryUse
from orchestration.memory.records.vector import PendingVector

LINKS: Final = 50
VERSIONS: Final = 50
_OUT: Final = {
    "supersedes": "holds instead of",
    "summarises": "sums up",
    "merged": "took the place of",
    "near": "says almost the same as",
}
_BACK: Final = {
    "supersedes": "is superseded by",
    "summarises": "is summed up in",
    "merged": "is merged into",
    "near": "says almost the same as",
}


@dataclass(frozen=True, slots=True)
class Linked:
    """Another memory and how this one belongs to it."""

    relation: str
    url: str
    text: str
    similarity: float | None
    created_at: datetime


def state_of(entry: MemoryEntry, now: datetime) -> str:
    """Return `holds`, `superseded` or `expired`."""
    if entry.expires_at is not None and entry.expires_at <= now:
        return "expired"
    return "holds" if entry.valid_until is None else "superseded"


def lacking(entries: Iterable[MemoryEntry]) -> Mapping[int, PendingVector]:
    """Return which entries have no vector yet by what they are searched by. Queries: one."""
    wanted = {each.pk: each.realm.embedder_id for each in entries}
    rows = PendingVector.objects.filter(entry_id__in=list(wanted))
    return {each.entry_id: each for each in rows if wanted[each.entry_id] == each.embedder_id}


def uses_of(entries: Iterable[MemoryEntry]) -> Mapping[tuple[int, Any], EntryUse]:
    """Return how often entries were found, by realm and id. Queries: one for each realm."""
    by_realm: dict[int, list[Any]] = {}
    for each in entries:
        by_realm.setdefault(each.realm_id, []).append(each.uid)
    found: dict[tuple[int, Any], EntryUse] = {}
    for realm_id, uids in by_realm.items():
        rows = EntryUse.objects.filter(realm_id=realm_id, entry_uid__in=uids)
        found |= {(realm_id, each.entry_uid): each for each in rows}
    return found


def versions_of(entry: MemoryEntry) -> list[EntryVersion]:
    """Return what it said before, the latest first. Queries: one."""
    rows = EntryVersion.objects.filter(realm_id=entry.realm_id, entry_uid=entry.uid)
    return list(rows.order_by("-version")[:VERSIONS])


def links_of(entry: MemoryEntry) -> list[Linked]:
    """Return the memories that it belongs to, and how. Queries: three."""
    mine = EntryLink.objects.filter(realm_id=entry.realm_id)
    out = list(mine.filter(from_uid=entry.uid).order_by("-id")[:LINKS])
    back = list(mine.filter(to_uid=entry.uid).order_by("-id")[:LINKS])
    ends = [(each, _OUT, each.to_uid) for each in out]
    ends += [(each, _BACK, each.from_uid) for each in back]
    texts = texts_of(entry.realm_id, [uid for _, _, uid in ends])
    return [
        Linked(
            names[link.relation],
            MemoryKey(entry.realm_id, uid).url if uid in texts else "",
            texts.get(uid, "a memory that was deleted"),
            link.similarity,
            link.created_at,
        )
        for link, names, uid in ends
    ]


def texts_of(realm_id: int, uids: Iterable[Any]) -> dict[Any, str]:
    """Return how memories of a realm begin, by id. Queries: one, none without ids."""
    wanted = list(uids)
    if not wanted:
        return {}
    rows = MemoryEntry.objects.filter(realm_id=realm_id, uid__in=wanted).only("uid", "text")
    return {each.uid: str(each) for each in rows}


def document_of(entry: MemoryEntry) -> Document | None:
    """Return the document that a passage is a part of. Queries: one, none for memories."""
    if entry.source is None or entry.type != MemoryEntry.Type.PASSAGE:
        return None
    return Document.objects.filter(pk=entry.source).first()
