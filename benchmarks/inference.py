"""Tokens a second of the engine beside those of the library that it is made of.

The same model (random weights, about 100 MB) answers the same prompts greedily: with
`llama_cpp.Llama` one after the other, with llama-server if `LLAMA_SERVER` names its program, and
with the engine at 1, 4, 8 and 16 requests at once, in both modes. Rounds take turns, because
machines are noisy; medians are shown. Seconds include reading the prompts, which are short.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.peers.llama_server import LlamaServer
from benchmarks.stack import report
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import GenerationRequest, Sampling
from orchestration.registry.describe import describe
from orchestration.registry.spec import ModelSpec
from tools.random_model.make import MID, make

CONTEXT = 1024
LEVELS = (1, 4, 8, 16)
SLOTS = max(LEVELS)
MODES = {"reproducible": True, "fast": False}


@dataclass
class Speeds:
    """Tokens a second, by who drew them; one number for each round."""

    rounds: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, speed: float) -> None:
        self.rounds.setdefault(name, []).append(speed)

    def of(self, name: str) -> float:
        return median(self.rounds[name])


class Never:
    """A stop signal that nobody sets."""

    def requested(self) -> None:
        return None

    def wait(self, seconds: float) -> bool:
        del seconds
        return False


class Serial:
    """`llama_cpp.Llama` in a process of its own."""

    def __init__(self, model: Path, threads: int) -> None:
        program = Path(__file__).parent / "peers" / "serial_llama.py"
        self._process = subprocess.Popen(
            [sys.executable, str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._tell({"model": str(model), "context": CONTEXT, "threads": threads})

    def _tell(self, message: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()

    def answer(self, prompts: Sequence[str], length: int) -> dict[str, Any]:
        """Return what `serial_llama` says of these prompts."""
        self._tell([[prompt, length] for prompt in prompts])
        assert self._process.stdout is not None
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)


class Ours:
    """The engine behind its port."""

    def __init__(self, model: Path, threads: int) -> None:
        self._generator = LlamaGenerator(EngineOptions(threads=threads, slots=SLOTS))
        self._spec = replace(describe(model), context_length=CONTEXT)

    def answer(self, prompts: Sequence[str], length: int, at_once: int, mode: str) -> list[Any]:
        """Return the answers' tokens; that many requests are in flight."""
        spec = replace(self._spec, parameters={"reproducible": MODES[mode]})
        with ThreadPoolExecutor(at_once) as pool:
            return list(pool.map(lambda prompt: self._one(spec, prompt, length), prompts))

    def _one(self, spec: ModelSpec, prompt: str, length: int) -> list[int]:
        sampling = Sampling(max_tokens=length, temperature=0)
        done = self._generator.generate(
            GenerationRequest(spec, prompt, sampling), stop=Never(), progress=lambda: None
        )
        return list(done.choices[0].tokens)

    @property
    def memory(self) -> int:
        """Return the resident bytes of the engine's process."""
        pages = Path(f"/proc/{self._generator.client.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGESIZE")

    def close(self) -> None:
        self._generator.close()


def prompts_of(round_: int, count: int) -> list[str]:
    """Return prompts that begin differently, so that nobody reads a part of another's."""
    return [f"{round_}-{at} lo fi" for at in range(count)]


@contextmanager
def quantised(quantisation: str) -> Iterator[Path]:
    """Make the model in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-inference-") as folder:
        path = Path(folder) / f"mid-{quantisation}.gguf"
        make(path, MID, quantisation)
        yield path


def measure(model: Path, options: argparse.Namespace) -> tuple[Speeds, dict[str, Any]]:
    """Let everybody take turns; return their speeds and what else was seen."""
    speeds = Speeds()
    with ExitStack() as stack:
        serial, ours = Serial(model, options.threads), Ours(model, options.threads)
        stack.callback(serial.close)
        stack.callback(ours.close)
        server = stack.enter_context(LlamaServer.if_given(model, CONTEXT, SLOTS, options.threads))
        ours.answer(prompts_of(-1, SLOTS), 4, SLOTS, "reproducible")
        ours.answer(prompts_of(-1, SLOTS), 4, SLOTS, "fast")
        serial.answer(prompts_of(-1, 1), 4)
        differing = dict.fromkeys(MODES, 0)
        for round_ in range(options.rounds):
            prompts = prompts_of(round_, SLOTS)
            theirs = serial.answer(prompts, options.tokens)
            speeds.add("Llama", _count(theirs["tokens"]) / theirs["seconds"])
            for level in LEVELS:
                for mode in MODES:
                    began = perf_counter()
                    some = prompts if level > 1 else prompts[:4]
                    answers = ours.answer(some, options.tokens, level, mode)
                    speeds.add(f"{mode} {level}", _count(answers) / (perf_counter() - began))
                    differing[mode] += _differing(answers, theirs["tokens"]) if level > 1 else 0
                if server is not None:
                    speeds.add(
                        f"llama-server {level}", server.speed(prompts, options.tokens, level)
                    )
        answered = options.rounds * SLOTS * (len(LEVELS) - 1)
        facts = {
            "memory_mib": round(ours.memory / 2**20),
            **{
                f"differing_{mode}": round(count / answered, 4) for mode, count in differing.items()
            },
        }
    return speeds, facts


def _count(answers: Sequence[Sequence[int]]) -> int:
    return sum(map(len, answers))


def _differing(ours: Sequence[Sequence[int]], theirs: Sequence[Sequence[int]]) -> int:
    return sum(list(one) != list(other) for one, other in zip(ours, theirs, strict=False))


def table(speeds: Speeds) -> tuple[list[list[str]], dict[str, float]]:
    """Return rows for people and ratios for programs."""
    llama = speeds.of("Llama")
    rows = [["requests at once", *map(str, LEVELS)], row("Llama, one by one", f"{llama:.0f}")]
    ratios: dict[str, float] = {}
    for name in ("llama-server", *MODES):
        if f"{name} 1" not in speeds.rounds:
            continue
        found = [speeds.of(f"{name} {level}") for level in LEVELS]
        rows.append([name, *(f"{speed:.0f}" for speed in found)])
        rows.append(["  to Llama", *(f"{speed / llama:.2f}x" for speed in found)])
        for level, speed in zip(LEVELS, found, strict=True):
            ratios[f"{name}_{level}_to_llama"] = round(speed / llama, 2)
    return rows, ratios


def row(name: str, value: str) -> list[str]:
    """Return a row with one value."""
    return [name, value, *["" for _ in LEVELS[1:]]]


def main() -> None:
    """Measure each quantisation and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tokens", type=int, default=64, help="length of an answer")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--quantisations", nargs="+", default=["q8_0", "q4_0"])
    options = parser.parse_args()
    for quantisation in options.quantisations:
        with quantised(quantisation) as model:
            speeds, facts = measure(model, options)
        rows, ratios = table(speeds)
        rows.append(row("engine's memory, both modes", f"{facts['memory_mib']} MiB"))
        for mode in MODES:
            rows.append(row(f"{mode}: differ from Llama", f"{facts[f'differing_{mode}']:.1%}"))
        report(f"inference {quantisation}, tokens a second", rows, {**ratios, **facts})


if __name__ == "__main__":
    main()
