"""Keys: who they let in, until when; and what operators' deeds leave in the audit log."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from pydantic import SecretStr

from orchestration.access.records import ApiKey, AuditEntry
from orchestration.access.services import authenticate, create_key, revoke_key
from tests.factories import make_key, make_tenant

pytestmark = pytest.mark.django_db


def test_a_token_lets_its_key_in_with_its_rights() -> None:
    tenant, token = make_key(scopes=["tasks:read"], max_priority=2, requests_per_minute=7)
    principal = authenticate(token)
    assert principal is not None
    assert (principal.tenant_id, principal.max_priority) == (tenant.pk, 2)
    assert principal.requests_per_minute == 7
    assert principal.may("tasks:read")
    assert not principal.may("tasks:write")


@pytest.mark.parametrize("token", ["", "sy_", "sy_" + "x" * 43, "\x00", "größe" * 10, "x" * 10_000])
def test_any_other_text_lets_nobody_in(token: str) -> None:
    make_key()
    assert authenticate(token) is None


def test_a_key_ends_at_its_time() -> None:
    soon, past = (datetime.now(UTC) + timedelta(hours=hours) for hours in (1, -1))
    _, living = make_key(expires_at=soon)
    _, expired = make_key(expires_at=past)
    assert authenticate(living) is not None
    assert authenticate(expired) is None


def test_a_revoked_key_ends_at_once_and_that_is_written_down_once() -> None:
    _, token = make_key()
    principal = authenticate(token)
    assert principal is not None
    assert revoke_key(principal.key_id, actor="user:admin")
    assert authenticate(token) is None
    assert not revoke_key(principal.key_id, actor="user:admin")
    entry = AuditEntry.objects.get(action="revoke")
    assert (entry.actor, entry.subject_id) == ("user:admin", str(principal.key_id))


def test_revoking_a_key_that_there_is_not_does_nothing() -> None:
    assert not revoke_key(uuid4(), actor="user:admin")
    assert not AuditEntry.objects.exists()


def test_the_token_itself_is_stored_nowhere() -> None:
    _, token = make_key()
    key = ApiKey.objects.get()
    stored = repr([getattr(key, field.attname) for field in ApiKey._meta.concrete_fields])
    assert token not in stored
    assert token[8:] not in stored
    assert len(bytes(key.digest)) == 32


def test_another_pepper_revokes_every_key(settings: LazySettings) -> None:
    _, token = make_key()
    settings.SWITCHYARD = settings.SWITCHYARD.model_copy(update={"key_pepper": SecretStr("new")})
    assert authenticate(token) is None


def test_tokens_are_long_random_and_their_own() -> None:
    tokens = {make_key()[1] for _ in range(5)}
    assert len(tokens) == 5
    assert all(token.startswith("sy_") and len(token) >= 43 for token in tokens)


def test_a_key_needs_known_scopes_a_safe_token_and_a_name_of_its_own() -> None:
    tenant = make_tenant()
    with pytest.raises(ValueError, match="unknown scopes"):
        create_key(tenant, "a", scopes=["tasks:fly"])
    with pytest.raises(ValueError, match="32 characters"):
        create_key(tenant, "a", token="short")
    create_key(tenant, "a")
    with pytest.raises(IntegrityError), transaction.atomic():
        create_key(tenant, "a")


def test_a_key_of_a_deleted_tenant_is_gone() -> None:
    tenant, token = make_key()
    tenant.delete()
    assert authenticate(token) is None
