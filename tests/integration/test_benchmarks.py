"""Each benchmark runs to its end, on a small scale, and says what it measured."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def run(name: str, *arguments: str) -> Any:
    """Return the facts that a benchmark reports in its last line."""
    done = subprocess.run(
        [sys.executable, f"benchmarks/{name}.py", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


def test_throughput_compares_all_three() -> None:
    facts = run("throughput", "--tasks", "150", "--rounds", "1", "--quick")
    assert facts["ratio"] > 0
    assert sum(label.startswith(("Celery", "Switchyard")) for label in facts) == 3


def test_submit_serves_every_request_of_its_load() -> None:
    facts = run("submit", "--seconds", "1", "--rounds", "1", "--clients", "2")
    assert facts["refused"] == 0
    assert min(facts["ours_per_s"], facts["peer_per_s"], facts["batch_per_s"]) > 0


def test_latency_measures_tasks_that_were_claimed() -> None:
    facts = run("latency", "--tasks", "3", "--rest", "0.01")
    assert 0 < facts["p50_ms"] <= facts["p95_ms"]


def test_inference_compares_the_engine_with_the_library() -> None:
    small = ("--size", "small", "--rounds", "1", "--tokens", "8", "--threads", "1")
    facts = run("inference", *small, "--quantisations", "q4_0")
    assert facts["differing_reproducible"] == 0
    assert facts["memory_mib"] > 0
    assert min(facts[f"{mode}_16_to_llama"] for mode in ("reproducible", "fast")) > 0


def test_preemption_measures_requests_that_took_a_slot() -> None:
    facts = run(
        "preemption", "--size", "small", "--rounds", "1", "--tokens", "200", "--threads", "1"
    )
    assert facts["parkings"] > 0
    assert 0 < facts["full_ms"] < facts["without_preemption_ms"]


def test_pool_keeps_its_budget_and_measures_streams_beside_loads() -> None:
    small = ("--size", "small", "--streams", "2", "--tokens", "150", "--threads", "1")
    facts = run("pool", *small, "--requests", "20", "--cycles", "8")
    assert 0 < facts["most_bytes"] <= facts["budget_bytes"]
    assert facts["loads"] > 0
    assert 0 < facts["loading_p50_ms"] <= facts["loading_p99_ms"]


def test_growth_measures_every_operation_in_all_databases() -> None:
    facts = run("growth", "--few", "50", "--many", "200", "--held", "0.3")
    assert {"submit", "dispatch", "claim", "finish", "list"} <= facts["ratios"].keys()


def test_ephemeral_measures_calls_that_a_worker_answered() -> None:
    facts = run("ephemeral", "--calls", "30", "--callers", "4")
    assert 0 < facts["p50_ms"] <= facts["p95_ms"]
    assert min(facts["callers_per_s"], facts["engine_shared_per_s"]) > 0


def test_crowd_drops_no_stream() -> None:
    facts = run("crowd", "--streams", "60", "--tasks", "30")
    assert (facts["streams"], facts["dropped"], facts["flowed"]) == (80, 0, 30)
    assert facts["events"] >= 3 * 80
    assert facts["open_mb"] > 0


def test_streams_measures_answers_and_readers() -> None:
    small = ("--rounds", "1", "--answers", "5", "--streams", "2", "--length", "20")
    facts = run("streams", *small)
    assert 0 < facts["event_p50_ms"] <= facts["event_p95_ms"]
    assert min(facts["tokens_per_s_with"], facts["short_ms_without"]) > 0


@pytest.mark.timeout(600)
def test_routing_classifies_by_the_file_and_by_what_is_stored() -> None:
    facts = run("routing", "--skip-validation", "--rounds", "20")
    assert facts["unclassified"] == 0
    for dimension in ("intent", "content_type", "complexity"):
        by_file, stored = facts[f"{dimension}_accuracy"], facts[f"stored_{dimension}_accuracy"]
        assert abs(by_file - stored) < 0.02
    assert 0 < facts["choose_ms"] < facts["classify_over_worker_p50_ms"]


@pytest.mark.timeout(600)
def test_gateway_asks_the_model_with_and_without_a_gateway_before_it() -> None:
    small = ("--rounds", "1", "--seconds", "0.5", "--workers", "1", "--requests", "60")
    facts = run("gateway", *small, "--no-peer")
    ours = "Switchyard, 1 process(es)"
    assert facts[f"{ours}: whole 32 rate"] > 0
    assert facts[f"{ours}: stream 1 first_p50_ms"] <= facts[f"{ours}: stream 1 whole_p50_ms"]
    assert facts[f"{ours}: whole 32 cpu_ms"] > 0
    assert facts["tasks"] >= 60
    assert list(facts["memory_mib"]) == ["15", "30", "60"]


def test_retrieval_finds_what_a_tiny_collection_and_a_tiny_cranfield_hold(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours" / "tiny", tmp_path / "cranfield"
    ours.mkdir(parents=True)
    theirs.mkdir()
    said = ["The ferry leaves at nine.", "Maria keeps bees.", "The kettle is broken."]
    rows = [
        {"id": str(at), "text": text, "user": "ann", "session": "1", "at": f"2026-01-0{at + 1}"}
        for at, text in enumerate(said)
    ]
    (ours / "entries.jsonl").write_text("\n".join(map(json.dumps, rows)))
    query = {"text": "When does the ferry leave?", "grades": {"0": 2}, "user": "ann"}
    (ours / "queries.jsonl").write_text(json.dumps(query))
    (theirs / "cran.all.1400").write_text(
        ".I 1\n.T\nheat\n.W\nheat of a cone\n.I 2\n.T\nlift\n.W\nlift of a slender wing\n"
    )
    (theirs / "cran.qry").write_text(".I 007\n.W\nlift of wings\n")
    (theirs / "cranqrel").write_text("1 2 1\n1 1 -1\n")
    facts = run("retrieval", "--collections", str(ours.parent), "--cranfield", str(theirs))
    for name, entries in (("tiny", 3), ("cranfield", 2)):
        assert (facts[name]["entries"], facts[name]["queries"]) == (entries, 1)
        ways = [each for each in facts[name].values() if isinstance(each, dict)]
        assert [(each["ndcg"], each["recall"]) for each in ways] == [(1.0, 1.0)] * 4
    assert facts["both, reranked"].startswith("skipped")
