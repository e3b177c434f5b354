"""The admin's pages of providers, models outside and specialists."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from orchestration.access.records import AuditEntry
from orchestration.management.catalogue import seed_shipped
from orchestration.registry.external import ExternalModelRecord, ProviderRecord
from orchestration.secrets import services as secrets
from orchestration.secrettext import SecretText
from orchestration.specialists.records import SpecialistRecord
from orchestration.specialists.selectors import forget
from tests.factories import make_tenant
from tests.people import browser_of, staff, superuser

pytestmark = pytest.mark.django_db

KEY = "csk-quite-secret-4711"


@pytest.fixture(autouse=True)
def _shipped(db: None) -> Iterator[None]:
    forget()
    seed_shipped()
    yield
    forget()


@pytest.fixture
def browser() -> Client:
    return browser_of(superuser())


def address(row: Model, page: str = "change") -> str:
    return reverse(f"admin:orchestration_{row._meta.model_name}_{page}", args=[row.pk])


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def provider(name: str) -> ProviderRecord:
    return ProviderRecord.objects.get(name=name)


def specialist(name: str) -> SpecialistRecord:
    return SpecialistRecord.objects.get(name=name)


def form_of(browser: Client, row: Model) -> dict[str, Any]:
    """Return what the form of a change shows, as a browser would send it back."""
    form = browser.get(address(row, "do_edit")).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    plain = {name: form.fields[name].prepare_value(value) for name, value in shown.items()}
    kept = {name: value for name, value in plain.items() if value not in (None, False)}
    return {n: v.replace("\n", "\r\n") if isinstance(v, str) else v for n, v in kept.items()}


def test_pages_say_what_is_missing_and_never_show_a_key(browser: Client) -> None:
    why = "The provider cerebras has no key: keep one as the secret cerebras.api-key."
    keyless = text_of(browser.get(address(provider("cerebras"))))
    assert why in keyless
    assert "cerebras.api-key: missing" in keyless
    assert "sy-no_key" in keyless
    without = text_of(browser.get(address(specialist("forex"))))
    assert "The provider openai has no key" in without
    assert "sy-no_key" in without
    assert "sy-missing" not in without
    secrets.put("cerebras.api-key", SecretText(KEY), actor="user:ada")
    forget()
    shown = text_of(browser.get(address(provider("cerebras"))))
    assert why not in shown
    assert "cerebras.api-key: set" in shown
    assert KEY not in shown
    forex = text_of(browser.get(address(specialist("forex"))))
    assert "sy-usable" in forex
    assert "cerebras/gpt-oss-120b" in forex


def test_the_list_and_the_page_of_a_provider_call_its_format_the_same(browser: Client) -> None:
    listed = text_of(browser.get(reverse("admin:orchestration_providerrecord_changelist")))
    assert "> Format <" in listed
    assert "> Row <" not in listed
    assert "<dt>Format</dt>" in text_of(browser.get(address(provider("groq"))))


def test_a_form_sent_back_unchanged_changes_nothing(browser: Client) -> None:
    rows: list[Model] = [
        provider("groq"),
        ExternalModelRecord.objects.get(name="grok-3"),
        specialist("risk"),
    ]
    for row in rows:
        before = type(row).objects.filter(pk=row.pk).values().get()  # type: ignore[attr-defined]
        given = form_of(browser, row) | {"confirmed": "yes"}
        assert "changed" in text_of(browser.post(address(row, "do_edit"), given, follow=True))
        after = type(row).objects.filter(pk=row.pk).values().get()  # type: ignore[attr-defined]
        assert after == before


def test_a_change_is_checked_as_in_a_file(browser: Client) -> None:
    row = provider("groq")
    given = form_of(browser, row) | {"confirmed": "yes", "base_url": "http://169.254.169.254/v1"}
    shown = text_of(browser.post(address(row, "do_edit"), given))
    assert "cannot be used" in shown
    assert provider("groq").base_url == ""
    given |= {"base_url": "https://groq.example.com/v1", "concurrency": "3"}
    browser.post(address(row, "do_edit"), given)
    assert (provider("groq").base_url, provider("groq").concurrency) == (
        "https://groq.example.com/v1",
        3,
    )
    entry = AuditEntry.objects.get(subject_id="groq", action="changed")
    assert entry.actor == "user:operator"
    assert set(entry.detail["fields"]) == {"base_url", "concurrency"}


def test_a_specialist_is_added_for_a_tenant(browser: Client) -> None:
    tenant = make_tenant()
    given = {
        "tenant": tenant.pk, "name": "weather", "title": "Weather", "system_prompt": "You know.",
        "model": "gpt-4.1", "fallbacks": "grok-3, groq/llama-3.3-70b", "enabled": "on",
        "parameters": '{"temperature": 0.2}', "output_schema": "", "hints": "",
    }  # fmt: skip
    url = "/admin/orchestration/specialistrecord/add/"
    assert "was added" in text_of(browser.post(url, given, follow=True))
    made = specialist("weather")
    assert (made.tenant, made.fallbacks) == (tenant, ["grok-3", "groq/llama-3.3-70b"])
    refused = text_of(browser.post(url, given | {"name": "other", "model": "gpt-9"}))
    assert "There is no such model." in refused


def test_a_provider_and_a_model_are_added(browser: Client) -> None:
    given = {
        "name": "house", "row": "openai_compatible", "base_url": "https://models.example.com/v1",
        "queue": "external", "enabled": "on",
    }  # fmt: skip
    url = "/admin/orchestration/providerrecord/add/"
    assert "was added" in text_of(browser.post(url, given, follow=True))
    model = {
        "name": "big", "provider": provider("house").pk, "provider_model": "vendor/big",
        "modalities": ["chat"], "capabilities": ["tools"], "context_length": "8192",
        "level": "high", "weight": "1", "share": "1", "good_at": "forex, risk", "enabled": "on",
    }  # fmt: skip
    url = "/admin/orchestration/externalmodelrecord/add/"
    assert "was added" in text_of(browser.post(url, model, follow=True))
    assert ExternalModelRecord.objects.get(name="big").good_at == ["forex", "risk"]


def test_switching_off_and_on(browser: Client) -> None:
    for row in (
        provider("groq"),
        specialist("risk"),
        ExternalModelRecord.objects.get(name="grok-3"),
    ):
        browser.post(address(row, "do_disable"), {"confirmed": "yes"})
        row.refresh_from_db()
        assert not row.enabled
        browser.post(address(row, "do_enable"))
        row.refresh_from_db()
        assert row.enabled


def test_what_is_on_stays_on_when_a_selection_is_enabled(browser: Client) -> None:
    provider("groq")
    browser.post(address(provider("groq"), "do_disable"), {"confirmed": "yes"})
    rows = list(ProviderRecord.objects.all())
    assert {row.enabled for row in rows} == {True, False}
    chosen = {"action": "enable", "_selected_action": [str(row.pk) for row in rows]}
    browser.post(reverse("admin:orchestration_providerrecord_changelist"), chosen)
    assert {row.enabled for row in ProviderRecord.objects.all()} == {True}


def test_a_provider_with_models_is_not_deleted(browser: Client) -> None:
    shown = text_of(
        browser.post(address(provider("grok"), "do_delete"), {"confirmed": "yes"}, follow=True)
    )
    assert "is used by grok/grok-3" in shown
    for model in ExternalModelRecord.objects.filter(provider__name="grok"):
        browser.post(address(model, "do_delete"), {"confirmed": "yes"})
    browser.post(address(provider("grok"), "do_delete"), {"confirmed": "yes"})
    assert not ProviderRecord.objects.filter(name="grok").exists()


def test_staff_without_the_flag_see_none_of_it() -> None:
    clerk = browser_of(staff())
    for row in (provider("groq"), specialist("risk")):
        assert clerk.get(address(row)).status_code == 302
        assert clerk.post(address(row, "do_disable"), {"confirmed": "yes"}).status_code == 302
    assert provider("groq").enabled
