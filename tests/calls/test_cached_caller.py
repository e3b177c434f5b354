"""Answers that are given again: whose, when, to how many, and what the ledger knows of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import pytest

from orchestration.calls.cached_caller import CachedCaller
from orchestration.calls.cached_stream import CachedStream
from orchestration.calls.caching import CacheRules, CacheStatus, Caching, Served
from orchestration.calls.call import Call, Target
from orchestration.calls.errors import NoRoute
from orchestration.calls.memory_store import MemoryStore
from orchestration.calls.ports import Payer
from orchestration.providers.assembly import Assembly
from orchestration.providers.chat import ChatAnswer, ChatRequest, Delta, End, Sampling, Tool, Usage
from orchestration.providers.embeddings import EmbeddingRequest
from orchestration.providers.errors import BrokenResponse, Overloaded, TimedOut
from orchestration.providers.messages import say
from tests.calls.desk import FIRST, PAYER, SECOND, Desk, desk
from tests.calls.shelves import Meanings, Shelf
from tests.fakes import manners
from tests.fakes.provider import Exchange, Manner

ROUTES = [FIRST, SECOND]
COLD = Sampling(temperature=0)
ASKED = Caching(asked=True)
BUSY = manners.refusing(503, "full")


@dataclass
class Counter:
    """A desk with a cache before it."""

    desk: Desk
    shelf: Shelf
    meanings: Meanings
    caller: CachedCaller

    def call(self, text: str = "Good morning", payer: Payer = PAYER, **more: Any) -> Call[Any]:
        request: dict[str, Any] = {"sampling": COLD, **more.pop("request", {})}
        made = self.desk.call(text, **more)
        return replace(made, payer=payer, request=replace(made.request, **request))

    async def ask(
        self, text: str = "Good morning", caching: Caching = ASKED, **more: Any
    ) -> Served[ChatAnswer]:
        served = await self.caller.chat(self.call(text, **more), ROUTES, caching)
        await self.caller.settled()
        return served

    def stream(self, text: str = "Good morning", caching: Caching = ASKED) -> CachedStream:
        return self.caller.stream(self.call(text), ROUTES, caching)


@asynccontextmanager
async def opened(shelf: Shelf | None = None, **rules: Any) -> AsyncIterator[Counter]:
    meanings = Meanings(cat=0, cats=5, dog=80)
    shelf = shelf or Shelf()
    async with desk(MemoryStore()) as made:
        caller = CachedCaller(made.caller, shelf, made.book, CacheRules(**rules), meanings)
        yield Counter(made, shelf, meanings, caller)
        await caller.close()


@pytest.fixture
async def at() -> AsyncIterator[Counter]:
    async with opened() as made:
        yield made


class Held:
    """A manner that answers when it is told to."""

    def __init__(self, then: Manner | None = None) -> None:
        self.asked, self.go = asyncio.Event(), asyncio.Event()
        self._then = then

    async def __call__(self, exchange: Exchange) -> None:
        self.asked.set()
        await self.go.wait()
        if self._then is not None:
            await self._then(exchange)
        else:
            await manners.dripping(exchange)


async def read(stream: CachedStream) -> tuple[str, End]:
    assembly, end = Assembly(), None
    async with stream:
        async for item in stream:
            if isinstance(item, Delta):
                assembly.add(item)
            else:
                end = item
    assert end is not None
    return assembly.answer(end).text, end


async def turns(times: int = 20) -> None:
    """Let everybody else go on."""
    for _ in range(times):
        await asyncio.sleep(0)


async def test_the_same_question_is_answered_once(at: Counter) -> None:
    first = await at.ask()
    second = await at.ask()
    assert (first.cache, second.cache) == (CacheStatus.MISS, CacheStatus.HIT)
    assert first.answer == second.answer
    assert (second.provider, second.model, second.age_s) == ("first", "large", 2.0)
    assert len(at.desk.first.requests) == 1
    assert at.desk.book.story == [("first", "ok", ""), ("first", "cached", "")]
    settled = at.desk.book.settled[second.call_id]
    assert (settled.usage, at.desk.book.reserved[1].prompt_tokens) == (Usage(0, 0), 0)
    assert [each.outcome for each in at.desk.watched] == ["ok", "cached"]
    assert second.tries == (at.desk.watched[1],)
    assert at.shelf.story == ["miss", "hit"]
    assert at.shelf.seen[1].usage == first.answer.usage


async def test_without_being_asked_for_only_what_hardly_changes_is_kept(at: Counter) -> None:
    warm: dict[str, Any] = {"sampling": Sampling(temperature=0.9)}
    tools: dict[str, Any] = {"tools": (Tool("weather"),)}
    for request in (warm, tools, {"n": 2}, {"sampling": Sampling()}):
        served = await at.ask(caching=Caching(), request=request)
        assert served.cache == CacheStatus.BYPASS
        assert served.why in {"temperature", "tools", "n"}
    assert at.shelf.kept == {}
    assert (await at.ask(caching=Caching())).cache == CacheStatus.MISS
    assert (await at.ask(caching=ASKED, request=warm)).cache == CacheStatus.MISS
    assert (await at.ask(caching=ASKED, request=warm)).cache == CacheStatus.HIT


async def test_no_cache_asks_again_and_keeps_the_new_answer(at: Counter) -> None:
    await at.ask()
    fresh = await at.ask(caching=Caching(asked=True, reads=False, tags=("new",)))
    assert (fresh.cache, fresh.why) == (CacheStatus.BYPASS, "no-cache")
    [kept] = at.shelf.kept.values()
    assert kept.tags == ("new",)
    assert len(at.desk.first.requests) == 2


async def test_no_store_leaves_nothing(at: Counter) -> None:
    served = await at.ask(caching=Caching(reads=False, writes=False))
    assert (served.cache, at.shelf.kept, at.shelf.looked) == (CacheStatus.BYPASS, {}, 0)


async def test_another_tenant_asks_for_itself(at: Counter) -> None:
    await at.ask()
    other = await at.ask(payer=Payer(uuid4()))
    assert other.cache == CacheStatus.MISS
    assert len(at.desk.first.requests) == 2


async def test_an_answer_of_the_second_choice_is_kept_under_its_own_name(at: Counter) -> None:
    at.desk.first.script.extend([BUSY] * 3)
    assert (await at.ask()).provider == "second"
    assert (await at.ask()).cache == CacheStatus.MISS
    served = await at.caller.chat(at.call(), [SECOND], ASKED)
    assert (served.cache, served.provider) == (CacheStatus.HIT, "second")


async def test_failures_and_refusals_are_not_kept(at: Counter) -> None:
    at.desk.first.script.extend([BUSY] * 3)
    at.desk.second.script.extend([BUSY] * 3)
    with pytest.raises(Overloaded):
        await at.ask()
    assert at.shelf.kept == {}


async def test_what_is_too_large_is_not_kept() -> None:
    async with opened(answer_bytes=50) as at:
        await at.ask()
        await read(at.stream())
        await at.caller.settled()
        assert at.shelf.kept == {}


async def test_vectors_are_kept_too(at: Counter) -> None:
    call = Call(EmbeddingRequest("any", ("one", "two")), PAYER)
    first = await at.caller.embed(call, ROUTES)
    await at.caller.settled()
    second = await at.caller.embed(call, ROUTES)
    assert second.cache == CacheStatus.HIT
    assert first.answer.vectors == second.answer.vectors
    await at.caller.settled()
    assert at.desk.book.reserved[1].kind == "embedding"


async def test_without_a_route_nobody_is_asked(at: Counter) -> None:
    with pytest.raises(NoRoute):
        await at.caller.chat(at.call(), [])
    with pytest.raises(NoRoute):
        at.caller.stream(at.call(), [])


async def test_a_cache_that_does_not_answer_is_passed_by() -> None:
    async with opened(wait_s=0.01) as at:
        at.shelf.away = True
        assert (await at.ask()).answer.text == "You said: Good morning"


async def test_equal_calls_at_the_same_time_are_one(at: Counter) -> None:
    held = Held()
    at.desk.first.script.append(held)
    calls = [asyncio.ensure_future(at.ask()) for _ in range(5)]
    await held.asked.wait()
    held.go.set()
    served = await asyncio.gather(*calls)
    assert sorted(str(each.cache) for each in served) == ["hit"] * 4 + ["miss"]
    assert len({each.answer.text for each in served}) == 1
    assert len({each.call_id for each in served}) == 5
    assert len(at.desk.first.requests) == 1


async def test_when_the_first_one_fails_another_asks_anew(at: Counter) -> None:
    held = Held(manners.refusing(400, "no", "invalid_request_error"))
    at.desk.first.script.append(held)
    calls = [asyncio.ensure_future(at.ask()) for _ in range(3)]
    await held.asked.wait()
    held.go.set()
    served = await asyncio.gather(*calls, return_exceptions=True)
    assert [isinstance(each, Exception) for each in served] == [True, False, False]
    assert len(at.desk.first.requests) == 2


async def test_whoever_leaves_leaves_the_others_where_they_are(at: Counter) -> None:
    held = Held()
    at.desk.first.script.append(held)
    first, second = (asyncio.ensure_future(at.ask()) for _ in range(2))
    await held.asked.wait()
    first.cancel()
    await turns()
    held.go.set()
    assert (await second).cache == CacheStatus.HIT
    assert first.cancelled()
    await at.caller.settled()
    assert at.desk.book.story[0] == ("first", "ok", "")


async def test_when_all_have_left_the_call_is_cancelled(at: Counter) -> None:
    at.desk.first.script.append(manners.silent)
    calls = [asyncio.ensure_future(at.ask()) for _ in range(2)]
    while not at.desk.first.requests:
        await asyncio.sleep(0)
    for call in calls:
        call.cancel()
    await asyncio.wait(calls)
    await asyncio.wait_for(at.desk.first.left.wait(), 10)
    await at.caller.settled()
    assert at.desk.book.story == [("first", "cancelled", "")]


async def test_a_follower_waits_no_longer_than_it_may(at: Counter) -> None:
    held = Held()
    at.desk.first.script.append(held)
    first = asyncio.ensure_future(at.ask())
    await held.asked.wait()
    with pytest.raises(TimedOut):
        await at.ask(total_s=0.02)
    held.go.set()
    assert (await first).cache == CacheStatus.MISS


async def test_a_stream_is_kept_and_given_again(at: Counter) -> None:
    first = at.stream()
    text, end = await read(first)
    await at.caller.settled()
    second = at.stream()
    again, ending = await read(second)
    assert (text, end) == (again, ending)
    assert (first.cache, second.cache) == (CacheStatus.MISS, CacheStatus.HIT)
    assert (second.provider, second.model) == ("first", "large")
    assert len(first.tries) == len(second.tries) == 1
    whole = await at.ask()
    assert (whole.cache, whole.answer.text) == (CacheStatus.HIT, text)
    assert second.call_id is not None
    assert at.desk.book.settled[second.call_id].outcome == "cached"


async def test_streams_at_the_same_time_are_one(at: Counter) -> None:
    held = Held()
    at.desk.first.script.append(held)
    streams = [at.stream() for _ in range(4)]
    reading = [asyncio.ensure_future(read(each)) for each in streams]
    await held.asked.wait()
    held.go.set()
    answers = await asyncio.gather(*reading)
    assert {text for text, _ in answers} == {"You said: Good morning"}
    assert sorted(str(each.cache) for each in streams) == ["hit", "hit", "hit", "miss"]
    assert len(at.desk.first.requests) == 1


async def test_who_comes_late_hears_a_stream_from_its_beginning(at: Counter) -> None:
    at.desk.first.script.append(manners.stalling_after_words)
    first, late = at.stream(), at.stream()
    heard = [await anext(first), await anext(first)]
    assert [await anext(late), await anext(late)] == heard
    await first.aclose()
    await late.aclose()
    await asyncio.wait_for(at.desk.first.left.wait(), 10)
    assert len(at.desk.first.requests) == 1


async def test_a_reader_who_leaves_does_not_end_the_stream(at: Counter) -> None:
    held = Held()
    at.desk.first.script.append(held)
    first, second = at.stream(), at.stream()
    leaving = asyncio.ensure_future(read(first))
    staying = asyncio.ensure_future(read(second))
    await held.asked.wait()
    leaving.cancel()
    await asyncio.wait([leaving])
    held.go.set()
    assert (await staying)[0] == "You said: Good morning"


async def test_when_a_stream_fails_in_silence_another_asks_anew(at: Counter) -> None:
    held = Held(manners.refusing(400, "no", "invalid_request_error"))
    at.desk.first.script.append(held)
    reading = [asyncio.ensure_future(read(at.stream())) for _ in range(3)]
    await held.asked.wait()
    held.go.set()
    answers = await asyncio.gather(*reading, return_exceptions=True)
    assert [isinstance(each, Exception) for each in answers] == [True, False, False]
    assert len(at.desk.first.requests) == 2


async def test_a_stream_that_breaks_after_words_is_an_error_for_all_and_is_not_kept(
    at: Counter,
) -> None:
    at.desk.first.script.append(manners.cut)
    streams = [at.stream() for _ in range(2)]
    answers = await asyncio.gather(*map(read, streams), return_exceptions=True)
    assert all(isinstance(each, BrokenResponse) for each in answers)
    await at.caller.settled()
    assert at.shelf.kept == {}


async def test_a_similar_question_is_answered_where_that_will_do(at: Counter) -> None:
    near = Caching(asked=True, near=True)
    await at.ask("cat", near)
    similar = await at.ask("cats", near)
    assert (similar.cache, similar.answer.text) == (CacheStatus.NEAR, "You said: cat")
    assert similar.similarity == pytest.approx(0.996, abs=0.001)
    assert (await at.ask("dog", near)).cache == CacheStatus.MISS
    assert (await at.ask("cats", replace(near, threshold=0.999))).cache == CacheStatus.MISS


async def test_a_similar_question_of_another_conversation_is_another(at: Counter) -> None:
    near = Caching(asked=True, near=True)
    await at.ask("cat", near)
    for system in ("Be brief.", "Be rude."):
        call = at.call("cats")
        request: ChatRequest = call.request
        messages = (say("system", system), *request.messages)
        call = replace(call, request=replace(request, messages=messages))
        assert (await at.caller.chat(call, ROUTES, near)).cache == CacheStatus.MISS
        await at.caller.settled()
    hot: dict[str, Any] = {"sampling": Sampling(temperature=1)}
    assert (await at.ask("cats", near, request=hot)).cache == CacheStatus.MISS
    assert (await at.ask("cats", near, payer=Payer(uuid4()))).cache == CacheStatus.MISS
    elsewhere = await at.caller.chat(at.call("cats"), [Target("second", "large")], near)
    assert elsewhere.cache == CacheStatus.MISS


async def test_a_slow_embedder_is_left_out_and_that_is_said() -> None:
    async with opened(embed_s=0.01) as at:
        at.meanings.slow = True
        served = await at.ask("cat", Caching(asked=True, near=True))
        assert (served.cache, served.why) == (CacheStatus.MISS, "embedder-slow")
        [kept] = at.shelf.kept.values()
        assert kept.near_key == ""


async def test_similar_questions_stream_as_well(at: Counter) -> None:
    near = Caching(asked=True, near=True)
    await read(at.stream("cat", near))
    await at.caller.settled()
    similar = at.stream("cats", near)
    assert (await read(similar))[0] == "You said: cat"
    assert similar.cache == CacheStatus.NEAR
