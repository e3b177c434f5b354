"""Models in GGUF format: embedders, rankers, and tokenizers without a model.

Native code dies of many wrong arguments, so each is checked before. All inputs of one pass are
read by one call, each as a sequence of its own; an encoder must get them in one piece, hence
`n_ubatch` is as large as the pass.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import llama_cpp
import numpy as np

from orchestration.errors import ModelError, ModelUnavailable
from orchestration.inference.batching.conversation import Conversations
from orchestration.inference.batching.native import marks_of
from orchestration.inference.batching.offloading import check_device, offload
from orchestration.inference.child import thread_count
from orchestration.inference.device import placement_of
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import Message, Truncation
from orchestration.inference.vectors.encoder import (
    BUDGET,
    Input,
    Prepared,
    most_tokens,
    reads_of,
)
from orchestration.inference.vectors.threads import Threads
from orchestration.registry.gguf import GgufHeader, read_header
from orchestration.registry.spec import ModelSpec

ROWS = 64
RANK_TEMPLATE = b"rerank"
POOLINGS = {
    "mean": llama_cpp.LLAMA_POOLING_TYPE_MEAN,
    "cls": llama_cpp.LLAMA_POOLING_TYPE_CLS,
    "last": llama_cpp.LLAMA_POOLING_TYPE_LAST,
}
Handle: TypeAlias = Any

_quiet = llama_cpp.llama_log_callback(lambda _level, _text, _data: None)
llama_cpp.llama_log_set(_quiet, ctypes.c_void_p(0))


class Vocabulary:
    """A GGUF file's tokenizer, without its weights."""

    reads = budget = rows = 0

    def __init__(self, spec: ModelSpec, path: str) -> None:
        """Load it.

        Raises:
            ModelUnavailable: The file is no complete model.
        """
        self._name = spec.name
        self._template = read_header(Path(path)).chat_template
        self._model = _loaded(spec, path, vocabulary_only=True)
        self._split = Splitter(self._model)

    def prepare(self, inputs: Sequence[Input], truncate: Truncation) -> list[Prepared]:
        """Refuse: there is nothing to read with."""
        del inputs, truncate
        raise ModelError("A tokenizer reads nothing.")

    def run(self, batch: Sequence[Prepared]) -> list[list[float]]:
        """Refuse: there is nothing to read with."""
        del batch
        raise ModelError("A tokenizer reads nothing.")

    def tokens(self, texts: Sequence[str], *, special: bool) -> list[tuple[int, ...]]:
        """See `Encoder`."""
        return [tuple(self._split(text, special=special)) for text in texts]

    def turns(
        self, turns: Sequence[Message], tools: Sequence[Mapping[str, Any]]
    ) -> tuple[int, ...]:
        """See `ReadsTurns`; the same tokens as those of a prompt that is answered."""
        pieces = self._conversations.pieces(self._name, turns, tools)
        text = "".join(piece for piece in pieces if isinstance(piece, str))
        return tuple(self._split(text, special=False, named=True))

    @cached_property
    def _conversations(self) -> Conversations:
        """The template is read when the first conversation comes: most who count have texts."""
        return Conversations(self._template, marks_of(self._split.vocabulary))

    def close(self) -> None:
        """See `Encoder`."""
        llama_cpp.llama_model_free(self._model)


class Splitter:
    """Turns texts into tokens. Names of control tokens in a text are text, nothing else."""

    def __init__(self, model: Handle) -> None:
        """Read what the model puts around a text."""
        self.vocabulary = llama_cpp.llama_model_get_vocab(model)
        self.size = int(llama_cpp.llama_vocab_n_tokens(self.vocabulary))
        bare, full = self("a", special=False), self("a", special=True)
        starts = (at for at in range(len(full)) if full[at : at + len(bare)] == bare)
        at = next(starts, 0)
        self.before, self.after = full[:at], full[at + len(bare) :]

    def __call__(self, text: str, *, special: bool, named: bool = False) -> list[int]:
        """Return a text's tokens; `special` adds those at its ends, `named` reads control names."""
        raw = text.encode()
        most = len(raw) + 8
        while True:
            buffer = (llama_cpp.llama_token * most)()
            count = llama_cpp.llama_tokenize(
                self.vocabulary, raw, len(raw), buffer, most, special, named
            )
            if count >= 0:
                return list(buffer[:count])
            most = -count

    def cut(self, tokens: list[int], most: int, truncate: Truncation) -> list[int]:
        """Return tokens with what the model puts around them, at most so many."""
        room = max(0, most - len(self.before) - len(self.after))
        kept = tokens[len(tokens) - room :] if truncate == "left" else tokens[:room]
        return [*self.before, *kept, *self.after]


