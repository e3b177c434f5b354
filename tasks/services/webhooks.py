"""Subscriptions to what happens to tasks: made, changed, switched off, tried, deleted.

The secret that signs is kept by `orchestration.secrets` under the subscription's id and shown once.
While it is being rotated two are kept in one value, the new one first.
"""

import logging
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from orchestration.access.services import audit
from orchestration.errors import SwitchyardError
from orchestration.ids import uuid7
from orchestration.outgoing.rules import SCHEMES
from orchestration.outgoing.transport import check_url
from orchestration.secrets import services as kept
from orchestration.secrets.errors import UnknownSecret
from orchestration.secrettext import SecretText
from tasks import sql
from tasks.errors import Conflict, NotFound, invalid
from tasks.hearing import EVENTS, TEST
from tasks.models import Webhook, WebhookDelivery
from tasks.records.webhook import URL_LENGTH
from tasks.signing import new_secret
from tasks.tags import LONGEST_TAG, MOST_TAGS, storable

log = logging.getLogger(__name__)

SUBJECT: Final = "webhook"
_DESCRIPTION_LENGTH: Final = 200
_CHANGEABLE: Final = {"description", "url", "events", "tags", "include_result", "enabled"}


def create(
    tenant_id: UUID,
    *,
    url: str,
    events: Sequence[str],
    by: str,
    description: str = "",
    tags: Sequence[str] = (),
    include_result: bool = False,
    enabled: bool = True,
) -> tuple[Webhook, SecretText]:
    """Store a subscription; return it with its secret, which is not shown again.

    Raises:
        ForbiddenURL: requests for users may not go there.
        InvalidInput: an event, a tag or a length is wrong.
        Conflict: the tenant has as many as it may.
        NoEncryptionKey: secrets cannot be kept.
    """
    webhook = Webhook(
        tenant_id=tenant_id, url=url, events=list(events), description=description,
        tags=list(tags), include_result=include_result, enabled=enabled,
    )  # fmt: skip
    _check(webhook)
    _check_room(tenant_id)
    secret = new_secret()
    with transaction.atomic():
        kept.put(secret_name(webhook.pk), secret, actor=by, tenant_id=tenant_id)
        webhook.save(force_insert=True)
        _audit("create", webhook, by, host=webhook.host, events=webhook.events)
    webhook.refresh_from_db()
    return webhook, secret


def update(webhook_id: UUID, *, tenant_id: UUID | None, by: str, **changes: Any) -> Webhook:
    """Change a subscription. Switching it on forgets its failures and sends what was held.

    Raises:
        NotFound: there is no such subscription of this tenant.
        ForbiddenURL, InvalidInput: as `create`.
    """
    if unknown := set(changes) - _CHANGEABLE:
        raise TypeError(f"cannot change {sorted(unknown)}")
    with transaction.atomic():
        webhook = find(webhook_id, tenant_id, lock=True)
        switched_on = changes.get("enabled") and not webhook.enabled
        for field, value in changes.items():
            setattr(webhook, field, value)
        _check(webhook)
        if "enabled" in changes:
            webhook.off_reason, webhook.off_at = "", None if webhook.enabled else Now()
        if switched_on:
            webhook.failing_since = None
        webhook.save()
        if switched_on:
            sql.execute(_RELEASE, {"webhook": webhook.pk})
        _audit("change", webhook, by, fields=sorted(changes))
    webhook.refresh_from_db()
    return webhook


_RELEASE: Final = """
UPDATE tasks_webhookdelivery SET state = 'pending', next_at = now()
 WHERE webhook_id = %(webhook)s AND state = 'held'
"""


def delete(webhook_id: UUID, *, tenant_id: UUID | None, by: str) -> None:
    """Delete a subscription; what was still to be sent is dropped. Raises NotFound."""
    with transaction.atomic():
        webhook = find(webhook_id, tenant_id, lock=True)
        _audit("delete", webhook, by, host=webhook.host)
        Webhook.objects.filter(pk=webhook.pk).delete()
        try:
            kept.delete(secret_name(webhook_id), actor=by, tenant_id=webhook.tenant_id)
        except UnknownSecret:
            return  # somebody deleted it before: what was asked for is so


def rotate(webhook_id: UUID, *, tenant_id: UUID | None, by: str) -> tuple[Webhook, SecretText]:
    """Make a new secret; the one before signs too until `previous_until`, null where it was lost.

    Raises:
        NotFound: there is no such subscription of this tenant.
        NoEncryptionKey: secrets cannot be kept.
    """
    secret = new_secret()
    overlap = timedelta(hours=settings.SWITCHYARD.webhooks.overlap_hours)
    with transaction.atomic():
        webhook = find(webhook_id, tenant_id, lock=True)
        previous = _previous(webhook, by)
        both = " ".join([secret.expose(), *previous])
        kept.put(secret_name(webhook.pk), SecretText(both), actor=by, tenant_id=webhook.tenant_id)
        webhook.secret_version = F("secret_version") + 1
        webhook.previous_until = Now() + overlap if previous else None
        webhook.save(update_fields=["secret_version", "previous_until"])
        _audit("rotate", webhook, by)
    webhook.refresh_from_db()
    return webhook, secret


