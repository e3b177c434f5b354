"""What Switchyard says about its set-up before it starts, and the jobs that it brings along."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.checks import Tags, run_checks
from django.db import connection
from django_celery_beat.models import PeriodicTask
from pydantic import RedisDsn, SecretStr
from pytest_django.plugin import DjangoDbBlocker

from orchestration import checks
from orchestration.celery import app

LONG = SecretStr("a-secret-that-is-long-enough-to-be-one-a")
OTHER = SecretStr("another-secret-that-is-as-long-as-the-other")
GOOD: dict[str, Any] = {"secret_key": LONG, "key_pepper": OTHER, "debug": False, "secure": False}


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Change the configuration for one test."""

    def change(**fields: Any) -> None:
        config = settings.SWITCHYARD.model_copy(update=GOOD | fields)
        monkeypatch.setattr(settings, "SWITCHYARD", config)

    return change


def found(tag: str = Tags.security, **more: Any) -> dict[str, str]:
    messages = run_checks(tags=[tag], **more)
    ours = [message for message in messages if str(message.id).startswith("switchyard.")]
    assert all(message.hint for message in ours)
    return {str(message.id): message.msg for message in ours}


def test_a_good_configuration_is_not_complained_about(configure: Any) -> None:
    configure()
    assert found() == {}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"secret_key": SecretStr("short")}, "switchyard.W001"),
        ({"key_pepper": LONG}, "switchyard.W002"),
        ({"debug": True, "secure": True, "url": "https://x"}, "switchyard.E003"),
        ({"url": "https://x"}, "switchyard.W004"),
        ({"secure": True}, "switchyard.W005"),
        ({"secure": True, "url": "https://x", "allowed_hosts": ("*",)}, "switchyard.W006"),
    ],
)
def test_each_mistake_in_the_configuration_has_its_own_id(
    configure: Any, fields: dict[str, Any], expected: str
) -> None:
    configure(**fields)
    assert set(found()) == {expected}


def test_short_secrets_stop_the_start_where_tls_is_on(configure: Any) -> None:
    configure(key_pepper=SecretStr("short"), secure=True, url="https://x")
    (message,) = checks.check_secrets()
    assert (message.id, message.is_serious()) == ("switchyard.E001", True)


@pytest.mark.django_db
def test_servers_that_answer_and_fit_are_not_complained_about(configure: Any) -> None:
    configure()
    assert found(Tags.database, databases=["default"]) == {}


def test_the_servers_are_not_asked_unless_the_database_is_named(configure: Any) -> None:
    configure(redis_url=RedisDsn("redis://127.0.0.1:1/0"))
    assert found(Tags.database) == {}


@pytest.mark.django_db
def test_a_redis_that_does_not_answer_is_a_warning(configure: Any) -> None:
    configure(redis_url=RedisDsn("redis://127.0.0.1:1/0"))
    assert set(found(Tags.database, databases=["default"])) == {"switchyard.W010"}


@pytest.mark.django_db
def test_an_old_postgres_is_named(configure: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    configure()
    monkeypatch.setattr(checks, "OLDEST", 99)
    messages = found(Tags.database, databases=["default"])
    assert set(messages) == {"switchyard.E008"}


def test_a_postgres_that_does_not_answer_is_an_error_with_a_hint(
    django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with django_db_blocker.unblock(), monkeypatch.context() as away:
        connection.close()
        away.setitem(connection.settings_dict, "PORT", "1")
        messages = checks.check_database(["default"])
        connection.close()
    assert [message.id for message in messages] == ["switchyard.E007"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Prune history", "Hourly statistics"])
def test_maintenance_happens_hourly_by_jobs_that_exist(name: str) -> None:
    migration = import_module("orchestration.migrations.0002_periodic_jobs")
    for _ in range(2):
        migration.add(apps, None)
    periodic = PeriodicTask.objects.get(name=name)
    assert (periodic.enabled, str(periodic.interval)) == (True, "every hour")
    app.loader.import_default_modules()
    assert periodic.task in app.tasks


@pytest.mark.django_db
def test_an_operator_who_switched_pruning_off_finds_it_off_after_an_upgrade() -> None:
    migration = import_module("orchestration.migrations.0002_periodic_jobs")
    migration.add(apps, None)
    PeriodicTask.objects.filter(name="Prune history").update(enabled=False)
    migration.add(apps, None)
    assert not PeriodicTask.objects.get(name="Prune history").enabled
