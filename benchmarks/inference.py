"""Tokens a second of the engine beside those of the library that it is made of.

The same model (random weights, about 100 MB) answers the same prompts greedily: with
`llama_cpp.Llama` one after the other, with llama-server if `LLAMA_SERVER` names its program, and
with the engine at 1, 4, 8 and 16 requests at once, in both modes. They take turns, because machines
are noisy: each ratio is to Llama just before and just after. Medians are shown. Seconds include
reading the prompts, which are short.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import mean, median
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.peers.llama_server import LlamaServer
from benchmarks.signals import Never
from benchmarks.stack import report
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import GenerationRequest, Sampling
from orchestration.registry.describe import describe
from orchestration.registry.spec import ModelSpec
from tools.random_model.make import SIZES, make

CONTEXT = 1024
LEVELS = (1, 4, 8, 16)
SLOTS = max(LEVELS)
MODES = {"reproducible": True, "fast": False}
AIMS = {1: 0.9, 16: 2.0}
LLAMA, SERVER = "Llama", "llama-server"
FEW = 4
"""Prompts that Llama answers between others' turns, and that one client asks."""


@dataclass
class Speeds:
    """Tokens a second, by who drew them, and what they are to Llama's; one number for each round.

    The machine's speed changes while this runs: each figure is set beside those of Llama just
    before and just after it.
    """

    rounds: dict[str, list[float]] = field(default_factory=dict)
    ratios: dict[str, list[float]] = field(default_factory=dict)
    _waiting: tuple[str, float] | None = None

    def add(self, name: str, speed: float) -> None:
        """Note a speed; Llama's is to be noted next."""
        self.rounds.setdefault(name, []).append(speed)
        self._waiting = name, speed

    def add_llama(self, speed: float) -> None:
        """Note a speed of Llama."""
        known = self.rounds.setdefault(LLAMA, [])
        known.append(speed)
        if self._waiting is not None:
            name, other = self._waiting
            self.ratios.setdefault(name, []).append(2 * other / (known[-2] + speed))
            self._waiting = None


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
        """Return the MiB of the engine's process that are resident."""
        pages = Path(f"/proc/{self._generator.client.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGESIZE") // 2**20

    def close(self) -> None:
        self._generator.close()


def prompts_of(round_: int, count: int) -> list[str]:
    """Return prompts that begin differently, so that nobody reads a part of another's."""
    return [f"{round_}-{at} lo fi" for at in range(count)]


@contextmanager
def quantised(quantisation: str, size: str) -> Iterator[Path]:
    """Make the model in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-inference-") as folder:
        path = Path(folder) / f"{size}-{quantisation}.gguf"
        make(path, SIZES[size], quantisation)
        yield path


class Round:
    """Everybody answers the same prompts, in turns."""

    def __init__(self, number: int, ours: Ours, serial: Serial, length: int) -> None:
        self.prompts = prompts_of(number, SLOTS)
        self.answers: dict[str, list[list[int]]] = {}
        self._ours, self._serial, self._length = ours, serial, length

    def run(self, speeds: Speeds, server: LlamaServer | None) -> None:
        """Measure each level of each."""
        self._llama(speeds, self.prompts)
        for level in LEVELS:
            for mode in MODES:
                self._engine(speeds, level, mode)
                self._llama(speeds, self.prompts[:FEW])
            if server is not None:
                speeds.add(f"{SERVER} {level}", server.speed(self.prompts, self._length, level))
                self._llama(speeds, self.prompts[:FEW])

    def _llama(self, speeds: Speeds, prompts: Sequence[str]) -> None:
        answer = self._serial.answer(prompts, self._length)
        self.answers.setdefault(LLAMA, answer["tokens"])
        speeds.add_llama(_count(answer["tokens"]) / answer["seconds"])

    def _engine(self, speeds: Speeds, level: int, mode: str) -> None:
        prompts = self.prompts if level > 1 else self.prompts[:FEW]
        began = perf_counter()
        answers = self._ours.answer(prompts, self._length, level, mode)
        speeds.add(f"{mode} {level}", _count(answers) / (perf_counter() - began))
        self.answers[f"{mode} {level}"] = answers

    def differing(self, mode: str) -> float:
        """Return the share of answers beside others that are not Llama's."""
        levels = [level for level in LEVELS if level > 1]
        pairs = [
            pair
            for level in levels
            for pair in zip(self.answers[f"{mode} {level}"], self.answers[LLAMA], strict=True)
        ]
        return sum(ours != theirs for ours, theirs in pairs) / len(pairs)


