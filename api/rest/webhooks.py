"""Webhooks: URLs that hear of what happens to tasks, and what was told to them."""

from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request

from api.rest import webhook_documents as d
from api.rest.base import ApiView
from api.rest.bodies import validated
from api.rest.json import answer
from api.rest.params import PAGE, Params, query
from api.rest.schema import describe
from api.rest.webhook_answers import delivery_answer, webhook_answer
from tasks.errors import invalid
from tasks.hearing import EVENTS, TEST
from tasks.models import WebhookDelivery
from tasks.selectors.webhooks import (
    DeliveryFilter,
    get_delivery,
    get_webhook,
    list_deliveries,
    list_webhooks,
)
from tasks.services import deliveries, webhooks

READ: Final = "webhooks:read"
WRITE: Final = "webhooks:write"
_STATE: Final = {"type": "string", "enum": list(WebhookDelivery.State.values)}
_EVENT: Final = {"type": "string", "enum": [*EVENTS, TEST]}
_NO_STORE: Final = {"Cache-Control": "no-store"}


class WebhooksView(ApiView):
    """All webhooks of the key's tenant."""

    scopes: ClassVar[Any] = {"GET": READ, "POST": WRITE}

    @describe({200: d.WebhookPage}, parameters=PAGE, tag="webhooks")
    def get(self, request: Request) -> HttpResponse:
        """List webhooks, newest first."""
        params = Params(request, "limit", "cursor")
        page = list_webhooks(
            tenant_id=self.principal.tenant_id, limit=params.limit(), cursor=params.text("cursor")
        )
        items = [webhook_answer(each) for each in page.items]
        return answer({"items": items, "next": page.next})

    @describe({201: d.WebhookWithSecret}, body=d.WebhookBody, tag="webhooks")
    def post(self, request: Request) -> HttpResponse:
        """Store a webhook; the answer has the secret that signs, this once."""
        Params(request)
        wanted = validated(d.WebhookBody, self.read_object())
        principal = self.principal
        made, secret = webhooks.create(
            principal.tenant_id, by=principal.actor, **wanted.model_dump()
        )
        found = webhook_answer(made, secret)
        return answer(found, 201, {"Location": found["links"]["self"], **_NO_STORE})


class WebhookDetailView(ApiView):
    """One webhook."""

    scopes: ClassVar[Any] = {"GET": READ, "PATCH": WRITE, "DELETE": WRITE}

    @describe({200: d.Webhook}, tag="webhooks")
    def get(self, request: Request, webhook_id: UUID) -> HttpResponse:
        """Return a webhook."""
        Params(request)
        return answer(webhook_answer(get_webhook(webhook_id, tenant_id=self.principal.tenant_id)))

    @describe({200: d.Webhook}, body=d.WebhookChange, tag="webhooks")
    def patch(self, request: Request, webhook_id: UUID) -> HttpResponse:
        """Change fields of a webhook; switching it on sends what was held meanwhile."""
        Params(request)
        wanted = validated(d.WebhookChange, self.read_object())
        principal = self.principal
        changed = webhooks.update(
            webhook_id,
            tenant_id=principal.tenant_id,
            by=principal.actor,
            **wanted.model_dump(exclude_unset=True),
        )
        return answer(webhook_answer(changed))

    @describe({204: None}, tag="webhooks")
    def delete(self, request: Request, webhook_id: UUID) -> HttpResponse:
        """Delete a webhook; what was still to be sent is dropped."""
        Params(request)
        principal = self.principal
        webhooks.delete(webhook_id, tenant_id=principal.tenant_id, by=principal.actor)
        return HttpResponse(status=204)


class WebhookRotateView(ApiView):
    """A new secret for one webhook."""

    scopes: ClassVar[Any] = {"POST": WRITE}

    @describe({200: d.WebhookWithSecret}, tag="webhooks")
    def post(self, request: Request, webhook_id: UUID) -> HttpResponse:
        """Make a new secret; the one before signs too until `previous_secret_until`.

        That is null where the one before was lost: then the new one signs alone, at once.
        """
        Params(request)
        principal = self.principal
        webhook, secret = webhooks.rotate(
            webhook_id, tenant_id=principal.tenant_id, by=principal.actor
        )
        return answer(webhook_answer(webhook, secret), 200, _NO_STORE)


