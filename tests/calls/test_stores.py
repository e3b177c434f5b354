"""What each store keeps to, in memory and in Redis: one suite for both."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime, timedelta
from time import monotonic
from uuid import uuid4

import pytest
import redis

from orchestration.calls.ports import BreakerReport, Claim, Lease, Limit, Payer, Sign
from orchestration.calls.store import Entered, LeftAlone, NoRoom, Store, Verdict
from tests.patience import eventually

PAYER = Payer(uuid4())


def claim(*limits: Limit, tokens: int = 10) -> Claim:
    return Claim(PAYER, "first", "large", tokens, limits)


def lease(name: str, wanted: Claim, entered: Verdict) -> Lease:
    assert isinstance(entered, Entered), entered
    return Lease(name, wanted, entered.probe, entered.shared, entered.at_ms)


async def enter(store: Store, name: str, wanted: Claim) -> Lease:
    return lease(name, wanted, await store.enter(name, wanted))


async def failed(store: Store, times: int, sign: Sign = "failing") -> None:
    for number in range(times):
        held = await enter(store, f"{sign}-{number}", claim())
        await store.leave(held, None, sign)


async def report(store: Store) -> BreakerReport:
    [found] = await store.reports()
    return found


async def probe(store: Store, name: str = "probe") -> Lease:
    """Wait until an open breaker lets one through."""

    async def let_in() -> Lease | None:
        verdict = await store.enter(name, claim())
        return lease(name, claim(), verdict) if isinstance(verdict, Entered) else None

    found = await eventually(let_in)
    assert isinstance(found, Lease)
    assert found.probe
    return found


@pytest.fixture
async def open_store(store: Store) -> Store:
    """A store whose one breaker is open."""
    await failed(store, 4)
    return store


async def test_places_are_counted_and_come_back(store: Store) -> None:
    narrow = claim(Limit("tenant", "a", concurrent=2))
    first = await enter(store, "1", narrow)
    await enter(store, "2", narrow)
    refused = await store.enter("3", narrow)
    assert refused == NoRoom(narrow.limits[0], "concurrency", 0)
    await store.leave(first, None, "unknown")
    await enter(store, "3", narrow)


async def test_each_scope_has_its_own_count(store: Store) -> None:
    one, other = Limit("tenant", "a", concurrent=1), Limit("key", "a", concurrent=1)
    await enter(store, "1", claim(one))
    await enter(store, "2", claim(other))
    refused = await store.enter("3", claim(Limit("model", "a", concurrent=1), other))
    assert isinstance(refused, NoRoom)
    assert refused.limit == other
    await enter(store, "4", claim(Limit("model", "a", concurrent=1)))


async def test_who_is_refused_takes_nothing(store: Store) -> None:
    wide, narrow = Limit("tenant", "a", requests_per_minute=1), Limit("key", "a", concurrent=0)
    assert isinstance(await store.enter("1", claim(wide, narrow)), NoRoom)
    await enter(store, "2", claim(wide))


async def test_a_place_that_nobody_renews_comes_free(store: Store) -> None:
    narrow = claim(Limit("tenant", "a", concurrent=1))
    await enter(store, "killed", narrow)

    async def let_in() -> bool:
        return isinstance(await store.enter("next", narrow), Entered)

    assert not await let_in()
    assert await eventually(let_in)


async def test_a_renewed_place_stays_taken(store: Store) -> None:
    narrow = claim(Limit("tenant", "a", concurrent=1))
    held = await enter(store, "held", narrow)
    over = monotonic() + 1.3  # a lease is 1 s

    async def stays() -> bool:
        await store.renew([held])
        assert isinstance(await store.enter("next", narrow), NoRoom)
        return monotonic() > over

    assert await eventually(stays)


async def test_a_place_that_was_lost_comes_back_with_its_renewal(store: Store) -> None:
    narrow = claim(Limit("tenant", "a", concurrent=1))
    held = await enter(store, "held", narrow)
    await store.withdraw("held", narrow)
    await store.renew([held])
    assert isinstance(await store.enter("next", narrow), NoRoom)


async def test_a_call_that_ends_while_it_is_renewed_keeps_no_place(store: Store) -> None:
    narrow = claim(Limit("tenant", "a", concurrent=1))
    first = await enter(store, "first", narrow)
    await asyncio.gather(store.reports(), store.reports())  # two connections are open then
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        client.script_flush()  # Redis knows all scripts but that of renewals then
    await store.leave(first, None, "unknown")
    held = await enter(store, "held", narrow)
    await asyncio.gather(store.renew([held]), store.leave(held, None, "unknown"))
    await enter(store, "next", narrow)


async def test_requests_are_counted_within_a_window(store: Store) -> None:
    few = claim(Limit("key", "a", requests_per_minute=3))
    for name in "123":
        await store.leave(await enter(store, name, few), None, "unknown")
    refused = await store.enter("4", few)
    assert isinstance(refused, NoRoom)
    assert refused.measure == "requests"
    assert 0 < refused.after_ms <= 420  # a window and a slice

    async def let_in() -> bool:
        return isinstance(await store.enter("5", few), Entered)

    assert await eventually(let_in)


async def test_no_window_has_more_than_its_limit(store: Store) -> None:
    few = claim(Limit("key", "a", requests_per_minute=5))
    begun: list[int] = []

    async def come() -> bool:
        verdict = await store.enter(str(len(begun)), few)
        if isinstance(verdict, Entered):
            begun.append(verdict.at_ms)
        return len(begun) == 15

    assert await eventually(come)
    assert all(sixth - first >= 400 for first, sixth in zip(begun, begun[5:], strict=False))


async def test_tokens_are_booked_by_estimate_and_corrected(store: Store) -> None:
    limits = Limit("provider", "a", tokens_per_minute=100)
    large, small = claim(limits, tokens=90), claim(limits, tokens=20)
    held = await enter(store, "1", large)
    refused = await store.enter("2", small)
    assert isinstance(refused, NoRoom)
    assert refused.measure == "tokens"
    await store.leave(held, 30, "alive")
    second = await enter(store, "2", small)
    await store.leave(second, 75, "alive")
    assert isinstance(await store.enter("3", small), NoRoom)


async def test_what_is_unknown_stays_as_it_was_booked(store: Store) -> None:
    limit = Limit("provider", "a", tokens_per_minute=100)
    await store.leave(await enter(store, "1", claim(limit, tokens=90)), None, "alive")
    assert isinstance(await store.enter("2", claim(limit, tokens=20)), NoRoom)


async def test_what_is_larger_than_its_limit_waits_for_an_empty_window(store: Store) -> None:
    limit = Limit("provider", "a", tokens_per_minute=100)
    await enter(store, "1", claim(limit, tokens=500))
    assert isinstance(await store.enter("2", claim(limit, tokens=1)), NoRoom)


async def test_a_correction_after_its_window_frees_nothing_twice(store: Store) -> None:
    limit = Limit("provider", "a", tokens_per_minute=100)
    held = await enter(store, "1", claim(limit, tokens=100))

    async def let_in() -> bool:
        return isinstance(await store.enter("2", claim(limit, tokens=100)), Entered)

    assert await eventually(let_in)
    await store.leave(held, 0, "alive")
    assert isinstance(await store.enter("3", claim(limit, tokens=50)), NoRoom)


async def test_few_failures_open_nothing(store: Store) -> None:
    await failed(store, 3)
    found = await report(store)
    assert (found.state, found.calls, found.failures) == ("closed", 3, 3)
    await failed(store, 5, "alive")
    await failed(store, 1)
    assert (await report(store)).state == "closed"


async def test_what_says_nothing_of_the_provider_is_not_counted(store: Store) -> None:
    await failed(store, 10, "unknown")
    assert all(each.calls == 0 for each in await store.reports())


async def test_half_of_enough_calls_open_it(store: Store) -> None:
    await failed(store, 2, "alive")
    await failed(store, 2)
    found = await report(store)
    assert (found.provider, found.model, found.state) == ("first", "large", "open")
    assert found.retry_at is not None
    refused = await store.enter("1", claim())
    assert isinstance(refused, LeftAlone)
    assert 0 < refused.after_ms <= 400


async def test_others_go_on(open_store: Store) -> None:
    other = Claim(PAYER, "first", "small", 1)
    assert isinstance(await open_store.enter("1", other), Entered)


async def test_exactly_one_tries_it_out(open_store: Store) -> None:
    await probe(open_store)
    others = await asyncio.gather(*(open_store.enter(str(each), claim()) for each in range(20)))
    assert all(isinstance(each, LeftAlone) for each in others)
    assert (await report(open_store)).state == "half_open"


async def test_it_closes_when_the_probe_does_well(open_store: Store) -> None:
    await open_store.leave(await probe(open_store), None, "alive")
    found = await report(open_store)
    assert (found.state, found.calls, found.failures) == ("closed", 0, 0)
    assert not (await enter(open_store, "1", claim())).probe


async def test_it_closes_before_a_long_probe_has_ended(open_store: Store) -> None:
    held = await probe(open_store)
    await open_store.prove(held)
    assert (await report(open_store)).state == "closed"
    await open_store.leave(held, None, "alive")
    assert (await report(open_store)).calls == 1


@pytest.mark.parametrize(("times", "seconds"), [(2, 0.8), (3, 1.0), (4, 1.0)])
async def test_it_is_open_for_longer_each_time(
    open_store: Store, times: int, seconds: float
) -> None:
    for _ in range(times - 2):
        await open_store.leave(await probe(open_store), None, "failing")
    held = await probe(open_store)
    before = datetime.now(UTC)
    await open_store.leave(held, None, "failing")
    after = datetime.now(UTC)
    found = await report(open_store)
    assert (found.state, found.times) == ("open", times)
    assert found.retry_at is not None
    slack = timedelta(milliseconds=2)  # clocks of Redis and of Python round otherwise
    assert before - slack <= found.retry_at - timedelta(seconds=seconds) <= after + slack


async def test_one_that_opens_again_soon_goes_on_where_it_was(open_store: Store) -> None:
    await open_store.leave(await probe(open_store), None, "alive")
    await failed(open_store, 4)
    assert (await report(open_store)).times == 2


async def test_a_probe_that_says_nothing_leaves_it_to_another(open_store: Store) -> None:
    await open_store.leave(await probe(open_store), None, "unknown")
    assert isinstance(await open_store.enter("next", claim()), Entered)


async def test_a_probe_that_was_killed_leaves_it_to_another(open_store: Store) -> None:
    await probe(open_store, "killed")
    await probe(open_store, "next")


async def test_a_probe_that_is_renewed_is_waited_for(open_store: Store) -> None:
    held = await probe(open_store)
    over = monotonic() + 1.3  # a lease is 1 s

    async def stays() -> bool:
        await open_store.renew([held])
        assert isinstance(await open_store.enter("next", claim()), LeftAlone)
        return monotonic() > over

    assert await eventually(stays)


async def test_a_probe_that_is_withdrawn_leaves_it_to_another(open_store: Store) -> None:
    await probe(open_store)
    await open_store.withdraw("probe", claim())
    assert isinstance(await open_store.enter("next", claim()), Entered)


async def test_calls_from_before_change_nothing_while_it_is_open(store: Store) -> None:
    early = [await enter(store, f"early-{number}", claim()) for number in range(3)]
    await failed(store, 4)
    await store.leave(early[0], None, "alive")
    assert (await report(store)).state == "open"
    held = await probe(store)
    await store.leave(early[1], None, "alive")
    await store.leave(early[2], None, "failing")
    assert ((await report(store)).state, (await report(store)).times) == ("half_open", 1)
    await store.leave(held, None, "alive")
    assert (await report(store)).state == "closed"


async def test_a_reset_closes_it_and_forgets(open_store: Store) -> None:
    await open_store.reset("first", "large")
    await enter(open_store, "1", claim())
    assert all(each.state == "closed" and not each.calls for each in await open_store.reports())


async def test_breakers_are_listed_by_name(store: Store) -> None:
    for provider, model in [("b", "x/y"), ("a", "z"), ("b", "a")]:
        wanted = Claim(PAYER, provider, model, 1)
        held = lease("1", wanted, await store.enter("1", wanted))
        await store.leave(held, None, "alive")
    names = [(each.provider, each.model, each.calls) for each in await store.reports()]
    assert names == [("a", "z", 1), ("b", "a", 1), ("b", "x/y", 1)]
