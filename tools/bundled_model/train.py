"""Training: the same steps from the same seed, by one process or by several that share them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, Protocol

import torch
from torch import Tensor, distributed
from torch._dynamo import config as dynamo_config
from torch.nn import functional
from torch.optim import AdamW, Muon, Optimizer

from tools.bundled_model.batches import WIDTHS, Batch
from tools.bundled_model.network import Network

Costs = Callable[[Batch], Tensor]
"""The mean cost of what a batch has to foresee."""
States = Callable[[Tensor], Tensor]
Mean = Callable[[Tensor, Tensor, Tensor, Tensor], Tensor]
Source = Callable[[int], Iterator[Batch]]
"""Batches of a stage, by its number: the same ones each time."""
Saved = dict[str, Any]
"""How far a training is: what it needs to go on as if it had never stopped."""


class Witness(Protocol):
    """Is told how a training goes."""

    def report(self, step: int, loss: float, seconds: float) -> None:
        """Take note of steps done, their mean loss, and how long it has taken."""

    def keep(self, saved: Saved) -> None:
        """Keep what a stage came to."""


@dataclass(frozen=True)
class Plan:
    """How long and how fast to train.

    Attributes:
        steps: How often the weights are moved.
        size: Tokens of a batch; each process reads one in each step.
        processes: How many share a step, each with one thread: small matrices are worked on
            faster by two threads apart than by two together.
        readers: Processes that draw samples for one that trains; none where it draws them itself.
        warm: Steps over which the rate rises; it falls to nothing over the rest.
        rate: Of the layers' matrices, which Muon moves; at four times this rate the
            heads that copy from the start are broken before they are of use.
        slow: Of all other weights, which AdamW moves.
        seed: Of weights and samples.
        every: Steps between two reports.
        stage: Steps between two times that all is kept.
        compiled: Whether code is compiled for each length of batch, which takes half a minute
            for each and makes steps a third faster.
    """

    steps: int = 3_200
    size: int = 8192
    processes: int = 2
    readers: int = 0
    warm: int = 100
    rate: float = 0.005
    slow: float = 0.004
    seed: int = 20
    every: int = 50
    stage: int = 1000
    compiled: bool = True


def train(
    network: Network, source: Source, plan: Plan, witness: Witness, saved: Saved | None = None
) -> None:
    """Train a network in place.

    Args:
        network: With its first weights, the same in all processes.
        source: Batches of each stage, others in each process.
        plan: How long and how fast.
        witness: Is told how it goes.
        saved: What the last stage came to, to go on from there.

    Raises:
        ValueError: What was saved is of another plan.
    """
    optimizers = _optimizers(network, plan)
    done = _restore(network, optimizers, plan, saved) if saved else 0
    costs = _compiled(network) if plan.compiled else _costs(network)
    begun, losses = time.monotonic(), []
    for step, batch in enumerate(_from_stage(source, done // plan.stage, plan), done):
        _set_rates(optimizers, _share(step, plan))
        losses.append(_step(network, costs, batch, optimizers))
        if (step + 1) % plan.every == 0:
            mean = torch.stack(losses).mean().item()
            witness.report(step + 1, mean, time.monotonic() - begun)
            losses.clear()
        if (step + 1) % plan.stage == 0:
            witness.keep(_saved(step + 1, plan, network, optimizers))


def _from_stage(source: Source, first: int, plan: Plan) -> Iterator[Batch]:
    for stage in range(first, -(-plan.steps // plan.stage)):
        left = plan.steps - stage * plan.stage
        yield from islice(source(stage), min(left, plan.stage))


def _saved(step: int, plan: Plan, network: Network, optimizers: Iterable[Optimizer]) -> Saved:
    return {
        "step": step,
        "plan": asdict(plan),
        "weights": network.state_dict(),
        "optimizers": [each.state_dict() for each in optimizers],
    }


def _restore(network: Network, optimizers: Iterable[Optimizer], plan: Plan, saved: Saved) -> int:
    """Go back to what was kept; return how many steps were done then.

    Raises:
        ValueError: It was trained by another plan.
    """
    if saved["plan"] != asdict(plan):
        raise ValueError(f"the training that was kept has another plan: {saved['plan']}")
    network.load_state_dict(saved["weights"])
    for optimizer, state in zip(optimizers, saved["optimizers"], strict=True):
        optimizer.load_state_dict(state)
    step: int = saved["step"]
    return step


def _costs(network: Network, states: States | None = None, mean: Mean | None = None) -> Costs:
    """Return what a batch costs, by functions that were compiled or as they are."""
    read, weighed = states or network.states, mean or _mean

    def costs(batch: Batch) -> Tensor:
        seen = read(batch.tokens).flatten(0, 1)[batch.places]
        return weighed(seen, network.token_embd.weight, batch.wanted, batch.weights)

    return costs


def _mean(seen: Tensor, vectors: Tensor, wanted: Tensor, weights: Tensor) -> Tensor:
    scores = functional.linear(seen, vectors).float()
    losses = functional.cross_entropy(scores, wanted, reduction="none")
    return (losses * weights).sum() / weights.sum()


def _compiled(network: Network) -> Costs:
    """Compile for each length of batch, and for any number of tokens that are to be foreseen."""
    dynamo_config.recompile_limit = len(WIDTHS) + 1
    states = torch.compile(network.states, dynamic=False)
    return _costs(network, states, torch.compile(_mean, dynamic=True))


def _step(network: Network, costs: Costs, batch: Batch, optimizers: list[Optimizer]) -> Tensor:
    with torch.autocast(batch.tokens.device.type, torch.bfloat16, _halves(batch.tokens.device)):
        loss = costs(batch)
    loss.backward()  # type: ignore[no-untyped-call]
    if distributed.is_initialized():
        _share_gradients(network)
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    for optimizer in optimizers:
        optimizer.step()
        optimizer.zero_grad()
    return loss.detach()


def _halves(device: torch.device) -> bool:
    """Return whether products of halved precision are faster there: on CPUs that have them."""
    found = torch.cpu.get_capabilities() if device.type == "cpu" else {}
    return device.type != "cpu" or bool(found.get("amx_tile") or found.get("avx512_bf16"))


def _share_gradients(network: Network) -> None:
    """Give all processes the mean of their gradients."""
    gradients = [each.grad for each in network.parameters() if each.grad is not None]
    flat = torch.cat([each.flatten() for each in gradients])
    distributed.all_reduce(flat)
    flat /= distributed.get_world_size()
    parts = torch.split(flat, [each.numel() for each in gradients])
    for gradient, part in zip(gradients, parts, strict=True):
        gradient.copy_(part.view_as(gradient))


def _optimizers(network: Network, plan: Plan) -> list[Optimizer]:
    """Return Muon for the layers' matrices, AdamW for vectors of tokens and scales."""
    matrices = [each for each in network.blk.parameters() if each.ndim == 2]
    inside = {id(each) for each in matrices}
    others = [each for each in network.parameters() if id(each) not in inside]
    return [
        Muon(matrices, lr=plan.rate, weight_decay=0.05),
        AdamW(others, lr=plan.slow, betas=(0.9, 0.98), weight_decay=0.0),
    ]


def _share(step: int, plan: Plan) -> float:
    """Return which share of the highest rate a step has."""
    rise = (step + 1) / plan.warm
    fall = (plan.steps - step) / max(1, plan.steps - plan.warm)
    return min(1.0, rise, fall)


def _set_rates(optimizers: Iterable[Optimizer], share: float) -> None:
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group.setdefault("highest", group["lr"])
            group["lr"] = group["highest"] * share
