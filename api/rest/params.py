"""Query parameters: each is known, given once, and checked."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from api.rest.errors import InvalidParameter
from tasks.selectors.pages import LIMIT, MOST

_LONGEST: Final = 300
_TRUE: Final = frozenset({"true", "1"})
_FALSE: Final = frozenset({"false", "0"})


class Params:
    """The parameters of one request.

    Raises:
        InvalidParameter: from every method: a parameter is unknown, repeated or wrong.
    """

    def __init__(self, request: HttpRequest, *known: str) -> None:
        """Refuse parameters that are not known: they would be ignored silently."""
        self._given = request.GET
        for name in self._given:
            if name not in known:
                raise InvalidParameter(
                    "There is no such parameter here.",
                    field=name,
                    value=self._given[name],
                    mend=f"Use {', '.join(known)}." if known else "Send none.",
                )

    def text(self, name: str) -> str | None:
        """Return a text of at most 300 characters; None when it was not given."""
        values = self._given.getlist(name)
        if len(values) > 1:
            raise InvalidParameter(
                "The parameter was given more than once.", field=name, mend="Give it once."
            )
        if values and len(values[0]) > _LONGEST:
            raise self._wrong(name, values[0], f"Send at most {_LONGEST} characters.")
        return values[0] if values else None

    def number(self, name: str, *, default: int, low: int, high: int) -> int:
        """Return an integer within bounds."""
        text = self.text(name)
        if text is None:
            return default
        digits = text.isascii() and text.isdigit() and len(text) <= len(str(high))
        if not digits or not low <= int(text) <= high:
            raise self._wrong(name, text, f"Send an integer from {low} to {high}.")
        return int(text)

    def seconds(self, name: str, *, default: float, high: float) -> float:
        """Return a number of seconds from 0 to `high`."""
        text = self.text(name)
        if text is None:
            return default
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not 0 <= value <= high:
            raise self._wrong(name, text, f"Send seconds from 0 to {high:g}.")
        return value

    def limit(self) -> int:
        """Return how many items a page may have."""
        return self.number("limit", default=LIMIT, low=1, high=MOST)

    def identifier(self, name: str) -> UUID | None:
        """Return a UUID."""
        text = self.text(name)
        try:
            return None if text is None else UUID(text)
        except ValueError:
            raise self._wrong(name, text, "Send a UUID.") from None

    def moment(self, name: str) -> datetime | None:
        """Return a time with its zone."""
        text = self.text(name)
        if text is None:
            return None
        mend = "Send a time with its zone, e.g. 2026-01-31T08:00:00Z (a + must be sent as %2B)."
        try:
            value = datetime.fromisoformat(text)
        except ValueError:
            raise self._wrong(name, text, mend) from None
        if value.tzinfo is None:
            raise self._wrong(name, text, mend)
        return value

    def flag(self, name: str) -> bool:
        """Return true or false; false when it was not given."""
        text = self.text(name)
        if text is not None and text not in _TRUE | _FALSE:
            raise self._wrong(name, text, "Send true or false.")
        return text in _TRUE

    def choice(self, name: str, choices: Collection[str]) -> str | None:
        """Return one of several words."""
        text = self.text(name)
        if text is not None and text not in choices:
            raise self._wrong(name, text, f"Use one of: {', '.join(choices)}.")
        return text

    def words(self, name: str, known: Collection[str]) -> list[str]:
        """Return several words; the parameter may be repeated."""
        given = list(dict.fromkeys(self._given.getlist(name)))
        for text in given:
            if text not in known:
                raise self._wrong(name, text, f"Use one of: {', '.join(known)}.")
        return given

    def texts(self, name: str, longest: int) -> tuple[str, ...]:
        """Return several texts of so many characters at most; the parameter may be repeated."""
        given = tuple(dict.fromkeys(self._given.getlist(name)))
        for text in given:
            if len(text) > longest:
                raise self._wrong(name, text, f"Send at most {longest} characters.")
        return given

    @staticmethod
    def _wrong(name: str, value: object, mend: str) -> InvalidParameter:
        return InvalidParameter(
            f"The parameter {name} has a wrong value.", field=name, value=value, mend=mend
        )


def query(name: str, text: str, kind: Any = OpenApiTypes.STR) -> OpenApiParameter:
    """Describe one query parameter."""
    return OpenApiParameter(name, type=kind, description=text)


PAGE: Final = (
    query("limit", "Items of a page.", {"type": "integer", "minimum": 1, "maximum": MOST}),
    query("cursor", "`next` of the page before."),
)
