"""Requests whose answers' heads say who answered; errors are problem documents."""

from collections.abc import Mapping
from typing import Any, ClassVar

import orjson
from django.http import HttpResponse

from api.gateway.exchange import Endpoint, Exchange, Message, Receive, Send, refusal
from api.gateway.openai.errors import Unanswered
from api.rest.problems import PROBLEM, to_problem


class QuestionExchange(Exchange):
    """One request.

    Attributes:
        head: headers of the answer, whatever it comes to.
    """

    __slots__ = ("head",)

    def __init__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Read the head."""
        super().__init__(scope, receive, send)
        self.head: dict[str, str] = {}

    def _head(self, status: int, headers: Mapping[str, str]) -> Message:
        return super()._head(status, {**headers, **self.head})


class QuestionEndpoint(Endpoint):
    """An ASGI application around a handler of such requests."""

    exchange: ClassVar[type[Exchange]] = QuestionExchange

    def refuse(self, error: Exception, exchange: Exchange) -> HttpResponse:
        """Return the problem document; of a task that failed, its own."""
        path = exchange.request.path
        if not isinstance(error, Unanswered):
            return refusal(error, path)
        document = {**problem_of(error), "instance": path}
        return HttpResponse(orjson.dumps(document), PROBLEM, status=document["status"])


def problem_of(error: Exception) -> dict[str, Any]:
    """Return an error's problem document; of a task that failed, why it did."""
    known = to_problem(error).problem()
    return {**known, **error.document} if isinstance(error, Unanswered) else known
