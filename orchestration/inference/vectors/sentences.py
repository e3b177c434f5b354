"""Models in the format of sentence-transformers: embedders, and cross-encoders that rank.

The model's folder must be on this machine: the hub is switched off in the child's environment.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from sentence_transformers import CrossEncoder, SentenceTransformer

from orchestration.errors import EngineUnavailable, ModelUnavailable
from orchestration.inference.child import thread_count
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import Truncation
from orchestration.inference.vectors.encoder import BUDGET, Input, Prepared
from orchestration.inference.vectors.threads import Threads
from orchestration.registry.spec import ModelSpec

ROWS = {"cpu": 32, "gpu": 256}
UNREADABLE = (OSError, ValueError, KeyError, RuntimeError, TypeError, AttributeError)
"""What the libraries raise when a folder is not what they expect."""


def device_of(options: EngineOptions) -> str:
    """Return torch's name of the device.

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
    return "cuda" if options.device == "gpu" else "cpu"


class SentenceEncoder(ABC):
    """What embedders and rankers have in common."""

    _before = ""
    """What the library puts before each text: it is read, so it counts."""

    def __init__(self, model: Any, options: EngineOptions, spec: ModelSpec) -> None:
        """Wrap a model that is loaded; it reads what its folder says, or its registration."""
        self._model = model
        self._gpu = options.device == "gpu"
        self._threads = Threads(thread_count(options))
        self._tokenizer = model.tokenizer
        self._limit = min(spec.context_length, int(model.max_seq_length or spec.context_length))
        model.max_seq_length = self._limit
        self.budget = BUDGET[options.device]
        self.rows = ROWS[options.device]

    @property
    def reads(self) -> int:
        """See `Encoder`."""
        return self._limit

    def prepare(self, inputs: Sequence[Input], truncate: Truncation) -> list[Prepared]:
        """See `Encoder`; the library cuts by itself while it reads."""
        lengths = self._lengths(inputs)
        side = "left" if truncate == "left" else "right"
        return [
            Prepared((each, side), length, min(length, self._limit))
            for each, length in zip(inputs, lengths, strict=True)
        ]

    def _lengths(self, inputs: Sequence[Input]) -> list[int]:
        firsts = [self._before + (each if isinstance(each, str) else each[0]) for each in inputs]
        seconds = None if isinstance(inputs[0], str) else [each[1] for each in inputs]
        found: Any = self._tokenizer(firsts, seconds, truncation=False, verbose=False)
        return [len(each) for each in found["input_ids"]]

    def run(self, batch: Sequence[Prepared]) -> list[list[float]]:
        """See `Encoder`."""
        tokens = sum(each.cost for each in batch)
        threads = self._threads.choose(tokens)
        torch.set_num_threads(threads)
        self._tokenizer.truncation_side = batch[0].content[1]
        began = time.perf_counter()
        rows: list[list[float]] = self._computed([each.content[0] for each in batch]).tolist()
        self._threads.note(threads, tokens, time.perf_counter() - began)
        return rows

    @abstractmethod
    def _computed(self, inputs: list[Any]) -> Any:
        """Return an array with a row for each input."""

    def tokens(self, texts: Sequence[str], *, special: bool) -> list[tuple[int, ...]]:
        """See `Encoder`."""
        found: Any = self._tokenizer(
            list(texts), truncation=False, verbose=False, add_special_tokens=special
        )
        return [tuple(each) for each in found["input_ids"]]

    def close(self) -> None:
        """Free GPU memory at once; on the CPU dropping the reference does it."""
        if self._gpu:
            self._model.to("cpu")
            torch.cuda.empty_cache()


class SentenceEmbedder(SentenceEncoder):
    """A `SentenceTransformer`."""

    def __init__(self, spec: ModelSpec, path: str, options: EngineOptions) -> None:
        """Load it.

        Raises:
            EngineUnavailable: The device is not there.
            ModelUnavailable: The folder is not complete, or not what is registered.
        """
        device = device_of(options)
        try:
            model = SentenceTransformer(path, device=device, local_files_only=True)
        except UNREADABLE as error:
            raise not_loadable(spec, path, str(error)) from error
        dimensions = model.get_embedding_dimension()
        if spec.dimensions not in (None, dimensions):
            why = f"it makes {dimensions} dimensions, registered are {spec.dimensions}"
            raise not_loadable(spec, path, why)
        super().__init__(model, options, spec)
        self._before = model.prompts.get(model.default_prompt_name or "") or ""

    def _computed(self, inputs: list[Any]) -> Any:
        return self._model.encode(
            inputs, batch_size=len(inputs), convert_to_numpy=True, show_progress_bar=False
        )


class SentenceComparer(SentenceEmbedder):
    """An embedder that ranks: a document's score is the cosine of its vector and the query's.

    What has no direction, a vector of zeros, is like nothing: its score is 0.
    """

    def prepare(self, inputs: Sequence[Input], truncate: Truncation) -> list[Prepared]:
        """See `Encoder`; query and document are read, and cut, each by itself."""
        texts = list(dict.fromkeys(text for pair in inputs for text in pair))
        made = dict(zip(texts, super().prepare(texts, truncate), strict=True))
        return [_together(pair, made[pair[0]], made[pair[1]]) for pair in inputs]

    def _computed(self, inputs: list[Any]) -> Any:
        texts = list(dict.fromkeys(text for pair in inputs for text in pair))
        rows = dict(zip(texts, super()._computed(texts), strict=True))
        queries = np.stack([rows[query] for query, _ in inputs])
        documents = np.stack([rows[document] for _, document in inputs])
        lengths = np.linalg.norm(queries, axis=1) * np.linalg.norm(documents, axis=1)
        likeness = (queries * documents).sum(axis=1) / np.where(lengths == 0, 1, lengths)
        return likeness.clip(-1, 1).reshape(-1, 1)  # a rounded cosine may pass them


def _together(pair: Input, query: Prepared, document: Prepared) -> Prepared:
    _, side = document.content
    length, cost = query.length + document.length, query.cost + document.cost
    return Prepared((pair, side), length, cost)


class SentenceRanker(SentenceEncoder):
    """A `CrossEncoder` with one score for each pair."""

    def __init__(self, spec: ModelSpec, path: str, options: EngineOptions) -> None:
        """Load it; raises as `SentenceEmbedder` does."""
        device = device_of(options)
        try:
            model = CrossEncoder(path, device=device, local_files_only=True)
        except UNREADABLE as error:
            raise not_loadable(spec, path, str(error)) from error
        if model.num_labels != 1:
            raise not_loadable(spec, path, f"it has {model.num_labels} labels, a ranker has one")
        super().__init__(model, options, spec)

    def _computed(self, inputs: list[Any]) -> Any:
        scores = self._model.predict(
            inputs, batch_size=len(inputs), convert_to_numpy=True, show_progress_bar=False
        )
        return scores.reshape(-1, 1)


def not_loadable(spec: ModelSpec, path: str, why: str) -> ModelUnavailable:
    """Return the error for a folder that is no model."""
    return ModelUnavailable(
        f"sentence-transformers cannot load the model {spec.name}: {why}.",
        field="location",
        value=path,
        mend="Check that the folder is complete and matches its registration.",
    )
