"""Encrypts all secrets anew with the newest key, so that older ones can be taken away.

Each batch is one transaction over rows that another key sealed: what was interrupted goes on
where it ended, a second run finds nothing, and a value that is set meanwhile waits for a batch at
most. Rows that cannot be opened stay as they are and are named in the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from orchestration.access.services import audit
from orchestration.secrets.cipher import Keyring, Place, key_id_of
from orchestration.secrets.errors import SecretDamaged, SecretLocked
from orchestration.secrets.records import Secret
from orchestration.secrets.services import keyring

BATCH = 100


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did.

    Attributes:
        count: How many secrets it encrypted anew.
        refused: Why others could not be, one error for each.
    """

    count: int
    refused: tuple[SecretLocked | SecretDamaged, ...]


def rotate(*, actor: str, batch: int = BATCH) -> Rotated:
    """Encrypt every secret with the newest key. Queries: two and one per secret, for each batch.

    Raises:
        NoEncryptionKey: None is configured.
    """
    keys = keyring()
    count, last = 0, None
    refused: list[SecretLocked | SecretDamaged] = []
    while True:
        with transaction.atomic():
            secrets = list(_behind(keys, last).select_for_update()[:batch])
            problems = [error for each in secrets if (error := _renew(each, keys)) is not None]
            renewed = len(secrets) - len(problems)
            if renewed:
                _audit(actor, keys, renewed)
        if not secrets:
            return Rotated(count, tuple(refused))
        last = secrets[-1].pk
        count += renewed
        refused += problems


def _behind(keys: Keyring, last: UUID | None) -> QuerySet[Secret]:
    """Return the secrets that older keys sealed, after the last one that was looked at."""
    found = Secret.objects.exclude(key_id=keys.newest.id).order_by("pk")
    return found if last is None else found.filter(pk__gt=last)


def _renew(secret: Secret, keys: Keyring) -> SecretLocked | SecretDamaged | None:
    place = Place(secret.tenant_id, secret.name)
    try:
        sealed = keys.seal(keys.open(bytes(secret.sealed), place), place)
    except (SecretLocked, SecretDamaged) as error:
        return error
    changed = {"sealed": sealed, "key_id": key_id_of(sealed), "rotated_at": Now()}
    Secret.objects.filter(pk=secret.pk).update(**changed)
    return None


def _audit(actor: str, keys: Keyring, count: int) -> None:
    audit(
        actor=actor,
        action="rotate",
        subject_type="secret",
        subject_id="*",
        key=keys.newest.id.hex(),
        count=count,
    )
