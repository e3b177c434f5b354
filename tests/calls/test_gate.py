"""Who waits, who is refused, and what is known without asking; with either store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import pytest

from orchestration.calls.errors import BreakerOpen, LimitReached
from orchestration.calls.gate import Gate
from orchestration.calls.ports import Claim, Lease, Limit, Policy, Sign
from orchestration.calls.store import BreakerRules, Store, StoreRules, Verdict
from tests.calls.test_stores import PAYER
from tests.patience import eventually, until_here

ONE = Limit("tenant", "acme", concurrent=1)
LASTING = StoreRules(breaker=BreakerRules(least=4, open_s=60.0))
lasting = pytest.mark.parametrize("rules", [LASTING], ids=["lasting"])
"""With breakers and places that last longer than any test, however slow the machine."""


class Counting:
    """Counts the steps that a gate has its store take, which are round trips to Redis."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.steps: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def enter(self, lease_id: str, claim: Claim) -> Verdict:
        self.steps.append("enter")
        return await self._store.enter(lease_id, claim)

    async def leave(self, lease: Lease, tokens: int | None, sign: Sign) -> None:
        self.steps.append("leave")
        await self._store.leave(lease, tokens, sign)

    async def renew(self, leases: Sequence[Lease]) -> None:
        self.steps.append("renew")
        await self._store.renew(leases)


def claim(*limits: Limit, policy: Policy = "wait", wait_s: float = 30.0) -> Claim:
    return Claim(PAYER, "first", "large", 10, limits, policy, wait_s)


@pytest.fixture
def counting(store: Store) -> Counting:
    return Counting(store)


@pytest.fixture
async def gate(counting: Counting) -> AsyncIterator[Gate]:
    opened = Gate(counting, renew_s=0.3)
    yield opened
    await opened.close()


async def leave(gate: Gate, lease: Lease, sign: Sign = "alive") -> None:
    await gate.release(lease, tokens=None, sign=sign)


async def test_a_call_costs_two_steps(gate: Gate, counting: Counting) -> None:
    limits = (ONE, Limit("key", "k", 60, 1000, 5), Limit("provider", "first", 60, 1000, 5))
    await leave(gate, await gate.acquire(claim(*limits)))
    assert counting.steps == ["enter", "leave"]


async def test_giving_back_twice_changes_nothing(gate: Gate, counting: Counting) -> None:
    lease = await gate.acquire(claim(ONE))
    await leave(gate, lease)
    await leave(gate, lease)
    assert counting.steps == ["enter", "leave"]


@lasting
async def test_who_will_not_wait_is_refused(gate: Gate) -> None:
    await gate.acquire(claim(ONE))
    with pytest.raises(LimitReached) as refused:
        await gate.acquire(claim(ONE, policy="refuse"))
    assert (refused.value.limit, refused.value.measure) == (ONE, "concurrency")
    assert "acme" in str(refused.value)


@lasting
async def test_a_wait_has_an_end(gate: Gate) -> None:
    await gate.acquire(claim(ONE))
    with pytest.raises(LimitReached):
        await gate.acquire(claim(ONE, wait_s=0.05))


@pytest.mark.parametrize("rules", [StoreRules()], ids=["minute"])
async def test_nobody_waits_who_cannot_be_let_in_meanwhile(gate: Gate, counting: Counting) -> None:
    begun = Limit("tenant", "busy", requests_per_minute=1)
    await leave(gate, await gate.acquire(claim(begun)))
    with pytest.raises(LimitReached) as refused:
        await gate.acquire(claim(begun, wait_s=30))
    assert refused.value.retry_after_s > 30
    assert counting.steps == ["enter", "leave", "enter"]  # it did not ask again


@lasting
async def test_who_waits_comes_in_first_come_first_served(gate: Gate) -> None:
    held = await gate.acquire(claim(ONE))
    came: list[int] = []

    async def come(number: int) -> None:
        lease = await gate.acquire(claim(ONE))
        came.append(number)
        await leave(gate, lease)

    async with asyncio.TaskGroup() as group:
        for number in range(10):
            group.create_task(come(number))
            while len(gate._lines._lines.get(ONE.id, ())) <= number:
                await asyncio.sleep(0)
        await leave(gate, held)
    assert came == list(range(10))
    assert not gate._lines._lines


@lasting
async def test_a_newcomer_does_not_overtake_who_waits(gate: Gate) -> None:
    held = await gate.acquire(claim(ONE))
    waiter = asyncio.ensure_future(gate.acquire(claim(ONE)))
    while not gate._lines._lines:
        await asyncio.sleep(0)
    with pytest.raises(LimitReached):
        await gate.acquire(claim(ONE, policy="refuse"))
    newcomer = asyncio.ensure_future(gate.acquire(claim(ONE)))
    await leave(gate, held)
    await leave(gate, await waiter)
    await leave(gate, await newcomer)


