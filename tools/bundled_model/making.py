"""From nothing to a file: vocabulary, first weights, training."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final

import torch
from torch import distributed
from torch.multiprocessing.spawn import spawn

from tools.bundled_model import file, first, vocabulary
from tools.bundled_model.batches import Batch, batches, samples
from tools.bundled_model.encoding import Encoder
from tools.bundled_model.network import Network, Size
from tools.bundled_model.readers import by_readers
from tools.bundled_model.reading import read
from tools.bundled_model.sample import Split
from tools.bundled_model.template import prompt
from tools.bundled_model.train import Plan, Saved, train
from tools.bundled_model.vocabulary import Token

READ: Final = 40_000
"""Samples that the vocabulary is made of."""
SPACED: Final = 250


@dataclass(frozen=True)
class Task:
    """What all processes that train have to know.

    Attributes:
        target: The file to be written.
        after: A model's file that is trained further; None to begin with nothing.
        tokens: The vocabulary.
        plan: How long and how fast.
        device: Where to train, as PyTorch names it.
        meeting: Where the processes find each other.
    """

    target: Path
    after: Path | None
    tokens: list[Token]
    plan: Plan
    device: str
    meeting: str


def make(target: Path, plan: Plan, device: str = "cpu", after: Path | None = None) -> None:
    """Train a model and write its file.

    Args:
        target: Where to write.
        plan: How long and how fast.
        device: Where to train; one process does it where that is no CPU.
        after: A model's file to be trained further, with its vocabulary.

    Raises:
        ValueError: That file is of another form, or a training that was kept began otherwise.
    """
    tokens = _tokens(target, plan, after)
    with tempfile.TemporaryDirectory() as folder:
        task = Task(target, after, tokens, plan, device, f"file://{folder}/meeting")
        if device == "cpu":
            spawn(_beside_others, (task,), plan.processes)  # type: ignore[no-untyped-call]
        else:
            _train(0, task)


def _tokens(target: Path, plan: Plan, after: Path | None) -> list[Token]:
    """Return the vocabulary: that of a training that was kept, whatever grammars say by now."""
    kept = kept_at(target)
    if not kept.exists():
        return read(after)[1] if after else _vocabulary(Size(), plan.seed)
    saved = torch.load(kept, map_location="cpu")
    if saved["origin"] != _origin(after):
        raise ValueError(f"{kept} began with another file: delete it, or name the same --after")
    return [Token(*each) for each in saved["tokens"]]


def _origin(after: Path | None) -> str:
    """Return what tells the file that a training began with; empty for none."""
    return hashlib.sha256(after.read_bytes()).hexdigest() if after else ""


def _vocabulary(size: Size, seed: int) -> list[Token]:
    shown = list(islice(samples(Random(seed + 1), Split.TRAIN), READ))
    answers = [each.answer for each in shown]
    texts = [prompt(each) + each.answer for each in shown]
    return vocabulary.learn(texts, answers, size.tokens, SPACED)


def _beside_others(rank: int, task: Task) -> None:
    """Train beside processes that do the same with other samples."""
    torch.set_num_threads(1)
    distributed.init_process_group(
        "gloo", init_method=task.meeting, rank=rank, world_size=task.plan.processes
    )
    _train(rank, task)
    distributed.destroy_process_group()


def _train(rank: int, task: Task) -> None:
    plan = task.plan
    torch.manual_seed(plan.seed)
    network = read(task.after)[0] if task.after else _untrained(len(task.tokens))
    network.to(task.device)
    encoder = Encoder(task.tokens, file.header(task.tokens, network.size))

    def source(stage: int) -> Iterator[Batch]:
        seed = f"{plan.seed} {rank} {stage}"
        if plan.readers:
            found = by_readers(seed, encoder, plan.size, plan.readers)
        else:
            found = batches(Random(seed), encoder, plan.size, _everywhere)
        return (each.to(task.device) for each in found)

    kept = kept_at(task.target)
    saved = torch.load(kept, map_location=task.device) if kept.exists() else None
    writer = _Writer(task, network)
    train(network, source, plan, writer if rank == 0 else _Nobody(), saved)
    if rank == 0:
        writer.write()
        kept.unlink(missing_ok=True)


def _untrained(tokens: int) -> Network:
    network = Network(replace(Size(), tokens=tokens))
    first.begin(network)
    return network


def _everywhere(ready: list[int]) -> list[int]:
    """Return the least that any process has of each."""
    least = torch.tensor(ready)
    if distributed.is_initialized():
        distributed.all_reduce(least, distributed.ReduceOp.MIN)
    found: list[int] = least.tolist()
    return found


def kept_at(target: Path) -> Path:
    """Return where a training that was stopped is kept, beside the model's file."""
    return target.with_suffix(".training")


@dataclass(frozen=True, slots=True)
class _Writer:
    """Prints reports, and writes after each stage what there is, to be used and to go on from."""

    task: Task
    network: Network

    def report(self, step: int, loss: float, seconds: float) -> None:
        steps = self.task.plan.steps
        print(f"step {step} of {steps}: loss {loss:.4f} after {seconds:,.0f} s", flush=True)

    def keep(self, saved: Saved) -> None:
        task = self.task
        self.write()
        more = {"origin": _origin(task.after), "tokens": [astuple(each) for each in task.tokens]}
        with _beside(kept_at(task.target)) as part:
            torch.save({**saved, **more}, part)

    def write(self) -> None:
        """Write the model as it is now."""
        with _beside(self.task.target) as part:
            file.write(part, self.network, self.task.tokens, "q8_0")


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Yield where to write what then takes the target's place: what is there stays whole."""
    part = target.with_name(f"{target.name}.part")
    yield part
    part.replace(target)


class _Nobody:
    """Says and writes nothing: one process does it for all."""

    def report(self, step: int, loss: float, seconds: float) -> None:
        del step, loss, seconds

    def keep(self, saved: Saved) -> None:
        del saved
