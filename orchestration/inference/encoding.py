"""Embeddings, rankings and tokens in the form of tasks: the validated input, the result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orchestration.inference.ports import (
    EmbeddingRequest,
    Embeddings,
    Encoder,
    Progress,
    Ranking,
    RerankRequest,
    StopSignal,
    TokenizeRequest,
    Tokens,
)
from orchestration.inference.wire import conversation
from orchestration.registry.spec import ModelSpec

Values = Mapping[str, Any]


def encode(
    kind: str,
    model: ModelSpec,
    values: Values,
    encoder: Encoder,
    *,
    priority: int,
    stop: StopSignal,
    progress: Progress,
) -> dict[str, Any]:
    """Do what a validated input of the kind embedding, rerank or tokenize asks for.

    Raises:
        Interrupted: The stop signal was set.
        SwitchyardError: The request was refused or the engine failed.
    """
    if kind == "embedding":
        embedding = embedding_request(model, values, priority)
        return embedding_result(model, encoder.embed(embedding, stop=stop, progress=progress))
    if kind == "rerank":
        rerank = rerank_request(model, values, priority)
        return rerank_result(model, encoder.rerank(rerank, stop=stop, progress=progress))
    tokens = encoder.tokenize(
        tokenize_request(model, values, priority), stop=stop, progress=progress
    )
    return tokenize_result(model, tokens, ids=values["ids"])


def embedding_request(model: ModelSpec, values: Values, priority: int) -> EmbeddingRequest:
    """Return what an input of the kind embedding asks for."""
    return EmbeddingRequest(
        model=model,
        texts=tuple(values["texts"]),
        normalize=values.get("normalize"),
        priority=priority,
        dimensions=values.get("dimensions"),
        truncate=values.get("truncate"),
        input_type=values.get("input_type"),
    )


def rerank_request(model: ModelSpec, values: Values, priority: int) -> RerankRequest:
    """Return what an input of the kind rerank asks for."""
    return RerankRequest(
        model=model,
        query=values["query"],
        documents=tuple(values["documents"]),
        top_n=values.get("top_n"),
        priority=priority,
        truncate=values.get("truncate"),
    )


def tokenize_request(model: ModelSpec, values: Values, priority: int) -> TokenizeRequest:
    """Return what an input of the kind tokenize asks for.

    Raises:
        UserError: The arguments of a tool call are no JSON object.
    """
    return TokenizeRequest(
        model=model,
        texts=tuple(values.get("texts", ())),
        special=values["special"],
        priority=priority,
        turns=conversation(values.get("messages", ())),
        tools=tuple(values.get("tools", ())),
    )


def embedding_result(model: ModelSpec, made: Embeddings) -> dict[str, Any]:
    """Return the result of the kind embedding."""
    return {
        "embeddings": made.vectors,
        "dimensions": made.dimensions,
        "model": model.name,
        "usage": _usage(made.prompt_tokens),
        "truncated": list(made.truncated),
    }


def rerank_result(model: ModelSpec, made: Ranking) -> dict[str, Any]:
    """Return the result of the kind rerank."""
    return {
        "results": [{"index": each.index, "score": each.score} for each in made.results],
        "model": model.name,
        "usage": _usage(made.prompt_tokens),
        "truncated": list(made.truncated),
    }


def tokenize_result(model: ModelSpec, made: Tokens, *, ids: bool) -> dict[str, Any]:
    """Return the result of the kind tokenize."""
    counted = {"counts": made.counts, "total": sum(made.counts), "model": model.name}
    return {**counted, "ids": [list(each) for each in made.ids]} if ids else counted


def _usage(tokens: int) -> dict[str, int]:
    return {"prompt_tokens": tokens, "total_tokens": tokens}
