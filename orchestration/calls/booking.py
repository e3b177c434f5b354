"""Writes down answers that cost nothing: in the ledger, and in the counts of the cache."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from orchestration.calls.aftermath import Aftermath
from orchestration.calls.answers import Answers, Inquiry
from orchestration.calls.caching import CacheStatus, Kept, Seen
from orchestration.calls.call import Try
from orchestration.calls.ports import Ledger, Reservation, Settlement
from orchestration.providers.chat import Usage

NOTHING: Final = Usage(0, 0)
_DEADLINE_S: Final = 60.0


class Booking:
    """Books answers that were kept, and counts all that passed the cache.

    Args:
        ledger: Learns of each such answer as a call with the outcome ``cached``, at no cost. No
            budget and no limit can refuse what was given already.
        answers: Counts.
        aftermath: Does it behind the answer's back.
    """

    def __init__(self, ledger: Ledger, answers: Answers, aftermath: Aftermath) -> None:
        self._ledger = ledger
        self._answers = answers
        self._aftermath = aftermath

    @staticmethod
    def begun(call_id: UUID, provider: str, model: str) -> Try:
        """Return how an answer that costs nothing is told; it is booked when it was given."""
        return Try(call_id, provider, model, "cached", usage=NOTHING)

    def given(self, inquiry: Inquiry, told: Try) -> None:
        """Book an answer that was kept, or shared."""
        self._aftermath.add("book a kept answer", self._write(inquiry, told))
        if inquiry.call.watch is not None:
            inquiry.call.watch(told)

    def count(
        self,
        inquiry: Inquiry,
        status: CacheStatus,
        kept: Kept | None = None,
        saved: Usage | None = None,
    ) -> None:
        """Count a request and what became of it."""
        target = inquiry.target
        self._answers.count(
            Seen(inquiry.tenant_id, target.provider, target.model, status, kept, saved)
        )

    async def _write(self, inquiry: Inquiry, told: Try) -> None:
        if told.call_id is not None:
            await self._ledger.reserve(_reservation(inquiry, told, told.call_id))
            await self._ledger.settle(Settlement(told.call_id, "cached", NOTHING, told.ms, None))


def _reservation(inquiry: Inquiry, told: Try, call_id: UUID) -> Reservation:
    call = inquiry.call
    return Reservation(
        call_id=call_id,
        payer=call.payer,
        provider=told.provider,
        model=told.model,
        kind=inquiry.kind,
        task_id=call.task_id,
        attempt=call.attempt,
        prompt_tokens=0,
        answer_tokens=0,
        deadline_s=_DEADLINE_S,
    )