class GgufEncoder:
    """A model that reads several inputs in one call and has one result for each."""

    def __init__(
        self, spec: ModelSpec, path: str, options: EngineOptions, pooling: int, wide: int
    ) -> None:
        """Load it.

        Args:
            spec: The model.
            path: Its file.
            options: The device and its limits.
            pooling: llama.cpp's number of how one result is made of many.
            wide: Numbers of one result.

        Raises:
            EngineUnavailable: A GPU is asked for and llama.cpp knows none.
            ModelUnavailable: The file is no complete model, or memory does not suffice.
        """
        check_device(options)
        self.reads = reads_of(spec, options)
        self.budget = BUDGET[options.device]
        self.rows = ROWS
        self._most = most_tokens(spec, options)
        self._wide = wide
        self._threads = Threads(thread_count(options))
        self._model = _loaded(spec, path, gpus=options.visible_gpus)
        self._context = self._made(spec, options, pooling)
        self._memory = llama_cpp.llama_get_memory(self._context)
        self._batch = llama_cpp.llama_batch_init(self._most, 0, 1)
        self._split = Splitter(self._model)

    def _made(self, spec: ModelSpec, options: EngineOptions, pooling: int) -> Handle:
        wanted = llama_cpp.llama_context_default_params()
        wanted.n_ctx = wanted.n_batch = wanted.n_ubatch = self._most
        wanted.n_seq_max = ROWS
        wanted.embeddings = True
        wanted.pooling_type = pooling
        wanted.kv_unified = True
        wanted.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED  # it rounds more
        context = llama_cpp.llama_init_from_model(self._model, wanted)
        if not context:
            llama_cpp.llama_model_free(self._model)
            raise _not_loadable(spec, f"no context of {self._most} tokens can be made")
        return context

    def prepare(self, inputs: Sequence[Input], truncate: Truncation) -> list[Prepared]:
        """See `Encoder`."""
        return [self._prepared(each, truncate) for each in inputs]

    def _prepared(self, each: Input, truncate: Truncation) -> Prepared:
        tokens = self._split(str(each), special=False)
        length = len(tokens) + len(self._split.before) + len(self._split.after)
        kept = self._split.cut(tokens, self.reads, truncate)
        return Prepared(kept, length, len(kept))

    def run(self, batch: Sequence[Prepared]) -> list[list[float]]:
        """See `Encoder`."""
        self._fill([each.content for each in batch])
        tokens = sum(each.cost for each in batch)
        threads = self._threads.choose(tokens)
        llama_cpp.llama_set_n_threads(self._context, threads, threads)
        if self._memory:
            llama_cpp.llama_memory_clear(self._memory, False)  # noqa: FBT003 - takes no names
        began = time.perf_counter()
        code = llama_cpp.llama_decode(self._context, self._batch)
        self._threads.note(threads, tokens, time.perf_counter() - began)
        if code:
            raise ModelError(f"llama.cpp could not read the texts: it returned {code}.")
        return [self._result(row) for row in range(len(batch))]

    def _fill(self, inputs: Sequence[list[int]]) -> None:
        """Write all inputs into the batch, after checking what native code would die of."""
        total = sum(map(len, inputs))
        if not 1 <= total <= self._most or len(inputs) > self.rows or not all(inputs):
            raise ModelError(f"{len(inputs)} texts of {total} tokens do not fit one pass.")
        at = 0
        for row, tokens in enumerate(inputs):
            for position, token in enumerate(tokens):
                if not 0 <= token < self._split.size:
                    raise ModelError(f"The model has no token {token}.")
                self._batch.token[at] = token
                self._batch.pos[at] = position
                self._batch.n_seq_id[at] = 1
                self._batch.seq_id[at][0] = row
                self._batch.logits[at] = True
                at += 1
        self._batch.n_tokens = total

    def _result(self, row: int) -> list[float]:
        found = llama_cpp.llama_get_embeddings_seq(self._context, row)
        if not found:
            raise ModelError("llama.cpp made nothing of a text.")
        return list(np.ctypeslib.as_array(found, (self._wide,)).astype(float))

    def tokens(self, texts: Sequence[str], *, special: bool) -> list[tuple[int, ...]]:
        """See `Encoder`."""
        return [tuple(self._split(text, special=special)) for text in texts]

    def close(self) -> None:
        """See `Encoder`."""
        llama_cpp.llama_batch_free(self._batch)
        llama_cpp.llama_free(self._context)
        llama_cpp.llama_model_free(self._model)


