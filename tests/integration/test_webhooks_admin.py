"""The admin's pages of webhooks: made with a secret shown once, tried, switched, replayed."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from orchestration.access.records import AuditEntry
from orchestration.secrets import services as secrets
from tasks.lifecycle import State
from tasks.models import Webhook, WebhookDelivery
from tests.factories import make_task, make_tenant
from tests.integration.hooks import deliveries, states, subscribe
from tests.people import browser_of, staff, superuser

pytestmark = pytest.mark.django_db

LIST = "/admin/tasks/webhook/"
URL = "https://example.com/hooks"


@pytest.fixture
def browser() -> Client:
    return browser_of(superuser())


def do(browser: Client, row: Any, name: str, **form: Any) -> str:
    """Do a deed and return the page that comes of it."""
    model = row._meta.model_name
    url = reverse(f"admin:tasks_{model}_do_{name}", args=[row.pk])
    answer = browser.post(url, {"confirmed": "yes", **form}, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_webhook_is_added_and_its_secret_is_shown_once(browser: Client) -> None:
    tenant = make_tenant()
    form = {"tenant": tenant.pk, "url": URL, "events": ["task.failed"], "tags": "a, b, a",
            "description": "night shift"}  # fmt: skip
    answer = browser.post(f"{LIST}add/", form)
    webhook = Webhook.objects.get()
    name = f"webhook.{webhook.pk}"
    secret = secrets.reveal(name, actor="system:test", tenant_id=tenant.pk).expose()
    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert webhook.tags == ["a", "b"]
    for url in (LIST, f"{LIST}{webhook.pk}/change/", "/admin/orchestration/auditentry/"):
        page = browser.get(url)
        assert page.status_code == 200
        assert secret not in page.content.decode()
    assert "night shift" in browser.get(LIST).content.decode()


def test_an_address_inside_is_refused_at_its_field(browser: Client) -> None:
    form = {"tenant": make_tenant().pk, "url": "http://10.0.0.1/", "events": ["task.failed"]}
    answer = browser.post(f"{LIST}add/", form)
    assert "leads to a private address" in answer.content.decode()
    assert not Webhook.objects.exists()


def test_a_new_secret_is_shown_once_to_superusers_only(browser: Client) -> None:
    tenant = make_tenant()
    webhook = subscribe(tenant, URL)
    url = reverse("admin:tasks_webhook_do_rotate", args=[webhook.pk])
    assert browser_of(staff()).post(url, {"confirmed": "yes"}).status_code == 302
    webhook.refresh_from_db()
    assert webhook.secret_version == 1
    assert "shows it, once" in browser.get(url).content.decode()
    page = browser.post(url, {"confirmed": "yes"}).content.decode()
    both = secrets.reveal(f"webhook.{webhook.pk}", actor="system:test", tenant_id=tenant.pk)
    new, old = both.expose().split()
    assert new in page
    assert old not in page


def test_it_is_switched_changed_tried_replayed_and_deleted(browser: Client) -> None:
    tenant = make_tenant()
    webhook = subscribe(tenant, URL)
    make_task(tenant, state=State.SUCCEEDED)
    WebhookDelivery.objects.update(state="dead", finished_at=datetime.now(UTC))
    assert "1 deliveries" in do(browser, webhook, "replay", which="dead", since="")
    assert states() == ["pending"]
    do(browser, webhook, "off")
    webhook.refresh_from_db()
    assert not webhook.enabled
    assert "switched off" in do(browser, deliveries()[0], "replay")
    do(browser, webhook, "on")
    do(browser, webhook, "edit", url=f"{URL}/2", events=["task.failed"], tags="x")
    webhook.refresh_from_db()
    assert (webhook.enabled, webhook.url, webhook.tags) == (True, f"{URL}/2", ["x"])
    do(browser, webhook, "test")
    assert [each.event for each in deliveries()] == ["task.succeeded", "webhook.test"]
    do(browser, webhook, "delete")
    assert not Webhook.objects.exists()
    actions = AuditEntry.objects.filter(subject_type="webhook").order_by("pk")
    assert [each.action for each in actions] == [
        "create", "replay", "change", "change", "change", "test", "delete",
    ]  # fmt: skip
    assert {each.actor for each in actions} == {"key:test", "user:operator"}


def test_a_page_says_why_a_webhook_was_switched_off_and_what_failed(browser: Client) -> None:
    tenant = make_tenant()
    webhook = subscribe(tenant, URL)
    make_task(tenant, state=State.SUCCEEDED)
    Webhook.objects.update(
        enabled=False, off_reason="The receiver answered 410 Gone.", off_at=datetime.now(UTC)
    )
    WebhookDelivery.objects.update(error="The receiver answered 500.", attempts=3)
    page = browser.get(f"{LIST}{webhook.pk}/change/").content.decode()
    assert "410 Gone" in page
    assert "The receiver answered 500." in page
    assert "sent 3 times" in page
    WebhookDelivery.objects.update(attempts=1)
    again = browser.get(f"{LIST}{webhook.pk}/change/").content.decode()
    assert "sent 1 time," in again or "sent 1 time<" in again
    one = browser.get(f"/admin/tasks/webhookdelivery/{deliveries()[0].pk}/change/")
    assert "The receiver answered 500." in one.content.decode()
