"""Make the model: `python -m tools.bundled_model [OUT.gguf]`; takes under two hours."""

from __future__ import annotations

import argparse
import hashlib
import os
from dataclasses import replace
from pathlib import Path

from tools.bundled_model.file import SHIPPED
from tools.bundled_model.making import make
from tools.bundled_model.train import Plan


def main() -> None:
    """Train as the options say, and say what was written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, nargs="?", default=SHIPPED)
    parser.add_argument("--steps", type=int, default=Plan.steps, help="how often weights move")
    parser.add_argument("--size", type=int, default=Plan.size, help="tokens of a batch")
    parser.add_argument("--processes", type=int, default=Plan.processes, help="that share a step")
    parser.add_argument("--device", default="cpu", help="where to train, as PyTorch names it")
    parser.add_argument("--after", type=Path, help="a model's file, to be trained further")
    parser.add_argument("--seed", type=int, default=Plan.seed, help="other samples, other weights")
    parser.add_argument("--pace", type=float, default=1.0, help="share of the usual rates")
    options = parser.parse_args()
    plan = replace(
        Plan(),
        steps=options.steps,
        size=options.size,
        processes=options.processes,
        readers=0 if options.device == "cpu" else max(1, (os.cpu_count() or 1) - 2),
        seed=options.seed,
        rate=Plan.rate * options.pace,
        slow=Plan.slow * options.pace,
    )
    make(options.target, plan, options.device, options.after)
    content = options.target.read_bytes()
    print(f"{options.target}: {len(content):,} bytes, sha256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
