"""Projector files ("mmproj") of some hundred kilobytes with random weights.

Three forms are made: the one of LLaVA (fixed size, a vector per patch), the one of Qwen2.5-VL (the
picture's own proportions, four patches to a vector, positions in two dimensions) and the one of
Gemma 3 (fixed size, sixteen patches to a vector, and the vectors see each other). As with the tiny
text model every byte is determined by this module.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.tiny_model.gguf_file import Array, Floats, Value, encode
from tools.tiny_model.model import uniform

SCALE = 0.3


@dataclass(frozen=True)
class Eye:
    """How large a projector is.

    Attributes:
        kind: As llama.cpp names it.
        side: Of a picture in pixels, for kinds of a fixed size; others warm up with it.
        patch: Side of a patch, in pixels.
        width: Of the encoder's vectors.
        layers: Blocks.
        heads: Of attention.
        forward: Width of the feed-forward layer.
        out: Width of the text model.
    """

    kind: str
    side: int
    patch: int = 8
    width: int = 32
    layers: int = 2
    heads: int = 2
    forward: int = 64
    out: int = 64


LLAVA = Eye("mlp", side=64)
QWEN = Eye("qwen2.5vl_merger", side=64)
GEMMA = Eye("gemma3", side=128)


def build(eye: Eye) -> bytes:
    """Return a whole file."""
    tensors = {"v.patch_embd.weight": _patches("v.patch_embd.weight", eye)}
    for at in range(eye.layers):
        tensors |= _layer(at, eye)
    tensors |= {LLAVA.kind: _llava, QWEN.kind: _qwen, GEMMA.kind: _gemma}[eye.kind](eye)
    return encode(_metadata(eye), tensors)


def _metadata(eye: Eye) -> dict[str, Value]:
    own: dict[str, Value] = (
        {"clip.use_silu": True, "clip.vision.n_wa_pattern": 2} if eye.kind == QWEN.kind else {}
    )
    return {
        "general.architecture": "clip",
        "general.name": "tiny-random-eye",
        "general.description": "Tiny random-weights projector for tests: it sees nothing",
        "general.license": "CC0-1.0",
        "general.file_type": 0,
        "clip.has_vision_encoder": True,
        "clip.projector_type": eye.kind,
        "clip.vision.image_size": eye.side,
        "clip.vision.patch_size": eye.patch,
        "clip.vision.embedding_length": eye.width,
        "clip.vision.feed_forward_length": eye.forward,
        "clip.vision.block_count": eye.layers,
        "clip.vision.projection_dim": eye.out,
        "clip.vision.attention.head_count": eye.heads,
        "clip.vision.attention.layer_norm_epsilon": 1e-6,
        "clip.vision.image_mean": Floats([0.5, 0.5, 0.5]),
        "clip.vision.image_std": Floats([0.25, 0.25, 0.25]),
        **own,
    }


def _layer(at: int, eye: Eye) -> dict[str, Array]:
    prefix = f"v.blk.{at}"
    wide = {"attn_q": eye.width, "attn_k": eye.width, "attn_v": eye.width, "attn_out": eye.width}
    tensors = _norms(prefix, ("ln1", "ln2"), eye)
    for name in wide:
        tensors |= _linear(f"{prefix}.{name}", eye.width, eye.width)
    tensors |= _linear(f"{prefix}.ffn_up", eye.forward, eye.width)
    tensors |= _linear(f"{prefix}.ffn_down", eye.width, eye.forward)
    if eye.kind == QWEN.kind:
        tensors |= _linear(f"{prefix}.ffn_gate", eye.forward, eye.width)
    return tensors


def _llava(eye: Eye) -> dict[str, Array]:
    places = (eye.side // eye.patch) ** 2 + 1
    return {
        **_norms("v", ("pre_ln",), eye),
        "v.class_embd": uniform("v.class_embd", 1, eye.width, 1.0)[0],
        "v.position_embd.weight": uniform("v.position_embd", places, eye.width, 1.0),
        **_linear("mm.0", eye.out, eye.width),
        **_linear("mm.2", eye.out, eye.out),
    }


def _qwen(eye: Eye) -> dict[str, Array]:
    merged = eye.width * 4
    return {
        "v.patch_embd.weight.1": _patches("v.patch_embd.weight.1", eye),
        **_norms("v", ("post_ln",), eye),
        **_linear("mm.0", merged, merged),
        **_linear("mm.2", eye.out, merged),
    }


def _gemma(eye: Eye) -> dict[str, Array]:
    places = (eye.side // eye.patch) ** 2
    return {
        "v.patch_embd.bias": uniform("v.patch_embd.bias", 1, eye.width, SCALE)[0],
        "v.position_embd.weight": uniform("v.position_embd", places, eye.width, 1.0),
        **_norms("v", ("post_ln",), eye),
        "mm.soft_emb_norm.weight": np.ones(eye.width, dtype=np.float32),
        "mm.input_projection.weight": uniform("mm.input_projection", eye.width, eye.out, SCALE),
    }


def _patches(name: str, eye: Eye) -> Array:
    flat = uniform(name, eye.width, 3 * eye.patch**2, SCALE)
    return flat.reshape(eye.width, 3, eye.patch, eye.patch)


def _norms(prefix: str, names: tuple[str, ...], eye: Eye) -> dict[str, Array]:
    """Return norms that change nothing; Qwen's have no bias."""
    ones = np.ones(eye.width, dtype=np.float32)
    tensors: dict[str, Array] = {f"{prefix}.{name}.weight": ones for name in names}
    if eye.kind != QWEN.kind:
        tensors |= {f"{prefix}.{name}.bias": ones * 0 for name in names}
    return tensors


def _linear(name: str, rows: int, columns: int) -> dict[str, Array]:
    return {
        f"{name}.weight": uniform(f"{name}.weight", rows, columns, SCALE),
        f"{name}.bias": uniform(f"{name}.bias", 1, rows, SCALE)[0],
    }
