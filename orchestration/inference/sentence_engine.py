"""sentence-transformers. Runs in the child process only.

Texts go through the model in chunks, so that a stop is obeyed between them and
progress is reported. The model's folder must be on this machine: the hub is
switched off in the child's environment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, NoReturn

import torch
from sentence_transformers import SentenceTransformer

from orchestration.errors import EngineUnavailable, ModelUnavailable
from orchestration.inference.child import Control, serve_in_turn, thread_count
from orchestration.inference.messages import EmbedBody, EngineOptions
from orchestration.inference.ports import Embeddings
from orchestration.inference.resident import Residents

CHUNK = 32


def serve(pipe: Connection[Any, Any], options: EngineOptions) -> NoReturn:
    """Answer requests one after the other until the parent closes the pipe."""
    serve_in_turn(pipe, SentenceEngine, options)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model in memory, under its name."""

    name: str
    model: SentenceTransformer


class SentenceEngine:
    """Loads embedding models on demand and embeds with them."""

    def __init__(self, options: EngineOptions) -> None:
        """Check the device.

        Raises:
            EngineUnavailable: A GPU is asked for and torch sees none.
        """
        if options.device == "gpu" and not torch.cuda.is_available():
            raise EngineUnavailable(
                "torch sees no GPU.",
                field="device",
                value=options.device,
                mend="Install torch built for your GPU, or start the worker on the CPU.",
            )
        torch.set_num_threads(thread_count(options))
        self._device = "cuda" if options.device == "gpu" else "cpu"
        self._residents: Residents[Loaded] = Residents(options.resident_models, self._unload)

    @property
    def resident(self) -> tuple[str, ...]:
        """Return the models that are loaded, the most recently used last."""
        return tuple(each.name for each in self._residents.models())

    def serve(self, body: EmbedBody, control: Control) -> Embeddings:
        """Embed the texts; see `Engine`."""
        key = f"{body.path}:{body.model.checksum}"
        model = self._residents.get(key, lambda: self._load(body, control)).model
        lengths = token_lengths(model, body.texts, control)
        limit = int(model.max_seq_length or max(lengths))
        vectors: list[list[float]] = []
        for chunk in chunks(body.texts):
            control.check()
            vectors += embed(model, chunk, normalize=body.normalize)
            control.moved()
        return Embeddings(
            vectors=vectors,
            dimensions=len(vectors[0]),
            prompt_tokens=sum(min(length, limit) for length in lengths),
            truncated=tuple(at for at, length in enumerate(lengths) if length > limit),
        )

    def _load(self, body: EmbedBody, control: Control) -> Loaded:
        with control.busy():
            try:
                model = SentenceTransformer(body.path, device=self._device, local_files_only=True)
            except (OSError, ValueError, KeyError, RuntimeError) as error:
                raise _not_loadable(body, str(error)) from error
        dimensions = model.get_embedding_dimension()
        if dimensions != body.model.dimensions:
            raise _not_loadable(
                body, f"it makes {dimensions} dimensions, registered are {body.model.dimensions}"
            )
        return Loaded(body.model.name, model)

    def _unload(self, loaded: Loaded) -> None:
        """Free GPU memory at once; on the CPU dropping the reference does it."""
        if self._device == "cuda":
            loaded.model.to("cpu")
            torch.cuda.empty_cache()


def _not_loadable(body: EmbedBody, why: str) -> ModelUnavailable:
    return ModelUnavailable(
        f"sentence-transformers cannot load the model {body.model.name}: {why}.",
        field="location",
        value=body.path,
        mend="Check that the folder is complete and matches its registration.",
    )


def chunks(texts: tuple[str, ...]) -> Iterator[list[str]]:
    """Yield the texts, 32 at a time."""
    for start in range(0, len(texts), CHUNK):
        yield list(texts[start : start + CHUNK])


def token_lengths(
    model: SentenceTransformer, texts: tuple[str, ...], control: Control
) -> list[int]:
    """Return how many tokens each text has, before truncation."""
    lengths: list[int] = []
    for chunk in chunks(texts):
        control.check()
        tokens: Any = model.tokenizer(chunk, truncation=False, verbose=False)
        lengths += [len(each) for each in tokens["input_ids"]]
        control.moved()
    return lengths


def embed(model: SentenceTransformer, texts: list[str], *, normalize: bool) -> list[list[float]]:
    """Return vectors; nine digits keep single precision exactly and halve the JSON."""
    rows = model.encode(
        texts,
        batch_size=CHUNK,
        normalize_embeddings=normalize,
        convert_to_numpy=True,
        show_progress_bar=False,
    )
    return [[float(f"{number:.9g}") for number in row] for row in rows.tolist()]
