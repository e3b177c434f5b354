"""The GGUF file: vocabulary, chat template, what the model is, weights."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import torch

from tools.bundled_model.network import EPSILON, Network, Size
from tools.bundled_model.template import CHAT_TEMPLATE
from tools.bundled_model.vocabulary import BOS, END_OF_TURN, EOS, Token
from tools.random_model.quantise import quantise
from tools.tiny_model.gguf_file import Floats, Integers, Value, encode

NAME: Final = "switchyard-mini"
SHIPPED: Final = Path(__file__).resolve().parents[2] / "models" / f"{NAME}.gguf"
DESCRIPTION: Final = (
    "A small English model trained from nothing for five jobs: intent and complexity of requests, "
    "tone of market headlines, fields of sentences, choice of tools"
)


def metadata(tokens: Sequence[Token], size: Size) -> dict[str, Value]:
    """Return what llama.cpp needs to know, and what the file is."""
    return {
        "general.architecture": "llama",
        "general.name": NAME,
        "general.description": DESCRIPTION,
        "general.license": "CC0-1.0",
        "general.file_type": 1,
        "llama.context_length": size.context,
        "llama.embedding_length": size.width,
        "llama.block_count": size.layers,
        "llama.feed_forward_length": size.forward,
        "llama.attention.head_count": size.heads,
        "llama.attention.head_count_kv": size.heads // size.shared,
        "llama.attention.layer_norm_rms_epsilon": EPSILON,
        "llama.rope.dimension_count": size.head,
        "llama.rope.freq_base": size.base,
        "llama.vocab_size": len(tokens),
        "tokenizer.ggml.model": "llama",
        "tokenizer.ggml.tokens": [token.text for token in tokens],
        "tokenizer.ggml.scores": Floats([token.score for token in tokens]),
        "tokenizer.ggml.token_type": Integers([token.kind for token in tokens]),
        "tokenizer.ggml.bos_token_id": BOS,
        "tokenizer.ggml.eos_token_id": EOS,
        "tokenizer.ggml.eot_token_id": END_OF_TURN,
        "tokenizer.ggml.unknown_token_id": 0,
        "tokenizer.ggml.add_bos_token": False,
        "tokenizer.ggml.add_eos_token": False,
        "tokenizer.ggml.add_space_prefix": False,
        "tokenizer.chat_template": CHAT_TEMPLATE,
    }


def header(tokens: Sequence[Token], size: Size) -> bytes:
    """Return a file without weights: enough to turn texts into tokens."""
    return encode(metadata(tokens, size), {})


def write(target: Path, network: Network, tokens: Sequence[Token], quantisation: str) -> None:
    """Write a network's file.

    Args:
        target: Where to write.
        network: The weights.
        tokens: The vocabulary.
        quantisation: One of `tools.random_model.quantise.FILE_TYPES`.

    Raises:
        OSError: The file could not be written or quantised.
    """
    # Parameters bear the names that tensors have in GGUF.
    weights = network.state_dict() | {"rope_freqs.weight": network.size.divisors}
    tensors = {name: _array(values) for name, values in weights.items()}
    content = encode(metadata(tokens, network.size), tensors)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        half = Path(folder) / "half.gguf"
        half.write_bytes(content)
        if quantisation == "f16":
            half.replace(target)
        else:
            quantise(half, target, quantisation)


def _array(values: torch.Tensor) -> npt.NDArray[np.float32] | npt.NDArray[np.float16]:
    array: npt.NDArray[np.float32] = values.detach().cpu().float().numpy()
    return array if array.ndim == 1 else array.astype(np.float16)
