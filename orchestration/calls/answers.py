"""What one request finds at the cache, and what it leaves there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

from orchestration.calls.cache_codec import encode
from orchestration.calls.cache_policy import Verdict, judge, worth_keeping
from orchestration.calls.caching import (
    AnswerCache,
    CacheRules,
    CacheStatus,
    Caching,
    Embedder,
    Keeping,
    Kept,
    Seen,
    Vector,
)
from orchestration.calls.call import Answered, Call, Destination, Kind
from orchestration.calls.fingerprint import (
    Question,
    key_of,
    near_key,
    question_of,
    version_of,
)
from orchestration.errors import SwitchyardError
from orchestration.providers.chat import ChatAnswer, ChatRequest
from orchestration.providers.embeddings import EmbeddingRequest, Embeddings

log = logging.getLogger(__name__)

T = TypeVar("T")
_QUESTION_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A request as the cache sees it.

    Attributes:
        call: What is asked, and for whom.
        target: Who is asked first: only its answers are given again.
        caching: What the caller wants.
        verdict: What may be done.
        key: Of the request; empty when the cache is passed by.
        question: What was asked last, where similar questions are compared.
    """

    call: Call[Any]
    target: Destination
    caching: Caching
    verdict: Verdict
    key: str = ""
    question: Question | None = None

    @property
    def tenant_id(self) -> UUID:
        """Return whose it is."""
        return self.call.payer.tenant_id

    @property
    def kind(self) -> Kind:
        """Return the call's kind."""
        return "chat" if isinstance(self.call.request, ChatRequest) else "embedding"

    @property
    def begins(self) -> str:
        """Return the beginning of what was asked last, for people."""
        request: ChatRequest | EmbeddingRequest = self.call.request
        if isinstance(request, EmbeddingRequest):
            return (request.texts[0] if request.texts else "")[:_QUESTION_SHOWN]
        return request.messages[-1].text[:_QUESTION_SHOWN] if request.messages else ""


@dataclass(slots=True)
class Found:
    """What a request found.

    Attributes:
        kept: The answer; None when a model must be asked.
        why: Why no similar question was looked for; a slug, empty when it was or need not be.
        vector: Of the question, when it was made.
        near: Whether it was another question.
    """

    kept: Kept | None = None
    why: str = ""
    vector: Vector | None = None
    near: bool = False

    @property
    def status(self) -> CacheStatus:
        """Return what is told of it."""
        if self.kept is None:
            return CacheStatus.MISS
        return CacheStatus.NEAR if self.near else CacheStatus.HIT


class Answers:
    """Looks for answers and keeps them; whatever fails here, a model is asked.

    Args:
        cache: Keeps them.
        rules: What holds where a caller says nothing.
        embedder: Makes vectors of questions; None where nobody does.
    """

    def __init__(self, cache: AnswerCache, rules: CacheRules, embedder: Embedder | None) -> None:
        self._cache = cache
        self._rules = rules
        self._embedder = embedder

    def inquire(self, call: Call[Any], target: Destination, caching: Caching) -> Inquiry:
        """Return a request as the cache sees it."""
        verdict = judge(call.request, caching, self._rules)
        if verdict.bypass:
            return Inquiry(call, target, caching, verdict)
        question = question_of(call.request, target) if verdict.near else None
        return Inquiry(call, target, caching, verdict, key_of(call.request, target), question)

    async def find(self, inquiry: Inquiry) -> Found:
        """Return what is kept, the very answer before that to a similar question."""
        if not inquiry.verdict.reads:
            return Found()
        most = inquiry.caching.max_age_s
        same = self._cache.get(inquiry.tenant_id, inquiry.key, max_age_s=most)
        kept = await self._patiently(same)
        if kept is not None or not inquiry.verdict.near:
            return Found(kept)
        return await self._near(inquiry)

    async def _near(self, inquiry: Inquiry) -> Found:
        found = Found(near=True)
        found.vector, found.why = await self._vector(inquiry.question)
        if inquiry.question is None or found.vector is None:
            return found
        threshold = inquiry.caching.threshold
        found.kept = await self._patiently(
            self._cache.near(
                inquiry.tenant_id,
                near_key(inquiry.question, found.vector),
                found.vector.numbers,
                threshold=self._rules.threshold if threshold is None else threshold,
                max_age_s=inquiry.caching.max_age_s,
            )
        )
        return found

    async def _vector(self, question: Question | None) -> tuple[Vector | None, str]:
        """Return a question's vector, or why there is none."""
        if question is None:
            return None, "no-question"
        if self._embedder is None:
            return None, "no-embedder"
        try:
            async with asyncio.timeout(self._rules.embed_s):
                return await self._embedder.embed(question.text), ""
        except TimeoutError:
            return None, "embedder-slow"
        except SwitchyardError as error:
            return None, error.slug

    async def keep(
        self, inquiry: Inquiry, found: Found, answered: Answered[Any], target: Destination
    ) -> None:
        """Keep an answer under the name of whoever gave it, if it is worth it."""
        answer: ChatAnswer | Embeddings = answered.answer
        encoded = encode(answer) if inquiry.verdict.writes and worth_keeping(answer) else None
        if encoded is None or len(encoded) > self._rules.answer_bytes:
            return
        question = question_of(inquiry.call.request, target) if inquiry.verdict.near else None
        vector = await self._compared(inquiry, found, question)
        ttl = inquiry.caching.ttl_s
        await self._cache.put(
            Keeping(
                tenant_id=inquiry.tenant_id,
                key=key_of(inquiry.call.request, target),
                kind=inquiry.kind,
                provider=answered.provider,
                model=answered.model,
                version=version_of(target),
                call_id=answered.call_id,
                task_id=inquiry.call.task_id if inquiry.caching.bound else None,
                answer=encoded,
                usage=answer.usage,
                ttl_s=self._rules.ttl_s if ttl is None else ttl,
                tags=inquiry.caching.tags,
                question=inquiry.begins,
                near_key=near_key(question, vector) if question and vector else "",
                vector=vector.numbers if vector else (),
            )
        )

    async def _compared(
        self, inquiry: Inquiry, found: Found, question: Question | None
    ) -> Vector | None:
        """Return the vector by which later questions find the answer; None when they cannot."""
        if question is None or inquiry.verdict.reads:
            return found.vector
        vector, _ = await self._vector(question)  # nobody has looked yet
        return vector

    def count(self, seen: Seen) -> None:
        """Count a request."""
        self._cache.count(seen)

    async def _patiently(self, asked: Awaitable[T | None]) -> T | None:
        """Wait for what keeps answers, for a while."""
        try:
            async with asyncio.timeout(self._rules.wait_s):
                return await asked
        except (TimeoutError, SwitchyardError) as error:
            log.warning("the cache does not answer", extra={"error": repr(error)})
            return None
