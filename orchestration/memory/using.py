"""Counts which entries are found: what is used is not forgotten."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection

from orchestration import sql

log = logging.getLogger(__name__)

FLUSH_S: Final = 5.0
MOST: Final = 5_000
"""So many entries wait to be counted; what comes beyond is not."""
_COUNT: Final = """
INSERT INTO memory_use AS u (realm_id, entry_uid, uses, used_at)
SELECT w.realm, w.uid, w.uses, now()
  FROM unnest(%(realms)s::int[], %(uids)s::uuid[], %(uses)s::bigint[]) AS w(realm, uid, uses)
  JOIN memory_entry e ON e.realm_id = w.realm AND e.uid = w.uid
 ORDER BY w.realm, w.uid
ON CONFLICT (realm_id, entry_uid) DO UPDATE SET uses = u.uses + excluded.uses, used_at = now()
"""


class UseCounter:
    """Gathers what was found and writes it down now and then, in a thread of its own.

    A process that dies forgets the last seconds; that costs an entry a little of its worth.
    """

    def __init__(self, flush_s: float = FLUSH_S) -> None:
        """Start nothing yet."""
        self._flush_s = flush_s
        self._found: Counter[tuple[int, UUID]] = Counter()
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def found(self, realm_id: int, uids: Iterable[UUID]) -> None:
        """Count entries that were given as answers; costs no query."""
        with self._lock:
            if len(self._found) < MOST:
                self._found.update((realm_id, uid) for uid in uids)
            if self._timer is None and self._found:
                self._timer = threading.Timer(self._flush_s, self._flush_apart)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Write down what was gathered. Queries: one."""
        with self._lock:
            found, self._found = self._found, Counter()
            self._timer = None
        if not found:
            return
        rows = sorted(found.items())
        sql.execute(
            _COUNT,
            {
                "realms": [realm for (realm, _), _ in rows],
                "uids": [uid for (_, uid), _ in rows],
                "uses": [uses for _, uses in rows],
            },
        )

    def _flush_apart(self) -> None:
        try:
            self.flush()
        except (DatabaseError, InterfaceError) as error:
            log.warning("uses of memories were not counted", extra={"error": str(error)})
        finally:
            connection.close()
