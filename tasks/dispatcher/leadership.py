"""One dispatcher leads: a row with a term and an expiry on the database's clock.

A lock of the session would break behind a transaction pooler and would outlive a hung process; a
row that has to be renewed does neither. Each dispatching statement checks the term again.
"""

import threading
from typing import Final
from uuid import UUID

from tasks import sql

_ACQUIRE: Final = """
UPDATE tasks_leader SET
    term = CASE WHEN holder = %(me)s AND expires_at > now() THEN term ELSE term + 1 END,
    holder = %(me)s, holder_name = %(name)s,
    expires_at = now() + make_interval(secs => %(ttl_s)s)
WHERE name = 'dispatcher' AND (holder = %(me)s OR expires_at <= now() OR holder IS NULL)
RETURNING term
"""
_RELEASE: Final = """
UPDATE tasks_leader SET holder = NULL, holder_name = '', expires_at = now()
 WHERE name = 'dispatcher' AND holder = %s
"""


class Leadership:
    """This process's claim to lead. `term` is None while another one leads."""

    def __init__(self, me: UUID, name: str, ttl_s: float) -> None:
        self.me = me
        self.ttl_s = ttl_s
        self._name = name
        self._lock = threading.Lock()
        self._term: int | None = None

    @property
    def term(self) -> int | None:
        """The term that this process was last known to lead."""
        with self._lock:
            return self._term

    def renew(self) -> int | None:
        """Take or keep the lead if it is free or ours; return the term. Queries: one update."""
        rows = sql.fetch(_ACQUIRE, {"me": self.me, "name": self._name, "ttl_s": self.ttl_s})
        with self._lock:
            self._term = rows[0][0] if rows else None
            return self._term

    def forget(self) -> None:
        """Stop leading without telling anybody, after the database was out of reach."""
        with self._lock:
            self._term = None

    def release(self) -> None:
        """Give the lead back so that a standby takes over at once."""
        self.forget()
        sql.execute(_RELEASE, [self.me])
