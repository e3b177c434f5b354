"""Where a search looks, after names have become numbers."""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.memory.filters import NO_FILTERS, Filters
from orchestration.memory.spaces import RealmView


@dataclass(frozen=True, slots=True)
class Wanted:
    """The entries that may be found.

    Attributes:
        realm: Whose they are.
        spaces: Of which owners; all of this realm.
        filters: What they must fit.
    """

    realm: RealmView
    spaces: tuple[int, ...]
    filters: Filters = NO_FILTERS
