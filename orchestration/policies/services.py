"""Setting what tenants allow and want of routing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models.functions import Now

from orchestration.access.records import Tenant
from orchestration.access.services import audit
from orchestration.policies.errors import InvalidPolicy
from orchestration.policies.reading import forget
from orchestration.policies.records import RoutingPolicy
from orchestration.registry.external import ExternalModelRecord, ProviderRecord
from orchestration.routing.asked import Policy
from orchestration.routing.fleet import LOCAL
from orchestration.routing.strategies import strategy_named

SUBJECT: Final = "routing_policy"
_SHOWN: Final = 20


def set_policy(tenant: Tenant, policy: Policy, *, actor: str) -> RoutingPolicy:
    """Set what a tenant allows and wants; in the place of what was set. Queries: six to eight.

    All processes heed it within a second.

    Args:
        tenant: Whose calls it binds.
        policy: All of it.
        actor: Who does it, for the audit log.

    Raises:
        UserError: There is no such strategy.
        InvalidPolicy: It names a provider or model that there is not, or has a wrong number.
    """
    strategy_named(policy.strategy)
    _check_names("allowed_providers", policy.providers, _providers)
    _check_names("denied_providers", policy.denied_providers, _providers)
    _check_names("allowed_models", policy.models, _models)
    _check_names("denied_models", policy.denied_models, _models)
    values = _columns(policy)
    _check_numbers(RoutingPolicy(tenant=tenant, **values))
    with _alone():
        record, made = RoutingPolicy.objects.update_or_create(
            tenant=tenant, defaults={**values, "changed_at": Now()}
        )
        told = {**values, "cost_ceiling": _plain(policy)}
        audit(
            actor=actor, action="add" if made else "change", subject_type=SUBJECT,
            subject_id=str(record.pk), tenant_id=tenant.pk, name=tenant.name, **told,
        )  # fmt: skip
    forget()
    record.refresh_from_db()
    return record


def delete_policy(record: RoutingPolicy, *, actor: str) -> None:
    """Lift a policy. Queries: three."""
    with _alone():
        audit(
            actor=actor, action="delete", subject_type=SUBJECT, subject_id=str(record.pk),
            tenant_id=record.tenant_id, name=record.tenant.name,
        )  # fmt: skip
        record.delete()
    forget()


def _plain(policy: Policy) -> str | None:
    return None if policy.cost_ceiling is None else f"{policy.cost_ceiling.normalize():f}"


def _columns(policy: Policy) -> dict[str, Any]:
    return {
        "strategy": policy.strategy,
        "local_only": policy.local_only,
        "allowed_providers": None if policy.providers is None else sorted(policy.providers),
        "denied_providers": sorted(policy.denied_providers),
        "allowed_models": None if policy.models is None else sorted(policy.models),
        "denied_models": sorted(policy.denied_models),
        "cost_ceiling": policy.cost_ceiling,
        "latency_ms": policy.latency_ms,
        "most_routes": policy.most_routes,
    }


def _providers(names: Collection[str]) -> set[str]:
    return set(ProviderRecord.objects.filter(name__in=names).values_list("name", flat=True))


def _models(names: Collection[str]) -> set[str]:
    return set(ExternalModelRecord.objects.filter(name__in=names).values_list("name", flat=True))


def _check_names(field: str, names: Collection[str] | None, known: Any) -> None:
    """Refuse names that nobody has: a denial with a slip in it would deny nothing."""
    if LOCAL in (names or ()):
        raise InvalidPolicy(
            "Our own models are always allowed.", field=field, value=LOCAL,
            mend="Leave it out; to allow nothing else, say local only.",
        )  # fmt: skip
    unknown = sorted(set(names or ()) - known(names)) if names else []
    if unknown:
        sort = "provider" if "providers" in field else "model outside"
        raise InvalidPolicy(
            f"There is no {sort} {', '.join(unknown[:_SHOWN])}.", field=field, value=unknown[0],
            mend="See the catalogue, in the admin or by `manage.py models`.",
        )  # fmt: skip


def _check_numbers(record: RoutingPolicy) -> None:
    try:
        record.clean_fields(exclude={"tenant"})
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise InvalidPolicy(
            f"{field}: {' '.join(messages)}", field=field, value=getattr(record, field),
            mend="Leave it out for no bound.",
        ) from None  # fmt: skip


@contextmanager
def _alone() -> Iterator[None]:
    """Let changes commit one after the other, so that a later one has a later time: by the latest
    and by their number readers know whether anything has changed."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE policies_routing_policy IN SHARE ROW EXCLUSIVE MODE")
        yield
