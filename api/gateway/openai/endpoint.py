"""Requests and answers with OpenAI's headers, errors in its form."""

import logging
import time
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django.http import HttpResponse

from api.gateway.exchange import Endpoint, Exchange, Message, Receive, Send
from api.gateway.openai.errors import refusal_of
from api.rest.errors import Internal
from api.rest.problems import to_problem
from orchestration.ids import uuid7

log = logging.getLogger(__name__)

_MS: Final = 1000


class OpenAIExchange(Exchange):
    """One request.

    Attributes:
        id: names it in logs and for its sender.
        head: headers of the answer, whatever it comes to.
    """

    __slots__ = ("_since", "head", "id")

    def __init__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Read the head."""
        super().__init__(scope, receive, send)
        self._since = time.perf_counter()
        self.id = f"req_{uuid7().hex}"
        self.head: dict[str, str] = {}

    def _head(self, status: int, headers: Mapping[str, str]) -> Message:
        took_ms = (time.perf_counter() - self._since) * _MS
        own = {"x-request-id": self.id, "openai-processing-ms": str(round(took_ms))}
        return super()._head(status, {**headers, **own, **self.head})


class OpenAIEndpoint(Endpoint):
    """An ASGI application around a handler of such requests."""

    exchange: ClassVar[type[Exchange]] = OpenAIExchange

    def refuse(self, error: Exception, exchange: Exchange) -> HttpResponse:
        """Return the error in OpenAI's form; what was not anticipated is logged."""
        tell_of(error, exchange)
        return refusal_of(error).response()


def tell_of(error: Exception, exchange: Exchange) -> None:
    """Log an error that was not anticipated."""
    if isinstance(to_problem(error), Internal):
        known = {"path": exchange.request.path, "request": getattr(exchange, "id", "")}
        log.error("request failed", exc_info=error, extra=known)
