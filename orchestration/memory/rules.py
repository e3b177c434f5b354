"""Setting what a tenant forgets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from orchestration.access.services import audit
from orchestration.memory.drafts import Kind
from orchestration.memory.errors import InvalidMemory, UnknownRule
from orchestration.memory.records.retention import RetentionRule
from orchestration.memory.retention import BOUNDS
from orchestration.memory.spaces import realm_of

SUBJECT = "retention rule"


def set_rule(kind: Kind | None, *, tenant_id: UUID, actor: str, **bounds: Any) -> RetentionRule:
    """Set which memories of a type, or of all, are forgotten; it deletes nothing until enabled.

    Queries: five.

    Args:
        kind: Of which type; None for all.
        tenant_id: Whose.
        actor: Who does it, for the audit log.
        bounds: See `RetentionRule`; what is left out bounds nothing.

    Raises:
        InvalidMemory: A bound is out of its range, or half of a pair.
    """
    realm = realm_of(tenant_id)
    values = {name: bounds.get(name) for name in BOUNDS}
    values["kept_importance"] = bounds.get("kept_importance", 1.0)
    number = None if kind is None else int(kind)
    _check(RetentionRule(realm_id=realm.id, type=number, **values))
    with transaction.atomic():
        rule, made = RetentionRule.objects.update_or_create(
            realm_id=realm.id, type=number,
            defaults={**values, "enabled": False, "tried_at": None},
        )  # fmt: skip
        audit(
            actor=actor, action="add" if made else "change", subject_type=SUBJECT,
            subject_id=str(rule.pk), tenant_id=tenant_id, **values,
        )  # fmt: skip
    return rule


def list_rules(*, tenant_id: UUID) -> list[RetentionRule]:
    """Return a tenant's rules: one for each type, and one for all. Queries: one."""
    found = RetentionRule.objects.filter(realm__tenant_id=tenant_id)
    return list(found.select_related("realm").order_by("type"))


def get_rule(kind: Kind | None, *, tenant_id: UUID) -> RetentionRule:
    """Return a tenant's rule for a type; for None, the one for all. Queries: one.

    Raises:
        UnknownRule: There is none.
    """
    number = None if kind is None else int(kind)
    for rule in list_rules(tenant_id=tenant_id):
        if rule.type == number:
            return rule
    raise UnknownRule("all" if kind is None else kind.name.lower())


def disable_rule(rule: RetentionRule, *, actor: str) -> None:
    """Let a rule delete nothing any more, until it is tried out and enabled again. Queries: two."""
    with transaction.atomic():
        RetentionRule.objects.filter(pk=rule.pk).update(enabled=False)
        audit(
            actor=actor, action="disable", subject_type=SUBJECT, subject_id=str(rule.pk),
            tenant_id=rule.realm.tenant_id,
        )  # fmt: skip


def delete_rule(rule: RetentionRule, *, actor: str) -> None:
    """Forget nothing by this rule any more. Queries: two."""
    with transaction.atomic():
        audit(
            actor=actor, action="delete", subject_type=SUBJECT, subject_id=str(rule.pk),
            tenant_id=rule.realm.tenant_id,
        )  # fmt: skip
        rule.delete()


def _check(rule: RetentionRule) -> None:
    try:
        rule.clean_fields(exclude={"realm"})
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise InvalidMemory(
            f"{field}: {' '.join(messages)}", field=field, value=getattr(rule, field),
            mend="Leave it out for no bound.",
        ) from None  # fmt: skip
    if (rule.half_life_days is None) != (rule.least_worth is None):
        raise InvalidMemory(
            "half_life_days and least_worth belong together.", field="least_worth",
            value=rule.least_worth, mend="Set both, or neither.",
        )  # fmt: skip
