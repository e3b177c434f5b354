"""Secrets: kept encrypted, given out by name, bound to their row, rotated, and seen nowhere."""

import copy
import io
import logging
import pickle
import traceback
from typing import Any

import orjson
import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection
from pydantic import SecretStr

from orchestration.access.records import AuditEntry
from orchestration.secrets import services
from orchestration.secrets.cipher import Keyring
from orchestration.secrets.errors import (
    NoEncryptionKey,
    SecretDamaged,
    SecretLocked,
    UnknownSecret,
    UnusableSecret,
)
from orchestration.secrets.records import Secret
from orchestration.secrets.rotation import rotate
from orchestration.secrettext import SecretText
from tests.factories import make_tenant

pytestmark = pytest.mark.django_db

PLAIN = "csk-Quite-Plain-4711-0815"
OLD, NEW = "01" * 32, "02" * 32


def use_keys(settings: LazySettings, *keys: str) -> None:
    secret = tuple(SecretStr(key) for key in keys)
    settings.SWITCHYARD = settings.SWITCHYARD.model_copy(update={"encryption_keys": secret})


def put(name: str = "cerebras.api-key", value: str = PLAIN, **owner: Any) -> Secret:
    return services.put(name, SecretText(value), actor="user:ada", **owner)


def reveal(name: str = "cerebras.api-key", **owner: Any) -> str:
    return services.reveal(name, actor="system:test", **owner).expose()


def dump() -> bytes:
    """Every table, as bytes of a dump in which Postgres writes values as they are."""
    parts: list[bytes] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            with cursor.cursor.copy(f"COPY {name} TO STDOUT (FORMAT binary)") as rows:
                parts += [bytes(row) for row in rows]
    return b"".join(parts)


def test_what_was_put_is_what_is_revealed_and_the_last_value_wins() -> None:
    put()
    put(value="  another one\n")
    assert reveal() == "another one"
    assert Secret.objects.count() == 1


def test_each_deed_is_audited_by_name_without_the_value() -> None:
    tenant = make_tenant()
    put(tenant_id=tenant.pk)
    put(tenant_id=tenant.pk)
    reveal(tenant_id=tenant.pk)
    services.delete("cerebras.api-key", actor="user:ada", tenant_id=tenant.pk)
    entries = AuditEntry.objects.filter(subject_type="secret", tenant=tenant).order_by("pk")
    assert [entry.action for entry in entries] == ["create", "replace", "reveal", "delete"]
    assert {entry.subject_id for entry in entries} == {"cerebras.api-key"}
    assert PLAIN not in repr(list(entries.values()))


def test_no_byte_of_the_database_shows_the_value() -> None:
    put()
    reveal()
    stored = dump()
    assert b"cerebras.api-key" in stored
    assert PLAIN.encode() not in stored


def test_owners_do_not_share_names() -> None:
    one, other = make_tenant(), make_tenant()
    put(value="mine", tenant_id=one.pk)
    put(value="the house's")
    assert reveal(tenant_id=one.pk) == "mine"
    assert reveal() == "the house's"
    with pytest.raises(UnknownSecret, match=r"manage\.py secrets list"):
        reveal(tenant_id=other.pk)


@pytest.mark.parametrize("whose", ["tenant", "name"])
def test_what_is_copied_to_another_row_does_not_open_there(whose: str) -> None:
    mine = put()
    tenant = make_tenant() if whose == "tenant" else None
    name = "cerebras.api-key" if tenant else "groq.api-key"
    theirs = put(name, "other", tenant_id=tenant and tenant.pk)
    Secret.objects.filter(pk=theirs.pk).update(sealed=mine.sealed)
    with pytest.raises(SecretDamaged, match="belongs elsewhere"):
        reveal(name, tenant_id=tenant and tenant.pk)


@pytest.mark.parametrize("at", [0, 1, 9, 21, -1])
def test_what_was_changed_by_a_bit_does_not_open(at: int) -> None:
    secret = put()
    sealed = bytearray(secret.sealed)
    sealed[at] ^= 1
    Secret.objects.filter(pk=secret.pk).update(sealed=bytes(sealed))
    with pytest.raises((SecretDamaged, SecretLocked)):
        reveal()


def test_without_a_key_the_error_says_how_to_make_one(settings: LazySettings) -> None:
    use_keys(settings)
    with pytest.raises(NoEncryptionKey, match="secrets newkey") as refused:
        put()
    assert refused.value.problem()["field"] == "SWITCHYARD_ENCRYPTION_KEYS"


def test_with_another_key_the_error_names_the_missing_one(settings: LazySettings) -> None:
    use_keys(settings, OLD)
    secret = put()
    use_keys(settings, NEW)
    with pytest.raises(SecretLocked, match=bytes(secret.key_id).hex()):
        reveal()


@pytest.mark.parametrize("value", ["", " \n", "a\x00b", "x" * 20_000, "\ud800tail"])
def test_a_value_that_cannot_be_kept_is_refused_without_showing_it(value: str) -> None:
    with pytest.raises(UnusableSecret) as refused:
        put(value=value)
    assert refused.value.problem()["field"] == "value"
    assert "value" not in refused.value.problem()
    assert not Secret.objects.exists()


