"""Who is asked, how often, in which order, and what the ledger knows of it."""

from __future__ import annotations

import pytest

from orchestration.calls.call import Call, Target
from orchestration.calls.errors import LimitReached, NoRoute
from orchestration.calls.pool import Source
from orchestration.calls.ports import Limit
from orchestration.outgoing.rules import Rules
from orchestration.outgoing.transport import GuardedLeanTransport
from orchestration.providers.chat import Usage
from orchestration.providers.embeddings import EmbeddingRequest
from orchestration.providers.errors import (
    AuthFailed,
    BadRequest,
    ContentRefused,
    Forbidden,
    Overloaded,
    RateLimited,
    TimedOut,
)
from tests.calls.desk import FIRST, PAYER, SECOND, BudgetSpent, Desk
from tests.fakes import manners
from tests.fakes.provider import JSON, Manner

ROUTES = [FIRST, SECOND]
BUSY = manners.refusing(503, "full")


async def test_an_answer_says_who_gave_it_and_is_settled(at: Desk) -> None:
    answered = await at.caller.chat(at.call(), ROUTES)
    await at.caller.settled()
    assert answered.answer.text == "You said: Good morning"
    assert (answered.provider, answered.model) == ("first", "large")
    assert at.first.requests[0].body["model"] == "large"
    [reserved] = at.book.reserved
    assert reserved.prompt_tokens >= 3
    assert reserved.answer_tokens == at.first.requests[0].body["max_tokens"] == 4096
    settled = at.book.settled[answered.call_id]
    assert (settled.outcome, settled.usage, settled.error) == ("ok", Usage(7, 4, 2), "")
    assert answered.tries == tuple(at.watched)
    assert settled.ms == answered.tries[0].ms > 0


async def test_vectors_come_the_same_way(at: Desk) -> None:
    call = Call(EmbeddingRequest("any", ("one", "two")), PAYER)
    answered = await at.caller.embed(call, ROUTES)
    await at.caller.settled()
    assert len(answered.answer.vectors) == 2
    assert at.book.reserved[0].kind == "embedding"
    assert at.book.story == [("first", "ok", "")]


async def inside(host: str, port: int) -> list[str]:
    """Look a name up that leads to where requests do not go."""
    del host, port
    return ["127.0.0.1"]


async def test_a_provider_whose_name_leads_inside_costs_nothing_and_the_next_is_asked(
    at: Desk,
) -> None:
    at.sources.known["first"] = Source(
        "openai_compatible",
        base_url="http://models.example/v1",
        guard=lambda: GuardedLeanTransport(Rules(), look_up=inside),
    )
    answered = await at.caller.chat(at.call(), ROUTES)
    await at.caller.settled()
    assert answered.provider == "second"
    assert at.book.story == [("first", "failed", "provider-forbidden"), ("second", "ok", "")]
    assert at.book.settled[at.book.reserved[0].call_id].usage == Usage(0, 0)
    with pytest.raises(Forbidden, match="leads to a loopback address"):
        await at.caller.chat(at.call(), [FIRST])


async def test_without_a_route_nobody_is_asked(at: Desk) -> None:
    with pytest.raises(NoRoute):
        await at.caller.chat(at.call(), [])


async def test_what_passes_is_asked_again_and_each_try_is_booked(at: Desk) -> None:
    at.first.script.extend([BUSY, manners.cut])
    answered = await at.caller.chat(at.call(), ROUTES)
    await at.caller.settled()
    assert answered.provider == "first"
    assert at.book.story == [
        ("first", "failed", "provider-overloaded"),
        ("first", "failed", "provider-broken-response"),
        ("first", "ok", ""),
    ]
    assert len({each.call_id for each in answered.tries}) == 3
    assert [each.outcome for each in answered.tries] == ["failed", "failed", "ok"]


async def test_after_the_last_try_the_next_one_is_asked(at: Desk) -> None:
    at.first.script.extend([BUSY] * 3)
    answered = await at.caller.chat(at.call(), ROUTES)
    assert (answered.provider, answered.model) == ("second", "small")
    assert len(at.first.requests) == 3


async def test_when_nobody_answers_the_last_error_tells_all_tries(at: Desk) -> None:
    at.first.script.extend([BUSY] * 3)
    at.second.script.extend([manners.refusing(429, "slowly")] * 3)
    with pytest.raises(RateLimited) as failed:
        await at.caller.chat(at.call(), ROUTES)
    assert len(failed.value.__notes__) == 6
    assert failed.value.__notes__[0].startswith("first/large: provider-overloaded after ")


async def test_an_error_names_the_provider_and_not_the_row_that_it_shares(at: Desk) -> None:
    at.first.script.extend([BUSY] * 3)
    with pytest.raises(Overloaded, match=r"^The provider first ") as failed:
        await at.caller.chat(at.call(), [FIRST])
    assert failed.value.problem()["provider"] == "first"
    at.sources.known["second"] = Source("openai_compatible")
    with pytest.raises(BadRequest, match="The provider second has no address"):
        await at.caller.chat(at.call(), [SECOND])


