"""Many clients of several processes at once: no limit and no budget is passed."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

from orchestration.calls.call import Answered
from orchestration.calls.errors import LimitReached
from orchestration.calls.ports import Limit
from orchestration.calls.store import Store
from orchestration.providers.chat import ChatAnswer
from tests.calls.desk import FIRST, PAYER, BudgetSpent, Desk, desk
from tests.fakes.provider import Exchange, well

CLIENTS = 64


class Busy:
    """Serves well, and counts how many it serves at once."""

    def __init__(self) -> None:
        self.now = self.most = 0

    async def __call__(self, exchange: Exchange) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            for _ in range(20):
                await asyncio.sleep(0)
            await well(exchange)
        finally:
            self.now -= 1


async def test_clients_of_two_processes_never_pass_a_limit_together(store: Store) -> None:
    async with AsyncExitStack() as stack:
        desks = [await stack.enter_async_context(desk(store)) for _ in range(2)]
        busy = Busy()
        for each in desks:
            each.sources.known["first"] = desks[0].sources.known["first"]
            each.rules.limits.append(Limit("provider", "first", concurrent=5))
            each.rules.limits.append(Limit("tenant", str(PAYER.tenant_id), concurrent=9))
        desks[0].first.usual = busy
        answers = await asyncio.gather(
            *(
                desks[number % 2].caller.chat(
                    desks[number % 2].call(wait_s=60, total_s=90), [FIRST]
                )
                for number in range(CLIENTS)
            )
        )
        assert len(answers) == CLIENTS
        assert busy.most <= 5
        assert busy.most > 1


async def test_who_will_not_wait_is_refused_at_the_limit(at: Desk) -> None:
    at.rules.limits.append(Limit("provider", "first", concurrent=4))
    answers = await asyncio.gather(
        *(at.caller.chat(at.call(policy="refuse"), [FIRST]) for _ in range(CLIENTS)),
        return_exceptions=True,
    )
    good = [each for each in answers if isinstance(each, Answered)]
    assert len(good) + sum(isinstance(each, LimitReached) for each in answers) == CLIENTS
    assert len(at.first.requests) == len(good) >= 4


async def test_a_budget_is_never_passed(at: Desk) -> None:
    at.book.budget = 10
    answers: list[Answered[ChatAnswer] | BaseException] = await asyncio.gather(
        *(at.caller.chat(at.call(), [FIRST]) for _ in range(CLIENTS)), return_exceptions=True
    )
    await at.caller.settled()
    assert sum(isinstance(each, Answered) for each in answers) == 10
    assert sum(isinstance(each, BudgetSpent) for each in answers) == CLIENTS - 10
    assert len(at.first.requests) == len(at.book.settled) == 10
