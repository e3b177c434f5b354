"""A tiny model of the architecture Mamba, whose memory of a text has no parts: random weights."""

from __future__ import annotations

import numpy as np

from tools.tiny_model.gguf_file import Value, encode
from tools.tiny_model.model import TINY, Tensor, metadata, uniform, vocabulary

WIDTH, INNER, STATE, STEP, KERNEL, LAYERS = 64, 128, 16, 4, 4, 2


def build_recurrent() -> bytes:
    """Return a whole file."""
    tokens = vocabulary()
    described: dict[str, Value] = {
        key: value for key, value in metadata(tokens, "", TINY).items() if "llama." not in key
    }
    described["general.architecture"] = "mamba"
    described |= {
        "mamba.context_length": 2048,
        "mamba.embedding_length": WIDTH,
        "mamba.feed_forward_length": 0,
        "mamba.attention.head_count": 0,
        "mamba.block_count": LAYERS,
        "mamba.ssm.conv_kernel": KERNEL,
        "mamba.ssm.inner_size": INNER,
        "mamba.ssm.state_size": STATE,
        "mamba.ssm.time_step_rank": STEP,
        "mamba.attention.layer_norm_rms_epsilon": 1e-5,
        "mamba.vocab_size": len(tokens),
    }
    tensors: dict[str, Tensor] = {
        "token_embd.weight": uniform("mamba.token_embd", len(tokens), WIDTH, 1.0),
        "output_norm.weight": np.ones(WIDTH, dtype=np.float32),
        "output.weight": uniform("mamba.output", len(tokens), WIDTH, 1.0),
    }
    for at in range(LAYERS):
        tensors |= {f"blk.{at}.{name}": each for name, each in _layer(at).items()}
    return encode(described, tensors)


def _layer(at: int) -> dict[str, Tensor]:
    def drawn(name: str, rows: int, columns: int, scale: float = 0.3) -> Tensor:
        return uniform(f"mamba.{at}.{name}", rows, columns, scale)

    return {
        "attn_norm.weight": np.ones(WIDTH, dtype=np.float32),
        "ssm_in.weight": drawn("in", 2 * INNER, WIDTH),
        "ssm_conv1d.weight": drawn("conv", INNER, KERNEL),
        "ssm_conv1d.bias": np.zeros(INNER, dtype=np.float32),
        "ssm_x.weight": drawn("x", STEP + 2 * STATE, INNER),
        "ssm_dt.weight": drawn("dt", INNER, STEP),
        "ssm_dt.bias": np.zeros(INNER, dtype=np.float32),
        "ssm_a": -np.tile(np.arange(1, STATE + 1, dtype=np.float32), (INNER, 1)),
        "ssm_d": np.ones(INNER, dtype=np.float32),
        "ssm_out.weight": drawn("out", WIDTH, INNER),
    }