@pytest.mark.parametrize("name", ["", "A", "a b", "-a", "a/b", "a\n", "x" * 101])
def test_a_name_that_cannot_be_kept_is_refused(name: str) -> None:
    with pytest.raises(UnusableSecret, match="lower-case"):
        put(name)


def test_rotation_goes_over_to_the_newest_key_in_batches(settings: LazySettings) -> None:
    use_keys(settings, OLD)
    for number in range(7):
        put(f"key-{number}", f"value {number}")
    use_keys(settings, NEW, OLD)
    put("key-new", "value new")
    assert rotate(actor="user:ada", batch=3).count == 7
    assert rotate(actor="user:ada", batch=3).count == 0
    use_keys(settings, NEW)
    assert [reveal(f"key-{number}") for number in range(7)] == [f"value {n}" for n in range(7)]
    assert Secret.objects.filter(rotated_at=None).get().name == "key-new"


def test_an_interrupted_rotation_keeps_its_batches_and_goes_on(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_keys(settings, OLD)
    for number in range(5):
        put(f"key-{number}")
    use_keys(settings, NEW, OLD)
    seal, calls = Keyring.seal, iter(range(3))

    def broken(keys: Any, text: Any, place: Any) -> bytes:
        if next(calls, None) is None:
            raise KeyboardInterrupt
        return seal(keys, text, place)

    with monkeypatch.context() as patch:
        patch.setattr(Keyring, "seal", broken)
        with pytest.raises(KeyboardInterrupt):
            rotate(actor="user:ada", batch=2)
    assert Secret.objects.exclude(rotated_at=None).count() == 2
    assert rotate(actor="user:ada", batch=2).count == 3
    assert [reveal(f"key-{number}") for number in range(5)] == [PLAIN] * 5


def test_rotation_names_what_it_could_not_open_and_does_the_rest(settings: LazySettings) -> None:
    use_keys(settings, "03" * 32)
    put("lost")
    use_keys(settings, OLD)
    put("kept")
    use_keys(settings, NEW, OLD)
    out = io.StringIO()
    with pytest.raises(CommandError, match="The secret lost was encrypted with the key"):
        call_command("secrets", "rotate", stdout=out)
    assert "Encrypted 1 secrets anew" in out.getvalue()
    assert reveal("kept") == PLAIN


def test_the_command_sets_lists_and_deletes_and_never_shows_the_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(PLAIN + "\n"))
    call_command("secrets", "set", "openai.api-key", stdout=out)
    monkeypatch.setenv("MY_KEY", "from the environment")
    call_command("secrets", "set", "groq.api-key", "--from-env", "MY_KEY", stdout=out)
    assert reveal("openai.api-key") == PLAIN
    assert reveal("groq.api-key") == "from the environment"
    call_command("secrets", "list", stdout=out)
    call_command("secrets", "delete", "groq.api-key", stdout=out)
    assert "openai.api-key" in out.getvalue()
    assert PLAIN not in out.getvalue()
    assert list(Secret.objects.values_list("name", flat=True)) == ["openai.api-key"]


def test_the_command_says_what_is_missing() -> None:
    with pytest.raises(CommandError, match="NO_SUCH is not set"):
        call_command("secrets", "set", "a", "--from-env", "NO_SUCH")
    with pytest.raises(CommandError, match="no tenant 'nobody'"):
        call_command("secrets", "delete", "a", "--tenant", "nobody")
    with pytest.raises(CommandError, match="no secret 'a'"):
        call_command("secrets", "delete", "a")


def test_a_new_key_is_one_that_the_configuration_takes(settings: LazySettings) -> None:
    out = io.StringIO()
    call_command("secrets", "newkey", stdout=out)
    use_keys(settings, out.getvalue().strip())
    put()
    assert reveal() == PLAIN


def test_nothing_that_shows_objects_shows_a_secret() -> None:
    secret = SecretText(PLAIN)
    assert PLAIN not in f"{secret} {secret!r} {secret:>9} {[secret]} %s" % secret
    for take in (pickle.dumps, copy.copy, copy.deepcopy, orjson.dumps, vars):
        with pytest.raises(TypeError):
            take(secret)


def test_comparing_secrets_needs_no_showing() -> None:
    assert SecretText("a") == SecretText("a")
    assert SecretText("a") != SecretText("b")
    assert SecretText("a") != "a"


def test_logs_and_tracebacks_with_local_variables_show_no_value(
    caplog: pytest.LogCaptureFixture, settings: LazySettings
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.DEBUG = True  # so that Django logs each statement with its parameters
    secret = put()
    reveal()
    Secret.objects.filter(pk=secret.pk).update(sealed=bytes(secret.sealed)[:-1] + b"?")
    text = SecretText(PLAIN)
    try:
        services.reveal("cerebras.api-key", actor="system:test")
    except SecretDamaged as error:
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        logging.getLogger("test").exception("it failed with %s", text)
    assert PLAIN not in "".join(told.format()) + caplog.text
    assert "it failed with [secret]" in caplog.text