@pytest.mark.parametrize(
    ("manner", "elsewhere"),
    [
        (manners.refusing(401, "no", "authentication_error"), True),
        (manners.refusing(400, "no", "context_length_exceeded"), True),
        (manners.refusing(404, "no such model"), True),
        (manners.refusing(400, "no", "invalid_request_error"), False),
        (manners.refusing(400, "no", "content_filter"), False),
    ],
    ids=["key", "too long", "unknown model", "bad request", "content"],
)
async def test_only_what_another_one_can_mend_goes_to_another(
    at: Desk, manner: Manner, *, elsewhere: bool
) -> None:
    at.first.script.append(manner)
    if elsewhere:
        assert (await at.caller.chat(at.call(), ROUTES)).provider == "second"
    else:
        with pytest.raises((BadRequest, ContentRefused)):
            await at.caller.chat(at.call(), ROUTES)
        assert at.second.requests == []
    assert len(at.first.requests) == 1


async def test_a_short_delay_that_is_asked_for_is_waited(at: Desk) -> None:
    at.first.script.append(manners.refusing(429, "wait", retry_after_ms="40"))
    answered = await at.caller.chat(at.call(), ROUTES)
    assert answered.provider == "first"
    assert len(answered.tries) == 2


async def test_a_long_delay_sends_to_the_next(at: Desk) -> None:
    at.first.script.append(manners.refusing(429, "wait", retry_after="20"))
    assert (await at.caller.chat(at.call(), ROUTES)).provider == "second"


async def test_a_delay_beyond_the_deadline_is_not_waited_at_all(at: Desk) -> None:
    at.first.script.append(manners.refusing(429, "wait", retry_after="20"))
    with pytest.raises(RateLimited) as failed:
        await at.caller.chat(at.call(total_s=5), [FIRST])
    assert failed.value.retry_after_s == 20


async def test_what_answered_nothing_costs_nothing_and_what_is_unknown_stays_at_worst(
    at: Desk,
) -> None:
    at.first.script.extend([manners.refusing(429, "slowly"), BUSY, manners.refusing_partly(503)])
    at.second.script.extend([manners.refusing(504), manners.cut])
    answered = await at.caller.chat(at.call(), ROUTES)
    await at.caller.settled()
    costs = [at.book.settled[each.call_id].usage for each in at.book.reserved]
    assert costs == [Usage(0, 0), Usage(0, 0), None, None, None, answered.answer.usage]


async def test_the_deadline_ends_a_call_that_nobody_answers(at: Desk) -> None:
    at.first.script.append(manners.silent)
    with pytest.raises(TimedOut) as failed:
        await at.caller.chat(at.call(total_s=0.05), ROUTES)
    await at.caller.settled()
    assert failed.value.phase == "total"
    assert at.second.requests == []
    assert at.book.story == [("first", "failed", "provider-timed-out")]


async def test_a_try_that_hangs_leaves_time_for_another_one(at: Desk) -> None:
    at.first.script.extend([manners.silent] * 3)
    answered = await at.caller.chat(at.call(try_s=0.05), ROUTES)
    assert answered.provider == "second"


async def test_a_spent_budget_is_told_and_nobody_is_asked(at: Desk) -> None:
    at.book.budget = 0
    at.rules.limits.append(Limit("provider", "first", concurrent=1))
    for _ in range(2):  # the place was given back
        with pytest.raises(BudgetSpent):
            await at.caller.chat(at.call(policy="refuse"), ROUTES)
    assert at.first.requests == at.second.requests == []
    assert at.book.settled == {}
    assert [each.outcome for each in at.watched] == ["skipped", "skipped"]


async def test_a_full_provider_sends_to_the_next_and_a_full_tenant_does_not(at: Desk) -> None:
    at.rules.limits.append(Limit("provider", "first", requests_per_minute=0))
    answered = await at.caller.chat(at.call(policy="refuse"), ROUTES)
    assert answered.provider == "second"
    assert [each.outcome for each in answered.tries] == ["skipped", "ok"]
    at.rules.limits.append(Limit("tenant", str(PAYER.tenant_id), requests_per_minute=0))
    with pytest.raises(LimitReached) as refused:
        await at.caller.chat(at.call(policy="refuse"), [SECOND, FIRST])
    assert refused.value.problem()["status"] == 429
    assert refused.value.retry_after_s > 0
    assert [each.provider for each in at.watched[2:]] == ["second"]


async def test_an_unknown_answer_is_an_error_of_the_last_one(at: Desk) -> None:
    at.first.script.extend([manners.answering(JSON, b"[]")] * 3)
    with pytest.raises(Exception, match="sent"):
        await at.caller.chat(at.call(), [FIRST])


async def test_nobody_listens_and_another_one_answers(at: Desk) -> None:
    nowhere = at.sources.known["first"].__class__(
        "openai_compatible", base_url="http://127.0.0.1:1/v1"
    )
    at.sources.known["nowhere"] = nowhere
    answered = await at.caller.chat(at.call(), [Target("nowhere", "any"), SECOND])
    assert [each.reason for each in answered.tries][:3] == ["provider-unreachable"] * 3
    assert answered.provider == "second"


async def test_a_missing_key_is_the_operators_and_another_one_answers(at: Desk) -> None:
    at.sources.known["keyless"] = at.sources.known["first"].__class__("openai")
    answered = await at.caller.chat(at.call(), [Target("keyless", "any"), SECOND])
    assert answered.provider == "second"
    with pytest.raises(AuthFailed, match="needs a key"):
        await at.caller.chat(at.call(), [Target("keyless", "any")])


async def test_an_overloaded_provider_is_told_as_what_it_is(at: Desk) -> None:
    at.first.script.extend([BUSY] * 3)
    with pytest.raises(Overloaded) as failed:
        await at.caller.chat(at.call(), [FIRST])
    assert failed.value.upstream_status == 503
