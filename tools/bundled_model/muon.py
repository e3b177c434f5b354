"""Muon: moves matrices by what their momentum is when all its singular values are made alike.

K. Jordan and others, 2024, "Muon: an optimizer for hidden layers in neural networks". PyTorch has
one; on CPUs without tile units its halves are slower than single precision, and each process
would do all the work again. Here processes that train together share it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import torch
from torch import Tensor, distributed
from torch.optim import Optimizer

COEFFICIENTS: Final = (3.4445, -4.7750, 2.0315)
"""Of the polynomial that drives singular values towards one, as the authors found them."""
ITERATIONS: Final = 5
MOMENTUM: Final = 0.95


class Muon(Optimizer):
    """Moves matrices; processes that train together are given the same gradients.

    Args:
        matrices: What to move, each of two dimensions.
        lr: How far, for matrices that are not taller than wide.
        weight_decay: Share of a weight that is lost in a step of rate one.
    """

    def __init__(self, matrices: Iterable[Tensor], lr: float, weight_decay: float) -> None:
        super().__init__(matrices, {"lr": lr, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Move all matrices that have a gradient."""
        found = None if closure is None else closure()
        for group in self.param_groups:
            matrices = [each for each in group["params"] if each.grad is not None]
            moves = _shared([self._move(each, each.grad) for each in matrices])
            for matrix, move in zip(matrices, moves, strict=True):
                rows, columns = matrix.shape
                matrix.mul_(1 - group["lr"] * group["weight_decay"])
                matrix.add_(move, alpha=-group["lr"] * max(1, rows / columns) ** 0.5)
        return found

    def _move(self, matrix: Tensor, gradient: Tensor) -> Tensor:
        """Return a gradient with the matrix's momentum, looking one step ahead."""
        momentum = self.state[matrix].setdefault("momentum", torch.zeros_like(matrix))
        momentum.lerp_(gradient, 1 - MOMENTUM)
        return gradient.lerp(momentum, MOMENTUM)


def _shared(moves: Sequence[Tensor]) -> Sequence[Tensor]:
    """Return all moves with singular values alike; each process makes some for all."""
    if not distributed.is_initialized():
        return [orthogonal(each) for each in moves]
    rank, world = distributed.get_rank(), distributed.get_world_size()
    mine = [
        orthogonal(each) if at % world == rank else torch.zeros_like(each)
        for at, each in enumerate(moves)
    ]
    flat = torch.cat([each.flatten() for each in mine])
    distributed.all_reduce(flat)
    parts = torch.split(flat, [each.numel() for each in moves])
    return [part.view_as(each) for part, each in zip(parts, moves, strict=True)]


def orthogonal(matrix: Tensor) -> Tensor:
    """Return a matrix of the same singular vectors, whose singular values are about one."""
    first, third, fifth = COEFFICIENTS
    tall = matrix.shape[0] > matrix.shape[1]
    found = matrix.T if tall else matrix
    found = found / found.norm().clamp(min=1e-7)
    for _ in range(ITERATIONS):
        products = found @ found.T
        change = torch.addmm(products, products, products, beta=third, alpha=fifth)
        found = torch.addmm(found, change, found, beta=first)
    return found.T if tall else found
