"""OpenAI's paths, and who answers them in this process."""

from django.http import HttpResponse
from starlette.routing import Route

from api.gateway.exchange import Exchange, Handler
from api.gateway.hub import Hub
from api.gateway.openai.batches import BatchPaths
from api.gateway.openai.catalogue import StoredCatalogue
from api.gateway.openai.desk import Desk
from api.gateway.openai.encodings import EncodingPaths
from api.gateway.openai.endpoint import OpenAIEndpoint
from api.gateway.openai.files import FilePaths
from api.gateway.openai.local import LocalTexts
from api.gateway.openai.models import ModelPaths
from api.gateway.openai.ports import Answerers
from api.gateway.openai.responses.paths import ResponsePaths
from api.gateway.openai.routed import RoutedTexts
from api.gateway.openai.routed_vectors import RoutedVectors
from api.gateway.openai.sourced import SourcedTexts
from api.gateway.openai.stores.batches import StoreBatchPaths
from api.gateway.openai.stores.files import StoreFilePaths
from api.gateway.openai.stores.paths import StorePaths
from api.gateway.openai.stores.search import StoreSearch
from api.gateway.openai.texts import TextPaths
from api.gateway.openai.vectors import LocalRankings, LocalVectors
from orchestration.ephemeral.aio import AsyncCalls

BASE = "/v1"


def answerers(hub: Hub, calls: AsyncCalls, desk: Desk, context: int) -> Answerers:
    """Return who serves every port in this process; `context` is the most tokens of a window."""
    routed = RoutedTexts(hub, desk, LocalTexts(hub))
    return Answerers(
        texts=SourcedTexts(hub, calls, desk, routed, context=context),
        vectors=RoutedVectors(hub, desk, LocalVectors(hub, calls)),
        rankings=LocalRankings(hub, calls),
        catalogue=StoredCatalogue(hub),
    )


def openai_routes(hub: Hub, who: Answerers, calls: AsyncCalls) -> list[Route]:
    """Return the routes."""
    models = ModelPaths(hub, who.catalogue)
    texts = TextPaths(hub, who.texts)
    encodings = EncodingPaths(hub, who.vectors, who.rankings)
    responses = ResponsePaths(hub, who.texts)
    return [
        _route("/chat/completions", "POST", texts.chat),
        _route("/models", "GET", models.all),
        _route("/models/{model:path}", "GET", models.one),
        _route("/completions", "POST", texts.completion),
        _route("/responses", "POST", responses.create),
        _shared("/responses/{response_id}", GET=responses.get, DELETE=responses.delete),
        _route("/responses/{response_id}/cancel", "POST", responses.cancel),
        _route("/responses/{response_id}/input_items", "GET", responses.inputs),
        _route("/embeddings", "POST", encodings.embed),
        _route("/rerank", "POST", encodings.rerank),
        *_file_routes(hub),
        *_batch_routes(hub),
        *_store_routes(hub, calls),
    ]


def _file_routes(hub: Hub) -> list[Route]:
    files = FilePaths(hub)
    return [
        _shared("/files", GET=files.all, POST=files.upload),
        _shared("/files/{file}", GET=files.one, DELETE=files.delete),
        _route("/files/{file}/content", "GET", files.content),
    ]


def _batch_routes(hub: Hub) -> list[Route]:
    batches = BatchPaths(hub)
    return [
        _shared("/batches", GET=batches.all, POST=batches.create),
        _route("/batches/{batch}", "GET", batches.one),
        _route("/batches/{batch}/cancel", "POST", batches.cancel),
    ]


def _store_routes(hub: Hub, calls: AsyncCalls) -> list[Route]:
    stores, files, batches = StorePaths(hub), StoreFilePaths(hub), StoreBatchPaths(hub)
    base = "/vector_stores"
    one, of_batch = f"{base}/{{store}}", f"{base}/{{store}}/file_batches/{{batch}}"
    file = f"{one}/files/{{file}}"
    return [
        _route(f"{one}/search", "POST", StoreSearch(hub, calls).search),
        _shared(base, GET=stores.all, POST=stores.create),
        _shared(one, GET=stores.one, POST=stores.change, DELETE=stores.delete),
        _shared(f"{one}/files", GET=files.all, POST=files.add),
        _shared(file, GET=files.one, POST=files.change, DELETE=files.delete),
        _route(f"{file}/content", "GET", files.content),
        _route(f"{one}/file_batches", "POST", batches.create),
        _route(of_batch, "GET", batches.one),
        _route(f"{of_batch}/cancel", "POST", batches.cancel),
        _route(f"{of_batch}/files", "GET", batches.files),
    ]


def _route(path: str, method: str, handler: Handler) -> Route:
    return Route(BASE + path, OpenAIEndpoint(handler), methods=[method])


def _shared(path: str, **handlers: Handler) -> Route:
    """Return one route for several methods, so that a wrong one is told of all of them."""

    async def handle(exchange: Exchange) -> HttpResponse | None:
        method = exchange.request.method or ""
        return await handlers["GET" if method == "HEAD" else method](exchange)

    return Route(BASE + path, OpenAIEndpoint(handle), methods=list(handlers))
