"""Text that must not be seen: it shows itself to nobody who did not ask for it by name.

What prints, formats, pickles or copies an object meets `SecretText` instead of the value: logs,
tracebacks with local variables, error texts and queues. Only `expose` gives the value, so that
a search for `.expose()` finds each place that uses one.
"""

from __future__ import annotations

import hmac
from typing import NoReturn, final

HIDDEN = "[secret]"


@final
class SecretText:
    """A value that only `expose` gives."""

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        """Keep the value."""
        self.__value = value

    def expose(self) -> str:
        """Return the value; keep it out of variables that outlive the call that needs it."""
        return self.__value

    def __repr__(self) -> str:
        return HIDDEN

    def __format__(self, format_spec: str) -> str:
        return HIDDEN

    def __eq__(self, other: object) -> bool:
        """Compare in a time that does not tell how much is equal."""
        if not isinstance(other, SecretText):
            return NotImplemented
        return hmac.compare_digest(_bytes(self), _bytes(other))

    __hash__ = None  # type: ignore[assignment] # a hash would tell equal values apart from others

    def __bool__(self) -> bool:
        return bool(self.__value)

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled: what is pickled travels.

        Raises:
            TypeError: Always.
        """
        raise TypeError("a secret cannot be pickled or copied; pass its name instead")


def _bytes(text: SecretText) -> bytes:
    return text.expose().encode("utf-8", "surrogatepass")
