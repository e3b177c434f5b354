"""Pages of a list: a bounded number of items and an opaque cursor behind the last one.

Lists are ordered by id, newest first. Ids are UUIDv7, so a time is a bound on the id as well.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeVar
from uuid import UUID

from orchestration.errors import UserError

T = TypeVar("T")

LIMIT: Final = 50
MOST: Final = 200
NEWEST: Final = UUID(int=2**128 - 1)
OLDEST: Final = UUID(int=0)
_TIME_BITS: Final = 48
_ID_BYTES: Final = 16


class InvalidCursor(UserError):  # noqa: N818 - named for what happened, like its tree
    """A cursor that no page of ours has handed out."""

    slug = "invalid-cursor"
    title = "The cursor is not valid"

    def __init__(self, cursor: object) -> None:
        """Name the cursor."""
        super().__init__(
            "The cursor cannot be read.",
            field="cursor",
            value=cursor,
            mend="Use `next` of the page before, unchanged, or leave the cursor out.",
        )


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list.

    Attributes:
        items: at most as many as were asked for. There may be fewer although more follow: a page
            looks at a bounded number of rows.
        next: the cursor of the next page; None when this is the last.
    """

    items: Sequence[T]
    next: str | None


def encode_cursor(last: UUID) -> str:
    """Return the opaque cursor behind a row."""
    return base64.urlsafe_b64encode(last.bytes).rstrip(b"=").decode()


def decode_cursor(cursor: str | None) -> UUID:
    """Return the id behind which a page starts; without a cursor, one above all others.

    Raises:
        InvalidCursor: it is not one of ours.
    """
    if cursor is None:
        return NEWEST
    try:
        raw = base64.b64decode(cursor + "==", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise InvalidCursor(cursor) from None
    if len(raw) != _ID_BYTES:
        raise InvalidCursor(cursor)
    return UUID(bytes=raw)


def first_id_at(moment: datetime) -> UUID:
    """Return the smallest UUIDv7 that can have been made at `moment` or later."""
    milliseconds = max(0, int(moment.timestamp() * 1000))
    return UUID(int=min(milliseconds, 2**_TIME_BITS - 1) << (128 - _TIME_BITS))


def page_of(rows: Sequence[T], ids: Sequence[UUID], limit: int) -> Page[T]:
    """Return the page made of `limit` rows, given one row more when there is a next page."""
    more = len(rows) > limit
    return Page(rows[:limit], encode_cursor(ids[limit - 1]) if more else None)
