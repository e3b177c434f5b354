"""Keys of our records: UUIDv7, made in the application.

They sort by the time they were made, so that inserts land at the right end of an index and
"newest first" is the key itself.
"""

from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """Return a new time-ordered UUID (RFC 9562, version 7)."""
    return _uuid7()
