"""Counters: what they ask a worker, and what they estimate for models outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.context.counts import Counts
from orchestration.context.message import Image, Message, Text, ToolCall
from orchestration.counting.outside import (
    AsyncEstimatingCounter,
    EstimatingCounter,
    tokens_of,
)
from orchestration.counting.worker import (
    AROUND_IMAGE,
    CALL_BYTES,
    CALL_TEXTS,
    Asked,
    AsyncWorkerCounter,
    WorkerCounter,
)
from orchestration.ephemeral.errors import CallTooLarge
from orchestration.errors import OperatorError
from orchestration.kinds.catalogue import get_kind, validate_input
from orchestration.registry.bundled import MINILM, TINY_RANDOM
from orchestration.registry.places import locate
from orchestration.registry.spec import ModelSpec
from orchestration.registry.vision import DEFAULT_ROWS
from tests.unit.contexts import PICTURE

DOCS = Path(__file__).resolve().parents[2] / "docs"
TOOL = {"type": "function", "function": {"name": "now"}}
TURN = (Message.say("user", "one two three"),)


class Worker:
    """Answers calls as a worker does whose tokens are words; messages have two more."""

    def __init__(self) -> None:
        self.asked: list[Mapping[str, Any]] = []

    def ask(self, kind: str, model: ModelSpec, values: Mapping[str, Any], **_: Any) -> Any:
        checked = validate_input(get_kind(kind), values)
        self.asked.append(checked)
        texts = checked.get("texts")
        if texts is not None:
            return {"counts": [len(text.split()) for text in texts], "model": model.name}
        said = sum(len(str(message["content"]).split()) + 2 for message in checked["messages"])
        return {"counts": [said], "model": model.name}


class AsyncWorker(Worker):
    async def ask(self, *args: Any, **more: Any) -> Any:
        return super().ask(*args, **more)


def counter(worker: Worker, **more: Any) -> WorkerCounter:
    return WorkerCounter(worker, Asked(TINY_RANDOM, **more))  # type: ignore[arg-type]


def test_all_texts_are_one_call_and_a_conversation_is_one() -> None:
    worker = Worker()
    assert counter(worker, tools=(TOOL,)).count(["a b", TURN, "c"]) == [2, 5, 1]
    texts, conversation = worker.asked
    assert (texts["texts"], texts["special"]) == (["a b", "c"], False)
    assert conversation["messages"] == [{"role": "user", "content": "one two three"}]
    assert conversation["tools"] == [TOOL]


def test_the_example_of_the_documents_fills_a_window() -> None:
    page = (DOCS / "explanation" / "context.md").read_text()
    example = page.partition("```python\n")[2].partition("```")[0]
    names: dict[str, Any] = {"calls": Worker(), "model": TINY_RANDOM, "counts": Counts()}
    exec(compile(example, "context.md", "exec"), names)  # noqa: S102 - it is our own
    assert names["window"].left_out == ()
    assert [message.role for message in names["window"].messages] == [
        "system", "user", "assistant", "user",
    ]  # fmt: skip


async def test_an_event_loop_asks_the_same() -> None:
    worker = AsyncWorker()
    made = AsyncWorkerCounter(worker, Asked(TINY_RANDOM))  # type: ignore[arg-type]
    assert await made.count(["a b", TURN, "c"]) == [2, 5, 1]


def test_many_and_long_texts_are_several_calls_and_keep_their_places() -> None:
    worker = Worker()
    many = [f"{'word ' * (at % 3)}x" for at in range(CALL_TEXTS + 5)]
    long = "word " * CALL_BYTES
    counts = counter(worker).count([*many, long, "end"])
    assert counts == [*(at % 3 + 1 for at in range(CALL_TEXTS + 5)), counts[-2], 1]
    assert counts[-2] >= CALL_BYTES, "a word that is cut counts twice"
    assert all(len("".join(asked["texts"]).encode()) <= CALL_BYTES for asked in worker.asked)


def test_an_image_counts_as_the_most_that_the_model_allows_one() -> None:
    shown = (Message("user", (Text("one two"), Image(PICTURE))),)
    text = (Message("user", (Text("one two"), Text("[image]"))),)
    worker = Worker()
    with_image, without = counter(worker).count([shown, text])
    assert with_image == without + DEFAULT_ROWS + AROUND_IMAGE
    assert worker.asked[0] == worker.asked[1]
    sharp = replace(TINY_RANDOM, parameters={"mmproj": "a.gguf", "image_tokens": 256})
    assert Asked(sharp).tokenizer.of_image == 256 + AROUND_IMAGE


def test_two_files_of_one_name_have_different_tokenizers() -> None:
    other = replace(TINY_RANDOM, checksum="0" * 64)
    assert Asked(TINY_RANDOM).tokenizer.name != Asked(other).tokenizer.name


def test_a_conversation_that_is_too_large_for_a_call_says_which_setting_to_raise() -> None:
    class Small(Worker):
        def ask(self, *_: Any, **__: Any) -> Any:
            raise CallTooLarge("The call has 9 bytes.", mend="Send less.")

    with pytest.raises(CallTooLarge, match="SWITCHYARD_EPHEMERAL__REQUEST_BYTES"):
        counter(Small()).count([TURN])


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        ("The cat sat.", 4),
        ("internationalisation", 4),
        ("HTTP", 2),
        ("2024", 4),
        ("a\n\n    b", 3),
        ("Привет", 3),
        ("你好", 2.5),
        ("😀", 3),
    ],
)
def test_tokens_are_estimated_by_how_tokenizers_treat_writing(text: str, tokens: float) -> None:
    assert tokens_of(text) == tokens


def test_an_estimate_has_a_margin_tools_and_images() -> None:
    call = ToolCall("1", "now", "{}")
    talk = (*TURN, Message("assistant", (Image(PICTURE),), (call,)))
    bare = EstimatingCounter("a/b", margin=0).count([talk])[0]
    assert bare == 3 + 3 + 3 * 8 + 1600
    assert EstimatingCounter("a/b", margin=0.5).count(["one two"]) == [3]
    assert EstimatingCounter("a/b", [TOOL], margin=0).count([talk])[0] > bare + 5


async def test_an_event_loop_gets_the_same_estimate() -> None:
    made = EstimatingCounter("a/b")
    assert await AsyncEstimatingCounter(made).count([TURN, "x"]) == made.count([TURN, "x"])


@pytest.mark.parametrize("margin", [-0.1, 3.1, float("nan")])
def test_a_margin_that_is_none_is_refused(margin: float) -> None:
    with pytest.raises(OperatorError, match=r"Use a number from 0 to 3"):
        EstimatingCounter("a/b", margin=margin)


@given(st.text(), st.text())
def test_an_estimate_of_two_texts_is_about_that_of_both(one: str, two: str) -> None:
    apart, joined = tokens_of(one) + tokens_of(two), tokens_of(one + two)
    assert abs(apart - joined) <= 4


def test_prose_is_estimated_above_what_a_tokenizer_of_the_field_counts() -> None:
    """MiniLM's 30,000 word pieces stand for a tokenizer that is not known."""
    from tokenizers import Tokenizer

    pieces = Tokenizer.from_file(str(locate(MINILM) / "tokenizer.json"))
    pieces.no_truncation()
    pages = [path.read_text() for path in DOCS.glob("*/*.md")]
    assert len(pages) > 20
    for page in pages:
        estimate = EstimatingCounter("a/b").count([page])[0]
        exact = len(pieces.encode(page, add_special_tokens=False).ids)
        assert exact <= estimate <= 2 * exact