class GgufEmbedder(GgufEncoder):
    """One vector for each text."""

    def __init__(self, spec: ModelSpec, path: str, options: EngineOptions, pooling: str) -> None:
        """Load it; `pooling` is empty for what the file says. Raises as `GgufEncoder` does."""
        header = read_header(Path(path))
        wide = header.vector_length or 0
        if wide != spec.dimensions:
            why = f"it makes {wide} dimensions, registered are {spec.dimensions}"
            raise _not_loadable(spec, why)
        super().__init__(spec, path, options, _pooling(spec, header, pooling), wide)
        made = llama_cpp.llama_model_n_embd_out(self._model)
        if made != wide:  # what lies behind a shorter vector is not ours to read
            self.close()
            raise _not_loadable(spec, f"it makes {made} dimensions, its header says {wide}")


class GgufRanker(GgufEncoder):
    """One score for each query with a document."""

    def __init__(self, spec: ModelSpec, path: str, options: EngineOptions) -> None:
        """Load it; raises as `GgufEncoder` does."""
        if not read_header(Path(path)).ranks:
            raise _not_loadable(spec, "it has no head that ranks")
        super().__init__(spec, path, options, llama_cpp.LLAMA_POOLING_TYPE_RANK, wide=1)
        template = llama_cpp.llama_model_chat_template(self._model, RANK_TEMPLATE)
        self._template: str | None = template.decode() if template else None
        self._between = self._separator()

    def _separator(self) -> list[int]:
        """Return what stands between query and document: the first one's end, the second's begin.

        As llama.cpp's own server writes it: begin, query, end, separator, document, end.
        """
        vocabulary = self._split.vocabulary
        separator, end = (
            llama_cpp.llama_vocab_sep(vocabulary),
            llama_cpp.llama_vocab_eos(vocabulary),
        )
        found: list[int] = []
        if llama_cpp.llama_vocab_get_add_eos(vocabulary):
            found.append(end if end >= 0 else separator)
        if llama_cpp.llama_vocab_get_add_sep(vocabulary):
            found.append(separator)
        return [token for token in found if token >= 0]

    def _prepared(self, each: Input, truncate: Truncation) -> Prepared:
        query, document = each if isinstance(each, tuple) else ("", each)
        before, after = self._around(query)
        tokens = self._split(document, special=False)
        fixed = len(before) + len(after)
        kept = [*before, *tokens[: max(0, self.reads - fixed)], *after][: self.reads]
        del truncate  # only a document's end is ever cut
        return Prepared(kept, fixed + len(tokens), len(kept))

    def _around(self, query: str) -> tuple[list[int], list[int]]:
        """Return what stands before and after the document."""
        if self._template is None:
            start = [*self._split.before, *self._split(query, special=False)]
            return start + self._between, self._split.after
        head, _, tail = self._template.partition("{document}")
        ask, _, rest = head.partition("{query}")
        asked = [*self._split(ask, special=False, named=True), *self._split(query, special=False)]
        asked += self._split(rest, special=False, named=True)
        return asked, self._split(tail, special=False, named=True)


def _pooling(spec: ModelSpec, header: GgufHeader, wanted: str) -> int:
    """Return llama.cpp's number of a pooling.

    Raises:
        ModelUnavailable: Neither the registration nor the file says how.
    """
    if wanted:
        return int(POOLINGS[wanted])
    said = header.metadata.get(f"{header.architecture}.pooling_type")
    if isinstance(said, int) and said in POOLINGS.values():
        return said
    raise ModelUnavailable(
        f"The file of the model {spec.name} does not say how one vector is made of many.",
        field="parameters.pooling",
        value=said,
        mend=f"Set the model's parameter pooling to one of: {', '.join(POOLINGS)}.",
    )


def _loaded(spec: ModelSpec, path: str, *, vocabulary_only: bool = False, gpus: int = 0) -> Handle:
    header = read_header(Path(path))  # says more about a damaged file than llama.cpp does
    if not header.has_vocabulary:
        raise _not_loadable(spec, "it has no vocabulary")
    llama_cpp.llama_backend_init()
    wanted = llama_cpp.llama_model_default_params()
    wanted.vocab_only = vocabulary_only
    shares = offload(wanted, placement_of(spec, gpus))
    model = llama_cpp.llama_model_load_from_file(path.encode(), wanted)
    del shares  # native code read it while it loaded
    if not model:
        raise _not_loadable(spec, "it is no complete model that this llama.cpp knows")
    return model


def _not_loadable(spec: ModelSpec, why: str) -> ModelUnavailable:
    return ModelUnavailable(
        f"llama.cpp cannot load the model {spec.name}: {why}.",
        field="location",
        value=spec.location,
        mend="Check that the file is complete and matches its registration.",
    )
