"""How good the model is: `python -m tools.bundled_model.evaluate [MODEL.gguf]`.

Each job is judged on held-out data (its card says what that shares with what is trained on), and
on requests that people wrote by hand. Switchyard's own engine answers, greedily; an answer counts
when it is right as a whole: the label, every field, the tool with all its arguments. Fields are
asked for with a schema of their names and types, which the answer has to obey.
"""

from __future__ import annotations

import argparse
import json
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any, Final

from orchestration.inference.constraints.constraint import Constraint
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import GenerationRequest, Message, Sampling, ToolCall
from orchestration.inference.tools import read_calls
from orchestration.registry.describe import describe
from orchestration.registry.spec import ModelSpec
from tools.bundled_model.batches import samples
from tools.bundled_model.file import SHIPPED
from tools.bundled_model.hand import Request, requests
from tools.bundled_model.jobs.tools import OFFERS, UNSEEN
from tools.bundled_model.sample import Sample, Split

JOBS: Final = ("intent", "complexity", "triage", "tone", "extraction", "tools", "other")
AT_ONCE: Final = 8
TIMED: Final = 30
LONGEST: Final = 300
"""Tokens of an answer."""


@dataclass(frozen=True, slots=True)
class Score:
    """How often answers were right, of how many."""

    right: int
    asked: int

    def __str__(self) -> str:
        """Show the share."""
        return f"{self.right / self.asked:6.1%} of {self.asked}" if self.asked else "-"


