"""The admin's page of breakers: which are open, and closing one."""

import asyncio
import os

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from orchestration.access.records import AuditEntry
from orchestration.calls.overseer import Overseer
from orchestration.calls.ports import Claim, Lease, Payer
from orchestration.calls.redis_store import RedisStore
from orchestration.calls.store import Entered
from orchestration.ids import uuid7
from tests.people import browser_of, staff, superuser

pytestmark = pytest.mark.django_db

PAGE, RESET = "/admin/breakers/", "/admin/breakers/reset/"


def fail(provider: str, model: str, times: int) -> None:
    """Have calls fail, as processes that call would."""

    async def calls() -> None:
        store = RedisStore.at(os.environ["REDIS_URL"], wait_s=30)
        claim = Claim(Payer(uuid7()), provider, model, 1)
        for number in range(times):
            entered = await store.enter(str(number), claim)
            assert isinstance(entered, Entered)
            await store.leave(Lease(str(number), claim), None, "failing")
        await store.close()

    asyncio.run(calls())


def test_open_breakers_come_first_and_say_when_they_are_tried_again() -> None:
    fail("groq", "a<b>", 3)
    fail("openai", "large", 10)
    page = browser_of(superuser()).get(PAGE).content.decode()
    assert page.index("openai") < page.index("groq")
    assert 'class="sy-badge sy-open"' in page
    assert "a&lt;b&gt;" in page
    assert "in " in page


def test_closing_one_is_written_down_and_heeded() -> None:
    fail("openai", "large", 10)
    answer = browser_of(superuser()).post(
        RESET, {"provider": "openai", "model": "large"}, follow=True
    )
    assert "openai/large is asked again." in answer.content.decode()
    [entry] = AuditEntry.objects.filter(subject_type="breaker")
    assert (entry.actor, entry.action) == ("user:operator", "reset")
    assert entry.subject_id == "openai/large"
    [report] = Overseer(os.environ["REDIS_URL"]).reports()
    assert (report.state, report.failures) == ("closed", 0)


def test_only_operators_may_look_and_only_by_post_one_is_closed() -> None:
    fail("openai", "large", 10)
    for browser in (browser_of(None), browser_of(staff())):
        assert browser.get(PAGE).status_code == 302
        browser.post(RESET, {"provider": "openai", "model": "large"})
    assert browser_of(superuser()).get(RESET).status_code == 405
    [report] = Overseer(os.environ["REDIS_URL"]).reports()
    assert report.state == "open"


def test_without_calls_the_page_says_so(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = browser_of(superuser())
    with django_assert_max_num_queries(6):
        assert (
            "No provider was asked"
            in browser.get(reverse("admin:breakers_changelist")).content.decode()
        )
