"""One try at one target: let in, reserved, asked, settled, let out, whatever happens between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Final
from uuid import UUID

from orchestration.calls.call import Call, Destination, Estimate, Kind, Try
from orchestration.calls.judging import Judgement, Progress, judge
from orchestration.calls.pool import Providers
from orchestration.calls.ports import (
    Claim,
    Lease,
    Ledger,
    Limiter,
    Limits,
    Reservation,
    Settlement,
)
from orchestration.calls.settling import Settling
from orchestration.errors import SwitchyardError
from orchestration.ids import uuid7
from orchestration.providers.chat import Usage
from orchestration.providers.errors import Phase, TimedOut
from orchestration.providers.provider import Provider
from orchestration.providers.stopping import see_through

FAIR_S: Final = 10.0
"""Who was given less time than this by a call, and did not answer in it, has not failed: otherwise
a client in haste would close a provider for others. What its own patience ends has failed."""
SWEPT_AFTER_S: Final = 60.0
"""So long after a call's deadline its reservation is taken for lost: what ends late has settled."""


@dataclass(frozen=True, slots=True)
class Means:
    """What tries are made with.

    Attributes:
        providers: Where those who are asked are found.
        ledger: Where costs are written.
        limiter: Lets calls in.
        limits: Knows which limits hold.
        settling: Writes what calls came to.
    """

    providers: Providers
    ledger: Ledger
    limiter: Limiter
    limits: Limits
    settling: Settling


@dataclass(slots=True)
class Attempt:
    """An asynchronous context: entered, the provider may be asked; left, all is settled.

    Entering raises what limits, breakers and budgets say, then nothing was begun.

    Args:
        means: What it is made with.
        call: What is asked.
        target: Whom.
        kind: Of the call.
        estimate: How many tokens it takes at most.
        end: Until when, on the event loop's clock.
    """

    means: Means
    call: Call[Any]
    target: Destination
    kind: Kind
    estimate: Estimate
    end: float
    call_id: UUID = field(default_factory=uuid7)
    progress: Progress = field(default_factory=Progress)
    told: Try | None = None
    _lease: Lease | None = None
    _reserved: bool = False
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def __aenter__(self) -> Provider:
        """Be let in, reserve, and return whom to ask."""
        try:
            self._lease = await self.means.limiter.acquire(self._claim())
            await self._reserve()
            using = self.means.providers.using(self.target.provider)
            provider = await self._stack.enter_async_context(using)
        except BaseException as error:
            await self._leave(error)
            raise
        self.progress.asked_at = _now()
        return provider

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Settle and be let out."""
        await self._leave(error)

    def spoke(self) -> bool:
        """Note that the provider says something; return whether it is the first time."""
        if self.progress.spoke_at is not None:
            return False
        self.progress.spoke_at = _now()
        return True

    def ended(self, usage: Usage | None) -> None:
        """Note that the answer came whole."""
        self.progress.whole, self.progress.usage = True, usage

    async def prove(self) -> None:
        """Tell the limiter that the provider does well, though it has not ended."""
        if self._lease is not None and self._lease.probe:
            await self.means.limiter.prove(self._lease)

    @asynccontextmanager
    async def within(self, *limits_s: float | None) -> AsyncIterator[None]:
        """Bound a wait by the call's deadline, and by seconds since the provider was asked.

        Raises:
            TimedOut: It took longer.
        """
        asked = self.progress.asked_at or _now()
        end = min([self.end, *(asked + each for each in limits_s if each is not None)])
        try:
            async with asyncio.timeout_at(end):
                yield
        except TimeoutError:
            raise self._late(asked) from None

    async def _reserve(self) -> None:
        """Commit the worst case; only what the ledger says tells for sure that it was not."""
        self._reserved = True
        try:
            await see_through(self.means.ledger.reserve(self._reservation()))
        except SwitchyardError:
            self._reserved = False
            raise

    def _late(self, asked: float) -> TimedOut:
        self.progress.hurried = _now() - asked < FAIR_S
        phase: Phase = "total" if _now() >= self.end or self.progress.spoke_at else "first byte"
        detail = f"The provider {self.target.provider} did not answer in the time that was given."
        return TimedOut(detail, phase=phase, provider=self.target.provider, may_cost=True)

    def _claim(self) -> Claim:
        call, target = self.call, self.target
        return Claim(
            payer=call.payer,
            provider=target.provider,
            model=target.model,
            tokens=self.estimate.total,
            limits=tuple(self.means.limits.of(call.payer, target.provider, target.model)),
            policy=call.policy,
            wait_s=max(0.0, min(call.wait_s, self.end - _now())),
        )

    def _reservation(self) -> Reservation:
        return Reservation(
            call_id=self.call_id,
            payer=self.call.payer,
            provider=self.target.provider,
            model=self.target.model,
            kind=self.kind,
            task_id=self.call.task_id,
            attempt=self.call.attempt,
            prompt_tokens=self.estimate.prompt_tokens,
            answer_tokens=self.estimate.answer_tokens,
            deadline_s=max(0.0, self.end - _now()) + SWEPT_AFTER_S,
        )

    async def _leave(self, error: BaseException | None) -> None:
        """Give everything back in a way that a cancellation cannot prevent."""
        try:
            await see_through(self._finish(error))
        finally:  # a cancellation comes after all is done
            if self.call.watch is not None and self.told is not None:
                self.call.watch(self.told)

    async def _finish(self, error: BaseException | None) -> None:
        await self._stack.aclose()
        judgement = judge(error, self.progress)
        self.told = self._try(error, judgement)
        if self._lease is None:
            return
        used = judgement.usage
        tokens = None if used is None else used.prompt_tokens + used.completion_tokens
        await self.means.limiter.release(self._lease, tokens=tokens, sign=judgement.sign)
        if not self._reserved:
            return
        await self.means.settling.settle(
            Settlement(
                call_id=self.call_id,
                outcome=judgement.outcome,
                usage=used,
                ms=self.told.ms,
                first_token_ms=self.told.first_token_ms,
                error=judgement.reason,
            )
        )

    def _try(self, error: BaseException | None, judgement: Judgement) -> Try:
        asked, spoke = self.progress.asked_at, self.progress.spoke_at
        told = Try(
            call_id=self.call_id,
            provider=self.target.provider,
            model=self.target.model,
            outcome=judgement.outcome,
            reason=judgement.reason,
            detail=error.detail if isinstance(error, SwitchyardError) else "",
            ms=0.0 if asked is None else 1000 * (_now() - asked),
            first_token_ms=None if spoke is None or asked is None else 1000 * (spoke - asked),
            usage=judgement.usage,
        )
        if not self._reserved:
            return replace(told, call_id=None, outcome="skipped")
        return told


def _now() -> float:
    return asyncio.get_running_loop().time()
