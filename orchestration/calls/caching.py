"""Answers that are given again: what a caller may want, what is kept, and who keeps it.

A tenant's answers are the tenant's alone: its id is part of every question that is put to an
`AnswerCache`, and there is no other way in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from orchestration.calls.call import Answered, GivenT_co, Kind
from orchestration.providers.chat import Usage

HEADER: Final = "X-Switchyard-Cache"
"""The header of an answer that says what the cache had to do with it; see `CacheStatus`."""


class CacheStatus(StrEnum):
    """What the cache had to do with an answer."""

    HIT = "hit"
    """It was kept, or came of an equal call that was under way."""
    NEAR = "near"
    """It was the answer to a question of the same meaning."""
    MISS = "miss"
    """A model was asked, and the answer may have been kept."""
    BYPASS = "bypass"
    """A model was asked, and the cache was not."""


@dataclass(frozen=True, slots=True)
class Caching:
    """What a caller wants of the cache.

    Attributes:
        reads: False has a model asked whatever is kept (``no-cache``).
        writes: False keeps nothing (``no-store``).
        asked: True also where answers are not kept by themselves, such as with tools.
        near: Whether an answer to a similar question will do; None leaves that to the rules.
        threshold: How similar, from 0 to 1; None leaves that to the rules.
        max_age_s: Older answers will not do; None takes any.
        ttl_s: For how long the answer is kept; None leaves that to the rules.
        tags: By which it can be invalidated.
        bound: Whether the answer belongs to its task: it is kept before it is given, and forgotten
            when the task is deleted.
    """

    reads: bool = True
    writes: bool = True
    asked: bool = False
    near: bool | None = None
    threshold: float | None = None
    max_age_s: float | None = None
    ttl_s: float | None = None
    tags: tuple[str, ...] = ()
    bound: bool = False


@dataclass(frozen=True, slots=True)
class CacheRules:
    """What holds where a caller says nothing.

    Attributes:
        enabled: False asks models only.
        temperature: Answers drawn at more than this are not kept by themselves.
        ttl_s: For how long answers are kept.
        near: Whether answers to similar questions are given without being asked for.
        threshold: How similar they must be: cosine of their vectors.
        embed_s: For how long the embedder is waited for.
        wait_s: For how long what keeps answers is waited for.
        answer_bytes: Larger answers are not kept.
    """

    enabled: bool = True
    temperature: float = 0.1
    ttl_s: float = 3600.0
    near: bool = False
    threshold: float = 0.95
    embed_s: float = 0.05
    wait_s: float = 0.5
    answer_bytes: int = 256 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was kept.

    Attributes:
        entry_id: Its own.
        answer: As `cache_codec` wrote it.
        age_s: Since it was given.
        cost: What asking again would cost, in the installation's currency; None when not known.
        similarity: Of the two questions; 1 for the same.
    """

    entry_id: UUID
    answer: bytes = field(repr=False)
    age_s: float
    cost: Decimal | None = None
    similarity: float = 1.0


@dataclass(frozen=True, slots=True)
class Keeping:
    """An answer that is to be kept.

    Attributes:
        tenant_id: Whose it is.
        key: Of the request; see `fingerprint`.
        kind: Of the call.
        provider: Who answered.
        model: The provider's name for it.
        version: Of the model; empty where there is but one.
        call_id: Under which the ledger knows the call.
        answer: As `cache_codec` wrote it.
        usage: What it took; None when nobody counted.
        ttl_s: For how long it is kept.
        tags: By which it can be invalidated.
        question: The beginning of what was asked last, for people.
        near_key: What must be equal for a similar question; empty where none is looked for.
        vector: Of the question.
        task_id: For which task it was made, with which it may be forgotten; None for none.
    """

    tenant_id: UUID
    key: str
    kind: Kind
    provider: str
    model: str
    version: str
    call_id: UUID
    answer: bytes = field(repr=False)
    usage: Usage | None
    ttl_s: float
    tags: tuple[str, ...] = ()
    question: str = ""
    near_key: str = ""
    vector: Sequence[float] = field(default=(), repr=False)
    task_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Invalidation:
    """Which answers are to be forgotten: those that fit all that is said.

    Attributes:
        tenant_id: Whose; None for everybody's.
        provider: Who gave them; empty for anybody.
        model: The provider's name for it; empty for all.
        tag: Which they have; empty for any.
    """

    tenant_id: UUID | None
    provider: str = ""
    model: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """One request at the cache, to be counted.

    Attributes:
        tenant_id: Whose.
        provider: Who was to be asked, or had answered.
        model: The provider's name for it.
        status: What came of it.
        kept: What was given; None when nothing was, or when an equal call was under way.
        usage: What was saved; None when nothing was, or nobody knows.
    """

    tenant_id: UUID
    provider: str
    model: str
    status: CacheStatus
    kept: Kept | None = None
    usage: Usage | None = None


class AnswerCache(Protocol):
    """Who keeps answers."""

    async def get(self, tenant_id: UUID, key: str, *, max_age_s: float | None) -> Kept | None:
        """Return the answer to the very request; None when there is none that is fresh."""

    async def near(
        self,
        tenant_id: UUID,
        near_key: str,
        vector: Sequence[float],
        *,
        threshold: float,
        max_age_s: float | None,
    ) -> Kept | None:
        """Return the answer to the most similar question; None when none is similar enough."""

    async def put(self, keeping: Keeping) -> None:
        """Keep an answer in place of what was kept under its key."""

    async def invalidate(self, wanted: Invalidation) -> int:
        """Forget answers; return how many."""

    def count(self, seen: Seen) -> None:
        """Count a request; written later, with others."""


@dataclass(frozen=True, slots=True)
class Vector:
    """What a question means, as numbers, and which model says so: two models' do not compare."""

    model: str
    numbers: Sequence[float] = field(repr=False)


class Embedder(Protocol):
    """Who turns a question into a vector."""

    async def embed(self, text: str) -> Vector:
        """Return a text's vector.

        Raises:
            SwitchyardError: Nobody can do it now, or the text is too long to be read whole.
        """


@dataclass(frozen=True, slots=True)
class Served(Answered[GivenT_co]):
    """An answer, and what the cache had to do with it.

    Attributes:
        cache: Whether it was kept.
        why: Why the cache was passed by, or why no similar question was looked for; a slug.
        age_s: Of an answer that was kept; None of a new one.
        similarity: Of the questions; None of a new answer.
    """

    cache: CacheStatus = CacheStatus.BYPASS
    why: str = ""
    age_s: float | None = None
    similarity: float | None = None