class Judge:
    """Asks the model through the engine."""

    def __init__(self, model: Path) -> None:
        """Start an engine for a model's file."""
        self._generator = LlamaGenerator(EngineOptions(threads=2, slots=AT_ONCE))
        self._spec: ModelSpec = describe(model)

    def close(self) -> None:
        """End the engine."""
        self._generator.close()

    def answers(self, asked: Sequence[Request]) -> list[str]:
        """Return the answers to requests, several at once."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(self.answer, asked))

    def answer(self, asked: Request) -> str:
        """Return the answer to one."""
        sample = asked.sample
        request = GenerationRequest(
            self._spec,
            tuple(map(_message, sample.messages)),
            Sampling(max_tokens=LONGEST, temperature=0),
            tools=sample.tools,
            constraint=Constraint(schema=asked.schema) if asked.schema else None,
        )
        done = self._generator.generate(request, stop=_Never(), progress=lambda: None)
        return _written(done.choices[0].text, done.choices[0].tool_calls)

    def milliseconds(self, asked: Sequence[Request]) -> list[float]:
        """Return how long answers took, one after the other."""
        taken = []
        for each in asked:
            began = perf_counter()
            self.answer(each)
            taken.append((perf_counter() - began) * 1000)
        return taken


class _Never(threading.Event):
    """A stop signal that nobody sets."""

    def requested(self) -> None:
        """Return that nobody did."""


def _message(turn: Mapping[str, Any]) -> Message:
    calls = tuple(
        ToolCall(each.get("id", ""), each["function"]["name"], _arguments(each["function"]))
        for each in turn.get("tool_calls") or ()
    )
    return Message(turn["role"], turn.get("content") or "", tool_calls=calls)


def _arguments(function: Mapping[str, Any]) -> Mapping[str, Any]:
    said: str | Mapping[str, Any] = function["arguments"]
    read: Mapping[str, Any] = json.loads(said) if isinstance(said, str) else said
    return read


def _written(text: str, calls: Sequence[ToolCall]) -> str:
    """Return an answer as the model wrote it, its calls too."""
    said = [
        json.dumps({"name": call.name, "arguments": dict(call.arguments)}, ensure_ascii=False)
        for call in calls
    ]
    return text + "".join(f"<tool_call>\n{each}\n</tool_call>" for each in said)


def is_right(sample: Sample, answer: str) -> bool:
    """Return whether an answer says what it should, whatever its spaces."""
    if sample.job == "tools" and sample.tools:
        names = frozenset(each["function"]["name"] for each in sample.tools)
        return read_calls(answer, names) == read_calls(sample.answer, names)
    wanted, said = _value(sample.answer), _value(answer)
    return said == wanted if isinstance(wanted, dict) else answer.strip() == sample.answer


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def held_out(count: int) -> dict[str, list[Request]]:
    """Return so many held-out requests of each job."""
    found: dict[str, list[Request]] = {job: [] for job in JOBS}
    for sample in samples(Random(7), Split.HELD_OUT):
        if len(found[sample.job]) < count:
            found[sample.job].append(Request(sample, _schema(sample)))
        elif all(len(each) == count for each in found.values()):
            return found
    raise AssertionError("Samples end.")


def calls_unseen(sample: Sample) -> bool:
    """Return whether the answer calls a function that training never saw, by whatever name."""
    names = frozenset(each.name for kind in UNSEEN for each in OFFERS[kind.name])
    return bool(read_calls(sample.answer, names)[1])


def _schema(sample: Sample) -> Mapping[str, Any] | None:
    """Return the schema that the request names beside the conversation.

    Fields are asked for as clients do it: with a schema that the answer has to obey, whether or
    not the conversation tells it, too.
    """
    if sample.learned is None and sample.job != "extraction":
        return None
    wanted = json.loads(sample.answer)
    properties = {
        key: {"type": ["number" if isinstance(each, int | float) else "string", "null"]}
        for key, each in wanted.items()
    }
    return {
        "type": "object",
        "properties": properties,
        "required": list(wanted),
        "additionalProperties": False,
    }


def by_hand() -> dict[str, list[Request]]:
    """Return the requests of each job that people wrote; whoever improves the model reads none."""
    return {
        job: [replace(each, schema=each.schema or _schema(each.sample)) for each in requests(job)]
        for job in JOBS
        if job != "triage"
    }


def scores(judge: Judge, asked: Mapping[str, Sequence[Request]], *, show: bool) -> dict[str, Score]:
    """Ask all, and count."""
    found = defaultdict(lambda: Score(0, 0))
    for job, each in asked.items():
        answers = judge.answers(each)
        right = [is_right(one.sample, said) for one, said in zip(each, answers, strict=True)]
        found[job] = Score(sum(right), len(right))
        if show:
            _show(job, zip(each, answers, right, strict=True))
    return found


def _show(job: str, judged: Iterable[tuple[Request, str, bool]]) -> None:
    for asked, said, right in judged:
        if not right:
            turn = asked.sample.messages[-1]["content"]
            print(f"{job}: {turn!r}\n  wanted {asked.sample.answer!r}\n  said   {said!r}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, nargs="?", default=SHIPPED)
    parser.add_argument("--count", type=int, default=300, help="held-out requests of each job")
    parser.add_argument("--show", action="store_true", help="show what was wrong")
    options = parser.parse_args()
    judge = Judge(options.model)
    try:
        _table(judge, options.count, show=options.show)
    finally:
        judge.close()


def _table(judge: Judge, count: int, *, show: bool) -> None:
    unseen = held_out(count)
    kept, hand = scores(judge, unseen, show=show), scores(judge, by_hand(), show=False)
    print(f"{'job':<12}{'held out':>16}{'by hand':>16}{'p50 ms':>9}{'p95 ms':>9}")
    for job in JOBS:
        taken = judge.milliseconds(unseen[job][:TIMED])
        times = f"{median(taken):>9.1f}{quantiles(taken, n=20)[-1]:>9.1f}"
        print(f"{job:<12}{kept[job]!s:>16}{hand.get(job, '-')!s:>16}{times}")
    new = [each for each in unseen["tools"] if calls_unseen(each.sample)]
    print(f"tools, of functions never seen: {scores(judge, {'tools': new}, show=False)['tools']}")


if __name__ == "__main__":
    main()