def measure(model: Path, options: argparse.Namespace) -> tuple[Speeds, dict[str, float]]:
    """Let everybody take turns; return their speeds and what else was seen."""
    speeds, rounds = Speeds(), []
    with ExitStack() as stack:
        serial, ours = Serial(model, options.threads), Ours(model, options.threads)
        stack.callback(serial.close)
        stack.callback(ours.close)
        server = stack.enter_context(LlamaServer.if_given(model, CONTEXT, SLOTS, options.threads))
        before = warm(ours, serial)
        for number in range(options.rounds):
            rounds.append(Round(number, ours, serial, options.tokens))
            rounds[-1].run(speeds, server)
        facts: dict[str, float] = {"memory_mib": ours.memory, **before}
    for mode in MODES:
        facts[f"differing_{mode}"] = round(mean(each.differing(mode) for each in rounds), 4)
    return speeds, facts


def warm(ours: Ours, serial: Serial) -> dict[str, float]:
    """Load the models; return the memory with one mode loaded."""
    serial.answer(prompts_of(-1, 1), 4)
    ours.answer(prompts_of(-1, SLOTS), 4, SLOTS, "reproducible")
    memory = ours.memory
    ours.answer(prompts_of(-1, SLOTS), 4, SLOTS, "fast")
    return {"memory_one_mode_mib": memory}


def _count(answers: Sequence[Sequence[int]]) -> int:
    return sum(map(len, answers))


def table(speeds: Speeds) -> tuple[list[list[str]], dict[str, float]]:
    """Return rows for people and ratios for programs."""
    rows = [["requests at once", *map(str, LEVELS)]]
    rows.append(row("Llama, one by one", f"{median(speeds.rounds[LLAMA]):.0f}"))
    facts: dict[str, float] = {"llama_tokens_s": round(median(speeds.rounds[LLAMA]), 1)}
    for name in (SERVER, *MODES):
        if f"{name} 1" not in speeds.rounds:
            continue
        found = [median(speeds.rounds[f"{name} {level}"]) for level in LEVELS]
        ratios = [median(speeds.ratios[f"{name} {level}"]) for level in LEVELS]
        rows.append([name, *(f"{speed:.0f}" for speed in found)])
        rows.append(["  to Llama", *(f"{ratio:.2f}x" for ratio in ratios)])
        for level, speed, ratio in zip(LEVELS, found, ratios, strict=True):
            facts[f"{name}_{level}_tokens_s"] = round(speed, 1)
            facts[f"{name}_{level}_to_llama"] = round(ratio, 2)
    return rows, facts


def row(name: str, value: str) -> list[str]:
    """Return a row with one value."""
    return [name, value, *["" for _ in LEVELS[1:]]]


def verdicts(facts: Mapping[str, float]) -> list[list[str]]:
    """Return rows that set what was reached beside its aim."""
    rows = []
    for mode in MODES:
        for level, aim in AIMS.items():
            reached = facts[f"{mode}_{level}_to_llama"]
            verdict = "reached" if reached >= aim else "missed"
            rows.append(row(f"aim: {mode}, {level} at once, {aim:g}x", verdict))
        beside = facts.get(f"{SERVER}_{SLOTS}_to_llama")
        if beside is not None:
            ratio = facts[f"{mode}_{SLOTS}_to_llama"] / beside
            rows.append(row(f"{mode} to llama-server, {SLOTS} at once", f"{ratio:.2f}x"))
    return rows


def main() -> None:
    """Measure each quantisation and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tokens", type=int, default=64, help="length of an answer")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--quantisations", nargs="+", default=["q8_0", "q4_0"])
    parser.add_argument("--size", choices=SIZES, default="mid")
    options = parser.parse_args()
    for quantisation in options.quantisations:
        with quantised(quantisation, options.size) as model:
            speeds, seen = measure(model, options)
        rows, facts = table(speeds)
        rows += verdicts(facts)
        rows.append(row("engine's memory, one mode", f"{seen['memory_one_mode_mib']:.0f} MiB"))
        rows.append(row("engine's memory, both modes", f"{seen['memory_mib']:.0f} MiB"))
        for mode in MODES:
            rows.append(row(f"{mode}: differ from Llama", f"{seen[f'differing_{mode}']:.1%}"))
        report(f"inference {quantisation}, tokens a second", rows, {**facts, **seen})


if __name__ == "__main__":
    main()
