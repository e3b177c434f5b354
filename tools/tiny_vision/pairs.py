"""Text models and projectors that belong together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tools.tiny_model.gguf_file import Array, Integers, Value, encode
from tools.tiny_model.model import (
    CHAT_TEMPLATE,
    CONSTANT,
    TINY,
    Size,
    build,
    metadata,
    uniform,
    vocabulary,
)
from tools.tiny_vision import projector
from tools.tiny_vision.projector import Eye

ROTATED = (2, 3, 3, 0)
"""How many of a head's pairs turn with time, height and width."""


@dataclass(frozen=True)
class Pair:
    """A text model and the projector whose vectors it reads.

    Attributes:
        name: What the files are called.
        eye: The projector.
        flat: Whether positions are plain numbers; else they have a time, a height and a width.
    """

    name: str
    eye: Eye
    flat: bool

    def write(self, folder: Path, size: Size = TINY) -> tuple[Path, Path]:
        """Write both files and return where they are."""
        model, projection = folder / f"{self.name}.gguf", folder / f"{self.name}-mmproj.gguf"
        model.write_bytes(build(CHAT_TEMPLATE, size) if self.flat else rotated(size))
        projection.write_bytes(projector.build(self.eye))
        return model, projection


LLAVA = Pair("tiny-llava", projector.LLAVA, flat=True)
QWEN = Pair("tiny-qwen-vl", projector.QWEN, flat=False)
GEMMA = Pair("tiny-gemma-eye", projector.GEMMA, flat=True)
PAIRS = (LLAVA, QWEN, GEMMA)


def rotated(size: Size = TINY) -> bytes:
    """Return a text model whose positions have several dimensions, as Qwen2.5-VL's."""
    tokens = vocabulary(size.tokens)
    plain = metadata(tokens, CHAT_TEMPLATE, size)
    described: dict[str, Value] = {
        key.replace("llama.", "qwen2vl."): value
        for key, value in plain.items()
        if key != "llama.rope.dimension_count"
    }
    described["general.architecture"] = "qwen2vl"
    described["qwen2vl.rope.dimension_sections"] = Integers(list(ROTATED))
    embedding = uniform("qwen.token_embd", len(tokens), size.width, 1.0)
    embedding[:, 0] = CONSTANT
    output = uniform("qwen.output", len(tokens), size.width, 2.5 * size.scale)
    output[:, 0] = [token.bias for token in tokens]
    tensors: dict[str, Array] = {
        "token_embd.weight": embedding.astype(np.float16),
        "output_norm.weight": np.ones(size.width, dtype=np.float32),
        "output.weight": output.astype(np.float16),
    }
    for at in range(size.layers):
        tensors |= _layer(at, size)
    return encode(described, tensors)


def _layer(at: int, size: Size) -> dict[str, Array]:
    width, forward = size.width, size.forward
    shapes = {
        "attn_q": (width, width),
        "attn_k": (width, width),
        "attn_v": (width, width),
        "attn_output": (width, width),
        "ffn_gate": (forward, width),
        "ffn_up": (forward, width),
        "ffn_down": (width, forward),
    }
    tensors: dict[str, Array] = {
        f"blk.{at}.{name}.weight": np.ones(width, dtype=np.float32)
        for name in ("attn_norm", "ffn_norm")
    }
    for name, (rows, columns) in shapes.items():
        weights = uniform(f"qwen.blk.{at}.{name}", rows, columns, size.scale)
        if name in ("attn_output", "ffn_down"):
            weights[0, :] = 0  # the constant dimension stays as it is
        tensors[f"blk.{at}.{name}.weight"] = weights.astype(np.float16)
    for name in ("attn_q", "attn_k", "attn_v"):
        bias = uniform(f"qwen.blk.{at}.{name}.bias", 1, width, size.scale)[0]
        tensors[f"blk.{at}.{name}.bias"] = bias
    return tensors
