"""Making, checking and revoking keys; writing the audit log."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now

from orchestration.access.records import ApiKey, AuditEntry, Tenant
from orchestration.access.scopes import DEFAULT_SCOPES, SCOPES

_PREFIX = "sy_"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who calls: one live API key with what it may do."""

    key_id: UUID
    tenant_id: UUID
    tenant_name: str
    scopes: frozenset[str]
    max_priority: int
    requests_per_minute: int

    @property
    def actor(self) -> str:
        """The name under which its changes are recorded."""
        return f"key:{self.key_id}"

    @property
    def is_authenticated(self) -> bool:
        """Always: a principal is only made from a live key."""
        return True

    def may(self, scope: str) -> bool:
        """Return whether the key has `scope`."""
        return scope in self.scopes


def digest_of(token: str) -> bytes:
    """Return the HMAC-SHA256 under which a token is stored."""
    pepper = settings.SWITCHYARD.key_pepper.get_secret_value().encode()
    return hmac.digest(pepper, token.encode(), hashlib.sha256)


def create_key(
    tenant: Tenant,
    name: str,
    *,
    scopes: Iterable[str] = DEFAULT_SCOPES,
    max_priority: int = 3,
    expires_at: datetime | None = None,
    requests_per_minute: int | None = None,
    token: str | None = None,
) -> tuple[ApiKey, str]:
    """Make a key and return it with its token, which cannot be read again.

    Args:
        tenant: who owns it.
        name: unique for the tenant.
        scopes: names from `SCOPES`.
        max_priority: highest level, 0 (LOW) to 4 (CRITICAL).
        expires_at: when it ends; never by default.
        requests_per_minute: rate limit; the system's default when None.
        token: a token made elsewhere (seeding); a random one by default.

    Raises:
        ValueError: a scope is unknown, or the token is too short to be safe.
    """
    chosen = list(dict.fromkeys(scopes))
    if unknown := sorted(set(chosen) - set(SCOPES)):
        raise ValueError(f"unknown scopes {unknown}; known are {sorted(SCOPES)}")
    token = token or _PREFIX + secrets.token_urlsafe(32)
    if len(token) < 32:  # noqa: PLR2004 - 32 characters of base64 carry 192 bits
        raise ValueError("token is shorter than 32 characters; leave it out to have one made")
    key = ApiKey.objects.create(
        tenant=tenant,
        name=name,
        hint=token[:8],
        digest=digest_of(token),
        scopes=chosen,
        max_priority=max_priority,
        expires_at=expires_at,
        requests_per_minute=requests_per_minute,
    )
    return key, token


_FIND = """
SELECT k.id, t.id, t.name, k.scopes, k.max_priority, k.requests_per_minute
  FROM access_api_key k JOIN access_tenant t ON t.id = k.tenant_id
 WHERE k.digest = %s AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
"""


def authenticate(token: str) -> Principal | None:
    """Return the principal of a live token, else None. Queries: one, by unique index."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [digest_of(token)])
        row = cursor.fetchone()
    if row is None:
        return None
    key_id, tenant_id, tenant_name, scopes, max_priority, rate = row
    return Principal(
        key_id=key_id,
        tenant_id=tenant_id,
        tenant_name=tenant_name,
        scopes=frozenset(scopes),
        max_priority=max_priority,
        requests_per_minute=rate or settings.SWITCHYARD.limits.requests_per_minute,
    )


def revoke_key(key_id: UUID, *, actor: str) -> bool:
    """Revoke a key at once; return whether it was live until now."""
    changed = ApiKey.objects.filter(pk=key_id, revoked_at=None).update(revoked_at=Now())
    if changed:
        audit(actor=actor, action="revoke", subject_type="api_key", subject_id=str(key_id))
    return bool(changed)


def entries_about(
    subject_type: str, subject_id: str, *, limit: int, below: UUID | None = None
) -> list[AuditEntry]:
    """Return what was done to one thing, newest first, with ids below one. Queries: one."""
    found = AuditEntry.objects.filter(subject_type=subject_type, subject_id=subject_id)
    found = found if below is None else found.filter(pk__lt=below)
    return list(found.order_by("-pk")[:limit])


def audit(
    *,
    actor: str,
    action: str,
    subject_type: str,
    subject_id: str,
    tenant_id: UUID | None = None,
    **detail: Any,
) -> None:
    """Append one entry to the audit log. Queries: one insert."""
    AuditEntry.objects.create(
        tenant_id=tenant_id,
        actor=actor,
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        detail=detail,
    )
