"""Keeping, giving out and deleting secrets; every one of these is written to the audit log.

Each name and value is checked here. Values travel as `SecretText` alone: no event, error,
traceback or log line of these functions can hold one.
"""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from orchestration.access.services import audit
from orchestration.secrets.cipher import Key, Keyring, Place, key_id_of
from orchestration.secrets.errors import UnknownSecret, UnusableSecret
from orchestration.secrets.records import NAME, Secret
from orchestration.secrettext import SecretText

LONGEST = 16 * 1024
_NAME = re.compile(NAME)
_SPACES = "\n\r\t"


def keyring() -> Keyring:
    """Return the configured keys."""
    keys = settings.SWITCHYARD.encryption_keys
    return Keyring([Key(SecretText(key.get_secret_value())) for key in keys])


def put(name: str, value: SecretText, *, actor: str, tenant_id: UUID | None = None) -> Secret:
    """Keep a value under a name, in place of the one that was there. Queries: three to five.

    Args:
        name: Unique for its owner.
        value: What to keep, without the blanks around it.
        actor: Who does it, for the audit log.
        tenant_id: The owner; None for the installation itself.

    Raises:
        UnusableSecret: The name or the value cannot be kept; the error does not show the value.
        NoEncryptionKey: No key is configured.
    """
    _check_name(name)
    place = Place(tenant_id, name)
    sealed = keyring().seal(_checked(value), place)
    stored = {"sealed": sealed, "key_id": key_id_of(sealed), "set_at": Now(), "rotated_at": None}
    with transaction.atomic():
        secret, made = _at(place).update_or_create(
            defaults=stored, create_defaults={"tenant_id": tenant_id, "name": name, **stored}
        )
        _audit("create" if made else "replace", place, actor)
    return secret


def reveal(name: str, *, actor: str, tenant_id: UUID | None = None) -> SecretText:
    """Return a value; the audit log tells its name and who asked. Queries: two.

    Raises:
        UnknownSecret: There is none of that name and owner.
        SecretLocked: Its key is not configured.
        SecretDamaged: What is stored was changed, or belongs elsewhere.
    """
    place = Place(tenant_id, name)
    secret = _at(place).only("sealed").first()
    if secret is None:
        raise UnknownSecret(name)
    _audit("reveal", place, actor)
    return keyring().open(bytes(secret.sealed), place)


def delete(name: str, *, actor: str, tenant_id: UUID | None = None) -> None:
    """Delete a secret. Queries: two.

    Raises:
        UnknownSecret: There is none of that name and owner.
    """
    place = Place(tenant_id, name)
    with transaction.atomic():
        deleted, _ = _at(place).delete()
        if not deleted:
            raise UnknownSecret(name)
        _audit("delete", place, actor)


def names(tenant_id: UUID | None = None) -> frozenset[str]:
    """Return the names of an owner's secrets, to tell which there are. Queries: one."""
    owner = Q(tenant=None) if tenant_id is None else Q(tenant_id=tenant_id)
    return frozenset(Secret.objects.filter(owner).values_list("name", flat=True))


def set_at(name: str, tenant_id: UUID | None = None) -> datetime | None:
    """Return when a secret got its value; None when there is none. Queries: one."""
    rows = _at(Place(tenant_id, name))
    return rows.values_list("set_at", flat=True).first()


def _at(place: Place) -> QuerySet[Secret]:
    owner = Q(tenant=None) if place.tenant_id is None else Q(tenant_id=place.tenant_id)
    return Secret.objects.filter(owner, name=place.name)


def _audit(action: str, place: Place, actor: str) -> None:
    audit(
        actor=actor,
        action=action,
        subject_type="secret",
        subject_id=place.name,
        tenant_id=place.tenant_id,
    )


def _check_name(name: str) -> None:
    if not _NAME.match(name):
        raise UnusableSecret(
            "A secret's name has lower-case letters, digits and inner dots, hyphens and "
            "underscores, at most 100.",
            field="name",
            value=name,
            mend="Choose another, such as cerebras.api-key.",
        )


def _checked(value: SecretText) -> SecretText:
    """Return the value without the blanks around it, which come from copying."""
    text = SecretText(value.expose().strip())
    if not text:
        raise _unusable("is empty", "Send the key that the provider gave you.")
    if len(text.expose()) > LONGEST:
        raise _unusable(f"has more than {LONGEST} characters", "Send the key alone.")
    if not all(sign.isprintable() or sign in _SPACES for sign in text.expose()):
        raise _unusable("holds signs that cannot be printed", "Copy it again, as plain text.")
    return text


def _unusable(what: str, mend: str) -> UnusableSecret:
    return UnusableSecret(f"The secret's value {what}.", field="value", mend=mend)
