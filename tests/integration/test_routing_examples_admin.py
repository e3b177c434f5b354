"""The admin's pages of routing examples."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from orchestration.access.records import AuditEntry
from orchestration.classifying import services
from orchestration.classifying.entries import Entry
from orchestration.classifying.records import RoutingExample
from orchestration.classifying.selectors import current_embedder_name
from orchestration.registry import services as registry
from orchestration.registry.services import seed_bundled
from tests.people import browser_of, staff, superuser

pytestmark = pytest.mark.django_db

LIST = "/admin/orchestration/routingexample/"
CODE = Entry("Sort this list", "code", "code", "low")
GIVEN = {"text": "Sort that list", "intent": "debug", "content_type": "general",
         "complexity": "high", "enabled": "on", "confirmed": "yes"}  # fmt: skip


@pytest.fixture
def browser() -> Client:
    return browser_of(superuser())


@pytest.fixture
def row() -> RoutingExample:
    return services.add(CODE, by="user:test")


def address(row: RoutingExample, page: str = "change") -> str:
    return reverse(f"admin:orchestration_routingexample_{page}", args=[row.pk])


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_an_example_without_a_vector_waits_and_its_page_says_why(
    browser: Client, row: RoutingExample
) -> None:
    registry.forget()
    assert "no embedding model is enabled" in text_of(browser.get(address(row)))
    seed_bundled()
    page = text_of(browser.get(address(row)))
    assert "sy-waiting" in page
    assert "as are 1 in all" in page
    name = current_embedder_name()
    RoutingExample.objects.update(vector=[1.0], embedder=name)
    page = text_of(browser.get(address(row)))
    assert "sy-enabled" in page
    assert "is missing" not in page
    assert "sy-enabled" in text_of(browser.get(LIST))
    registry.forget()


def test_an_example_is_added_changed_switched_and_deleted(browser: Client) -> None:
    sent = {**GIVEN, "text": "two\r\nlines"}
    page = text_of(browser.post(f"{LIST}add/", sent, follow=True))
    assert "was added" in page
    row = RoutingExample.objects.get()
    assert (row.text, row.intent, row.enabled) == ("two\nlines", "debug", True)

    assert "changed" in text_of(browser.post(address(row, "do_edit"), GIVEN, follow=True))
    row.refresh_from_db()
    assert (row.text, row.complexity) == ("Sort that list", "high")

    browser.post(address(row, "do_disable"), {"confirmed": "yes"})
    assert not RoutingExample.objects.get().enabled
    browser.post(address(row, "do_enable"), {"confirmed": "yes"})
    assert RoutingExample.objects.get().enabled
    browser.post(address(row, "do_delete"), {"confirmed": "yes"})
    assert not RoutingExample.objects.exists()
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["create", "change", "change", "change", "delete"]


def test_what_is_refused_is_shown_in_the_form(browser: Client, row: RoutingExample) -> None:
    page = text_of(browser.post(f"{LIST}add/", {**GIVEN, "text": CODE.text}))
    assert "is an example already" in page
    assert "This field is required" in text_of(browser.post(f"{LIST}add/", {**GIVEN, "text": ""}))
    assert RoutingExample.objects.count() == 1


def test_the_form_of_a_change_shows_what_there_is(browser: Client, row: RoutingExample) -> None:
    form = browser.get(address(row, "do_edit")).context["form"]
    assert {name: form[name].value() for name in form.fields} == {
        "text": CODE.text, "intent": "code", "content_type": "code", "complexity": "low",
        "enabled": True,
    }  # fmt: skip


def test_lists_are_narrowed_and_searched(browser: Client, row: RoutingExample) -> None:
    services.add(Entry("What broke?", "debug", "general", "low"), by="user:test")
    assert "What broke?" not in text_of(browser.get(LIST, {"intent": "code"}))
    found = text_of(browser.get(LIST, {"q": "BROKE"}))
    assert "What broke?" in found
    assert CODE.text not in found
    assert CODE.text in text_of(browser.get(LIST, {"vector": "missing"}))


def test_only_operators_see_examples(row: RoutingExample) -> None:
    assert browser_of(staff()).get(LIST).status_code in (302, 403)