@lasting
async def test_who_waits_elsewhere_holds_nobody_up(gate: Gate) -> None:
    await gate.acquire(claim(ONE))
    waiter = asyncio.ensure_future(gate.acquire(claim(ONE)))
    while not gate._lines._lines:
        await asyncio.sleep(0)
    other = Limit("tenant", "other", concurrent=1)
    await leave(gate, await gate.acquire(claim(other, policy="refuse")))
    waiter.cancel()
    with suppress(asyncio.CancelledError):
        await waiter


@lasting
async def test_who_has_waited_for_one_limit_waits_for_the_next(gate: Gate) -> None:
    other = Limit("key", "k", concurrent=1)
    first, second = await gate.acquire(claim(ONE)), await gate.acquire(claim(other))
    waiter = asyncio.ensure_future(gate.acquire(claim(ONE, other)))
    while ONE.id not in gate._lines._lines:
        await asyncio.sleep(0)
    await leave(gate, first)
    while other.id not in gate._lines._lines:
        await asyncio.sleep(0)
    await leave(gate, second)
    assert (await waiter).claim.limits == (ONE, other)


async def test_a_rate_is_waited_for(gate: Gate) -> None:
    few = Limit("key", "k", requests_per_minute=2)
    for _ in range(5):  # a minute of these tests has 0.4 s
        await leave(gate, await gate.acquire(claim(few)))


async def test_a_place_in_another_process_comes_free_too(store: Store, gate: Gate) -> None:
    other = Gate(store)
    held = await other.acquire(claim(ONE))
    waiter = asyncio.ensure_future(gate.acquire(claim(ONE)))
    while not gate._lines._lines:
        await asyncio.sleep(0)
    await leave(other, held)
    await leave(gate, await waiter)
    await other.close()


async def test_a_killed_process_gives_its_places_back(store: Store, gate: Gate) -> None:
    killed = Gate(store)
    await killed.acquire(claim(ONE))
    await killed.close()  # nothing is released, and nothing renewed any more
    await leave(gate, await gate.acquire(claim(ONE)))


async def test_a_long_call_keeps_its_place(gate: Gate, counting: Counting) -> None:
    lease = await gate.acquire(claim(ONE))
    await until_here(lambda: counting.steps.count("renew") >= 5)  # longer than a lease
    with pytest.raises(LimitReached):
        await gate.acquire(claim(ONE, policy="refuse"))
    await leave(gate, lease)
    await leave(gate, await gate.acquire(claim(ONE, policy="refuse")))


async def fail(gate: Gate, times: int = 4) -> None:
    for lease in [await gate.acquire(claim()) for _ in range(times)]:
        await leave(gate, lease, "failing")


@lasting
async def test_an_open_breaker_costs_nothing(gate: Gate, counting: Counting) -> None:
    await fail(gate)
    with pytest.raises(BreakerOpen) as refused:
        await gate.acquire(claim())
    before = len(counting.steps)
    for _ in range(20):
        with suppress(BreakerOpen):
            await gate.acquire(claim())
    assert len(counting.steps) - before <= 3  # it is asked anew after half a second
    assert 0 < refused.value.retry_after_s <= 60
    assert refused.value.problem()["status"] == 503


async def test_one_gate_tries_it_out_and_it_closes_for_all(store: Store, gate: Gate) -> None:
    others = [Gate(store) for _ in range(4)]
    await fail(gate)
    probes: list[tuple[Gate, Lease]] = []

    async def come(one: Gate) -> None:
        with suppress(BreakerOpen):
            probes.append((one, await one.acquire(claim())))

    async def all_come() -> bool:
        await asyncio.gather(*(come(one) for one in (gate, *others)))
        return bool(probes)

    assert await eventually(all_come)
    [(prober, lease)] = probes
    assert lease.probe
    await prober.prove(lease)
    await leave(prober, lease)
    for one in (gate, *others):
        assert await eventually(partial(_is_let_in, one))
        await one.close()


async def _is_let_in(gate: Gate) -> bool:
    with suppress(BreakerOpen):
        await leave(gate, await gate.acquire(claim()))
        return True
    return False


@lasting
async def test_a_reset_is_heeded_at_once_here_and_soon_elsewhere(store: Store, gate: Gate) -> None:
    other = Gate(store)
    await fail(gate)
    for one in (gate, other):
        with pytest.raises(BreakerOpen):
            await one.acquire(claim())
    await gate.reset("first", "large")
    await leave(gate, await gate.acquire(claim()))
    assert await eventually(partial(_is_let_in, other))
    [report] = await gate.reports()
    assert (report.state, report.failures) == ("closed", 0)
    await other.close()


async def test_what_was_let_in_while_its_caller_left_is_given_back(gate: Gate) -> None:
    for steps in range(12):
        call = asyncio.ensure_future(gate.acquire(claim(ONE)))
        for _ in range(steps):
            await asyncio.sleep(0)
        call.cancel()
        with suppress(asyncio.CancelledError):
            await leave(gate, await call)
    await leave(gate, await gate.acquire(claim(ONE, policy="refuse")))
