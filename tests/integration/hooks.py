"""What tests of webhooks share: loopback let in, subscriptions, a deliverer for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import LazySettings

from orchestration.access.records import Tenant
from tasks import sql
from tasks.models import Webhook, WebhookDelivery
from tasks.services import webhooks
from tasks.worker.webhooks import Deliverer
from tests.integration.stage import configure

QUICK: dict[str, Any] = {"poll_s": 0.02, "timeout_s": 2.0, "base_s": 0.05, "max_s": 0.2}


def let_in(settings: LazySettings, **rules: Any) -> None:
    """Allow loopback, and let everything be quick."""
    configure(settings, outgoing={"allow": ("127.0.0.1",)}, webhooks={**QUICK, **rules})


def subscribe(tenant: Tenant, url: str, *events: str, **more: Any) -> Webhook:
    """Subscribe to events, to `task.succeeded` when none is named."""
    wanted = events or ("task.succeeded",)
    return webhooks.create(tenant.pk, url=url, events=wanted, by="key:test", **more)[0]


def deliveries(**which: Any) -> list[WebhookDelivery]:
    """Return deliveries, oldest first."""
    return list(WebhookDelivery.objects.filter(**which).order_by("pk"))


def states(**which: Any) -> list[str]:
    return [each.state for each in deliveries(**which)]


def due_now(**columns: str) -> None:
    """Let everything that is open be due, as if the time had passed."""
    assert sql.execute(
        "UPDATE tasks_webhookdelivery SET next_at = now() - interval '1 s'"
        " WHERE state IN ('pending', 'sending')"
    )


@contextmanager
def delivering() -> Iterator[Deliverer]:
    """Deliver while the block runs. Needs a test with transactions."""
    deliverer = Deliverer()
    deliverer.start()
    try:
        yield deliverer
    finally:
        deliverer.close()
        assert not deliverer._thread.is_alive()
