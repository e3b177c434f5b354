"""What a folder of sentence-transformers says about its model; versions write it differently."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from orchestration.errors import ModelUnavailable

UNSPOKEN = 10**9
"""A tokenizer that knows no longest text says a number beyond it."""


def read_object(path: Path) -> dict[str, Any]:
    """Return a file's JSON object, or an empty one when the file is not there.

    Raises:
        ModelUnavailable: The file is no JSON object.
    """
    content = _read(path)
    if not isinstance(content, dict):
        raise ModelUnavailable(
            f"{path} is no JSON object.", field="path", value=str(path), mend="Copy it again."
        )
    return content


def vector_length(folder: Path, config: dict[str, Any]) -> int | None:
    """Return how long vectors are: the last layer that changes it decides. None when not said.

    Args:
        folder: The model's.
        config: Its `config.json`.
    """
    length: Any = config.get("hidden_size")
    for part in _parts(folder):
        said = read_object(folder / str(part.get("path", "")) / "config.json")
        if str(part.get("type", "")).endswith("Pooling"):
            length = said.get("embedding_dimension") or said.get("word_embedding_dimension", length)
        elif str(part.get("type", "")).endswith("Dense"):
            length = said.get("out_features", length)
    return length if isinstance(length, int) and length > 0 else None


def longest_text(folder: Path, config: dict[str, Any]) -> int | None:
    """Return how many tokens of a text are read; None when not said. Arguments as above."""
    said = (
        read_object(folder / "sentence_bert_config.json").get("max_seq_length"),
        read_object(folder / "tokenizer_config.json").get("model_max_length"),
        config.get("max_position_embeddings"),
    )
    return next((each for each in said if isinstance(each, int) and 0 < each < UNSPOKEN), None)


def _parts(folder: Path) -> list[dict[str, Any]]:
    content = _read(folder / "modules.json")
    parts = content if isinstance(content, list) else []
    return [part for part in parts if isinstance(part, dict)]


def _read(path: Path) -> Any:
    """Return a file's JSON: nothing when it is not there, the error when it cannot be read."""
    if not path.is_file():
        return {}
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        return error
