"""The flush between tests comes again where a write stood in its way."""

import threading
from typing import Final

import pytest
from django.db import connection

from orchestration.access.records import Tenant
from tests.factories import make_tenant
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)

_FLUSH: Final = (
    "LOCK access_api_key IN ACCESS EXCLUSIVE MODE",
    "TRUNCATE access_tenant CASCADE",
)
_WAITED_FOR: Final = """
SELECT count(*) FROM pg_locks WHERE relation = 'access_tenant'::regclass AND NOT granted
"""


def test_a_flush_that_deadlocks_with_a_writer_comes_again() -> None:
    make_tenant()
    held, ended = threading.Event(), threading.Event()

    def write() -> None:
        """Hold what the flush wants next, then want what it holds."""
        with connection.cursor() as cursor:

            def is_waited_for() -> int:
                cursor.execute(_WAITED_FOR)
                return int(cursor.fetchone()[0])

            cursor.execute("SET deadlock_timeout = '50s'")  # so that it is the flush that is ended
            cursor.execute("BEGIN")
            cursor.execute("LOCK access_tenant IN ROW EXCLUSIVE MODE")
            held.set()
            until(is_waited_for, "for the flush")
            cursor.execute("LOCK access_api_key IN ROW EXCLUSIVE MODE")
            cursor.execute("COMMIT")
        connection.close()
        ended.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert held.wait(30)
    connection.ops.execute_sql_flush(_FLUSH)
    writer.join(30)
    assert ended.is_set()
    assert not Tenant.objects.exists()
