"""Who leads among the dispatchers."""

from datetime import datetime
from typing import Final, NamedTuple

from tasks import sql


class LeaderView(NamedTuple):
    """The dispatcher that leads, or led last."""

    name: str
    term: int
    expires_at: datetime
    live: bool
    """Whether it still leads by the database's clock."""


_GET: Final = """
SELECT holder_name, term, expires_at, holder IS NOT NULL AND expires_at > now()
  FROM tasks_leader WHERE name = 'dispatcher'
"""


def get_leader() -> LeaderView | None:
    """Return the leader's row; None before the first dispatcher has started. Queries: one."""
    rows = sql.fetch(_GET)
    return LeaderView._make(rows[0]) if rows and rows[0][0] else None
