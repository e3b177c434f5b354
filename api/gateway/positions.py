"""Where a reader of a stream was when it was cut off, as it tells by itself."""

from collections.abc import Callable
from typing import TypeVar

from api.gateway.exchange import Exchange
from api.rest.errors import InvalidParameter
from api.rest.params import Params

T = TypeVar("T")


def position_of(exchange: Exchange, read: Callable[[str], T]) -> T | None:
    """Return the position that the reader had last; the header, which browsers send when they come
    back, goes before the parameter, which stays as it was in the address.

    Args:
        exchange: with the reader.
        read: returns the position that a text names; None when it names none.

    Raises:
        InvalidParameter: what it says is no position.
    """
    after = Params(exchange.request, "after").text("after")
    header: str | None = exchange.request.META.get("HTTP_LAST_EVENT_ID")
    name, given = ("Last-Event-ID", header) if header else ("after", after)
    if not given:
        return None
    position = read(given)
    if position is None:
        raise InvalidParameter(
            f"{name} has a wrong value.",
            field=name,
            value=given,
            mend="Send the `id` of the last event that came, or leave it out.",
        )
    return position
