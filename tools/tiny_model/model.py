"""A llama of a few hundred kilobytes with random weights: its text is noise.

It exists so that a fresh clone can run `chat` and `completion` on the real engine
without a download. Every byte is determined by this module: the weights come from
SHAKE-256 of their tensor's name, through integer arithmetic only.

Two things are not random. The vocabulary is made of syllables, and one dimension
of the embedding is a constant that no layer writes to; the output reads it as a
bias, so that the noise is made of pronounceable syllables (never of stray bytes)
and ends now and then.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import islice, product

import numpy as np
import numpy.typing as npt

from tools.tiny_model.gguf_file import Floats, Integers, Value, encode

Weights = npt.NDArray[np.float32]
Tensor = npt.NDArray[np.float16] | Weights

CONSTANT = 4.0
NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6

CONTROLS = ("<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>")
BOS, EOS, END_OF_TURN = 1, 2, 4
SPACE = "▁"
CONSONANTS, VOWELS = "bdfgklmnprstvwz", "aeiou"

CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


@dataclass(frozen=True)
class Size:
    """How large a model is.

    Attributes:
        name: Of the model.
        width: Of the embedding; a multiple of `heads`.
        layers: Blocks.
        heads: Of attention.
        forward: Width of the feed-forward layer.
        context: Tokens that it says it was trained for.
        tokens: Size of the vocabulary; 0 for what single syllables make.
        scale: Largest weight of a layer.
        shared: Heads that share their keys and values; a divisor of `heads`.
    """

    name: str
    width: int
    layers: int
    heads: int
    forward: int
    context: int
    tokens: int = 0
    scale: float = 0.2
    shared: int = 1


TINY = Size("tiny-random", width=64, layers=2, heads=4, forward=128, context=2048)


@dataclass(frozen=True)
class Token:
    """One entry of the vocabulary; `bias` says how likely it is to be drawn."""

    text: str
    kind: int
    bias: float


def vocabulary(count: int = 0) -> list[Token]:
    """Return control tokens, all bytes, printable characters and syllables, in that order.

    Words of two syllables and more follow until there are `count`.
    """
    syllables = [consonant + vowel for consonant in CONSONANTS for vowel in VOWELS]
    ends = {"</s>", "<|im_end|>"}
    controls = [Token(text, CONTROL, 0.4 if text in ends else -4.0) for text in CONTROLS]
    controls[0] = Token("<unk>", UNKNOWN, -4.0)
    raw = [Token(f"<0x{byte:02X}>", BYTE, -4.0) for byte in range(256)]
    marks = {".": 0.0, ",": 0.0}
    single = [
        Token(text, NORMAL, marks.get(text, -4.0)) for text in [SPACE, *map(chr, range(33, 127))]
    ]
    spoken = [Token(text, NORMAL, 0.0) for text in syllables]
    started = [Token(SPACE + text, NORMAL, 0.2) for text in syllables]
    tokens = controls + raw + single + spoken + started
    words = (
        SPACE * space + "".join(each)
        for long in range(2, 4)
        for each in product(syllables, repeat=long)
        for space in range(2)
    )
    return tokens + [
        Token(text, NORMAL, 0.1) for text in islice(words, max(0, count - len(tokens)))
    ]


def metadata(tokens: list[Token], template: str, size: Size) -> dict[str, Value]:
    """Return what llama.cpp needs to know, and what the file is."""
    return {
        "general.architecture": "llama",
        "general.name": size.name,
        "general.description": "Tiny random-weights test model: its text is noise",
        "general.license": "CC0-1.0",
        "general.file_type": 1,
        "llama.context_length": size.context,
        "llama.embedding_length": size.width,
        "llama.block_count": size.layers,
        "llama.feed_forward_length": size.forward,
        "llama.attention.head_count": size.heads,
        "llama.attention.head_count_kv": size.heads // size.shared,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.dimension_count": size.width // size.heads,
        "llama.vocab_size": len(tokens),
        "tokenizer.ggml.model": "llama",
        "tokenizer.ggml.tokens": [token.text for token in tokens],
        "tokenizer.ggml.scores": Floats([-float(at) for at in range(len(tokens))]),
        "tokenizer.ggml.token_type": Integers([token.kind for token in tokens]),
        "tokenizer.ggml.bos_token_id": BOS,
        "tokenizer.ggml.eos_token_id": EOS,
        "tokenizer.ggml.eot_token_id": END_OF_TURN,
        "tokenizer.ggml.unknown_token_id": 0,
        "tokenizer.ggml.add_bos_token": True,
        "tokenizer.ggml.add_eos_token": False,
        "tokenizer.ggml.add_space_prefix": False,
        "tokenizer.chat_template": template,
    }


def uniform(name: str, rows: int, columns: int, scale: float) -> Weights:
    """Return weights between -scale and scale that depend on the name alone."""
    raw = hashlib.shake_256(name.encode()).digest(rows * columns * 2)
    integers = np.frombuffer(raw, dtype="<i2").reshape(rows, columns)
    return integers.astype(np.float32) * np.float32(scale / 32768)


def _keeping_constant(weights: Weights) -> Weights:
    """Make a layer's output leave the constant dimension alone."""
    weights[0, :] = 0
    return weights


def _half(weights: Weights) -> npt.NDArray[np.float16]:
    return weights.astype(np.float16)


def _layer(at: int, size: Size) -> dict[str, Tensor]:
    width, forward, scale = size.width, size.forward, size.scale

    def square(name: str, shared: int = 1) -> Weights:
        return uniform(f"blk.{at}.{name}", width // shared, width, scale)

    ones = np.ones(width, dtype=np.float32)
    down = uniform(f"blk.{at}.ffn_down", width, forward, scale)
    tensors: dict[str, Tensor] = {
        "attn_norm": ones,
        "attn_q": _half(square("attn_q")),
        "attn_k": _half(square("attn_k", size.shared)),
        "attn_v": _half(square("attn_v", size.shared)),
        "attn_output": _half(_keeping_constant(square("attn_output"))),
        "ffn_norm": ones,
        "ffn_gate": _half(uniform(f"blk.{at}.ffn_gate", forward, width, scale)),
        "ffn_up": _half(uniform(f"blk.{at}.ffn_up", forward, width, scale)),
        "ffn_down": _half(_keeping_constant(down)),
    }
    return {f"blk.{at}.{name}.weight": tensor for name, tensor in tensors.items()}


def build(template: str = CHAT_TEMPLATE, size: Size = TINY) -> bytes:
    """Return a whole file; trials may want another chat template or size."""
    tokens = vocabulary(size.tokens)
    embedding = uniform("token_embd", len(tokens), size.width, 1.0)
    embedding[:, 0] = CONSTANT
    output = uniform("output", len(tokens), size.width, 2.5 * size.scale)
    output[:, 0] = [token.bias for token in tokens]
    tensors: dict[str, Tensor] = {
        "token_embd.weight": _half(embedding),
        "output_norm.weight": np.ones(size.width, dtype=np.float32),
        "output.weight": _half(output),
    }
    for at in range(size.layers):
        tensors |= _layer(at, size)
    return encode(metadata(tokens, template, size), tensors)
