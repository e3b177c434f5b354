"""`POST /v1/embeddings` and `POST /v1/rerank`."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.http import HttpResponse

from api.gateway.exchange import Exchange, attended
from api.gateway.hub import Hub
from api.gateway.openai import shapes
from api.gateway.openai.bodies import EmbeddingBody, RerankBody, given, read
from api.gateway.openai.endpoint import OpenAIExchange
from api.gateway.openai.ports import Asked, Call, Ranking, Rankings, Vectors
from api.gateway.openai.prompts import embedding_input
from api.gateway.openai.shapes import Shape
from api.gateway.openai.texts import answer_of, sent_object
from api.gateway.openai.wishes import wishes_of
from api.rest.json import answer
from api.rest.tasks import WRITE

T = TypeVar("T")


class EncodingPaths:
    """Both paths."""

    def __init__(self, hub: Hub, vectors: Vectors, rankings: Rankings) -> None:
        """Let these answer."""
        self._hub = hub
        self._vectors = vectors
        self._rankings = rankings

    async def embed(self, exchange: Exchange) -> HttpResponse:
        """Turn texts into vectors."""
        principal = await self._hub.admit(exchange, WRITE)
        with self._hub.places.take(principal.key_id):
            request, sent = await sent_object(exchange, self._hub.limits.body_bytes)
            body = read(EmbeddingBody, sent)
            wishes = wishes_of(request, body.cache)
            asked = Asked("embedding", body.model, embedding_input(body), principal, wishes)
            call = await self._vectors.begin(asked)
            made = await answered(exchange, call)
        return answer(shapes.embedded(made, packed=body.encoding_format == "base64"))

    async def rerank(self, exchange: Exchange) -> HttpResponse:
        """Order documents by a query."""
        principal = await self._hub.admit(exchange, WRITE)
        with self._hub.places.take(principal.key_id):
            request, sent = await sent_object(exchange, self._hub.limits.body_bytes)
            body = read(RerankBody, sent)
            documents = [_document(each) for each in body.documents]
            values = given(
                {
                    "query": body.query,
                    "documents": documents,
                    "top_n": _most(body.top_n, documents),
                    "truncate": body.truncate,
                }
            )
            asked = Asked("rerank", body.model, values, principal, wishes_of(request))
            call = await self._rankings.begin(asked)
            made = await answered(exchange, call)
        return answer(_ranked(call, made, documents if body.return_documents else None))


async def answered(exchange: Exchange, call: Call[T]) -> T:
    """Return a call's answer; nobody goes on for a client that has left.

    Raises:
        Gone: the client has left.
        SwitchyardError: there is no answer.
    """
    assert isinstance(exchange, OpenAIExchange)  # noqa: S101 - the routes see to it
    exchange.head.update(call.headers)
    try:
        async with attended(exchange):
            return await answer_of(exchange, call)
    finally:
        await call.leave()


def _document(sent: Any) -> Any:
    """Return a document's text: some clients send objects."""
    return sent.get("text") if isinstance(sent, dict) else sent


def _most(top_n: Any, documents: Sequence[Any]) -> Any:
    """Who asks for more than there are gets all."""
    return min(top_n, len(documents)) if isinstance(top_n, int) and documents else top_n


def _ranked(call: Call[Ranking], made: Ranking, documents: Sequence[str] | None) -> Shape:
    results: list[Shape] = [
        {"index": each.index, "relevance_score": each.score} for each in made.results
    ]
    if documents is not None:
        for result in results:
            result["document"] = {"text": documents[result["index"]]}
    return {
        "id": f"rerank-{call.id}",
        "object": "list",
        "model": made.model,
        "results": results,
        "usage": shapes.encoding_usage(made.usage),
    }
