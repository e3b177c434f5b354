"""The network: a llama of a few million weights, as llama.cpp computes it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class Size:
    """How large the network is.

    Attributes:
        tokens: Of the vocabulary.
        width: Of a token's vector; `heads` times an even number.
        layers: Blocks.
        heads: Of attention; few and wide ones, whose shares of each other cost less to compute.
        shared: Heads that share their keys and values.
        forward: Width of the feed-forward layer.
        context: Tokens that it is trained to read.
        base: Of the rotary positions' frequencies.
        still: Share of each head's pairs that do not turn with the place: what they compare is
            alike however far apart it stands. llama.cpp divides frequencies by what a file says.
    """

    tokens: int = 4096
    width: int = 256
    layers: int = 6
    heads: int = 4
    shared: int = 2
    forward: int = 704
    context: int = 1024
    base: float = 10_000.0
    still: float = 0.5

    @property
    def head(self) -> int:
        """Width of one head."""
        return self.width // self.heads

    @property
    def divisors(self) -> Tensor:
        """By what the frequency of each pair is divided, (head / 2,)."""
        pairs = self.head // 2
        turning = torch.arange(pairs) < pairs * (1 - self.still)
        return torch.where(turning, 1.0, _STILL)

    @property
    def frequencies(self) -> Tensor:
        """By how much each pair turns from one place to the next, (head / 2,), in radians."""
        steps = torch.arange(0, self.head, 2, dtype=torch.float32) / self.head
        return self.base**-steps / self.divisors


EPSILON = 1e-5
LONG, PARTS = 256, 4
"""From which length on attention is computed in so many parts."""
_STILL = 1e9


def rotations(size: Size, length: int) -> tuple[Tensor, Tensor]:
    """Return cosines and sines, (length, head / 2) each."""
    angles = torch.outer(torch.arange(length, dtype=torch.float32), size.frequencies)
    return angles.cos(), angles.sin()


def rotated(vectors: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    """Turn neighbouring pairs of (batch, heads, length, head) by their position's angles."""
    even, odd = vectors[..., 0::2], vectors[..., 1::2]
    pairs = (even * cosines - odd * sines, even * sines + odd * cosines)
    return torch.stack(pairs, dim=-1).flatten(-2).to(vectors.dtype)


def attention(queries: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    """Mix the values of each place and those before it; all are (batch, heads, length, head).

    Written out, because for lengths such as ours it is faster on a CPU, there and back, than
    PyTorch's own function. Long texts are mixed part by part, each with what stands before its
    end alone, which leaves out most of what no place may see.
    """
    length = queries.shape[-2]
    parts = PARTS if length >= LONG else 1
    ends = [length * (at + 1) // parts for at in range(parts)]
    mixed = [
        _mixed(queries[..., begin:end, :], keys[..., :end, :], values[..., :end, :])
        for begin, end in zip([0, *ends], ends, strict=False)
    ]
    return torch.cat(mixed, dim=-2)


def _mixed(queries: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    """Mix for the last places of those that keys and values are given of."""
    asking, length = queries.shape[-2], keys.shape[-2]
    likeness = queries @ keys.transpose(-1, -2) * queries.shape[-1] ** -0.5
    later = torch.ones(asking, length, dtype=torch.bool, device=queries.device)
    hidden = later.triu(length - asking + 1)
    shares: Tensor = likeness.masked_fill(hidden, float("-inf")).softmax(-1).to(values.dtype)
    return shares @ values


class Block(nn.Module):
    """Attention, then a gated feed-forward layer; each adds to what it read."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        narrow = size.width // size.shared
        self.attn_norm = nn.RMSNorm(size.width, eps=EPSILON)
        self.attn_q = nn.Linear(size.width, size.width, bias=False)
        self.attn_k = nn.Linear(size.width, narrow, bias=False)
        self.attn_v = nn.Linear(size.width, narrow, bias=False)
        self.attn_output = nn.Linear(size.width, size.width, bias=False)
        self.ffn_norm = nn.RMSNorm(size.width, eps=EPSILON)
        self.ffn_gate = nn.Linear(size.width, size.forward, bias=False)
        self.ffn_up = nn.Linear(size.width, size.forward, bias=False)
        self.ffn_down = nn.Linear(size.forward, size.width, bias=False)

    def forward(self, states: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
        """Return (batch, length, width) for as much."""
        states = states + self._attended(self.attn_norm(states), cosines, sines)
        read = self.ffn_norm(states)
        gated: Tensor = self.ffn_down(functional.silu(self.ffn_gate(read)) * self.ffn_up(read))
        return states + gated

    def _attended(self, read: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
        batch, length, width = read.shape

        def heads(values: Tensor) -> Tensor:
            return values.view(batch, length, -1, self.size.head).transpose(1, 2)

        queries = rotated(heads(self.attn_q(read)), cosines, sines)
        keys = rotated(heads(self.attn_k(read)), cosines, sines)
        keys = keys.repeat_interleave(self.size.shared, dim=1)
        values = heads(self.attn_v(read)).repeat_interleave(self.size.shared, dim=1)
        mixed = attention(queries, keys, values)
        attended: Tensor = self.attn_output(mixed.transpose(1, 2).reshape(batch, length, width))
        return attended


class Network(nn.Module):
    """Tokens to scores of the next one; vectors of tokens and scores share their weights.

    `tools.bundled_model.first` says what its weights are before it is trained.
    """

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        self.token_embd = nn.Embedding(size.tokens, size.width)
        self.blk = nn.ModuleList(Block(size) for _ in range(size.layers))
        self.output_norm = nn.RMSNorm(size.width, eps=EPSILON)
        cosines, sines = rotations(size, size.context)
        self.register_buffer("cosines", cosines, persistent=False)
        self.register_buffer("sines", sines, persistent=False)

    @property
    def blocks(self) -> list[Block]:
        """All blocks, the one that reads tokens first."""
        return [each for each in self.blk if isinstance(each, Block)]

    def states(self, tokens: Tensor) -> Tensor:
        """Return what the last layer makes of (batch, length) tokens: (batch, length, width)."""
        length = tokens.shape[1]
        cosines, sines = self.get_buffer("cosines")[:length], self.get_buffer("sines")[:length]
        states = self.token_embd(tokens)
        for block in self.blk:
            states = block(states, cosines, sines)
        normal: Tensor = self.output_norm(states)
        return normal

    def scores(self, states: Tensor) -> Tensor:
        """Return the scores of all tokens for states (…, width)."""
        return functional.linear(states, self.token_embd.weight)
