"""Makes a loaded model of a request, with the library that its format and task need."""

from __future__ import annotations

from pathlib import Path

from orchestration.errors import ModelUnavailable
from orchestration.inference.messages import EmbedBody, EncoderBody, EngineOptions, TokenizeBody
from orchestration.inference.vectors.encoder import Encoder
from orchestration.registry.describe import is_cross_encoder
from orchestration.registry.spec import ModelSpec

VOCABULARY = "vocabulary"


def key_of(body: EncoderBody) -> str:
    """Return what two requests share that are served by the same loaded model."""
    pooling = body.pooling if isinstance(body, EmbedBody) else _pooling(body.model)
    return f"{body.path}:{body.model.checksum}:{role_of(body)}:{pooling}"


def role_of(body: EncoderBody) -> str:
    """Return what the model is loaded for: of a GGUF file the tokenizer can be had alone."""
    if isinstance(body, TokenizeBody) and body.model.format == "gguf":
        return VOCABULARY
    return body.model.task


def _pooling(model: ModelSpec) -> str:
    return str(model.parameters.get("pooling", ""))


def load(body: EncoderBody, options: EngineOptions) -> Encoder:
    """Load a model; takes seconds.

    Raises:
        EngineUnavailable: A GPU is asked for and the library sees none.
        ModelUnavailable: It cannot be loaded, or is not what is registered.
    """
    role, model = role_of(body), body.model
    # Each library takes a second or more to import, and most processes need only one of them.
    if model.format == "gguf":
        from orchestration.inference.vectors import gguf

        if role == VOCABULARY:
            return gguf.Vocabulary(model, body.path)
        if role == "rerank":
            return gguf.GgufRanker(model, body.path, options)
        pooling = body.pooling if isinstance(body, EmbedBody) else _pooling(model)
        return gguf.GgufEmbedder(model, body.path, options, pooling)
    from orchestration.inference.vectors import sentences

    if role == "rerank" and is_cross_encoder(Path(body.path)):
        return sentences.SentenceRanker(model, body.path, options)
    if role == "rerank":
        return sentences.SentenceComparer(model, body.path, options)
    if role == "embedding":
        return sentences.SentenceEmbedder(model, body.path, options)
    raise ModelUnavailable(
        f"The model {model.name} of format {model.format} does not serve the task {model.task}.",
        field="model",
        value=model.name,
        mend="Register it as an embedding or a rerank model.",
    )
