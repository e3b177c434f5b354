"""Subscriptions of a tenant, and what was told to them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from tasks import sql
from tasks.errors import NotFound
from tasks.models import Webhook, WebhookDelivery
from tasks.selectors.pages import (
    LIMIT,
    Page,
    decode_cursor,
    encode_cursor,
    first_id_at,
    page_of,
)

LOOKED_AT: Final = 5_000
"""Rows that one page looks at when it is narrowed to one event, which no index serves."""
COUNTED: Final = 10_000
"""Where counting deliveries stops."""


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """Which deliveries are listed; None narrows nothing.

    Attributes:
        since: made at this time or later.
    """

    state: str | None = None
    event: str | None = None
    task_id: UUID | None = None
    since: datetime | None = None


def get_webhook(webhook_id: UUID, *, tenant_id: UUID | None) -> Webhook:
    """Return one subscription. Queries: one.

    Raises:
        NotFound: there is none, or it belongs to another tenant.
    """
    every = Webhook.objects.all()
    found = (every if tenant_id is None else every.filter(tenant_id=tenant_id)).filter(
        pk=webhook_id
    )
    if (webhook := found.first()) is None:
        raise _missing("webhook", webhook_id)
    return webhook


def list_webhooks(
    *, tenant_id: UUID, limit: int = LIMIT, cursor: str | None = None
) -> Page[Webhook]:
    """Return subscriptions, newest first. Queries: one.

    Raises:
        InvalidCursor: the cursor is not one of ours.
    """
    every = Webhook.objects.filter(tenant_id=tenant_id, pk__lt=decode_cursor(cursor))
    found = list(every.order_by("-pk")[: limit + 1])
    return page_of(found, [webhook.pk for webhook in found], limit)


def get_delivery(delivery_id: UUID, *, webhook_id: UUID, tenant_id: UUID | None) -> WebhookDelivery:
    """Return one delivery. Queries: two.

    Raises:
        NotFound: there is none, or it belongs to another subscription or tenant.
    """
    get_webhook(webhook_id, tenant_id=tenant_id)
    found = WebhookDelivery.objects.filter(pk=delivery_id, webhook_id=webhook_id).first()
    if found is None:
        raise _missing("delivery", delivery_id)
    return found


def list_deliveries(
    webhook_id: UUID,
    *,
    tenant_id: UUID | None,
    which: DeliveryFilter | None = None,
    limit: int = LIMIT,
    cursor: str | None = None,
) -> Page[WebhookDelivery]:
    """Return deliveries of a subscription, newest first. Queries: two; three for one event.

    Raises:
        NotFound: there is no such subscription of this tenant.
        InvalidCursor: the cursor is not one of ours.
    """
    wanted = which or DeliveryFilter()
    get_webhook(webhook_id, tenant_id=tenant_id)
    rows = _narrowed(webhook_id, wanted).filter(pk__lt=decode_cursor(cursor)).order_by("-pk")
    edge: UUID | None = None
    if wanted.event is not None:
        keys = rows.values_list("pk", flat=True)[LOOKED_AT - 1 : LOOKED_AT]
        edge = next(iter(keys), None)
        rows = rows.filter(event=wanted.event)
        rows = rows if edge is None else rows.filter(pk__gte=edge)
    found = list(rows[: limit + 1])
    page = page_of(found, [delivery.pk for delivery in found], limit)
    if page.next is None and edge is not None:
        return Page(page.items, encode_cursor(edge))
    return page


def _narrowed(webhook_id: UUID, wanted: DeliveryFilter) -> QuerySet[WebhookDelivery]:
    rows = WebhookDelivery.objects.filter(webhook_id=webhook_id)
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state)
    if wanted.task_id is not None:
        rows = rows.filter(task_id=wanted.task_id)
    if wanted.since is not None:
        rows = rows.filter(pk__gte=first_id_at(wanted.since))
    return rows


def _missing(what: str, its_id: UUID) -> NotFound:
    return NotFound(
        f"There is no {what} {its_id}.",
        field="id",
        value=str(its_id),
        mend="Check the id, or list them.",
    )


@dataclass(frozen=True, slots=True)
class Traffic:
    """What webhooks have to do, for those who watch.

    Attributes:
        open: deliveries by state, each counted to 10,000 at most.
        overdue_s: for how long the one that waits longest has been due; 0 when nothing waits.
        webhooks: subscriptions that are on, off, and failing.
        lately: deliveries made in the last minute by state, the latest 10,000 at most.
    """

    open: dict[str, int]
    overdue_s: float
    webhooks: dict[str, int]
    lately: dict[str, int]


# `ORDER BY webhook_id` lets the partial index be read, and no more of it than is counted.
_COUNT: Final = f"""
SELECT (SELECT count(*) FROM (SELECT 1 FROM tasks_webhookdelivery
                               WHERE state IN ('pending', 'sending')
                               ORDER BY webhook_id LIMIT {COUNTED}) open),
       (SELECT count(*) FROM (SELECT 1 FROM tasks_webhookdelivery WHERE state = 'sending'
                               ORDER BY webhook_id LIMIT {COUNTED}) sending)
"""
_OVERDUE: Final = """
WITH RECURSIVE open AS (
    (SELECT webhook_id AS id, next_at FROM tasks_webhookdelivery
      WHERE state IN ('pending', 'sending') ORDER BY webhook_id, next_at LIMIT 1)
    UNION ALL
    SELECT d.id, d.next_at FROM open CROSS JOIN LATERAL (
        SELECT webhook_id AS id, next_at FROM tasks_webhookdelivery
         WHERE state IN ('pending', 'sending') AND webhook_id > open.id
         ORDER BY webhook_id, next_at LIMIT 1) d
)
SELECT coalesce(greatest(0, extract(epoch FROM now() - min(next_at)))::float, 0) FROM open
"""
_WEBHOOKS: Final = """
SELECT count(*) FILTER (WHERE enabled AND failing_since IS NULL),
       count(*) FILTER (WHERE enabled AND failing_since IS NOT NULL),
       count(*) FILTER (WHERE NOT enabled)
  FROM tasks_webhook
"""


_LATELY: Final = f"""
SELECT state, count(*) FROM (
    SELECT state FROM tasks_webhookdelivery WHERE created_at > now() - interval '60 s'
     ORDER BY created_at DESC LIMIT {COUNTED}) lately
 GROUP BY state
"""


def get_traffic() -> Traffic:
    """Return what webhooks have to do. Queries: four, whose cost does not grow with history."""
    ((every, sending),) = sql.fetch(_COUNT)
    ((overdue_s,),) = sql.fetch(_OVERDUE)
    ((fine, failing, off),) = sql.fetch(_WEBHOOKS)
    return Traffic(
        {"pending": every - sending, "sending": sending},
        overdue_s,
        {"on": fine, "failing": failing, "off": off},
        dict(sql.fetch(_LATELY)),
    )
