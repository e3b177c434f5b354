"""The embedder on the real MiniLM that comes with a package."""

from __future__ import annotations

import math
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from orchestration.errors import ContextOverflow, EngineCrashed, ModelUnavailable
from orchestration.inference.embedder import LocalEncoder
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import EmbeddingRequest, Embeddings, Interrupted, RerankRequest
from orchestration.registry.bundled import MINILM, MINILM_RANK, TINY_RANDOM
from orchestration.registry.checksums import sha256_of, size_of
from orchestration.registry.places import locate
from orchestration.registry.spec import ModelSpec
from tests.patience import until
from tests.unit.engines import Often, Progress, Signal

pytestmark = [pytest.mark.native, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def embedder() -> Iterator[LocalEncoder]:
    made = LocalEncoder(EngineOptions(threads=1))
    yield made
    made.close()


def embed(embedder: LocalEncoder, *texts: str, model: ModelSpec = MINILM) -> Embeddings:
    request = EmbeddingRequest(model, texts)
    return embedder.embed(request, stop=Signal(), progress=Progress())


def likeness(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_texts_that_mean_the_same_are_near_each_other(embedder: LocalEncoder) -> None:
    made = embed(embedder, "a cat sits on a mat", "a kitten rests on a rug", "quarterly tax report")
    cat, kitten, tax = made.vectors
    assert made.dimensions == len(cat) == 384
    assert likeness(cat, kitten) > likeness(cat, tax) + 0.3
    assert math.isclose(likeness(cat, cat), 1.0, abs_tol=1e-5)


def test_a_vector_does_not_depend_on_how_many_texts_come_with_it(
    embedder: LocalEncoder,
) -> None:
    alone = embed(embedder, "the very same text").vectors[0]
    among = embed(embedder, *(["padding " * 50] * 40), "the very same text").vectors[-1]
    assert likeness(alone, among) > 0.9999


def test_the_bundled_embedder_ranks_by_likeness(embedder: LocalEncoder) -> None:
    vectors = embed(embedder, "a young cat", "a steam engine", "a kitten").vectors
    asked = RerankRequest(MINILM_RANK, "a young cat", ("a steam engine", "a kitten", "cat " * 600))
    made = embedder.rerank(asked, stop=Signal(), progress=Progress())
    scores = {each.index: each.score for each in made.results}
    assert [each.index for each in made.results if each.index < 2] == [1, 0]
    assert math.isclose(scores[0], likeness(vectors[0], vectors[1]), abs_tol=1e-4)
    assert math.isclose(scores[1], likeness(vectors[0], vectors[2]), abs_tol=1e-4)
    assert made.truncated == (2,)
    assert made.prompt_tokens == (5 + 5) + (5 + 4) + (5 + 256), "the query counts each time"
    strict = replace(asked, truncate="error")
    with pytest.raises(ContextOverflow, match="document 2 has 607 tokens"):
        embedder.rerank(strict, stop=Signal(), progress=Progress())


def test_texts_that_were_cut_are_named(embedder: LocalEncoder) -> None:
    made = embed(embedder, "short", "long " * 1000, "short")
    assert made.truncated == (1,)
    assert made.prompt_tokens == 3 + 256 + 3


def test_a_stop_is_obeyed_between_chunks(embedder: LocalEncoder) -> None:
    stop = Signal()
    embed(embedder, "warm")
    request = EmbeddingRequest(MINILM, ("some words to read " * 40,) * 2048)
    with pytest.raises(Interrupted):
        embedder.embed(request, stop=stop, progress=Progress(3, lambda: stop.stop("cancelled")))
    assert embed(embedder, "still here").dimensions == 384


def test_an_urgent_query_goes_between_the_passes_of_a_long_request(
    embedder: LocalEncoder,
) -> None:
    embed(embedder, "warm")
    stop, moved = Signal(), threading.Event()
    long = EmbeddingRequest(MINILM, ("some words to read " * 40,) * 2048, priority=0)
    urgent = EmbeddingRequest(MINILM, ("where is it?",), priority=4)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(embedder.embed, long, stop=stop, progress=moved.set)
        assert moved.wait(60)
        answer = embedder.embed(urgent, stop=Signal(), progress=Progress())
        assert not running.done()
        stop.stop("cancelled")
        with pytest.raises(Interrupted):
            running.result(30)
    assert answer.dimensions == 384


def test_a_caller_that_leaves_does_not_end_the_engine_while_it_reads_long_texts(
    embedder: LocalEncoder,
) -> None:
    embed(embedder, "warm")
    process, moved, hasty = embedder.client.pid, threading.Event(), Signal()
    long = EmbeddingRequest(MINILM, tuple(f"{n} goods wagons. " * 60_000 for n in range(3)))
    query = EmbeddingRequest(MINILM, ("where is it?",), priority=3)
    leaving = Progress(1, lambda: hasty.stop("timeout"))
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(embedder.embed, long, stop=Signal(), progress=moved.set)
        assert moved.wait(60)
        with suppress(Interrupted):
            embedder.embed(query, stop=hasty, progress=leaving)
        assert running.result(120).truncated == (0, 1, 2)
    assert embedder.client.pid == process


def test_a_model_reads_no_more_of_a_text_than_its_registration_says(
    embedder: LocalEncoder,
) -> None:
    narrow = replace(MINILM, context_length=16, checksum="1" * 64)
    made = embed(embedder, "one two three four", "one two three four " * 20, model=narrow)
    assert (made.truncated, made.prompt_tokens) == ((1,), 6 + 16)
    same = embed(embedder, "one two three four " * 3 + "one two").vectors[0]
    assert likeness(made.vectors[1], same) > 0.9999


def test_a_document_without_direction_is_like_nothing() -> None:
    from orchestration.inference.vectors.sentences import SentenceComparer

    class Directions:
        """A model that knows three words."""

        known = {"north": [0.0, 2.0], "north-east": [1.0, 1.0], "nowhere": [0.0, 0.0]}

        def encode(self, texts: list[str], **_: object) -> Any:
            return np.array([self.known[text] for text in texts], dtype=np.float32)

    comparer = SentenceComparer.__new__(SentenceComparer)
    comparer._model = Directions()
    pairs = [("north", "north-east"), ("north", "nowhere"), ("nowhere", "nowhere")]
    np.testing.assert_allclose(comparer._computed(pairs), [[0.5**0.5], [0], [0]], atol=1e-6)


def test_many_requests_at_once_get_their_own_vectors(embedder: LocalEncoder) -> None:
    texts = [f"text number {number} " * (1 + number % 7) for number in range(24)]
    together = embed(embedder, *texts).vectors
    with ThreadPoolExecutor(12) as pool:
        apart = list(pool.map(lambda text: embed(embedder, text).vectors[0], texts))
    assert all(likeness(*pair) > 0.9999 for pair in zip(together, apart, strict=True))


def test_a_model_that_nobody_uses_is_unloaded_and_loaded_again() -> None:
    forgetful = LocalEncoder(EngineOptions(threads=1, idle_unload_s=0.2))
    try:
        first = embed(forgetful, "a")
        until(lambda: forgetful.client.resident == ())
        assert embed(forgetful, "a").vectors == first.vectors
    finally:
        forgetful.close()


def test_a_model_for_something_else_is_refused(embedder: LocalEncoder) -> None:
    with pytest.raises(ModelUnavailable, match="serves the task text, not embedding"):
        embed(embedder, "text", model=TINY_RANDOM)


def test_a_model_that_does_not_match_its_registration_is_refused(
    embedder: LocalEncoder,
) -> None:
    wrong = replace(MINILM, dimensions=512, checksum="0" * 64)
    with pytest.raises(ModelUnavailable, match="makes 384 dimensions, registered are 512"):
        embed(embedder, "text", model=wrong)


def test_a_folder_without_a_model_is_refused(embedder: LocalEncoder, tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]")
    with pytest.raises(ModelUnavailable, match="cannot load"):
        embed(embedder, "text", model=replace(MINILM, location=str(tmp_path)))


def test_a_crash_of_torch_is_told_and_survived(embedder: LocalEncoder) -> None:
    crashed: set[int] = set()

    def crash() -> None:
        if (pid := embedder.client.pid) is not None and pid not in crashed:
            crashed.add(pid)
            os.kill(pid, signal.SIGSEGV)

    embed(embedder, "warm")
    request = EmbeddingRequest(MINILM, ("words " * 200,) * 2048)
    with pytest.raises(EngineCrashed):
        embedder.embed(request, stop=Signal(), progress=Often(crash))
    assert len(crashed) == 2
    assert embed(embedder, "again").dimensions == 384


def test_the_registered_checksum_is_that_of_the_package() -> None:
    folder = locate(MINILM)
    assert (sha256_of(folder), size_of(folder)) == (MINILM.checksum, MINILM.size_bytes)
