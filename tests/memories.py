"""A tenant's memory with rows of every sort, as an operator finds it; made by the services."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from uuid import UUID

import numpy as np
from django.db import transaction

from orchestration.access.records import Tenant
from orchestration.documents.entering import Original
from orchestration.documents.entering import enter as enter_document
from orchestration.documents.passages import Part, Reading, put
from orchestration.documents.records import Document
from orchestration.documents.selectors import get_document
from orchestration.documents.services import create_collection
from orchestration.ids import uuid7
from orchestration.memory import blocks
from orchestration.memory.changing import link, supersede
from orchestration.memory.consolidating import Asked, Group, Said, begin, conclude, fail
from orchestration.memory.drafts import Draft, Kind
from orchestration.memory.owners import Owner
from orchestration.memory.ports import Embedded
from orchestration.memory.records.consolidation import Consolidation
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.records.segment import Segment
from orchestration.memory.remembering import Memory
from orchestration.memory.retention import try_out
from orchestration.memory.rules import set_rule
from orchestration.memory.spaces import intern, realm_of
from orchestration.memory.vectors import unit

ADA = Owner(agent="concierge", user="ada@example.org")
TALK = Owner(agent="concierge", user="ada@example.org", session="2026-11-20 evening")


class WordVectors:
    """Makes vectors of which words a text has: texts that share words are near."""

    name = "words@1"

    def embed(self, texts: Sequence[str], *, name: str, timeout_s: float) -> Embedded:
        """See `TextEmbedder`."""
        del timeout_s
        rows = np.full((len(texts), 64), 1e-3, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"[a-z]+", text.lower()):
                row[int.from_bytes(blake2b(word.encode(), digest_size=2).digest()) % 64] += 1
        return Embedded(name, unit(rows))


@dataclass(frozen=True, slots=True)
class Made:
    """Some of what was made, by what is told about it."""

    moved: UUID
    old_address: UUID
    window: UUID
    summary: UUID
    pending: UUID
    ready: Document
    failed: Document


def remember(tenant: Tenant, text: str, owner: Owner = ADA, **values: object) -> UUID:
    """Store one memory with its vector; return its id."""
    draft = Draft(text, owner=owner, **values)  # type: ignore[arg-type]
    return Memory(WordVectors()).add(draft, tenant_id=tenant.pk).uid


def make_memory(tenant: Tenant) -> Made:
    """Fill a tenant's memory."""
    old_address = remember(tenant, "Ada lives in Lyon, at 12 rue des Lilas.", tags=("address",))
    moved = remember(
        tenant, "Ada moved to Ghent in October; her new address is Korenmarkt 3.",
        tags=("address", "verified"), importance=0.9, title="Where Ada lives",
        metadata={"channel": "mail", "confidence": 0.97},
    )  # fmt: skip
    realm = realm_of(tenant.pk)
    supersede(realm, old_address, moved)
    window = _changed(tenant)
    other = remember(tenant, "On flights over six hours Ada wants an aisle seat.")
    link(realm, other, window, "near", 0.91)
    remember(
        tenant, "To rebook a flight, look for the fare class first, then call the airline's desk.",
        Owner(agent="concierge"), kind=Kind.PROCEDURAL, tags=("flights",),
    )  # fmt: skip
    remember(
        tenant, "The winter discount of the hotel in Bruges ends soon.", tags=("offers",),
        expires_at=datetime.now(UTC) + timedelta(days=9),
    )  # fmt: skip
    talk = _talk(tenant)
    summary = _summed_up(tenant, talk)
    draft = Draft("Ada's passport expires in March 2027.", owner=ADA, tags=("documents",))
    (pending,) = Memory(None).add_many([draft], tenant_id=tenant.pk)
    _rules_and_blocks(tenant)
    ready, failed = make_documents(tenant)
    Segment.objects.create(start=1, stop=80_001, rows=79_214, state="dropped", seconds=41.3)
    Segment.objects.create(
        start=1,
        stop=80_001,
        rows=79_214,
        state="building",
        embedder_id=realm_of(tenant.pk).embedder_id,
    )
    return Made(moved, old_address, window, summary, pending.uid, ready, failed)


def _changed(tenant: Tenant) -> UUID:
    """Store a memory that said something else before."""
    uid = remember(tenant, "Ada likes window seats.", tags=("flights",))
    Memory(WordVectors()).update(
        uid,
        Draft(
            "Ada likes window seats on short flights, in the front of the plane.",
            owner=ADA, uid=uid, tags=("flights", "seats"), importance=0.7,
        ),
        tenant_id=tenant.pk, actor="user:operator",
    )  # fmt: skip
    return uid


