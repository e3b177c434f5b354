"""A cache that keeps answers in lists, and an embedder that knows a few questions."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from uuid import UUID

from orchestration.calls.caching import Invalidation, Keeping, Kept, Seen, Vector
from orchestration.ids import uuid7


class Shelf:
    """An `AnswerCache` for one test.

    Attributes:
        kept: What was kept, by tenant and key.
        seen: What was counted.
        away: Set, it answers nobody.
    """

    def __init__(self) -> None:
        self.kept: dict[tuple[UUID, str], Keeping] = {}
        self.seen: list[Seen] = []
        self.looked = 0
        self.away = False

    async def get(self, tenant_id: UUID, key: str, *, max_age_s: float | None) -> Kept | None:
        self.looked += 1
        if self.away:
            await asyncio.Event().wait()
        found = self.kept.get((tenant_id, key))
        return Kept(uuid7(), found.answer, 2.0) if found else None

    async def near(
        self,
        tenant_id: UUID,
        near_key: str,
        vector: Sequence[float],
        *,
        threshold: float,
        max_age_s: float | None,
    ) -> Kept | None:
        scores = [
            (cosine(vector, each.vector), each)
            for (owner, _), each in self.kept.items()
            if owner == tenant_id and each.near_key == near_key
        ]
        score, best = max(scores, key=lambda pair: pair[0], default=(0.0, None))
        if best is None or score < threshold:
            return None
        return Kept(uuid7(), best.answer, 2.0, similarity=score)

    async def put(self, keeping: Keeping) -> None:
        self.kept[keeping.tenant_id, keeping.key] = keeping

    async def invalidate(self, wanted: Invalidation) -> int:
        def fits(each: Keeping) -> bool:
            return (
                wanted.tenant_id in (None, each.tenant_id)
                and wanted.provider in ("", each.provider)
                and wanted.model in ("", each.model)
                and (not wanted.tag or wanted.tag in each.tags)
            )

        before = len(self.kept)
        self.kept = {key: each for key, each in self.kept.items() if not fits(each)}
        return before - len(self.kept)

    def count(self, seen: Seen) -> None:
        self.seen.append(seen)

    @property
    def story(self) -> list[str]:
        """Return what became of each request."""
        return [str(each.status) for each in self.seen]


class Meanings:
    """An `Embedder` that turns questions into angles.

    Attributes:
        angles: Of each question, in degrees.
        slow: Set, it does not answer.
    """

    def __init__(self, **angles: float) -> None:
        self.angles = angles
        self.slow = False

    async def embed(self, text: str) -> Vector:
        if self.slow:
            await asyncio.Event().wait()
        angle = math.radians(self.angles[text])
        return Vector("angles", (math.cos(angle), math.sin(angle)))


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    """Return how similar two vectors of length 1 are."""
    return sum(a * b for a, b in zip(one, other, strict=True))
