"""Make the model: `python -m tools.bundled_model [OUT.gguf]`; takes an hour or two."""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final

import torch

from tools.bundled_model import file, vocabulary
from tools.bundled_model.batches import batches, samples
from tools.bundled_model.encoding import Encoder
from tools.bundled_model.network import Network, Size
from tools.bundled_model.sample import Split
from tools.bundled_model.template import prompt
from tools.bundled_model.train import Plan, train

SHIPPED: Final = Path(__file__).resolve().parents[2] / "models" / f"{file.NAME}.gguf"
READ: Final = 40_000
"""Samples that the vocabulary is made of."""
SPACED: Final = 250


def main() -> None:
    """Train as the options say, and say what was written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, nargs="?", default=SHIPPED)
    parser.add_argument("--steps", type=int, default=Plan.steps, help="batches to train on")
    parser.add_argument("--device", default="cpu", help="where to train, as PyTorch names it")
    options = parser.parse_args()
    make(options.target, replace(Plan(), steps=options.steps), options.device)
    content = options.target.read_bytes()
    print(f"{options.target}: {len(content):,} bytes, sha256 {hashlib.sha256(content).hexdigest()}")


def make(target: Path, plan: Plan, device: str = "cpu") -> None:
    """Train a model and write its file.

    Args:
        target: Where to write.
        plan: How long and how fast.
        device: Where to train.
    """
    size = Size()
    tokens = _vocabulary(size, plan.seed)
    torch.manual_seed(plan.seed)
    network = Network(replace(size, tokens=len(tokens))).to(device)
    encoder = Encoder(tokens, file.header(tokens, network.size))
    source = batches(Random(plan.seed), encoder, plan.size)
    train(network, (each.to(device) for each in source), plan, lambda said: print(said, flush=True))
    file.write(target, network.cpu(), tokens, "q8_0")


def _vocabulary(size: Size, seed: int) -> list[vocabulary.Token]:
    read = list(islice(samples(Random(seed + 1), Split.TRAIN), READ))
    answers = [each.answer for each in read]
    texts = [prompt(each) + each.answer for each in read]
    return vocabulary.learn(texts, answers, size.tokens, SPACED)


if __name__ == "__main__":
    main()