_SAID = (
    ("Ada", "Could we stay two nights longer in Bruges?"),
    ("concierge", "The hotel has a room until Sunday, for 20 euros less each night."),
    ("Ada", "Then book it, and move my flight to Monday."),
    ("concierge", "Done: Monday, 9:40, seat 3A by the window."),
    ("Ada", "Is breakfast included?"),
    ("concierge", "Yes, from seven to ten."),
)


def _talk(tenant: Tenant) -> list[Said]:
    began = datetime.now(UTC) - timedelta(days=2)
    said = []
    for at, (who, text) in enumerate(_SAID):
        moment = began + timedelta(seconds=40 * at)
        uid = remember(tenant, text, TALK, kind=Kind.EPISODIC, speaker=who, at=moment)
        said.append(Said(uid, moment, who, text))
    return said


def _summed_up(tenant: Tenant, said: list[Said]) -> UUID:
    """Conclude one summary and have another one fail."""
    realm = realm_of(tenant.pk)
    space = intern(realm, [TALK])[TALK]
    made: list[Consolidation] = []
    for some, task in ((said[2:], uuid7()), (said[:2], uuid7())):
        assert begin(Group(tenant.pk, realm.id, space, "writer", tuple(some)), task)
        made.append(Consolidation.objects.get(task_id=task))
    done, failed = (
        Asked(each.pk, tenant.pk, each.task_id, TALK, tuple(each.entries)) for each in made
    )
    fail(failed, "the task failed: The model could not answer")
    summary = conclude(
        done, "Ada stays in Bruges until Sunday and flies on Monday at 9:40, in seat 3A.",
        WordVectors(),
    )  # fmt: skip
    assert summary is not None
    return summary


def _rules_and_blocks(tenant: Tenant) -> None:
    bounds = {"half_life_days": 30, "least_worth": 0.05, "kept_importance": 0.8}
    rule = set_rule(Kind.EPISODIC, tenant_id=tenant.pk, actor="me", max_age_days=365, **bounds)
    try_out(rule)
    block = blocks.create_block(
        "persona", tenant_id=tenant.pk, actor="me", limit=500,
        description="How the concierge speaks.",
        text="You are a calm concierge. You book what is asked, and say what it costs.",
    )  # fmt: skip
    blocks.attach_block(block.pk, "concierge", tenant_id=tenant.pk, actor="me")


_PARTS = (
    ("Travel policy", 1, "Whoever travels for the company books through the concierge."),
    ("Travel policy > Trains", 1, "Below six hours, a train is preferred to a flight."),
    ("Travel policy > Flights", 2, "Flights over six hours may be booked in premium economy."),
)


def make_documents(tenant: Tenant) -> tuple[Document, Document]:
    """Make a collection with a document that was read, and one that could not be."""
    held = create_collection("handbook", tenant_id=tenant.pk, description="What staff must know.")
    ready = enter(tenant, held.id, "travel-policy.pdf", "application/pdf")
    parts, at = [], 0
    for heading, page, text in _PARTS:
        parts.append(Part(heading, text, page, at, at + len(text), 0, len(text) // 4))
        at += len(text)
    vectors = WordVectors().embed([each.text for each in parts], name="words@1", timeout_s=1)
    put(get_document(ready, tenant_id=tenant.pk), Reading("Travel policy", 2, parts), vectors)
    failed = enter(tenant, held.id, "scan-0412.pdf", "application/pdf")
    Document.objects.filter(pk=failed).update(state="failed", error=_NO_TEXT)
    return Document.objects.get(pk=ready), Document.objects.get(pk=failed)


_NO_TEXT = {
    "title": "The document has no text",
    "detail": "Its 14 pages are pictures; there is no text in them.",
    "mend": "Recognise its text first, then send it again.",
}


def enter(tenant: Tenant, collection_id: UUID, name: str, media_type: str) -> UUID:
    """Write a document down whose bytes are at an address; return its id."""
    original = Original(
        key=name, name=name, media_type=media_type, url=f"https://example.org/{name}", size=48_213
    )
    with transaction.atomic():
        entered = enter_document(original, collection_id=collection_id, tenant_id=tenant.pk)
    return entered.document.id


def entry_of(uid: UUID) -> MemoryEntry:
    """Return a memory's row as it is now."""
    return MemoryEntry.objects.get(uid=uid)
