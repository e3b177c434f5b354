"""Pages of lists that can be walked both ways: behind one item, or before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar
from uuid import UUID

from django.http import HttpRequest

from api.gateway.openai.shapes import Shape
from api.rest.errors import InvalidParameter
from api.rest.params import Params

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

KNOWN: Final = ("limit", "order", "after", "before")
_USUAL: Final = 20
_MOST: Final = 100


class Listing(Protocol[T_co]):
    """Reads items in an order."""

    def __call__(self, *, behind: UUID | None, limit: int, newest_first: bool) -> Sequence[T_co]:
        """Return those behind one, or the first ones."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which page of a list is wanted.

    Attributes:
        limit: How many items, at most.
        newest_first: In which order.
        after, before: The item that stands at its edge, as clients name it.
    """

    limit: int
    newest_first: bool
    after: str | None
    before: str | None

    def page(self, listing: Listing[T], edge: Callable[[str], UUID]) -> tuple[list[T], bool]:
        """Return the items in the order that is wanted, and whether more lie beyond.

        Args:
            listing: Reads them.
            edge: Finds the item at the page's edge.
        """
        backwards = self.before is not None
        name = self.before if backwards else self.after
        found = list(
            listing(
                behind=None if name is None else edge(name),
                limit=self.limit + 1,
                newest_first=self.newest_first != backwards,
            )
        )
        items = found[: self.limit]
        return (items[::-1] if backwards else items), len(found) > self.limit


def wish_of(request: HttpRequest, *more: str) -> Wish:
    """Return which page a request wants; `more` are parameters that are looked at elsewhere.

    Raises:
        InvalidParameter: A parameter is unknown or wrong.
    """
    params = Params(request, *KNOWN, *more)
    after, before = params.text("after"), params.text("before")
    if after is not None and before is not None:
        raise InvalidParameter(
            "A page lies after an item or before one.", field="before", value=before,
            mend="Send one of after and before.",
        )  # fmt: skip
    return Wish(
        limit=params.number("limit", default=_USUAL, low=1, high=_MOST),
        newest_first=params.choice("order", ("asc", "desc")) != "asc",
        after=after,
        before=before,
    )


def list_shape(shapes: Sequence[Shape], *, more: bool) -> Shape:
    """Return a page in OpenAI's form."""
    return {
        "object": "list",
        "data": list(shapes),
        "first_id": shapes[0]["id"] if shapes else None,
        "last_id": shapes[-1]["id"] if shapes else None,
        "has_more": more,
    }
