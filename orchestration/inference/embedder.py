"""Makes vectors with sentence-transformers in a child process; serves the `Embedder` port."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from orchestration.errors import ModelError, ModelUnavailable
from orchestration.inference.client import Caller, EngineClient, Onlooker
from orchestration.inference.messages import EmbedBody, EngineOptions
from orchestration.inference.ports import EmbeddingRequest, Embeddings, Progress, StopSignal
from orchestration.inference.turnstile import Turnstile
from orchestration.registry.places import locate


class SentenceEmbedder:
    """One request at a time, the most urgent first."""

    def __init__(self, options: EngineOptions, folders: Sequence[Path] = ()) -> None:
        """Start nothing yet.

        Args:
            options: How the child is set up.
            folders: Where models with a relative location are looked up.
        """
        self.client = EngineClient("sentence", options)
        self._folders = tuple(folders)
        self._turnstile = Turnstile()

    def embed(
        self, request: EmbeddingRequest, *, stop: StopSignal, progress: Progress
    ) -> Embeddings:
        """See `Embedder`."""
        body = embed_body(request, self._folders)
        caller = Caller(stop, progress)
        with self._turnstile.turn(request.priority, Onlooker(self.client, caller)):
            answer = self.client.call(body, caller)
        if not isinstance(answer, Embeddings):
            raise ModelError("The engine answered something else than vectors.")
        return answer

    def close(self) -> None:
        """See `Embedder`."""
        self.client.close()


def embed_body(request: EmbeddingRequest, folders: Sequence[Path]) -> EmbedBody:
    """Find the model's folder.

    Raises:
        ModelUnavailable: The model is of another format, or not on this machine.
    """
    model = request.model
    if model.format != "sentence-transformers":
        raise ModelUnavailable(
            f"The model {model.name} has the format {model.format}, not one that embeds.",
            field="model",
            value=model.name,
            mend="Choose an embedding model in sentence-transformers format.",
        )
    path = str(locate(model, folders))
    return EmbedBody(model=model, path=path, texts=request.texts, normalize=request.normalize)
