"""Webhooks over REST: made with a secret that is shown once, changed, tried, listed, replayed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from api.rest import webhook_documents as documents
from api.rest.metrics import SystemCollector
from orchestration.access.records import AuditEntry, Tenant
from orchestration.secrets import services as secrets
from tasks import sql
from tasks.hearing import EVENTS
from tasks.lifecycle import State
from tasks.models import Webhook, WebhookDelivery
from tasks.services import deliveries
from tests.factories import make_client, make_task, make_tenant
from tests.integration.hooks import let_in

pytestmark = pytest.mark.django_db

PATH = "/api/v1/webhooks"
URL = "https://example.com/hooks"
BODY: dict[str, Any] = {"url": URL, "events": ["task.succeeded"], "description": "mine"}


@pytest.fixture
def mine() -> tuple[Tenant, Client]:
    return make_client()


def post(client: Client, path: str, body: Any = None, status: int = 201) -> dict[str, Any]:
    response = client.post(path, {} if body is None else body, content_type="application/json")
    assert response.status_code == status, response.content
    found: dict[str, Any] = response.json()
    return found


def get(client: Client, path: str, status: int = 200) -> dict[str, Any]:
    response = client.get(path)
    assert response.status_code == status, response.content
    found: dict[str, Any] = response.json()
    return found


def test_a_secret_is_shown_when_it_is_made_and_never_again(mine: tuple[Tenant, Client]) -> None:
    tenant, client = mine
    response = client.post(PATH, BODY, content_type="application/json")
    assert response.status_code == 201
    assert response["Cache-Control"] == "no-store"
    made = documents.WebhookWithSecret.model_validate(response.json())
    assert made.secret.startswith("whsec_")
    assert response["Location"] == made.links.self
    read = get(client, made.links.self)
    documents.Webhook.model_validate(read)
    assert "secret" not in read
    name = f"webhook.{made.id}"
    kept = secrets.reveal(name, actor="system:test", tenant_id=tenant.pk)
    assert kept.expose() == made.secret
    [(sealed,)] = sql.fetch("SELECT sealed FROM secrets_secret")
    assert made.secret.encode() not in bytes(sealed)
    again = post(client, made.links.rotate, status=200)
    assert again["secret"] not in ("", made.secret)
    assert again["previous_secret_until"]
    assert client.get(PATH).content.count(b"whsec_") == 0


def test_a_webhook_is_changed_switched_and_deleted(mine: tuple[Tenant, Client]) -> None:
    _, client = mine
    path = post(client, PATH, BODY)["links"]["self"]
    changed = client.patch(
        path, {"tags": ["night"], "enabled": False}, content_type="application/json"
    ).json()
    assert (changed["tags"], changed["enabled"], changed["url"]) == (["night"], False, URL)
    assert changed["off_at"]
    assert changed["off_reason"] is None
    on = client.patch(path, {"enabled": True}, content_type="application/json").json()
    assert on["off_at"] is None
    assert client.delete(path).status_code == 204
    get(client, path, 404)
    assert not Webhook.objects.exists()
    actions = AuditEntry.objects.filter(subject_type="webhook").order_by("pk")
    assert [each.action for each in actions] == ["create", "change", "change", "delete"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": "http://10.1.2.3/"}, "url"),
        ({"url": "http://metadata.google.internal:0/"}, "url"),
        ({"events": []}, "events"),
        ({"events": ["task.invented"]}, "events.0"),
        ({"tags": [""]}, "tags.0"),
        ({"secret": "whsec_mine"}, "secret"),
        ({"description": "a\x00b"}, "body"),
    ],
)
def test_what_is_wrong_is_named(
    mine: tuple[Tenant, Client], change: dict[str, Any], field: str
) -> None:
    problem = post(mine[1], PATH, {**BODY, **change}, 400)
    assert problem["field"] == field
    assert problem["mend"]
    assert not Webhook.objects.exists()


def test_without_a_key_for_secrets_the_answer_says_what_to_set(
    mine: tuple[Tenant, Client], settings: LazySettings
) -> None:
    settings.SWITCHYARD = settings.SWITCHYARD.model_copy(update={"encryption_keys": ()})
    problem = post(mine[1], PATH, BODY, 503)
    assert problem["field"] == "SWITCHYARD_ENCRYPTION_KEYS"


def test_deliveries_are_listed_narrowed_and_paged(mine: tuple[Tenant, Client]) -> None:
    tenant, client = mine
    hook = post(client, PATH, {**BODY, "events": list(EVENTS)})
    failed = make_task(tenant, state=State.FAILED)
    make_task(tenant, state=State.SUCCEEDED)
    path = hook["links"]["deliveries"]
    page = get(client, path)
    documents.DeliveryPage.model_validate(page)
    newest_first = ["task.succeeded", "task.started", "task.failed", "task.started"]
    assert [each["event"] for each in page["items"]] == newest_first
    of_task = get(client, f"{path}?task={failed.pk}")["items"]
    assert {each["task"] for each in of_task} == {str(failed.pk)}
    assert len(get(client, f"{path}?event=task.started")["items"]) == 2
    assert len(get(client, f"{path}?state=pending")["items"]) == 4
    assert get(client, f"{path}?state=dead")["items"] == []
    first = get(client, f"{path}?limit=3")
    rest = get(client, f"{path}?limit=3&cursor={first['next']}")
    assert len(first["items"]) == 3
    assert len(rest["items"]) == 1
    assert rest["next"] is None
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat().replace("+", "%2B")
    assert get(client, f"{path}?since={later}")["items"] == []
    get(client, f"{path}?state=lost", 400)
    get(client, f"{path}?event=task.invented", 400)


def test_a_rare_event_is_found_a_bounded_look_at_a_time(
    mine: tuple[Tenant, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.selectors.webhooks.LOOKED_AT", 2)
    tenant, client = mine
    hook = post(client, PATH, {**BODY, "events": ["task.succeeded", "task.failed"]})
    for state in (State.FAILED, State.SUCCEEDED, State.SUCCEEDED, State.SUCCEEDED):
        make_task(tenant, state=state)
    path = f"{hook['links']['deliveries']}?event=task.failed"
    found, cursor = [], ""
    for _ in range(3):
        page = get(client, path + cursor)
        found += page["items"]
        cursor = f"&cursor={page['next']}"
        if page["next"] is None:
            break
    assert len(found) == 1
    assert page["next"] is None


def test_a_test_is_written_and_can_be_looked_at(mine: tuple[Tenant, Client]) -> None:
    _, client = mine
    hook = post(client, PATH, {**BODY, "enabled": False})
    made = post(client, hook["links"]["test"])
    read = get(client, made["links"]["self"])
    assert documents.Delivery.model_validate(read).event == "webhook.test"
    assert read["state"] == "pending"
    assert read["task"] is None


def test_one_and_many_are_replayed(mine: tuple[Tenant, Client]) -> None:
    tenant, client = mine
    hook = post(client, PATH, BODY)
    for _ in range(3):
        make_task(tenant, state=State.SUCCEEDED)
    WebhookDelivery.objects.update(state="dead", attempts=10, finished_at=datetime.now(UTC))
    items = get(client, hook["links"]["deliveries"])["items"]
    one = post(client, items[0]["links"]["replay"], status=200)
    assert (one["state"], one["attempts"]) == ("pending", 0)
    since = (datetime.now(UTC) - timedelta(minutes=5)).isoformat()
    assert post(client, hook["links"]["replay"], {"since": since}, 200) == {"replayed": 2}
    problem = post(client, hook["links"]["replay"], {"since": "yesterday"}, 400)
    assert problem["field"] == "since"
    deliveries.claim(10)
    post(client, items[0]["links"]["replay"], status=409)
    client.patch(hook["links"]["self"], {"enabled": False}, content_type="application/json")
    post(client, hook["links"]["replay"], {"since": since}, 409)


def test_a_webhook_leads_to_no_delivery_of_another_one(mine: tuple[Tenant, Client]) -> None:
    tenant, client = mine
    one, two = (post(client, PATH, BODY) for _ in range(2))
    make_task(tenant, state=State.SUCCEEDED)
    foreign = get(client, one["links"]["deliveries"])["items"][0]["id"]
    path = f"{two['links']['deliveries']}/{foreign}"
    get(client, path, 404)
    post(client, f"{path}/replay", status=404)


def test_metrics_say_how_much_waits_and_for_how_long(
    mine: tuple[Tenant, Client], settings: LazySettings
) -> None:
    let_in(settings)
    tenant, client = mine
    for url in (URL, "http://127.0.0.1:9/"):
        post(client, PATH, {**BODY, "url": url})
    other = make_tenant()
    make_task(tenant, state=State.SUCCEEDED)
    make_task(other, state=State.SUCCEEDED)
    sql.execute("UPDATE tasks_webhookdelivery SET next_at = now() - interval '90 s'")
    (taken,) = deliveries.claim(1)
    assert taken.tenant_id == tenant.pk
    samples = {
        (sample.name, sample.labels.get("state")): sample.value
        for family in SystemCollector().collect()
        for sample in family.samples
        if "webhook" in sample.name
    }
    assert samples["switchyard_webhook_deliveries", "pending"] == 1
    assert samples["switchyard_webhook_deliveries", "sending"] == 1
    assert 80 < samples["switchyard_webhook_overdue_seconds", None] < 1000
    assert samples["switchyard_webhooks", "on"] == 2
    assert samples["switchyard_webhook_deliveries_last_minute", "pending"] == 1
