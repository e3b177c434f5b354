"""The ledger as calls of models see it: two coroutines over one thread that commits in groups."""

from __future__ import annotations

import asyncio

from django.conf import settings

from orchestration.usage.errors import LedgerUnavailable
from orchestration.usage.wanted import Ended, Wanted
from orchestration.usage.writer import Asked, Told, Writer


class GroupLedger:
    """Reserves before a call and settles after it; one for a process, for all its event loops.

    It implements the port `Ledger` of `orchestration.calls`. Budgets hold across processes and
    hosts: the database guards them, and without it nothing is reserved.
    """

    def __init__(self) -> None:
        """Start the thread; sizes and times stand in the settings."""
        config = settings.SWITCHYARD.usage
        self._wait_s = config.wait_s
        self._writer = Writer(most=config.group, waiting=config.waiting)

    async def reserve(self, reservation: Wanted) -> None:
        """Commit what a call may cost; returns when that is durable.

        Reserving the same call again changes nothing. Who is cancelled while waiting has nothing
        to settle: what was reserved for him is given back.

        Raises:
            BudgetExhausted: A budget would be passed.
            PriceUnknown: A budget of money guards the payer, and the model has no price.
            LedgerUnavailable: The database did not take it in time.
            LedgerRefused: It cannot be written down.
        """
        future = asyncio.get_running_loop().create_future()
        self._writer.ask(Asked(reservation, future))
        try:
            async with asyncio.timeout(self._wait_s):
                await future
        except TimeoutError:
            if future.done() and not future.cancelled():
                # It came in the very tick in which the time was over. Whoever gave it takes it
                # for heard, and would not give back what was reserved.
                future.result()
                return
            raise LedgerUnavailable(f"it was not committed within {self._wait_s:g} s") from None

    async def settle(self, settlement: Ended) -> None:
        """Write what a call came to. Settling twice changes nothing.

        It is written also when the caller is cancelled. While the database is away it is kept and
        tried again, and the caller goes on at once or after the time that a reservation may take;
        when the process dies before, the sweeper books the worst case.
        """
        future = asyncio.get_running_loop().create_future()
        self._writer.tell(Told(settlement, future))
        try:
            async with asyncio.timeout(self._wait_s):
                await future
        except TimeoutError:
            return

    def close(self) -> None:
        """Commit what was handed over, and end the thread. It waits 5 seconds at most."""
        self._writer.close()
