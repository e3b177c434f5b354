"""Pages of a list that lies in one row. Pure."""

from collections.abc import Sequence
from typing import Final

from api.gateway.openai.shapes import Shape
from api.rest.errors import InvalidParameter
from api.rest.params import Params

_USUAL, _MOST = 20, 100
_ORDERS: Final = ("asc", "desc")


def page(items: Sequence[Shape], params: Params) -> Shape:
    """Return the items that a request asks for: the last come first unless it says otherwise.

    Raises:
        InvalidParameter: a parameter is wrong.
    """
    limit = params.number("limit", default=_USUAL, low=1, high=_MOST)
    ordered = list(items) if params.choice("order", _ORDERS) == "asc" else list(reversed(items))
    start = _start(ordered, params.text("after"))
    shown = ordered[start : start + limit]
    return {
        "object": "list",
        "data": shown,
        "first_id": shown[0]["id"] if shown else None,
        "last_id": shown[-1]["id"] if shown else None,
        "has_more": start + limit < len(ordered),
    }


def _start(ordered: Sequence[Shape], after: str | None) -> int:
    if after is None:
        return 0
    for at, item in enumerate(ordered):
        if item["id"] == after:
            return at + 1
    raise InvalidParameter(
        "There is no such item.", field="after", value=after, mend="Send the id of an item."
    )
