"""Limits and budgets under 64 clients of two gateway processes, one of which is killed.

The gateways, Postgres and Redis are real; the provider is a fake at the wire, which sees every call
that is made. What it saw is compared with what the limits, the budgets and the ledger say.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final

import openai
import pytest
import redis
from openai import AsyncOpenAI, OpenAI

from api.gateway.openai.wishes import FULL
from orchestration.access.records import ApiKey
from orchestration.outgoing.rules import Rules, parse_allowed
from orchestration.registry import services as registry
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.specialists.applying import Order, apply
from orchestration.specialists.reading import parse
from orchestration.specialists.selectors import forget
from orchestration.usage.call_limits import Subject, set_call_limit
from orchestration.usage.checking import differences
from orchestration.usage.records import BudgetPeriod, OpenCall
from orchestration.usage.sweeping import sweep
from tests.factories import make_key, make_tenant
from tests.fakes.aside import providers_aside
from tests.fakes.meter import READ, WINDOW_S, Meter
from tests.fakes.provider import FakeProvider
from tests.gateways import GatewayProcess
from tests.ledgers import cost_of, ledger_sums, make_budget, reported_sums, tokens_of
from tests.patience import until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.timeout(280),
]

CLIENTS: Final = 64
PROCESSES: Final = 2
NAME: Final = "house-large"
NARROW: Final = "narrow-large"
"""The same at an account that may have 40 calls at the same time."""
HURRY: Final = {FULL: "refuse"}


@dataclass
class Storm:
    """64 clients, half of them at each gateway, each with one request after the other.

    Attributes:
        urls: The gateways'.
        token: The key that all use.
        rounds: Requests of each client.
        headers: Of each request.
        model: Whom they ask.
        tokens: Gives each request its `max_tokens`.
        answered: `max_tokens` of requests that were answered.
        refused: 429s.
        lost: Requests whose gateway had gone.
    """

    urls: list[str]
    token: str
    rounds: int
    headers: dict[str, str] = field(default_factory=dict)
    model: str = NAME
    tokens: Callable[[], int] = lambda: 50
    answered: list[int] = field(default_factory=list)
    refused: list[openai.RateLimitError] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)

    def run(self) -> None:
        """Let all of them ask; errors that are not expected end it."""
        asyncio.run(self._all())

    async def _all(self) -> None:
        async with AsyncExitStack() as stack:
            clients = [
                await stack.enter_async_context(
                    AsyncOpenAI(
                        base_url=f"{url}/v1",
                        api_key=self.token,
                        timeout=120,
                        max_retries=0,
                    )
                )
                for url in self.urls
            ]
            async with asyncio.TaskGroup() as group:
                for number in range(CLIENTS):
                    group.create_task(self._client(clients[number % len(clients)], number))

    async def _client(self, client: AsyncOpenAI, number: int) -> None:
        for turn in range(self.rounds):
            most = self.tokens()
            said: Any = [{"role": "user", "content": f"client {number} asks {turn}"}]
            try:
                await client.chat.completions.create(
                    model=self.model, messages=said, max_tokens=most, extra_headers=self.headers
                )
            except openai.RateLimitError as error:
                self.refused.append(error)
            except openai.APIConnectionError:
                self.lost.append(most)
                return
            else:
                self.answered.append(most)


@contextmanager
def raging(storm: Storm, meter: Meter) -> Iterator[Future[None]]:
    """Run a storm aside; left, nobody is held any more and it has come to its end."""
    with ThreadPoolExecutor(1) as aside:
        running = aside.submit(storm.run)
        try:
            yield running
        finally:
            meter.release()
        running.result()


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeProvider]:
    with providers_aside(1) as (made,):
        yield made


@pytest.fixture
def meter(fake: FakeProvider) -> Meter:
    fake.usual = made = Meter()
    return made


@pytest.fixture(autouse=True)
def catalogue(db: None, fake: FakeProvider, store: redis.Redis) -> Iterator[None]:
    store.flushdb()
    registry.register(TINY_RANDOM, default=True)
    house = {"name": "house", "row": "openai_compatible", "base_url": fake.url}
    narrow = {**house, "name": "narrow", "concurrency": 40}
    model = {
        "name": NAME,
        "provider": "house",
        "provider_model": "large",
        "context_length": 8192,
        "price": {"input": 1, "output": 2},
    }
    other = {**model, "name": NARROW, "provider": "narrow"}
    forget()
    apply(
        parse({"providers": [house, narrow], "models": [model, other]}, {}),
        Order(by="user:ada", rules=Rules((parse_allowed("127.0.0.1"),))),
    )
    yield
    forget()
    registry.forget()


@pytest.fixture
def start(catalogue: None) -> Iterator[Callable[[], list[GatewayProcess]]]:
    """Start two gateways; they are asked before they have looked at anything themselves."""
    with ExitStack() as stack:

        def begin() -> list[GatewayProcess]:
            made = [
                # However busy the machine is, Redis is not taken for away.
                GatewayProcess(OUTGOING__ALLOW="127.0.0.1", CALLS__WAIT_S=100, CALLS__REDIS_S=30)
                for _ in range(PROCESSES)
            ]
            return [stack.enter_context(each) for each in made]

        yield begin


def numbers() -> Callable[[], int]:
    """Give each request a number of tokens that no other has, by which the ledger knows it."""
    return count(40).__next__


def all_settled() -> bool:
    return not OpenCall.objects.exists()


def test_limits_hold_for_two_processes_together(
    start: Callable[[], list[GatewayProcess]], fake: FakeProvider
) -> None:
    by_requests, by_tokens, by_key = make_tenant(), make_tenant(), make_tenant()
    keys = [make_key(tenant)[1] for tenant in (by_requests, by_tokens, by_key)]
    set_call_limit(Subject(by_requests), requests_per_minute=50, actor="test")
    set_call_limit(Subject(by_tokens), tokens_per_minute=3000, actor="test")
    key = ApiKey.objects.get(tenant=by_key)
    set_call_limit(Subject(by_key, key), concurrent=6, actor="test")
    free = make_key()[1]
    urls = [each.url for each in start()]

    # The account's own limit holds from a process' first call on.
    fake.usual = meter = Meter()
    storm = Storm(urls, free, rounds=2, model=NARROW)
    _held_at(40, storm, meter)
    assert len(storm.answered) == 2 * CLIENTS
    assert meter.most <= 40 + PROCESSES

    fake.usual = meter = Meter()
    storm = Storm(urls, keys[0], rounds=2, headers=HURRY)
    storm.run()
    assert 50 <= meter.within_a_window() <= 50 + PROCESSES
    assert len(storm.answered) == len(meter.at)
    assert len(storm.answered) + len(storm.refused) == 2 * CLIENTS
    told = storm.refused[0]
    assert (told.code, told.type) == ("limit_reached", "rate_limit_error")
    assert 1 <= int(told.response.headers["Retry-After"]) <= WINDOW_S + 3
    assert "at most 50 requests per minute" in told.message

    fake.usual = meter = Meter()
    storm = Storm(urls, keys[1], rounds=2, headers=HURRY)
    storm.run()
    assert meter.within_a_window() * (READ + 50) <= 3000 + PROCESSES * (READ + 50)
    assert len(storm.answered) >= 30
    assert storm.refused

    fake.usual = meter = Meter()
    storm = Storm(urls, keys[2], rounds=2)
    _held_at(6, storm, meter)
    assert len(storm.answered) == 2 * CLIENTS
    assert meter.most <= 6 + PROCESSES
    until(all_settled, "for the ledger")
    assert differences() == []


def _held_at(number: int, storm: Storm, meter: Meter) -> None:
    """Run a storm; none is answered before so many are under way."""
    meter.hold_from(0)
    with raging(storm, meter) as running:
        until(lambda: meter.under_way >= number or running.done(), "for calls")


def test_a_client_chooses_whether_it_waits(
    start: Callable[[], list[GatewayProcess]], meter: Meter
) -> None:
    tenant, token = make_key()
    set_call_limit(Subject(tenant), concurrent=1, actor="test")
    url = start()[0].url
    meter.hold_from(0)
    said: Any = [{"role": "user", "content": "Good morning"}]
    ask: Any = {"model": NAME, "messages": said, "max_tokens": 9}
    with (
        OpenAI(base_url=f"{url}/v1", api_key=token, timeout=60, max_retries=0) as client,
        ThreadPoolExecutor(2) as aside,
    ):
        first = aside.submit(lambda: client.chat.completions.create(**ask))
        until(lambda: meter.under_way == 1, "for the first call")
        with pytest.raises(openai.RateLimitError, match="at most 1 calls at the same time"):
            client.chat.completions.create(**ask, extra_headers=HURRY)
        with pytest.raises(openai.RateLimitError, match="at most 1 calls at the same time"):
            client.chat.completions.create(**ask, extra_headers=HURRY, stream=True)
        with pytest.raises(openai.BadRequestError, match="wait or refuse"):
            client.chat.completions.create(**ask, extra_headers={FULL: "perhaps"})
        waiting = {**ask, "extra_headers": {FULL: "wait"}}
        second = aside.submit(lambda: client.chat.completions.create(**waiting))
        meter.release()
        assert first.result(60).usage
        assert second.result(60).usage
    assert meter.most == 1


def test_budgets_are_never_passed_though_redis_is_wiped(
    start: Callable[[], list[GatewayProcess]], meter: Meter, store: redis.Redis
) -> None:
    tenant, token = make_key()
    worst = cost_of(20, 50)
    budget = make_budget(tenant, str(200 * worst))
    storm = Storm([each.url for each in start()], token, rounds=6)
    with raging(storm, meter) as running:
        until(lambda: len(meter.at) > 50 or running.done(), "for calls")
        store.flushdb()
        while not _has_ended(running):
            for period in BudgetPeriod.objects.all():
                assert period.spent + period.reserved <= budget.amount
    until(all_settled, "for the ledger")
    calls, cost, _ = ledger_sums(outcome="ok")
    assert calls == len(meter.at) == len(storm.answered)
    assert cost == calls * cost_of(READ, 50)
    assert 0.9 * float(budget.amount) < cost <= budget.amount
    assert len(storm.answered) + len(storm.refused) == 6 * CLIENTS
    told = storm.refused[-1]
    assert (told.code, told.type) == ("budget_exhausted", "rate_limit_error")
    assert int(told.response.headers["Retry-After"]) > 0
    assert "money budget per day" in told.message
    assert reported_sums(tenant.pk) == ledger_sums(tenant=tenant)
    assert differences() == []


def _has_ended(running: Future[None]) -> bool:
    try:
        running.result(0.05)
    except TimeoutError:
        return False
    return True


def test_the_ledger_knows_every_call_though_a_gateway_is_killed(
    start: Callable[[], list[GatewayProcess]], meter: Meter
) -> None:
    tenant, token = make_key()
    budget = make_budget(tenant, "1")
    doomed, other = start()
    storm = Storm([doomed.url, other.url], token, rounds=4, tokens=numbers())
    meter.hold_from(100)
    with raging(storm, meter) as running:
        # What was answered is settled a moment later; killed within it, it is swept like the rest.
        until(lambda: len(tokens_of(phase="settled")) >= 100, "for what was answered")
        # Held are more than one gateway's clients can have sent, so that both have calls under way.
        until(lambda: meter.under_way > CLIENTS // 2 or running.done(), "for calls")
        doomed.kill()
    assert storm.lost
    until(lambda: Counter(storm.answered) <= _settled(), "for the ledger")
    open_before = OpenCall.objects.count()
    assert open_before > 0
    later = datetime.now(UTC) + timedelta(days=1)
    assert sweep(now=later) == open_before

    reserved = Counter(tokens_of(phase="reserved"))
    assert Counter(meter.wanted) <= reserved
    assert reserved == Counter(tokens_of(phase__in=["settled", "swept"]))
    lost = tokens_of(phase="swept", outcome="lost")
    assert set(lost) & set(meter.wanted)
    assert not set(lost) & set(storm.answered)
    reached = sum(cost_of(READ, each) for each in meter.wanted)
    calls, cost, _ = ledger_sums()
    assert calls == sum(reserved.values())
    assert reached <= cost <= budget.amount
    assert reported_sums(tenant.pk) == ledger_sums(tenant=tenant)
    assert differences() == []


def _settled() -> Counter[int]:
    return Counter(tokens_of(phase="settled", outcome="ok"))
