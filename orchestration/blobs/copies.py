"""Copying bytes between stores, each verified on its way: for backups and moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from orchestration.blobs.errors import BlobTooLarge
from orchestration.blobs.ports import Place, Store
from orchestration.blobs.spool import spooled


@dataclass(slots=True)
class Copied:
    """What came of copying.

    Attributes:
        count: How many blobs the target has now.
        size: Their bytes.
        missing: Hashes of those whose bytes are gone or others at the source.
    """

    count: int = 0
    size: int = 0
    missing: list[str] = field(default_factory=list)


def copy(places: Iterable[tuple[Place, int]], source: Store, target: Store) -> Copied:
    """Copy bytes to the same places of another store; what it has already is not read.

    Args:
        places: Which, with their sizes.
        source: Where they are.
        target: Where they go to.

    Raises:
        StoreUnavailable: One of the stores does not answer.
    """
    done = Copied()
    for place, size in places:
        if target.size(place) == size or _copied(place, size, source, target):
            done.count += 1
            done.size += size
        else:
            done.missing.append(place.sha256)
    return done


def _copied(place: Place, size: int, source: Store, target: Store) -> bool:
    try:
        # One byte more than there should be would show that they are others.
        with spooled(source.read(place, 0, size + 1), size) as content:
            if content.sha256 == place.sha256:
                target.write(place, content)
                return True
    except (FileNotFoundError, BlobTooLarge):
        return False
    return False
