"""Setting how a tenant's memory works."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from orchestration import sql
from orchestration.access.services import audit
from orchestration.memory.errors import InvalidMemory
from orchestration.memory.records.realm import Realm
from orchestration.memory.spaces import realm_of
from orchestration.memory.storable import check_stored

SUBJECT: Final = "memory settings"
SETTINGS: Final = (
    "language", "nearness", "near_similarity", "summary_model", "summary_after",
    "summary_age_hours",
)  # fmt: skip


def languages() -> list[str]:
    """Return the text search configurations that the database has. Queries: one."""
    rows = sql.fetch(
        "SELECT cfgname FROM pg_ts_config WHERE pg_ts_config_is_visible(oid) ORDER BY cfgname"
    )
    return [str(name) for (name,) in rows]


def get_settings(*, tenant_id: UUID) -> Realm:
    """Return how a tenant's memory works. Queries: one; it writes nothing."""
    return Realm.objects.filter(tenant_id=tenant_id).first() or Realm(tenant_id=tenant_id)


def set_settings(*, tenant_id: UUID, actor: str, **values: Any) -> Realm:
    """Set how a tenant's memory works from now on; what is stored stays as it is.

    Queries: five or six, in one transaction.

    Args:
        tenant_id: Whose.
        actor: Who does it, for the audit log.
        values: Some of `SETTINGS`; see `Realm`. What is left out stays.

    Raises:
        InvalidMemory: A value is out of its range, or the language is unknown.
    """
    realm_id = realm_of(tenant_id).id
    with transaction.atomic():
        realm = Realm.objects.select_for_update().get(pk=realm_id)
        for name in SETTINGS:
            setattr(realm, name, values.get(name, getattr(realm, name)))
        _check(realm)
        realm.save(update_fields=SETTINGS)
        audit(
            actor=actor, action="change", subject_type=SUBJECT, subject_id=str(realm_id),
            tenant_id=tenant_id, **values,
        )  # fmt: skip
    return realm


def _check(realm: Realm) -> None:
    try:
        realm.clean_fields(exclude={"tenant", "embedder", "next_embedder"})
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise InvalidMemory(
            " ".join(messages), field=field, value=getattr(realm, field),
            mend="Give a value within the range.",
        ) from None  # fmt: skip
    check_stored(summary_model=realm.summary_model)
    if realm.language not in (known := languages()):
        raise InvalidMemory(
            f"The database has no text search configuration {realm.language!r}.",
            field="language", value=realm.language, mend=f"Choose one of {', '.join(known)}.",
        )  # fmt: skip
