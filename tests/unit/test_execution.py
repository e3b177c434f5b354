"""What comes of an attempt: each kind's outcome, and what errors become."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import pytest

from orchestration.context.counts import Counts
from orchestration.context.driving import fit
from orchestration.context.ports import TokenCounter
from orchestration.context.room import Room
from orchestration.errors import ContextOverflow, EngineCrashed, EngineLost, InvalidInput
from orchestration.execution import (
    HANDLERS,
    ChildOutcome,
    Failed,
    Ports,
    RetryLater,
    RunInput,
    RunOutcome,
    Stopped,
    Succeeded,
    Waiting,
    execute,
)
from orchestration.inference.ports import (
    Choice,
    EmbeddingRequest,
    Embeddings,
    Generation,
    GenerationRequest,
    Message,
    OnDelta,
    Progress,
    Ranked,
    Ranking,
    RerankRequest,
    StopSignal,
    TokenizeRequest,
    Tokens,
)
from orchestration.kinds.catalogue import KINDS, get_kind, validate_input
from orchestration.registry.bundled import MINILM, TINY_RANDOM
from orchestration.registry.spec import ModelSpec
from orchestration.retrieval.grounding import Grounded, grounded, prepared
from orchestration.retrieval.ports import Grounder, NoSources
from orchestration.retrieval.sources import DocumentPlace, Found, Source
from tests.unit.engines import Signal

TASK = UUID(int=1)
RANKER = replace(MINILM, name="ranker", task="rerank", dimensions=None)


@dataclass
class Engines:
    """Both ports, answering at once; an error to raise instead may be set."""

    error: Exception | None = None
    asked: list[GenerationRequest | EmbeddingRequest | RerankRequest | TokenizeRequest] = field(
        default_factory=list
    )

    def generate(
        self,
        request: GenerationRequest,
        *,
        stop: StopSignal,
        progress: Progress,
        on_delta: OnDelta | None = None,
    ) -> Generation:
        self.asked.append(request)
        if self.error:
            raise self.error
        return Generation((Choice("an answer", "stop", (1, 2, 3), seed=11),), prompt_tokens=5)

    def embed(
        self, request: EmbeddingRequest, *, stop: StopSignal, progress: Progress
    ) -> Embeddings:
        self.asked.append(request)
        return Embeddings([[0.5, 0.25] for _ in request.texts], 2, 7, truncated=(1,))

    def rerank(self, request: RerankRequest, *, stop: StopSignal, progress: Progress) -> Ranking:
        self.asked.append(request)
        return Ranking((Ranked(1, 0.75), Ranked(0, 0.25)), 9)

    def tokenize(self, request: TokenizeRequest, *, stop: StopSignal, progress: Progress) -> Tokens:
        self.asked.append(request)
        return Tokens(tuple((5, 6, 7) for _ in request.texts or request.turns[:1]))

    def close(self) -> None:
        """Nothing to end."""


def run(
    kind: str,
    value: Mapping[str, Any],
    /,
    *,
    engines: Engines | None = None,
    stop: Signal | None = None,
    sources: Grounder | None = None,
    **facts: Any,
) -> RunOutcome:
    """Execute a task of that kind as a worker would."""
    models = {
        "text": TINY_RANDOM,
        "any": TINY_RANDOM,
        "embedding": MINILM,
        "rerank": RANKER,
        None: None,
    }
    given = RunInput(
        task_id=TASK,
        epoch=1,
        tenant_id=UUID(int=2),
        kind=kind,
        input=validate_input(get_kind(kind), value),
        model=models[get_kind(kind).model_task],
        priority=3,
        attempt=1,
        max_attempts=3,
        idempotency_key=None,
        remaining_s=None,
    )
    made = engines or Engines()
    ports = Ports(made, made, stop or Signal(), lambda: None, sources=sources or NoSources())
    return execute(replace(given, **facts), ports)


def failure(outcome: RunOutcome) -> Failed:
    assert isinstance(outcome, Failed)
    return outcome


def test_every_kind_has_a_handler() -> None:
    assert set(HANDLERS) == set(KINDS)


def test_a_chat_answers_with_a_message_and_what_it_used() -> None:
    engines = Engines()
    value = {"messages": [{"role": "user", "content": "hi"}], "stop": ["x"], "top_k": 4}
    outcome = run("chat", value, engines=engines)
    assert isinstance(outcome, Succeeded)
    assert outcome.result["message"] == {"role": "assistant", "content": "an answer"}
    assert outcome.result["finish_reason"] == "stop"
    assert outcome.result["usage"] == {
        "prompt_tokens": 5,
        "completion_tokens": 3,
        "total_tokens": 8,
        "cached_tokens": 0,
    }
    assert (outcome.result["model"], outcome.result["seed"]) == ("tiny-random", 11)
    (asked,) = engines.asked
    assert isinstance(asked, GenerationRequest)
    assert asked.prompt == (Message("user", "hi"),)
    assert (asked.sampling.stop, asked.sampling.top_k, asked.priority) == (("x",), 4, 3)


def test_without_a_seed_every_attempt_of_a_task_draws_by_the_same() -> None:
    engines = Engines()
    for attempt in (1, 2):
        run("completion", {"prompt": "once"}, engines=engines, attempt=attempt)
    run("completion", {"prompt": "once"}, engines=engines, task_id=UUID(int=77))
    run("completion", {"prompt": "once", "seed": 5}, engines=engines)
    seeds = [each.sampling.seed for each in engines.asked if isinstance(each, GenerationRequest)]
    assert seeds[0] == seeds[1]
    assert seeds[1:] == [TASK.int, 77, 5]


def test_a_completion_answers_with_text() -> None:
    outcome = run("completion", {"prompt": "once"})
    assert isinstance(outcome, Succeeded)
    assert outcome.result["text"] == "an answer"


class Sources:
    """The port that looks up: finds one source, whatever is asked."""

    def ground(
        self,
        values: Mapping[str, Any],
        *,
        tenant_id: UUID,
        model: ModelSpec | None,
        counter: TokenCounter,
    ) -> Grounded:
        found = Found((Source(1, UUID(int=5), "Ten past ten."),), ("words",))
        assert model is not None
        ready = prepared(values, found, 1000)
        return grounded(ready, fit(ready.material, Room(1000), ready.policy, counter, Counts()))


def test_what_was_found_is_counted_shown_and_told() -> None:
    engines = Engines()
    asked = {"question": "When?", "retrieval": {"users": ["ada"]}, "max_tokens": 7}
    outcome = run("rag", asked, engines=engines, sources=Sources())
    assert isinstance(outcome, Succeeded)
    assert outcome.result["message"]["content"] == "an answer"
    assert outcome.result["sources"][0]["text"] == "Ten past ten."
    assert outcome.result["citations"] == []
    assert any(isinstance(each, TokenizeRequest) for each in engines.asked)
    drawn = engines.asked[-1]
    assert isinstance(drawn, GenerationRequest)
    assert drawn.sampling.max_tokens == 7
    assert isinstance(drawn.prompt, tuple)
    assert [each.role for each in drawn.prompt] == ["system", "user"]
    assert "[1] memory\nTen past ten." in drawn.prompt[1].content


def test_sources_that_stand_in_a_conversation_already_are_told_and_cited() -> None:
    engines = Engines()
    place = DocumentPlace(UUID(int=7), UUID(int=8), "a.pdf", page=3, stop=12)
    given = (
        Source(1, UUID(int=5), "Ten past ten.", said="Ann, 2026-01-02"),
        Source(2, UUID(int=6), "At nine.", "Trains", 0.5, place, cut=True),
    )
    made = Grounded({}, given, {"searched_by": ["words"], "found": 2})
    asked = made.noted({"messages": [{"role": "user", "content": "[1] Ten past ten.\nWhen?"}]})
    outcome = run("rag", asked, engines=engines)
    assert isinstance(outcome, Succeeded)
    assert {name: outcome.result[name] for name in ("sources", "retrieval")} == made.begun()
    assert outcome.result["citations"] == []
    (drawn,) = engines.asked
    assert isinstance(drawn, GenerationRequest)
    assert isinstance(drawn.prompt, tuple)
    assert [each.content for each in drawn.prompt] == ["[1] Ten past ten.\nWhen?"]


@pytest.mark.parametrize("both", [True, False])
def test_sources_are_looked_up_or_given(*, both: bool) -> None:
    values = {"retrieval": {"users": ["ada"]}, "grounded": {"sources": []}} if both else {}
    asked = {"messages": [{"role": "user", "content": "When?"}], **values}
    with pytest.raises(InvalidInput, match="retrieval or grounded"):
        validate_input(get_kind("rag"), asked)


def test_a_worker_that_looks_nothing_up_says_so() -> None:
    asked = {"question": "When?", "retrieval": {"users": ["ada"]}}
    assert "looks nothing up" in failure(run("rag", asked)).error["detail"]


def test_a_rerank_answers_with_positions_and_scores() -> None:
    engines = Engines()
    value = {"query": "q", "documents": ["a", "b"], "top_n": 2}
    outcome = run("rerank", value, engines=engines)
    assert isinstance(outcome, Succeeded)
    assert outcome.result["results"] == [{"index": 1, "score": 0.75}, {"index": 0, "score": 0.25}]
    assert engines.asked == [RerankRequest(RANKER, "q", ("a", "b"), top_n=2, priority=3)]


def test_tokens_are_counted_and_named_if_wanted() -> None:
    named = run("tokenize", {"texts": ["a", "b"]})
    counted = run("tokenize", {"texts": ["a", "b"], "ids": False})
    assert isinstance(named, Succeeded)
    assert isinstance(counted, Succeeded)
    assert counted.result == {"counts": [3, 3], "total": 6, "model": "tiny-random"}
    assert named.result == {**counted.result, "ids": [[5, 6, 7], [5, 6, 7]]}


def test_a_conversation_is_counted_with_its_tools() -> None:
    engines = Engines()
    tool = {"type": "function", "function": {"name": "now"}}
    value = {"messages": [{"role": "user", "content": "hi"}], "tools": [tool], "ids": False}
    assert isinstance(run("tokenize", value, engines=engines), Succeeded)
    turns = (Message("user", "hi"),)
    asked = TokenizeRequest(TINY_RANDOM, priority=3, turns=turns, tools=(tool,))
    assert engines.asked == [asked]


def test_an_embedding_answers_with_vectors_and_names_what_was_cut() -> None:
    outcome = run("embedding", {"texts": ["a", "b"]})
    assert isinstance(outcome, Succeeded)
    assert outcome.result == {
        "embeddings": [[0.5, 0.25], [0.5, 0.25]],
        "dimensions": 2,
        "model": "all-minilm-l6-v2",
        "usage": {"prompt_tokens": 7, "total_tokens": 7},
        "truncated": [1],
    }


def test_an_echo_returns_what_it_was_given() -> None:
    assert run("echo", {"a": [1, None]}) == Succeeded({"echo": {"a": [1, None]}})


def test_an_echo_with_children_waits_for_them_first() -> None:
    child = {"kind": "embedding", "input": {"texts": ["a"]}, "step_key": "one", "priority": "HIGH"}
    outcome = run("echo", {"a": 1, "children": [child], "on_child_failure": "fail"})
    assert isinstance(outcome, Waiting)
    assert outcome.on_child_failure == "fail"
    (asked,) = outcome.children
    assert (asked.kind, asked.step_key, asked.priority) == ("embedding", "one", "HIGH")
    assert asked.input == {"texts": ["a"]}


def test_an_echo_goes_on_with_what_came_of_its_children() -> None:
    done = ChildOutcome(UUID(int=9), "one", "succeeded", {"echo": {}}, None)
    outcome = run("echo", {"a": 1, "children": [{"kind": "echo"}]}, children=(done,))
    assert isinstance(outcome, Succeeded)
    assert outcome.result["echo"] == {"a": 1}
    assert outcome.result["children"] == [
        {
            "id": str(UUID(int=9)),
            "step_key": "one",
            "state": "succeeded",
            "result": {"echo": {}},
            "error": None,
        }
    ]


def test_ledger_rows_leave_beside_the_result() -> None:
    rows = [{"n": 1}, {"n": 2}]
    assert run("ledger", {"rows": rows}) == Succeeded({"rows": 2}, ledger=tuple(rows))


def test_a_sleep_ends_early_when_it_is_stopped() -> None:
    stop = Signal()
    threading.Timer(0.05, stop.stop, args=["cancelled"]).start()
    assert run("sleep", {"seconds": 3600}, stop=stop) == Stopped("cancelled")


def test_a_sleep_ends_when_its_time_is_over() -> None:
    assert run("sleep", {"seconds": 3600}, remaining_s=0.05) == Stopped("timeout")


def test_a_short_sleep_succeeds() -> None:
    assert isinstance(run("sleep", {"seconds": 0}), Succeeded)


@pytest.mark.parametrize("retryable", [True, False])
def test_a_failure_on_purpose_carries_its_message(retryable: bool) -> None:
    outcome = failure(run("fail", {"message": "because", "retryable": retryable}))
    assert outcome.error["detail"] == "because"
    assert outcome.retryable is retryable
    assert not outcome.crashed


@pytest.mark.parametrize(
    ("attempt", "fails"), [(1, True), (2, True), (3, False)], ids=["first", "second", "third"]
)
def test_a_failure_may_end_after_some_times(attempt: int, fails: bool) -> None:
    outcome = run("fail", {"times": 2}, attempt=attempt)
    assert isinstance(outcome, Failed) is fails


def test_a_users_mistake_is_not_tried_again() -> None:
    error = ContextOverflow("too long", field="input", mend="Shorten it.")
    outcome = failure(run("completion", {"prompt": "x"}, engines=Engines(error)))
    assert not outcome.retryable
    assert outcome.error["mend"] == "Shorten it."


def test_a_lost_engine_is_nobodys_fault_and_a_crash_is_marked() -> None:
    lost = run("completion", {"prompt": "x"}, engines=Engines(EngineLost("gone")))
    assert lost == RetryLater(0.0, "gone")
    crash = failure(run("completion", {"prompt": "x"}, engines=Engines(EngineCrashed("SIGSEGV"))))
    assert (crash.retryable, crash.crashed) == (False, True)


def test_an_unexpected_error_is_logged_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    outcome = failure(run("completion", {"prompt": "x"}, engines=Engines(KeyError("oops"))))
    assert outcome.retryable
    assert "oops" in outcome.error["detail"]
    assert "Traceback" in caplog.text


def test_a_task_without_its_model_says_what_to_do() -> None:
    outcome = failure(run("completion", {"prompt": "x"}, model=None))
    assert "default model" in outcome.error["mend"]


def test_a_kind_of_a_newer_version_fails_with_the_known_ones() -> None:
    outcome = failure(run("echo", {}, kind="haiku"))
    assert outcome.error["type"].endswith("unknown-kind")
