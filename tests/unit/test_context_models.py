"""Windows of the models that ship: random conversations fit by the model's own count."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from orchestration.context.counts import Counts
from orchestration.context.driving import fit
from orchestration.context.material import Block, Entry, Material, Passage, Summary
from orchestration.context.message import Message, Text, ToolCall
from orchestration.context.policy import Policy
from orchestration.context.room import Room
from orchestration.counting.worker import Asked, WorkerCounter
from orchestration.inference.embedder import LocalEncoder
from orchestration.inference.encoding import encode
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.inference.wire import generation_request
from orchestration.kinds.catalogue import get_kind, validate_input
from orchestration.registry.bundled import SWITCHYARD_MINI, TINY_RANDOM
from orchestration.registry.spec import ModelSpec
from tests.unit.engines import Progress, Signal

pytestmark = [pytest.mark.native, pytest.mark.timeout(240)]

TOOLS = ({"type": "function", "function": {"name": "look", "description": "Look it up."}},)
WORDS = [
    "engine",
    "yard,",
    "signal;",
    "Gleis",
    "über",
    "12",
    "435",
    "<|im_end|>",
    "{}",
    "\n\n",
    "駅",
    "tea.",
    "Why?",
    "Now!",
    "🙂",
]
RESERVE = 32
TALKS = 12


class EngineCalls:
    """Answers calls as a worker does, in this process."""

    def __init__(self, encoder: LocalEncoder) -> None:
        self._encoder = encoder

    def ask(self, kind: str, model: ModelSpec, values: Mapping[str, Any], **_: Any) -> Any:
        checked = validate_input(get_kind(kind), values)
        return encode(
            kind, model, checked, self._encoder, priority=0, stop=Signal(), progress=Progress()
        )


@pytest.fixture(scope="module")
def calls() -> Iterator[EngineCalls]:
    encoder = LocalEncoder(EngineOptions(threads=1))
    yield EngineCalls(encoder)
    encoder.close()


@pytest.fixture(scope="module")
def generator() -> Iterator[LlamaGenerator]:
    made = LlamaGenerator(EngineOptions(threads=1, slots=1))
    yield made
    made.close()


def said(draw: random.Random, most: int) -> str:
    return " ".join(draw.choices(WORDS, k=draw.randint(1, most)))


def random_material(draw: random.Random, *, tools: bool) -> Material:
    """Return more than any window of the models holds."""
    history: list[Entry] = []

    def add(message: Message) -> None:
        history.append(Entry(f"h{len(history)}", message))

    for turn in range(draw.randint(5, 40)):
        add(Message.say("user", said(draw, 60)))
        if tools and draw.random() < 0.5:
            add(Message("assistant", (), (ToolCall(f"c{turn}", "look", '{"at": 1}'),)))
            add(Message("tool", (Text(said(draw, 120)),), tool_call_id=f"c{turn}"))
        add(Message.say("assistant", said(draw, 60)))
    return Material(
        question=Entry("question", Message.say("user", said(draw, 30))),
        system=(Block("role", said(draw, 20)),),
        summaries=(Summary("sum", said(draw, 40), ("h0", "older")),),
        history=tuple(history),
        passages=tuple(
            Passage(f"p{at}", said(draw, 80), f"book {at}", draw.random()) for at in range(9)
        ),
    )


@pytest.mark.parametrize("model", [TINY_RANDOM, SWITCHYARD_MINI], ids=lambda model: model.name)
def test_the_engine_reads_as_many_tokens_as_a_window_says_and_has_room_to_answer(
    calls: EngineCalls, generator: LlamaGenerator, model: ModelSpec
) -> None:
    tools = TOOLS if model is SWITCHYARD_MINI else ()
    counter = WorkerCounter(calls, Asked(model, tools))  # type: ignore[arg-type]
    room, counts, draw = Room(model.context_length, RESERVE), Counts(), random.Random(7)
    for _ in range(TALKS):
        material = random_material(draw, tools=bool(tools))
        window = fit(material, room, Policy(), counter, counts)
        chat = {
            "messages": [message.to_dict() for message in window.messages],
            "max_tokens": RESERVE,
            **({"tools": list(tools)} if tools else {}),
        }
        request = generation_request(model, validate_input(get_kind("chat"), chat), 0, ())
        answer = generator.generate(request, stop=Signal(), progress=Progress())
        assert answer.prompt_tokens == window.tokens <= room.budget
        assert window.left_out
        assert window.tokens > room.budget // 2