class WebhookTestView(ApiView):
    """Trying one webhook."""

    scopes: ClassVar[Any] = {"POST": WRITE}

    @describe({201: d.Delivery}, tag="webhooks")
    def post(self, request: Request, webhook_id: UUID) -> HttpResponse:
        """Send a test; the delivery says what comes of it. It may be switched off."""
        Params(request)
        principal = self.principal
        made = webhooks.send_test(webhook_id, tenant_id=principal.tenant_id, by=principal.actor)
        found = delivery_answer(made)
        return answer(found, 201, {"Location": found["links"]["self"]})


class WebhookReplayView(ApiView):
    """Sending much anew."""

    scopes: ClassVar[Any] = {"POST": WRITE}

    @describe({200: d.Replayed}, body=d.ReplayBody, tag="webhooks")
    def post(self, request: Request, webhook_id: UUID) -> HttpResponse:
        """Send anew what was given up since a time, or all that has ended since."""
        Params(request)
        wanted = validated(d.ReplayBody, self.read_object())
        principal = self.principal
        count = deliveries.replay_since(
            webhook_id,
            since=_moment(wanted.since),
            which=wanted.which,
            tenant_id=principal.tenant_id,
            by=principal.actor,
        )
        return answer({"replayed": count})


class DeliveriesView(ApiView):
    """What was told to one webhook."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe(
        {200: d.DeliveryPage},
        parameters=(
            *PAGE,
            query("state", "Only in this state.", _STATE),
            query("event", "Only of this event.", _EVENT),
            query("task", "Only of this task.", OpenApiTypes.UUID),
            query("since", "Only made at this time or later.", OpenApiTypes.DATETIME),
        ),
        tag="webhooks",
    )
    def get(self, request: Request, webhook_id: UUID) -> HttpResponse:
        """List deliveries of a webhook, newest first."""
        params = Params(request, "limit", "cursor", "state", "event", "task", "since")
        page = list_deliveries(
            webhook_id,
            tenant_id=self.principal.tenant_id,
            which=DeliveryFilter(
                state=params.choice("state", WebhookDelivery.State.values),
                event=params.choice("event", (*EVENTS, TEST)),
                task_id=params.identifier("task"),
                since=params.moment("since"),
            ),
            limit=params.limit(),
            cursor=params.text("cursor"),
        )
        items = [delivery_answer(each) for each in page.items]
        return answer({"items": items, "next": page.next})


class DeliveryDetailView(ApiView):
    """One delivery."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.Delivery}, tag="webhooks")
    def get(self, request: Request, webhook_id: UUID, delivery_id: UUID) -> HttpResponse:
        """Return a delivery."""
        Params(request)
        tenant_id = self.principal.tenant_id
        found = get_delivery(delivery_id, webhook_id=webhook_id, tenant_id=tenant_id)
        return answer(delivery_answer(found))


class DeliveryReplayView(ApiView):
    """Sending one delivery anew."""

    scopes: ClassVar[Any] = {"POST": WRITE}

    @describe({200: d.Delivery}, tag="webhooks")
    def post(self, request: Request, webhook_id: UUID, delivery_id: UUID) -> HttpResponse:
        """Send a delivery anew, under the same id."""
        Params(request)
        principal = self.principal
        tenant_id = principal.tenant_id
        deliveries.replay(
            delivery_id, webhook_id=webhook_id, tenant_id=tenant_id, by=principal.actor
        )
        found = get_delivery(delivery_id, webhook_id=webhook_id, tenant_id=tenant_id)
        return answer(delivery_answer(found))


def _moment(text: str) -> datetime:
    """Read a time with its zone.

    Raises:
        InvalidInput: it is none.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise invalid("since", text, "is no time with a zone", "Send e.g. 2026-01-31T08:00:00Z.")
    return moment
