"""Whether rows, bytes, references and sums fit together; and mending what can be mended."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeVar
from uuid import UUID

from django.db import transaction

from orchestration import sql
from orchestration.blobs.claiming import lock_account
from orchestration.blobs.errors import BlobTooLarge, UnknownBlob
from orchestration.blobs.ports import Found, Place
from orchestration.blobs.selectors import BlobView, every_blob, get_blob
from orchestration.blobs.services import release
from orchestration.blobs.spool import spooled
from orchestration.blobs.stores import store

Problem = Literal["lost", "damaged", "left-over", "foreign", "ownerless", "unmarked", "sum"]
Alive = Callable[[Collection[UUID]], Collection[UUID]]
"""Returns which of some owners there are."""
_STEP: Final = 500
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit.

    Attributes:
        problem: `lost`: a row whose bytes are gone; `damaged`: whose bytes are others;
            `left-over`: bytes without a row; `foreign`: a file that is none of ours; `ownerless`: a
            reference of an owner that is gone; `unmarked`: a blob that nobody needs and no pruning
            would find; `sum`: an account that says something else than its rows.
        subject: Which one.
        detail: A sentence about it.
        mended: Whether it was put right.
    """

    problem: Problem
    subject: str
    detail: str
    mended: bool = False


def check(
    *, deep: bool = False, mend: bool = False, owners: Mapping[str, Alive] | None = None
) -> Iterator[Finding]:
    """Yield what does not fit; it can run while everything goes on.

    Lost and damaged bytes cannot be made anew: they come from a backup, or from whoever sends them
    again. Everything else can be mended. Foreign files are reported alone.

    Args:
        deep: Whether to read and hash all bytes.
        mend: Whether to put right what can be.
        owners: For kinds of owners: who tells which of them there are.

    Raises:
        StoreUnavailable: The store does not answer.
    """
    yield from _rows(deep=deep)
    yield from _files(mend=mend)
    yield from _references(owners or {}, mend=mend)
    yield from _marks(mend=mend)
    yield from _sums(mend=mend)


def _rows(*, deep: bool) -> Iterator[Finding]:
    for blob in every_blob():
        why = _wrong(blob, deep=deep)
        if why and _still_there(blob):
            problem: Problem = "lost" if why == "gone" else "damaged"
            yield Finding(problem, f"{blob.tenant_id}/{blob.sha256}", f"its bytes are {why}")


def _wrong(blob: BlobView, *, deep: bool) -> str:
    place = Place(blob.tenant_id, blob.sha256, blob.id)
    size = store().size(place)
    if size is None:
        return "gone"
    if size != blob.size:
        return f"{size:,} and were {blob.size:,}"
    if not deep:
        return ""
    try:
        with spooled(store().read(place, 0, size), size) as found:
            return "" if found.sha256 == blob.sha256 else "not those that were stored"
    except (FileNotFoundError, BlobTooLarge):
        return "changing"


def _still_there(blob: BlobView) -> bool:
    """Return whether the row stands yet: it goes before its bytes do."""
    try:
        return get_blob(blob.sha256, tenant_id=blob.tenant_id).id == blob.id
    except UnknownBlob:
        return False


_KNOWN: Final = "SELECT id FROM blobs_blob WHERE id = ANY(%(ids)s)"


def _files(*, mend: bool) -> Iterator[Finding]:
    for found in _in_steps(store().walk()):
        yield from (
            Finding("foreign", each.key, "it is none of ours") for each in found if not each.place
        )
        ours = [each for each in found if each.place]
        ids = [each.place.id for each in ours if each.place]
        known = {row[0] for row in sql.fetch(_KNOWN, {"ids": ids})}
        for each in ours:
            if each.place and each.place.id not in known and store().size(each.place) is not None:
                yield _left_over(each, mend=mend)


def _left_over(found: Found, *, mend: bool) -> Finding:
    """A row comes before its bytes and its id never comes again: nobody will ask for these."""
    if mend:
        store().discard([found.key])
    return Finding("left-over", found.key, f"{found.size:,} bytes without a row", mend)


_REFERENCES: Final = """
SELECT id, owner_id FROM blobs_reference
 WHERE owner_kind = %(kind)s AND id > %(after)s ORDER BY id LIMIT %(step)s
"""


def _references(owners: Mapping[str, Alive], *, mend: bool) -> Iterator[Finding]:
    for kind, alive in owners.items():
        after = UUID(int=0)
        while rows := sql.fetch(_REFERENCES, {"kind": kind, "after": after, "step": _STEP}):
            after = rows[-1][0]
            there = set(alive([owner for _, owner in rows]))
            gone = sorted({owner for _, owner in rows} - there)
            if gone and mend:
                release([kind], gone)
            for owner in gone:
                yield Finding("ownerless", f"{kind} {owner}", "it is gone", mend)


_UNMARKED: Final = """
SELECT b.tenant_id, b.sha256, b.id FROM blobs_blob b
 WHERE b.state IN ('pending', 'stored') AND b.marked_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM blobs_reference r WHERE r.blob_id = b.id)
"""
_MARK: Final = "UPDATE blobs_blob SET marked_at = now() WHERE id = %(id)s AND state <> 'doomed'"


def _marks(*, mend: bool) -> Iterator[Finding]:
    for tenant_id, sha256, blob_id in sql.fetch(_UNMARKED, {}):
        if mend:
            sql.execute(_MARK, {"id": blob_id})
        yield Finding("unmarked", f"{tenant_id}/{sha256}", "nobody needs it", mend)


_TENANTS: Final = """
SELECT tenant_id FROM blobs_account UNION SELECT DISTINCT tenant_id FROM blobs_blob
"""
_COUNTED: Final = """
SELECT a.bytes, a.blobs, coalesce(sum(b.size), 0)::bigint, count(b.id)
  FROM blobs_account a
  LEFT JOIN blobs_blob b ON b.tenant_id = a.tenant_id AND b.state <> 'doomed'
 WHERE a.tenant_id = %(tenant)s GROUP BY a.tenant_id
"""
_CORRECT: Final = """
UPDATE blobs_account SET bytes = %(bytes)s, blobs = %(blobs)s WHERE tenant_id = %(tenant)s
"""


def _sums(*, mend: bool) -> Iterator[Finding]:
    for (tenant_id,) in sql.fetch(_TENANTS, {}):
        with transaction.atomic():
            lock_account(tenant_id)
            ((says, says_blobs, size, count),) = sql.fetch(_COUNTED, {"tenant": tenant_id})
            if (says, says_blobs) == (size, count):
                continue
            if mend:
                sql.execute(_CORRECT, {"tenant": tenant_id, "bytes": size, "blobs": count})
        detail = f"says {says:,} bytes in {says_blobs:,} blobs; there are {size:,} in {count:,}"
        yield Finding("sum", str(tenant_id), detail, mend)


def _in_steps(items: Iterable[T]) -> Iterator[list[T]]:
    step: list[T] = []
    for item in items:
        step.append(item)
        if len(step) == _STEP:
            yield step
            step = []
    if step:
        yield step