def _previous(webhook: Webhook, by: str) -> list[str]:
    """Return the newest secret until now; none when it was lost, and a new one mends that."""
    try:
        value = kept.reveal(secret_name(webhook.pk), actor=by, tenant_id=webhook.tenant_id)
    except SwitchyardError as error:
        lost = {"webhook": str(webhook.pk), "error": str(error)}
        log.warning("a webhook's secret was lost; its new one signs alone", extra=lost)
        return []
    return value.expose().split()[:1]


def signing_secrets(webhook_id: UUID, tenant_id: UUID) -> list[SecretText]:
    """Return what signs, newest first; the second one only counts until `previous_until`.

    Queries: two, one of them an entry in the audit log. Keep the answer for its `secret_version`.

    Raises:
        UnknownSecret, OperatorError: it cannot be read.
    """
    name = secret_name(webhook_id)
    value = kept.reveal(name, actor="system:webhooks", tenant_id=tenant_id)
    return [SecretText(each) for each in value.expose().split()]


def send_test(webhook_id: UUID, *, tenant_id: UUID | None, by: str) -> WebhookDelivery:
    """Write a delivery that only asks whether the address works, also while it is switched off.

    Raises:
        NotFound: there is no such subscription of this tenant.
    """
    with transaction.atomic():
        webhook = find(webhook_id, tenant_id)
        delivery = WebhookDelivery.objects.create(
            id=uuid7(),
            tenant_id=webhook.tenant_id,
            webhook=webhook,
            event=TEST,
            data={"webhook": str(webhook.pk)},
        )
        _audit("test", webhook, by)
    delivery.refresh_from_db()
    return delivery


def secret_name(webhook_id: UUID) -> str:
    """Return under which name a subscription's secret is kept."""
    return f"webhook.{webhook_id}"


def find(webhook_id: UUID, tenant_id: UUID | None, *, lock: bool = False) -> Webhook:
    """Return a subscription.

    Raises:
        NotFound: there is none, or it belongs to another tenant.
    """
    rows = Webhook.objects.select_for_update(no_key=True) if lock else Webhook.objects.all()
    rows = rows if tenant_id is None else rows.filter(tenant_id=tenant_id)
    webhook = rows.filter(pk=webhook_id).first()
    if webhook is None:
        raise NotFound(
            f"There is no webhook {webhook_id}.",
            field="id",
            value=str(webhook_id),
            mend="Check the id, or list the webhooks.",
        )
    return webhook


def _check(webhook: Webhook) -> None:
    if len(webhook.url) > URL_LENGTH:
        raise invalid("url", webhook.url, f"has more than {URL_LENGTH} characters", "Shorten it.")
    url = check_url(webhook.url, settings.SWITCHYARD.outgoing.rules, field="url")
    port = url.port if url.port is not None else SCHEMES[url.scheme]
    webhook.host = f"{url.raw_host.decode('ascii').lower()}:{port}"
    _check_events(webhook.events)
    _check_tags(webhook.tags)
    if not _fits(webhook.description, _DESCRIPTION_LENGTH, empty=True):
        raise invalid("description", webhook.description,
                      f"must have at most {_DESCRIPTION_LENGTH} printable characters",
                      "Shorten it.")  # fmt: skip


def _check_events(events: Collection[str]) -> None:
    known = ", ".join(EVENTS)
    if not events:
        raise invalid("events", events, "is empty", f"Name what to hear of: {known}.")
    if len(events) != len(set(events)):
        raise invalid("events", events, "names an event twice", "Name each once.")
    for event in events:
        if event not in EVENTS:
            raise invalid("events", event, "is no event", f"Use some of: {known}.")


def _check_tags(tags: Collection[str]) -> None:
    if len(tags) > MOST_TAGS:
        raise invalid("tags", tags, f"has more than {MOST_TAGS} tags", "Name fewer.")
    for tag in tags:
        if not _fits(tag, LONGEST_TAG):
            raise invalid("tags", tag, f"must have 1 to {LONGEST_TAG} characters", "Shorten it.")


def _fits(text: str, most: int, *, empty: bool = False) -> bool:
    return (empty or bool(text)) and len(text) <= most and storable(text)


def _check_room(tenant_id: UUID) -> None:
    most = settings.SWITCHYARD.webhooks.per_tenant
    if Webhook.objects.filter(tenant_id=tenant_id)[: most + 1].count() >= most:
        raise Conflict(
            f"The tenant has {most} webhooks, which is as many as it may have.",
            mend="Delete one, let one hear of more events, or raise "
            "SWITCHYARD_WEBHOOKS__PER_TENANT.",
        )


def _audit(action: str, webhook: Webhook, by: str, **detail: Any) -> None:
    audit(
        actor=by,
        action=action,
        subject_type=SUBJECT,
        subject_id=str(webhook.pk),
        tenant_id=webhook.tenant_id,
        **detail,
    )
