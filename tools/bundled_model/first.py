"""The first weights: drawn, but for a few heads that can copy before anything was learned.

What shall be copied is seldom a word that training saw. A network copies it in two steps (C. Olsson
and others, 2022, "In-context learning and induction heads"): a head of one layer writes to each
place which token stood before; a head of the next one looks for the places that had the token that
is being read before them, and says what stands there. A network of our size finds this by itself
only after thousands of steps. So it begins with such heads, and training moves their weights as it
moves all others: it only must not be so fast that it breaks them before they are of use.

Pairs of a head that turn with a token's place tell where it looks; pairs that are still tell what
it compares. One dimension of all tokens' vectors is the same, by which a head can look at a place
whatever stands there; the last ones are left to what such heads write.
"""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn

from tools.bundled_model.network import Block, Network, Size

DEVIATION: Final = 0.02
SAME: Final = 0
"""The dimension that is the same in all tokens."""
ALIKE: Final = 5.0
"""How much larger it is than the others."""
BACK: Final = (1, 2)
"""How far the first layer's heads look back."""
SHARP_PLACE: Final = 1.2
SHARP_TOKEN: Final = 5.0
NOTED: Final = 2.5 * DEVIATION
LOUD: Final = 5 * DEVIATION
"""How large what the first such heads write is, and what the second ones say."""
QUIET: Final = 0.3
"""What is left of drawn weights where others are put among them."""


@torch.no_grad()
def begin(network: Network) -> None:
    """Set all weights of a network that has at least two groups of heads."""
    size = network.size
    _draw(network)
    _make_room(network.token_embd.weight, size)
    tokens = _reading(size)
    looking, following, *_ = network.blocks
    _look_back(looking, size, tokens)
    _follow(following, size, tokens)


def _draw(network: Network) -> None:
    """Draw all weights; what adds to the stream begins smaller the more layers add."""
    for name, weights in network.named_parameters():
        if weights.ndim == 2:
            adds = name.endswith(("attn_output.weight", "ffn_down.weight"))
            scale = (2 * network.size.layers) ** -0.5 if adds else 1.0
            nn.init.normal_(weights, std=DEVIATION * scale)


def _make_room(vectors: Tensor, size: Size) -> None:
    vectors[:, size.width - _room(size) :] *= 0.1
    vectors[:, SAME] = ALIKE * DEVIATION


def _room(size: Size) -> int:
    """Return how many dimensions are left to what heads write: one head's for each look back."""
    return len(BACK) * size.head


def _reading(size: Size) -> Tensor:
    """Draw what a head reads of a token, (head, width); it leaves out what tells nothing of it."""
    read: Tensor = torch.randn(size.head, size.width) * (size.width - _room(size)) ** -0.5
    read[:, SAME] = 0
    read[:, size.width - _room(size) :] = 0
    return read


def _look_back(block: Block, size: Size, tokens: Tensor) -> None:
    """Let the first group's heads write which tokens stood one and two places before."""
    _quieten(block, size, groups=1)
    turning, head = size.head // 4, size.head
    block.attn_k.weight[0 : 2 * turning : 2, SAME] = SHARP_PLACE
    block.attn_v.weight[:head] = tokens
    angles = size.frequencies[:turning]
    for at, back in enumerate(BACK):
        first = at * head
        rows = block.attn_q.weight[first : first + 2 * turning, SAME].view(turning, 2)
        rows[:, 0] = SHARP_PLACE * torch.cos(-back * angles)
        rows[:, 1] = SHARP_PLACE * torch.sin(-back * angles)
        block.attn_output.weight[:, first : first + head] = 0
        target = size.width - _room(size) + first
        written = block.attn_output.weight[target : target + head, first : first + head]
        written.copy_(torch.eye(head) * NOTED)


def _follow(block: Block, size: Size, tokens: Tensor) -> None:
    """Let heads of two groups look for what followed the token that is read, and say it."""
    _quieten(block, size, groups=2)
    head, half = size.head, size.head // 2
    written = size.width - _room(size)
    for group in range(2):
        part = slice(group * half, (group + 1) * half)
        still = slice(group * head + half, (group + 1) * head)
        block.attn_k.weight[still, written + part.start : written + part.stop] = torch.eye(half)
        said = _reading(size)
        block.attn_v.weight[group * head : (group + 1) * head] = said
        for at in range(group * size.shared, (group + 1) * size.shared):
            block.attn_q.weight[at * head + half : (at + 1) * head] = SHARP_TOKEN * tokens[part]
            loud = LOUD * ((size.width - _room(size)) / head) ** 0.5
            block.attn_output.weight[:, at * head : (at + 1) * head] = loud * said.T


def _quieten(block: Block, size: Size, groups: int) -> None:
    """Make what is drawn for the first groups' queries and keys smaller."""
    block.attn_k.weight[: groups * size.head] *= QUIET
    block.attn_q.weight[: groups * size.shared * size.head] *= QUIET
