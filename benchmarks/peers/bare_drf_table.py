"""The peer's table, for a benchmark whose own process has other Django settings."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.stack import Stack

TABLE = """
CREATE TABLE IF NOT EXISTS peer_job (
    id bigserial PRIMARY KEY, kind varchar(32) NOT NULL, input jsonb NOT NULL,
    created_at timestamptz NOT NULL)
"""


def create(stack: "Stack") -> None:
    """Create the table of `benchmarks.peers.bare_drf`."""
    stack.sql(TABLE)
