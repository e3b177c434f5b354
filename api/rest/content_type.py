"""The head Content-Type, before Django reads it.

Django decodes addresses and forms by what this head says of characters, and fails while it makes
the request where that is no encoding, or one whose result is no text. All that we read is UTF-8,
so what the head says of that is left out; the type and a form's boundary stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

CHARSET: Final = re.compile(
    r""";\s*(?:charset|[^\s;="]+\*\d*\*?)\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^;]*)""", re.IGNORECASE
)
"""A parameter that names an encoding: `charset`, or one in the form of RFC 2231."""

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def without_charset(value: str) -> str:
    """Return a head's value that names no encoding."""
    return CHARSET.sub("", value) if ";" in value else value


class WithoutCharset:
    """A WSGI application that reads such heads only.

    Args:
        application: What answers.
    """

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer a request."""
        if "CONTENT_TYPE" in environ:
            environ["CONTENT_TYPE"] = without_charset(environ["CONTENT_TYPE"])
        return self._application(environ, start_response)
