"""Encoders that tests make themselves: BERT in GGUF, with random weights or MiniLM's, and a
cross-encoder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from orchestration.registry.bundled import MINILM
from orchestration.registry.places import locate
from orchestration.registry.spec import ModelSpec
from tools.tiny_model.gguf_file import Array, Floats, Integers, Value, encode
from tools.tiny_model.model import uniform

WIDTH, LAYERS, HEADS, FORWARD, CONTEXT = 32, 2, 4, 64, 64
MEAN, CLS, RANK = 1, 2, 4
NORMAL, CONTROL = 1, 3
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
WORDS = [*SPECIAL, *LETTERS, *(f"##{letter}" for letter in LETTERS), ".", ",", "?", "the", "cat"]


def gguf_vocabulary(words: list[str]) -> dict[str, Value]:
    """Return a WordPiece vocabulary as GGUF writes it: beginnings of words are marked, not ends."""

    def piece(word: str) -> str:
        if word.startswith("##"):
            return word[2:]
        return word if word.startswith("[") and word.endswith("]") else "▁" + word

    kinds = [CONTROL if word in SPECIAL else NORMAL for word in words]
    return {
        "tokenizer.ggml.model": "bert",
        "tokenizer.ggml.pre": "bert",
        "tokenizer.ggml.token_type_count": 2,
        "tokenizer.ggml.tokens": [piece(word) for word in words],
        "tokenizer.ggml.scores": Floats([0.0] * len(words)),
        "tokenizer.ggml.token_type": Integers(kinds),
        "tokenizer.ggml.unknown_token_id": words.index("[UNK]"),
        "tokenizer.ggml.seperator_token_id": words.index("[SEP]"),
        "tokenizer.ggml.padding_token_id": words.index("[PAD]"),
        "tokenizer.ggml.cls_token_id": words.index("[CLS]"),
        "tokenizer.ggml.bos_token_id": words.index("[CLS]"),
        "tokenizer.ggml.eos_token_id": words.index("[SEP]"),
        "tokenizer.ggml.mask_token_id": words.index("[MASK]"),
    }


def gguf_facts(
    pooling: int | None, *, width: int, layers: int, heads: int, forward: int, context: int
) -> dict[str, Value]:
    """Return the metadata of a BERT."""
    facts: dict[str, Value] = {
        "general.architecture": "bert",
        "general.name": "made by a test",
        "bert.context_length": context,
        "bert.embedding_length": width,
        "bert.block_count": layers,
        "bert.feed_forward_length": forward,
        "bert.attention.head_count": heads,
        "bert.attention.layer_norm_epsilon": 1e-12,
        "bert.attention.causal": False,
    }
    return facts if pooling is None else {**facts, "bert.pooling_type": pooling}


def random_bert(pooling: int | None, **more: Value) -> bytes:
    """Return a BERT with random weights; `RANK` adds a head that ranks, `more` says more of it."""
    tensors: dict[str, Array] = {
        "token_embd.weight": uniform("embd", len(WORDS), WIDTH, 1.0),
        "token_types.weight": uniform("types", 2, WIDTH, 1.0),
        "position_embd.weight": uniform("positions", CONTEXT, WIDTH, 1.0),
        **_norm("token_embd_norm"),
    }
    for at in range(LAYERS):
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            tensors |= _linear(f"blk.{at}.{name}", WIDTH, WIDTH)
        tensors |= _norm(f"blk.{at}.attn_output_norm") | _norm(f"blk.{at}.layer_output_norm")
        tensors |= _linear(f"blk.{at}.ffn_up", FORWARD, WIDTH)
        tensors |= _linear(f"blk.{at}.ffn_down", WIDTH, FORWARD)
    facts = gguf_facts(
        pooling, width=WIDTH, layers=LAYERS, heads=HEADS, forward=FORWARD, context=CONTEXT
    )
    if pooling == RANK:
        tensors |= _linear("cls", WIDTH, WIDTH) | _linear("cls.output", 1, WIDTH)
        facts["bert.classifier.output_labels"] = ["score"]
    facts |= {f"bert.{name}": value for name, value in more.items()}
    return encode({**facts, **gguf_vocabulary(WORDS)}, tensors)


def _linear(name: str, rows: int, columns: int) -> dict[str, Array]:
    bias = uniform(f"{name}.bias", 1, rows, 0.1)[0]
    return {f"{name}.weight": uniform(name, rows, columns, 0.5), f"{name}.bias": bias}


def _norm(name: str, width: int = WIDTH) -> dict[str, Array]:
    ones, zeros = np.ones(width, dtype=np.float32), np.zeros(width, dtype=np.float32)
    return {f"{name}.weight": ones, f"{name}.bias": zeros}


def bert_spec(path: Path, pooling: int | None, **more: object) -> ModelSpec:
    """Write a random BERT and return how it would be registered."""
    path.write_bytes(random_bert(pooling))
    facts: dict[str, object] = {
        "name": path.stem,
        "task": "rerank" if pooling == RANK else "embedding",
        "format": "gguf",
        "location": str(path),
        "context_length": CONTEXT,
        "dimensions": None if pooling == RANK else WIDTH,
    }
    return ModelSpec(**(facts | more))  # type: ignore[arg-type]


RENAMED = {
    "embeddings.word_embeddings.weight": "token_embd.weight",
    "embeddings.token_type_embeddings.weight": "token_types.weight",
    "embeddings.position_embeddings.weight": "position_embd.weight",
    "embeddings.LayerNorm": "token_embd_norm",
    "attention.self.query": "attn_q",
    "attention.self.key": "attn_k",
    "attention.self.value": "attn_v",
    "attention.output.dense": "attn_output",
    "attention.output.LayerNorm": "attn_output_norm",
    "intermediate.dense": "ffn_up",
    "output.dense": "ffn_down",
    "output.LayerNorm": "layer_output_norm",
    "encoder.layer.": "blk.",
}


def minilm_gguf(path: Path) -> ModelSpec:
    """Write the real MiniLM as GGUF and return how it would be registered."""
    from safetensors.numpy import load_file

    folder = locate(MINILM)
    words = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    tensors: dict[str, Array] = {}
    for name, tensor in load_file(folder / "model.safetensors").items():
        if "position_ids" not in name and not name.startswith("pooler"):
            tensors[_renamed(name)] = tensor.astype(np.float32)
    facts = gguf_facts(MEAN, width=384, layers=6, heads=12, forward=1536, context=512)
    path.write_bytes(encode({**facts, **gguf_vocabulary(words)}, tensors))
    return ModelSpec(
        name="minilm-gguf",
        task="embedding",
        format="gguf",
        location=str(path),
        context_length=256,
        dimensions=384,
    )


def _renamed(name: str, table: Mapping[str, str] = RENAMED) -> str:
    for old, new in table.items():
        name = name.replace(old, new)
    return name


def random_cross_encoder(folder: Path) -> ModelSpec:
    """Save a cross-encoder with random weights and return how it would be registered."""
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    folder.mkdir()
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=FORWARD,
        max_position_embeddings=CONTEXT,
        initializer_range=0.5,
    )
    config.num_labels = 1
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt"), model_max_length=CONTEXT).save_pretrained(folder)
    CrossEncoder(str(folder), local_files_only=True).save(str(folder))
    return ModelSpec(
        name="cross",
        task="rerank",
        format="sentence-transformers",
        location=str(folder),
        context_length=CONTEXT,
    )
