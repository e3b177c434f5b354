"""Embeds, ranks and tokenizes in a child process; serves the `Encoder` port."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from orchestration.errors import ModelError, ModelUnavailable
from orchestration.inference.client import Caller, EngineClient
from orchestration.inference.messages import (
    EmbedBody,
    EngineOptions,
    RankBody,
    Scores,
    TokenizeBody,
)
from orchestration.inference.ports import (
    EmbeddingRequest,
    Embeddings,
    Progress,
    Ranked,
    Ranking,
    RerankRequest,
    StopSignal,
    TokenizeRequest,
    Tokens,
)
from orchestration.registry.parameters import check_dimensions, encoding_of
from orchestration.registry.places import locate
from orchestration.registry.spec import ModelSpec


class LocalEncoder:
    """Many requests share the engine's process; see `orchestration.inference.vectors`."""

    def __init__(self, options: EngineOptions, folders: Sequence[Path] = ()) -> None:
        """Start nothing yet.

        Args:
            options: How the child is set up.
            folders: Where models with a relative location are looked up.
        """
        self.client = EngineClient("vectors", options)
        self._folders = tuple(folders)

    def embed(
        self, request: EmbeddingRequest, *, stop: StopSignal, progress: Progress
    ) -> Embeddings:
        """See `Embedder`."""
        answer = self.client.call(embed_body(request, self._folders), Caller(stop, progress))
        if not isinstance(answer, Embeddings):
            raise ModelError("The engine answered something else than vectors.")
        return answer

    def rerank(self, request: RerankRequest, *, stop: StopSignal, progress: Progress) -> Ranking:
        """See `Reranker`."""
        answer = self.client.call(rank_body(request, self._folders), Caller(stop, progress))
        if not isinstance(answer, Scores):
            raise ModelError("The engine answered something else than scores.")
        return ranking(answer, request.top_n)

    def tokenize(self, request: TokenizeRequest, *, stop: StopSignal, progress: Progress) -> Tokens:
        """See `Tokenizer`."""
        body = TokenizeBody(
            model=request.model,
            path=str(locate(request.model, self._folders)),
            texts=request.texts,
            special=request.special,
            priority=request.priority,
            turns=request.turns,
            tools=request.tools,
        )
        answer = self.client.call(body, Caller(stop, progress))
        if not isinstance(answer, Tokens):
            raise ModelError("The engine answered something else than tokens.")
        return answer

    def close(self) -> None:
        """See `Encoder`."""
        self.client.close()


def embed_body(request: EmbeddingRequest, folders: Sequence[Path]) -> EmbedBody:
    """Fill in defaults and find the files.

    Raises:
        ModelUnavailable: The model makes no vectors, or is not on this machine.
        UserError: The request or the model's registration asks for what cannot be.
    """
    model = request.model
    _must_be(model, "embedding")
    settings = encoding_of(model)
    normalize = settings.normalize if request.normalize is None else request.normalize
    dimensions = request.dimensions or settings.dimensions or 0
    check_dimensions(model, dimensions)
    prompt = settings.prompt(request.input_type)
    return EmbedBody(
        model=model,
        path=str(locate(model, folders)),
        texts=tuple(prompt + text for text in request.texts) if prompt else request.texts,
        normalize=normalize,
        priority=request.priority,
        dimensions=dimensions,
        truncate=request.truncate or settings.truncate,
        pooling=settings.pooling,
    )


def rank_body(request: RerankRequest, folders: Sequence[Path]) -> RankBody:
    """Fill in defaults and find the files; raises as `embed_body` does."""
    _must_be(request.model, "rerank")
    settings = encoding_of(request.model)
    before = settings.prompt("document")
    return RankBody(
        model=request.model,
        path=str(locate(request.model, folders)),
        query=settings.prompt("query") + request.query,
        documents=tuple(before + each for each in request.documents),
        priority=request.priority,
        truncate=request.truncate or settings.truncate,
    )


def ranking(scores: Scores, top_n: int | None) -> Ranking:
    """Return documents by their score, the best first; those with the same keep their order."""
    order = sorted(range(len(scores.values)), key=lambda index: -scores.values[index])
    best = tuple(Ranked(index, scores.values[index]) for index in order[:top_n])
    return Ranking(best, scores.prompt_tokens, scores.truncated)


def _must_be(model: ModelSpec, task: str) -> None:
    if model.task != task:
        raise ModelUnavailable(
            f"The model {model.name} serves the task {model.task}, not {task}.",
            field="model",
            value=model.name,
            mend=f"Choose a model for the task {task}.",
        )
