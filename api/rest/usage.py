"""What a tenant used, and what its budgets leave."""

import base64
import binascii
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Final

import orjson
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request

from api.rest import usage_documents as d
from api.rest.base import ApiView
from api.rest.errors import InvalidParameter
from api.rest.json import answer
from api.rest.params import PAGE, Params, query
from api.rest.schema import describe
from orchestration.policies.reading import policy_for
from orchestration.routing.asked import Policy
from orchestration.usage.budgets import BudgetView, list_budgets
from orchestration.usage.call_limits import CallLimitView, list_call_limits
from orchestration.usage.errors import plain
from orchestration.usage.reports import MOST_DAYS, Asked, Behind, UsageRow, usage
from tasks.selectors.pages import InvalidCursor, decode_cursor, page_of

READ: Final = "usage:read"
SPLITS: Final = ("key", "provider", "model", "kind")
_DEFAULT: Final = {"hour": timedelta(days=1), "day": timedelta(days=30)}
_FIRST: Final = datetime(1971, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(9000, 1, 1, tzinfo=UTC)
_FILTERS: Final = (
    query(
        "group",
        "One item for each hour or day (in UTC).",
        {"type": "string", "enum": list(MOST_DAYS)},
    ),
    query("split", "And for each of these.", {"type": "string", "enum": list(SPLITS)}),
    query(
        "since", "From then on; 30 days (of hours: one day) before `until`.", OpenApiTypes.DATETIME
    ),
    query("until", "Until then; now by default.", OpenApiTypes.DATETIME),
    query("key", "Of this API key.", OpenApiTypes.UUID),
    query("provider", "Of this provider."),
    query("model", "Of this model, by its provider's name for it."),
    query("kind", "Of calls of this kind: chat, embedding, …"),
)


class UsageView(ApiView):
    """The usage of the key's tenant."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.UsagePage}, parameters=[*_FILTERS, *PAGE], tag="usage")
    def get(self, request: Request) -> HttpResponse:
        """Report calls, tokens and cost by hour or day, newest first."""
        params = Params(
            request, "group", "split", "since", "until", "key", "provider", "model", "kind",
            "limit", "cursor",
        )  # fmt: skip
        asked = self._asked(params)
        limit = params.limit()
        rows = usage(asked, limit=limit + 1, behind=_behind(params.text("cursor")))
        shown = rows[:limit]
        return answer({
            "items": [_item(row, asked) for row in shown],
            "next": _cursor(shown[-1]) if len(rows) > limit else None,
            "currency": settings.SWITCHYARD.usage.currency,
            "since": asked.since,
            "until": asked.until,
        })  # fmt: skip

    def _asked(self, params: Params) -> Asked:
        step: Any = params.choice("group", MOST_DAYS) or "day"
        split: Any = params.choice("split", SPLITS) or ""
        since, until = _span(params, step)
        return Asked(
            since=since,
            until=until,
            step=step,
            split=split,
            tenant_id=self.principal.tenant_id,
            key_id=params.identifier("key"),
            provider=params.text("provider"),
            model=params.text("model"),
            kind=params.text("kind"),
        )


class BudgetsView(ApiView):
    """The budgets of the key's tenant."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.BudgetPage}, parameters=PAGE, tag="usage")
    def get(self, request: Request) -> HttpResponse:
        """List budgets with what is used, reserved and left, newest first."""
        params = Params(request, "limit", "cursor")
        limit = params.limit()
        below = decode_cursor(params.text("cursor"))
        found = list_budgets(tenant_id=self.principal.tenant_id, limit=limit + 1, below=below)
        page = page_of(found, [budget.id for budget in found], limit)
        return answer({"items": [_budget(each) for each in page.items], "next": page.next})


class CallLimitsView(ApiView):
    """How many calls of models the key's tenant may have."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.CallLimitPage}, parameters=PAGE, tag="usage")
    def get(self, request: Request) -> HttpResponse:
        """List the limits of calls of models, newest first."""
        params = Params(request, "limit", "cursor")
        limit = params.limit()
        below = decode_cursor(params.text("cursor"))
        tenant_id = self.principal.tenant_id
        found = list_call_limits(tenant_id=tenant_id, limit=limit + 1, below=below)
        page = page_of(found, [each.id for each in found], limit)
        return answer({"items": [_call_limit(each) for each in page.items], "next": page.next})


class RoutingPolicyView(ApiView):
    """What the key's tenant allows and wants of routing."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.RoutingPolicy}, tag="usage")
    def get(self, request: Request) -> HttpResponse:
        """Return the policy that binds all calls of the tenant."""
        Params(request)
        return answer(_policy(policy_for(self.principal.tenant_id)))


def _policy(policy: Policy) -> dict[str, Any]:
    ceiling = policy.cost_ceiling
    return {
        "strategy": policy.strategy,
        "local_only": policy.local_only,
        "allowed_providers": None if policy.providers is None else sorted(policy.providers),
        "denied_providers": sorted(policy.denied_providers),
        "allowed_models": None if policy.models is None else sorted(policy.models),
        "denied_models": sorted(policy.denied_models),
        "cost_ceiling": None if ceiling is None else plain(ceiling),
        "latency_ms": policy.latency_ms,
        "most_routes": policy.most_routes,
    }


def _call_limit(view: CallLimitView) -> dict[str, Any]:
    return {
        "id": view.id,
        "scope": view.scope,
        "key": view.key_id,
        "requests_per_minute": view.requests_per_minute,
        "tokens_per_minute": view.tokens_per_minute,
        "concurrent": view.concurrent,
    }


def _span(params: Params, step: str) -> tuple[datetime, datetime]:
    """Return beginning and end of a report.

    Raises:
        InvalidParameter: It would be too long, or it ends before it begins.
    """
    until = _bounded(params.moment("until") or timezone.now())
    since = _bounded(params.moment("since") or max(until, _FIRST + _DEFAULT[step]) - _DEFAULT[step])
    most = MOST_DAYS[step]
    if not timedelta(0) <= until - since <= timedelta(days=most):
        raise InvalidParameter(
            f"A report by {step} spans 0 to {most} days.",
            field="since",
            value=since,
            mend="Ask for several shorter ones, or by day.",
        )
    return since, until


def _bounded(moment: datetime) -> datetime:
    return min(max(moment, _FIRST), _LAST).astimezone(UTC)


def _item(row: UsageRow, asked: Asked) -> dict[str, Any]:
    return asdict(row) | {"name": row.name if asked.split else None, "cost": plain(row.cost)}


def _budget(budget: BudgetView) -> dict[str, Any]:
    return {
        "id": budget.id,
        "key": budget.key_id,
        "unit": budget.unit,
        "period": budget.period,
        "measure": budget.measure,
        "limit": plain(budget.limit),
        "spent": plain(budget.spent),
        "reserved": plain(budget.reserved),
        "left": plain(budget.left),
        "enabled": budget.enabled,
        "starts_at": budget.starts_at,
        "renews_at": budget.renews_at,
    }


def _cursor(row: UsageRow) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([row.at.timestamp(), row.name])).decode()


def _behind(cursor: str | None) -> Behind | None:
    """Read a cursor.

    Raises:
        InvalidCursor: It is not one of ours.
    """
    if cursor is None:
        return None
    try:
        at, name = orjson.loads(base64.b64decode(cursor, altchars=b"-_", validate=True))
        moment = datetime.fromtimestamp(float(at), UTC)
    except (binascii.Error, ValueError, TypeError, OverflowError, OSError):
        raise InvalidCursor(cursor) from None
    if not isinstance(name, str) or "\x00" in name or not _FIRST <= moment < _LAST:
        raise InvalidCursor(cursor)
    return moment, name
