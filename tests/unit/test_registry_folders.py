"""Folders of sentence-transformers, as its versions write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from orchestration.errors import ModelUnavailable
from orchestration.registry.describe import describe

CONFIG = {"hidden_size": 384, "max_position_embeddings": 512, "architectures": ["BertModel"]}


def folder(path: Path, *parts: tuple[str, dict[str, Any]], **files: dict[str, Any]) -> Path:
    """Write a folder whose model has these parts after the transformer."""
    modules = [{"path": "", "type": "sentence_transformers.models.Transformer"}]
    for at, (kind, content) in enumerate(parts, start=1):
        place = f"{at}_{kind}"
        (path / place).mkdir()
        write(path / place / "config.json", content)
        modules.append({"path": place, "type": f"sentence_transformers.models.{kind}"})
    write(path / "modules.json", modules)
    write(path / "config.json", CONFIG)
    for name, content in files.items():
        write(path / f"{name}.json", content)
    return path


def write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")


def test_the_last_layer_says_how_long_vectors_are(tmp_path: Path) -> None:
    pooled = ("Pooling", {"word_embedding_dimension": 384})
    wide = ("Dense", {"in_features": 384, "out_features": 512})
    narrow = ("Dense", {"in_features": 512, "out_features": 128})
    assert describe(folder(tmp_path, pooled, wide, narrow, ("Normalize", {}))).dimensions == 128


@pytest.mark.parametrize(
    ("said", "expected"),
    [({"word_embedding_dimension": 96}, 96), ({"embedding_dimension": 48}, 48), ({}, 384)],
)
def test_without_such_a_layer_the_pooling_says_it_or_the_transformer(
    tmp_path: Path, said: dict[str, int], expected: int
) -> None:
    assert describe(folder(tmp_path, ("Pooling", said))).dimensions == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"sentence_bert_config": {"max_seq_length": 128}}, 128),
        ({"sentence_bert_config": {}, "tokenizer_config": {"model_max_length": 256}}, 256),
        ({"tokenizer_config": {"model_max_length": int(1e30)}}, 512),
        ({}, 512),
    ],
)
def test_the_longest_text_is_found_wherever_it_is_written(
    tmp_path: Path, files: dict[str, dict[str, Any]], expected: int
) -> None:
    assert describe(folder(tmp_path, **files)).context_length == expected


def test_a_part_that_is_damaged_is_named(tmp_path: Path) -> None:
    damaged = folder(tmp_path, ("Dense", {}))
    (damaged / "1_Dense" / "config.json").write_text("{")
    with pytest.raises(ModelUnavailable, match=r"1_Dense/config.json is no JSON object"):
        describe(damaged)
