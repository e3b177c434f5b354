"""What tests make calls with: fake providers on loopback, a ledger that notes, limits as data."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from orchestration.calls.call import Call, Target, Try
from orchestration.calls.caller import Caller
from orchestration.calls.gate import Gate
from orchestration.calls.persistence import Persistence
from orchestration.calls.pool import ProviderPool, Source
from orchestration.calls.ports import Limit, Payer, Reservation, Settlement
from orchestration.calls.store import Store
from orchestration.errors import UserError
from orchestration.providers.chat import ChatRequest
from orchestration.providers.messages import say
from orchestration.providers.provider import Patience
from tests.fakes.provider import FakeProvider

PAYER = Payer(uuid4(), uuid4(), "acme")
SWIFT = Persistence(tries=3, base_s=0.01, most_s=0.05)
FIRST, SECOND = Target("first", "large"), Target("second", "small")


class BudgetSpent(UserError):  # noqa: N818 - named for what happened
    """What a ledger says when a budget would be passed."""

    slug = "budget-spent"
    status = HTTPStatus.TOO_MANY_REQUESTS


class Book:
    """A ledger that keeps everything in lists.

    Attributes:
        reserved: In order.
        settled: By call.
        budget: How many calls may be reserved.
        held: Cleared, reservations wait until it is set.
    """

    def __init__(self) -> None:
        self.reserved: list[Reservation] = []
        self.settled: dict[UUID, Settlement] = {}
        self.budget: int | None = None
        self.asked = asyncio.Event()
        self.held = asyncio.Event()
        self.held.set()

    async def reserve(self, reservation: Reservation) -> None:
        self.asked.set()
        await self.held.wait()
        if self.budget is not None and len(self.reserved) >= self.budget:
            raise BudgetSpent("The budget is spent.")
        self.reserved.append(reservation)

    async def settle(self, settlement: Settlement) -> None:
        assert settlement.call_id not in self.settled
        self.settled[settlement.call_id] = settlement

    @property
    def story(self) -> list[tuple[str, str, str]]:
        """Return who was called, how that ended, and why."""
        ends = [(each.provider, self.settled.get(each.call_id)) for each in self.reserved]
        return [(name, end.outcome, end.error) if end else (name, "", "") for name, end in ends]


@dataclass
class Rules:
    """Limits, the same for everybody."""

    limits: list[Limit] = field(default_factory=list)

    def of(self, payer: Payer, provider: str, model: str) -> Sequence[Limit]:
        names = {provider, f"{provider}/{model}", str(payer.tenant_id), str(payer.key_id)}
        return [each for each in self.limits if each.name in names]


@dataclass
class Sources:
    """Where the fakes are."""

    known: dict[str, Source] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def find(self, name: str) -> Source:
        self.asked.append(name)
        return self.known[name]


def call(text: str = "Good morning", **more: Any) -> Call[ChatRequest]:
    request = ChatRequest("whichever", (say("user", text),))
    return Call(request, PAYER, **({"total_s": 60.0} | more))


@dataclass
class Desk:
    """A caller, and everything around it."""

    caller: Caller
    gate: Gate
    book: Book
    rules: Rules
    sources: Sources
    pool: ProviderPool
    fakes: dict[str, FakeProvider]
    watched: list[Try]

    @property
    def first(self) -> FakeProvider:
        return self.fakes["first"]

    @property
    def second(self) -> FakeProvider:
        return self.fakes["second"]

    def call(self, text: str = "Good morning", **more: Any) -> Call[ChatRequest]:
        return call(text, watch=self.watched.append, **more)


@asynccontextmanager
async def desk(
    store: Store, persistence: Persistence = SWIFT, patience: Patience | None = None
) -> AsyncIterator[Desk]:
    """Open a desk with two providers, `first` and `second`."""
    async with AsyncExitStack() as stack:
        fakes = {
            name: await stack.enter_async_context(FakeProvider().running())
            for name in ("first", "second")
        }
        sources = Sources(
            {
                name: Source("openai_compatible", base_url=fake.url, patience=patience)
                for name, fake in fakes.items()
            }
        )
        pool, gate = ProviderPool(sources), Gate(store, renew_s=0.05)
        stack.push_async_callback(pool.close)
        stack.push_async_callback(gate.close)
        book, rules = Book(), Rules()
        caller = Caller(pool, book, gate, rules, persistence=persistence)
        stack.push_async_callback(caller.close)
        yield Desk(caller, gate, book, rules, sources, pool, fakes, [])
