"""What every integration test needs."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="session", autouse=True)
def _no_strangers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A process keeps a connection of its own to wake the dispatcher; the test database cannot be
    dropped before that has ended."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
