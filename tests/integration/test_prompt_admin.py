"""The admin's page of prompts: versions, labels, differences and previews."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from orchestration.access.records import AuditEntry
from orchestration.prompts import labels, services
from orchestration.prompts.drafts import Draft
from orchestration.prompts.draws import Target
from orchestration.prompts.records import Prompt, PromptLabel, PromptVersion
from tests.factories import make_tenant
from tests.people import browser_of, staff, superuser

pytestmark = pytest.mark.django_db

LIST = "/admin/orchestration/prompt/"


@pytest.fixture
def browser() -> Client:
    return browser_of(superuser())


def made(*texts: str) -> Prompt:
    first, *others = texts or ("Hello {{ name }}",)
    variables = {"name": {"example": "Ada"}} if "name" in first else None
    draft = Draft(text=first, variables=variables, notes="the first")
    services.create("greeting", draft, by="user:ada", tenant_id=None)
    for text in others:
        services.add_version("greeting", Draft(text=text), by="user:ada", tenant_id=None)
    labels.point("greeting", "production", [Target(1)], by="user:ada", tenant_id=None)
    return Prompt.objects.get()


def page_of(prompt: Prompt, query: str = "") -> str:
    return reverse("admin:orchestration_prompt_change", args=[prompt.pk]) + query


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def do(browser: Client, prompt: Prompt, deed: str, **given: Any) -> Any:
    url = reverse(f"admin:orchestration_prompt_do_{deed}", args=[prompt.pk])
    return browser.post(url, {"confirmed": "yes", **given}, follow=True)


def test_a_prompt_is_added_by_a_form_with_its_label(browser: Client) -> None:
    tenant = make_tenant()
    given = {
        "tenant": tenant.pk, "name": "greeting", "description": "Says hello.", "messages": "",
        "text": "Hello {{ name }}", "variables": "", "notes": "", "label": "production",
    }  # fmt: skip
    answer = browser.post(f"{LIST}add/", given, follow=True)
    assert "The prompt greeting was added." in text_of(answer)
    version = PromptVersion.objects.get()
    assert (version.author, version.variables) == ("user:operator", {"name": {}})
    assert PromptLabel.objects.get().targets == [{"version": 1, "weight": 1.0}]


def test_a_broken_template_is_refused_in_the_form(browser: Client) -> None:
    given = {"name": "greeting", "text": "{{ open", "tenant": "", "label": ""}
    answer = browser.post(f"{LIST}add/", given)
    assert "text, line 1" in text_of(answer)
    assert not Prompt.objects.exists()


def test_the_page_shows_labels_versions_and_the_latest_text(browser: Client) -> None:
    prompt = made("Hello {{ name }}", "Good day {{ name }}")
    shown = text_of(browser.get(page_of(prompt)))
    assert "Good day {{ name }}" in shown
    assert "the first" in shown
    assert "production" in shown
    assert "Hello {{ name }}" in text_of(browser.get(page_of(prompt, "?version=1")))


def test_two_versions_are_compared(browser: Client) -> None:
    prompt = made("Hello\n<b>{{ name }}</b>", "Hello\nyou")
    shown = text_of(browser.get(page_of(prompt, "?old=1&new=2")))
    assert '<span class="sy-diff-removed">-&lt;b&gt;{{ name }}&lt;/b&gt;</span>' in shown
    assert '<span class="sy-diff-added">+you</span>' in shown


def test_a_preview_begins_with_the_examples(browser: Client) -> None:
    prompt = made()
    assert "&quot;name&quot;: &quot;Ada&quot;" in text_of(browser.get(page_of(prompt)))
    values = json.dumps({"name": "<i>Bo</i>", "more": 1})
    shown = text_of(browser.post(page_of(prompt, "?version=1"), {"values": values}))
    assert "Hello &lt;i&gt;Bo&lt;/i&gt;" in shown
    assert "it does not know more" in shown


@pytest.mark.parametrize(("values", "told"), [("{", "no JSON"), ("[]", "no JSON object")])
def test_a_preview_of_nonsense_says_so(browser: Client, values: str, told: str) -> None:
    assert told in text_of(browser.post(page_of(made()), {"values": values}))


@pytest.mark.parametrize(
    "query", ["?version=9", "?version=x", "?old=1&new=9", "?version=99999999999"]
)
def test_a_version_that_is_not_there_shows_the_latest(browser: Client, query: str) -> None:
    assert "Hello {{ name }}" in text_of(browser.get(page_of(made(), query)))


def test_a_new_version_begins_with_the_latest_and_may_take_the_label(browser: Client) -> None:
    prompt = made()
    url = reverse("admin:orchestration_prompt_do_version", args=[prompt.pk])
    assert "Hello {{ name }}" in text_of(browser.get(url))
    do(browser, prompt, "version", text="Hi\r\n{{ name }}", variables="{}", label="production")
    assert PromptVersion.objects.get(number=2).text == "Hi\n{{ name }}"
    assert PromptLabel.objects.get().targets == [{"version": 2, "weight": 1.0}]


def test_a_label_is_split_between_versions(browser: Client) -> None:
    prompt = made("a", "b")
    do(browser, prompt, "point", label="production", targets="1:90 2:10")
    assert PromptLabel.objects.get().targets == [
        {"version": 1, "weight": 90.0},
        {"version": 2, "weight": 10.0},
    ]
    assert "1:90 2:10" in text_of(browser.get(page_of(prompt)))
    assert AuditEntry.objects.filter(actor="user:operator", action="point-label").exists()


@pytest.mark.parametrize("targets", ["x", "7", "1:0", "1:-3", "1 1"])
def test_a_label_that_cannot_point_there_stays(browser: Client, targets: str) -> None:
    prompt = made()
    do(browser, prompt, "point", label="production", targets=targets)
    assert PromptLabel.objects.get().targets == [{"version": 1, "weight": 1.0}]


def test_labels_and_prompts_go_after_a_question(browser: Client) -> None:
    prompt = made()
    do(browser, prompt, "drop", label="production")
    assert not PromptLabel.objects.exists()
    do(browser, prompt, "delete")
    assert not Prompt.objects.exists()


def test_staff_without_the_flag_see_and_change_nothing() -> None:
    prompt, clerk = made(), browser_of(staff())
    assert clerk.get(page_of(prompt)).status_code == 302
    url = reverse("admin:orchestration_prompt_do_delete", args=[prompt.pk])
    assert clerk.post(url, {"confirmed": "yes"}).status_code == 302
    assert Prompt.objects.exists()
