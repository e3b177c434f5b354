"""Models in the format of sentence-transformers that are not quite like the bundled one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from orchestration.errors import ContextOverflow
from orchestration.inference.embedder import LocalEncoder
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import EmbeddingRequest, Embeddings, RerankRequest
from orchestration.registry.bundled import MINILM, MINILM_RANK
from orchestration.registry.places import locate
from orchestration.registry.spec import ModelSpec
from tests.unit.engines import Progress, Signal

pytestmark = [pytest.mark.native, pytest.mark.timeout(120)]

PROMPT = "please read the following text with great care: "
SETTINGS = "config_sentence_transformers.json"


@pytest.fixture(scope="module")
def encoder() -> Iterator[LocalEncoder]:
    made = LocalEncoder(EngineOptions(threads=1))
    yield made
    made.close()


@pytest.fixture
def careful(tmp_path: Path) -> ModelSpec:
    """The bundled embedder with a prompt that its library puts before each text."""
    folder = tmp_path / "careful"
    shutil.copytree(locate(MINILM, []), folder)
    settings = json.loads((folder / SETTINGS).read_text())
    settings |= {"prompts": {"careful": PROMPT}, "default_prompt_name": "careful"}
    (folder / SETTINGS).write_text(json.dumps(settings))
    return replace(MINILM, name="careful", location=str(folder), checksum="2" * 64)


def embed(encoder: LocalEncoder, model: ModelSpec, *texts: str) -> Embeddings:
    return encoder.embed(EmbeddingRequest(model, texts), stop=Signal(), progress=Progress())


def test_what_a_model_puts_before_each_text_counts_and_what_it_displaces_is_told(
    encoder: LocalEncoder, careful: ModelSpec
) -> None:
    texts = "a cat", "cat " * 250
    made = embed(encoder, careful, *texts)
    same = embed(encoder, MINILM, *[PROMPT + text for text in texts])
    np.testing.assert_allclose(made.vectors, same.vectors, atol=1e-5)
    assert made.prompt_tokens == same.prompt_tokens == (9 + 4) + 256
    assert made.truncated == same.truncated == (1,)


def test_a_query_that_is_too_long_is_not_called_a_document(encoder: LocalEncoder) -> None:
    asked = RerankRequest(MINILM_RANK, "cat " * 300, ("a cat",), truncate="error")
    with pytest.raises(ContextOverflow, match=r"with the query.*a shorter query or document"):
        encoder.rerank(asked, stop=Signal(), progress=Progress())


def test_a_cosine_is_one_at_most(encoder: LocalEncoder) -> None:
    same = "", "a", "a kitten", "0", "zwölf Boxkämpfer"
    for text in same:
        asked = RerankRequest(MINILM_RANK, text, (text,))
        (only,) = encoder.rerank(asked, stop=Signal(), progress=Progress()).results
        assert 0.9999 < only.score <= 1
