"""Models that cannot be loaded are refused, and what was made of them goes; nothing crashes."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.errors import ModelUnavailable
from orchestration.inference.embedder import LocalEncoder
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.inference.ports import TokenizeRequest
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.places import SHIPPED_MODELS
from orchestration.registry.spec import ModelSpec
from tests.unit.engines import Progress, Signal, short
from tools.tiny_model import model as tiny

pytestmark = pytest.mark.native

OPTIONS = EngineOptions(threads=1, slots=2)


@pytest.fixture(params=["none", "no_vocab"])
def wordless(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> ModelSpec:
    """The shipped model without a vocabulary, as models of sounds and images are."""
    plain = tiny.metadata
    changed = {"tokenizer.ggml.model": str(request.param)}
    monkeypatch.setattr(tiny, "metadata", lambda *given: plain(*given) | changed)
    path = tmp_path / "wordless.gguf"
    path.write_bytes(tiny.build())
    return replace(TINY_RANDOM, name="wordless", location=str(path), checksum="")


def test_a_model_without_a_vocabulary_is_refused_and_others_go_on(wordless: ModelSpec) -> None:
    generator = LlamaGenerator(OPTIONS)
    try:
        generator.generate(short(), stop=Signal(), progress=Progress())
        child = generator.client.pid
        with pytest.raises(ModelUnavailable, match="it has no vocabulary"):
            generator.generate(short(model=wordless), stop=Signal(), progress=Progress())
        assert generator.client.pid == child
    finally:
        generator.close()


def test_the_tokens_of_a_model_without_a_vocabulary_cannot_be_counted(wordless: ModelSpec) -> None:
    encoder = LocalEncoder(OPTIONS)

    def count(model: ModelSpec) -> None:
        asked = TokenizeRequest(model, ("Once upon",))
        encoder.tokenize(asked, stop=Signal(), progress=Progress())

    try:
        count(TINY_RANDOM)
        child = encoder.client.pid
        with pytest.raises(ModelUnavailable, match="it has no vocabulary"):
            count(wordless)
        assert encoder.client.pid == child
    finally:
        encoder.close()


HALF_MADE = """
import sys
from orchestration.inference.batching.native import Native, Shape
from orchestration.inference.memory.allocator import give_back, return_large_blocks
from orchestration.inference.memory.meters import HostMeter

class Unreadable(Native):
    def _read_vocabulary(self):
        raise MemoryError

return_large_blocks()
meter = HostMeter()

def load():
    try:
        Unreadable(sys.argv[1], Shape(slots=2, context=16384, threads=1))
    except MemoryError:
        give_back()

load()
before = meter.read().own
for _ in range(5):
    load()
print(meter.read().own - before)
"""


def test_what_was_made_of_a_model_goes_where_the_rest_cannot_be_made() -> None:
    path = str(SHIPPED_MODELS / TINY_RANDOM.location)
    command = [sys.executable, "-c", HALF_MADE, path]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert int(said.stdout) < 8 * 1024**2
