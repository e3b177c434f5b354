"""A model's file, read back to be trained further."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from gguf import GGUFReader, dequantize

from tools.bundled_model.network import Network, Size
from tools.bundled_model.vocabulary import Token


def read(path: Path) -> tuple[Network, list[Token]]:
    """Return a file's network and vocabulary; weights are as good as its quantisation.

    Raises:
        ValueError: It is no file of this script's: its network has another form.
    """
    reader = GGUFReader(path)
    network = Network(_size(reader))
    weights = {
        each.name: torch.from_numpy(dequantize(each.data, each.tensor_type).copy())
        for each in reader.tensors
        if each.name != "rope_freqs.weight"
    }
    try:
        network.load_state_dict(weights)
    except RuntimeError as error:
        raise ValueError(f"{path} holds a network of another form: {error}") from error
    return network, _tokens(reader)


def _size(reader: GGUFReader) -> Size:
    heads = _value(reader, "llama.attention.head_count")
    return Size(
        tokens=_value(reader, "llama.vocab_size"),
        width=_value(reader, "llama.embedding_length"),
        layers=_value(reader, "llama.block_count"),
        heads=heads,
        shared=heads // _value(reader, "llama.attention.head_count_kv"),
        forward=_value(reader, "llama.feed_forward_length"),
        context=_value(reader, "llama.context_length"),
        base=_value(reader, "llama.rope.freq_base"),
    )


def _tokens(reader: GGUFReader) -> list[Token]:
    parts = (
        _value(reader, f"tokenizer.ggml.{part}") for part in ("tokens", "token_type", "scores")
    )
    return [Token(*each) for each in zip(*parts, strict=True)]


def _value(reader: GGUFReader, key: str) -> Any:
    field = reader.get_field(key)
    if field is None:
        raise ValueError(f"the file says nothing of {key}")
    return field.contents()
