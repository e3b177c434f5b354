"""Answers about webhooks as plain dictionaries."""

from typing import Any, Final

from api.rest.answers import task_path
from orchestration.secrettext import SecretText
from tasks.models import Webhook, WebhookDelivery

WEBHOOKS: Final = "/api/v1/webhooks"


def webhook_answer(webhook: Webhook, secret: SecretText | None = None) -> dict[str, Any]:
    """Return a webhook; with its secret when that was just made."""
    path = f"{WEBHOOKS}/{webhook.pk}"
    found = {
        "id": webhook.pk,
        "url": webhook.url,
        "events": webhook.events,
        "description": webhook.description,
        "tags": webhook.tags,
        "include_result": webhook.include_result,
        "enabled": webhook.enabled,
        "off_at": webhook.off_at,
        "off_reason": webhook.off_reason or None,
        "failing_since": webhook.failing_since,
        "previous_secret_until": webhook.previous_until,
        "created_at": webhook.created_at,
        "links": {
            "self": path,
            "deliveries": f"{path}/deliveries",
            "test": f"{path}/test",
            "rotate": f"{path}/rotate",
            "replay": f"{path}/replay",
        },
    }
    return found if secret is None else found | {"secret": secret.expose()}


def delivery_answer(delivery: WebhookDelivery) -> dict[str, Any]:
    """Return a delivery."""
    webhook = f"{WEBHOOKS}/{delivery.webhook_id}"
    path = f"{webhook}/deliveries/{delivery.pk}"
    waits = delivery.state == WebhookDelivery.State.PENDING
    return {
        "id": delivery.pk,
        "event": delivery.event,
        "sequence": delivery.sequence,
        "task": delivery.task_id,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "next_at": delivery.next_at if waits else None,
        "status": delivery.status,
        "error": delivery.error or None,
        "answer": delivery.answer or None,
        "took_ms": delivery.took_ms,
        "created_at": delivery.created_at,
        "finished_at": delivery.finished_at,
        "data": delivery.data,
        "links": {
            "self": path,
            "webhook": webhook,
            "task": delivery.task_id and task_path(delivery.task_id),
            "replay": f"{path}/replay",
        },
    }
