"""Models that read images: what llama.cpp's own path draws, ours draws, whoever is beside it."""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import llama_cpp
import numpy as np
import pytest
from llama_cpp import mtmd_cpp

from orchestration.errors import BadImage, ContextOverflow, UserError
from orchestration.inference.batching.layout import Layout, Placed, Seen, arrange
from orchestration.inference.batching.native import Native, NotLoaded, Piece, Shape
from orchestration.inference.batching.vision import Eyes, Sight, StoppedLooking
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.inference.pictures import read_picture
from orchestration.inference.ports import (
    Generation,
    GenerationRequest,
    Image,
    Interrupted,
    Message,
    Sampling,
)
from orchestration.registry.spec import ModelSpec
from tests.unit.drawings import looking, picture
from tests.unit.engines import Progress, Signal
from tools.tiny_model.model import TINY
from tools.tiny_vision import projector
from tools.tiny_vision.pairs import LLAVA, PAIRS, QWEN, Pair

pytestmark = [pytest.mark.native, pytest.mark.timeout(240)]

TOKENS = 24
BEFORE, AFTER = "<|im_start|>user\nLook: ", " What is it?<|im_end|>\n<|im_start|>assistant\n"


@pytest.fixture(params=PAIRS, ids=lambda pair: pair.name)
def pair(request: pytest.FixtureRequest) -> Pair:
    chosen: Pair = request.param
    return chosen


@pytest.fixture
def spec(pair: Pair, tmp_path: Path) -> ModelSpec:
    return looking(pair, tmp_path)


@pytest.fixture
def generator() -> Iterator[LlamaGenerator]:
    generator = LlamaGenerator(EngineOptions(threads=1, slots=4))
    yield generator
    generator.close()


def asking(
    spec: ModelSpec, *images: bytes, text: str = " What is it?", tokens: int = TOKENS
) -> GenerationRequest:
    """Return a question about images, answered by the likeliest tokens."""
    parts: tuple[str | Image, ...] = ("Look: ", *(Image(each) for each in images), text)
    sampling = Sampling(max_tokens=tokens, temperature=0.0, logit_bias=((2, -100.0), (4, -100.0)))
    return GenerationRequest(spec, (Message("user", text, parts=parts),), sampling)


def ask(generator: LlamaGenerator, request: GenerationRequest) -> Generation:
    return generator.generate(request, stop=Signal(), progress=Progress())


def answer(generator: LlamaGenerator, request: GenerationRequest) -> tuple[int, ...]:
    return ask(generator, request).choices[0].tokens


class Reference:
    """llama.cpp's own way: `mtmd_helper_eval_chunks` in a fresh context, then the likeliest."""

    def __init__(self, spec: ModelSpec) -> None:
        self.native = Native(spec.location, Shape(slots=1, context=1024, threads=1))
        path = str(Path(spec.location).parent / spec.parameters["mmproj"])
        self.context = mtmd_cpp.mtmd_init_from_file(
            path.encode(), self.native.model, self._wanted()
        )

    @staticmethod
    def _wanted() -> Any:
        wanted = mtmd_cpp.mtmd_context_params_default()
        wanted.use_gpu, wanted.print_timings, wanted.n_threads = False, False, 1
        wanted.image_max_tokens = 256
        wanted.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED
        return wanted

    def tokens(self, *images: bytes, count: int = TOKENS) -> tuple[int, ...]:
        marker = mtmd_cpp.mtmd_default_marker().decode()
        text = BEFORE + marker * len(images) + AFTER
        chunks = mtmd_cpp.mtmd_input_chunks_init()
        bitmaps = [self._bitmap(image) for image in images]
        array = (mtmd_cpp.mtmd_bitmap_p_ctypes * len(bitmaps))(*bitmaps)
        raw = text.encode()
        wanted = mtmd_cpp.mtmd_input_text(raw, len(raw), False, True)
        assert not mtmd_cpp.mtmd_tokenize(
            self.context, chunks, ctypes.byref(wanted), array, len(bitmaps)
        )
        position = llama_cpp.llama_pos(0)
        llama_cpp.llama_memory_seq_rm(llama_cpp.llama_get_memory(self.native.context), 0, -1, -1)
        assert not mtmd_cpp.mtmd_helper_eval_chunks(
            self.context,
            self.native.context,
            chunks,
            0,
            0,
            512,
            True,
            ctypes.byref(position),
        )
        mtmd_cpp.mtmd_input_chunks_free(chunks)
        for bitmap in bitmaps:
            mtmd_cpp.mtmd_bitmap_free(bitmap)
        return tuple(self._drawn(position.value, count))

    def _drawn(self, position: int, count: int) -> Iterator[int]:
        batch = llama_cpp.llama_batch_init(1, 0, 1)
        for at in range(count):
            logits = self.native.logits(-1 if at == 0 else 0).copy()
            logits[[2, 4]] -= 100.0
            token = int(logits.argmax())
            yield token
            batch.n_tokens, batch.n_seq_id[0], batch.logits[0] = 1, 1, True
            batch.token[0], batch.pos[0], batch.seq_id[0][0] = token, position + at, 0
            assert not llama_cpp.llama_decode(self.native.context, batch)
        llama_cpp.llama_batch_free(batch)

    @staticmethod
    def _bitmap(image: bytes) -> Any:
        pixels = read_picture(image)
        data = (ctypes.c_uint8 * len(pixels.data)).from_buffer_copy(pixels.data)
        return mtmd_cpp.mtmd_bitmap_init(pixels.width, pixels.height, data)

    def close(self) -> None:
        mtmd_cpp.mtmd_free(self.context)
        self.native.close()


@pytest.fixture
def reference(spec: ModelSpec) -> Iterator[Reference]:
    reference = Reference(spec)
    yield reference
    reference.close()


def test_the_engine_draws_what_llama_cpps_own_path_draws(
    generator: LlamaGenerator, reference: Reference, spec: ModelSpec
) -> None:
    pictures = [picture(seed, 40 + 31 * seed, 200 - 17 * seed) for seed in range(6)]
    ours = [answer(generator, asking(spec, each)) for each in pictures]
    assert ours == [reference.tokens(each) for each in pictures]
    assert len(set(ours)) > 1, "what is drawn depends on the image"


def test_several_images_are_read_in_their_order(
    generator: LlamaGenerator, reference: Reference, spec: ModelSpec
) -> None:
    one, other = picture(1), picture(2, 90, 160)
    assert answer(generator, asking(spec, one, other)) == reference.tokens(one, other)
    assert answer(generator, asking(spec, other, one)) == reference.tokens(other, one)
    assert answer(generator, asking(spec, one, one)) == reference.tokens(one, one)


def test_neighbours_change_no_token_of_an_answer_about_an_image(
    generator: LlamaGenerator, spec: ModelSpec
) -> None:
    requests = [asking(spec, picture(seed, 60 + 20 * seed)) for seed in range(6)]
    requests += [asking(spec, text=f" Tell me about {seed}.") for seed in range(3)]
    alone = [answer(generator, each) for each in requests]
    with ThreadPoolExecutor(len(requests)) as pool:
        together = list(pool.map(lambda each: answer(generator, each), requests * 2))
    assert together == alone * 2


def test_an_answer_about_an_image_gives_way_and_goes_on_unbroken(spec: ModelSpec) -> None:
    few = LlamaGenerator(EngineOptions(threads=1, slots=1))
    roomy = replace(spec, context_length=8192)
    request = asking(roomy, picture(4, 220, 220), tokens=2500)
    try:
        alone = ask(few, request)
        with ThreadPoolExecutor(1) as pool:
            moving = Signal()
            running = pool.submit(
                few.generate,
                request,
                stop=Signal(),
                progress=Progress(),
                on_delta=lambda delta: moving.stop("moved"),
            )
            assert moving.wait(60)
            ask(few, replace(asking(roomy, picture(5), tokens=4), priority=4))
            parked = running.result()
    finally:
        few.close()
    assert parked.timings.parkings >= 1
    assert parked.choices[0].tokens == alone.choices[0].tokens


def test_a_second_question_about_an_image_does_not_read_it_again(
    generator: LlamaGenerator, reference: Reference, spec: ModelSpec
) -> None:
    image = picture(6, 240, 240)
    first = ask(generator, asking(spec, image, tokens=120))
    again = ask(generator, asking(spec, image, text=" And what else may be there, please?"))
    other = ask(generator, asking(spec, picture(7, 240, 240), tokens=4))
    assert first.cached_tokens == 0
    assert again.cached_tokens > first.prompt_tokens // 2
    assert other.cached_tokens < again.cached_tokens
    fresh = LlamaGenerator(EngineOptions(threads=1, slots=4))
    try:
        alone = answer(fresh, asking(spec, image, text=" And what else may be there, please?"))
    finally:
        fresh.close()
    assert again.choices[0].tokens == alone
    assert first.choices[0].tokens[:TOKENS] == reference.tokens(image)


def test_an_answer_about_an_image_goes_on_after_its_engine_died(
    generator: LlamaGenerator, spec: ModelSpec
) -> None:
    request = asking(replace(spec, context_length=4096), picture(3), tokens=3000)
    alone = answer(generator, request)
    pid = generator.client.pid
    assert pid is not None
    drawn = Progress(at=1, act=lambda: os.kill(pid, signal.SIGSEGV))
    crashed = generator.generate(
        request, stop=Signal(), progress=Progress(), on_delta=lambda delta: drawn()
    )
    assert crashed.resumed_tokens > 0
    assert crashed.choices[0].tokens == alone


def test_others_are_answered_while_an_image_is_looked_at(
    generator: LlamaGenerator, tmp_path: Path
) -> None:
    spec = sharp(tmp_path)
    ask(generator, asking(spec, tokens=1))
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(ask, generator, asking(spec, picture(1, 900, 900), tokens=1))
        for _ in range(3):
            assert ask(generator, asking(spec, tokens=4)).completion_tokens == 4
        assert not slow.done(), "the others did not wait for it"
        assert slow.result().prompt_tokens > 900


def test_a_request_is_let_go_at_once_while_its_image_is_looked_at(
    generator: LlamaGenerator, tmp_path: Path
) -> None:
    spec, stop = sharp(tmp_path), Signal()
    ask(generator, asking(spec, tokens=1))
    with ThreadPoolExecutor(2) as pool:
        image = asking(spec, picture(1, 900, 900), tokens=1)
        unwanted = pool.submit(generator.generate, image, stop=stop, progress=Progress())
        same = pool.submit(ask, generator, image)
        stop.stop("cancelled")
        with pytest.raises(Interrupted):
            unwanted.result()
        assert not same.done()
        assert same.result().prompt_tokens > 900


def sharp(folder: Path) -> ModelSpec:
    """Return a model that takes a second for a large image."""
    spec = looking(QWEN, folder, context=2048)
    return replace(spec, parameters={**spec.parameters, "image_tokens": 1024})


def test_several_answers_share_an_image(generator: LlamaGenerator, spec: ModelSpec) -> None:
    request = asking(spec, picture(8))
    several = ask(generator, replace(request, sampling=replace(request.sampling, n=3)))
    assert {each.tokens for each in several.choices} == {answer(generator, request)}


def test_a_text_that_looks_like_a_marker_is_text(
    generator: LlamaGenerator, spec: ModelSpec
) -> None:
    marker = mtmd_cpp.mtmd_default_marker().decode()
    assert ask(generator, asking(spec, text=f"{marker} [image-0]")).completion_tokens == TOKENS


def test_an_image_that_is_none_is_refused_and_hurts_nobody(
    generator: LlamaGenerator, spec: ModelSpec
) -> None:
    good = asking(spec, picture(9))
    with ThreadPoolExecutor(3) as pool:
        answers = [pool.submit(answer, generator, good) for _ in range(2)]
        bad = pool.submit(ask, generator, asking(spec, picture(9)[:200]))
        with pytest.raises(BadImage, match="cannot be read"):
            bad.result()
        assert len({each.result() for each in answers}) == 1


def test_a_model_that_reads_text_only_says_so(generator: LlamaGenerator, spec: ModelSpec) -> None:
    blind = replace(spec, parameters={})
    with pytest.raises(UserError, match="reads text only"):
        ask(generator, asking(blind, picture(1)))


def test_images_that_do_not_fit_the_context_are_refused_or_left_out(
    generator: LlamaGenerator, spec: ModelSpec
) -> None:
    small = replace(spec, context_length=256)
    many = asking(small, *(picture(seed, 128, 128) for seed in range(8)))
    with pytest.raises(ContextOverflow):
        ask(generator, many)
    turn = many.prompt[0]
    assert isinstance(turn, Message)
    told = Message("assistant", "Eight of them.")
    asked = Message("user", "And now?")
    longer = replace(many, prompt=(turn, told, asked), overflow="truncate")
    assert ask(generator, longer).left_out > 0


def test_a_projector_of_another_model_is_refused(
    generator: LlamaGenerator, spec: ModelSpec, tmp_path: Path
) -> None:
    wide = replace(projector.LLAVA, out=TINY.width * 2)
    (tmp_path / "wide.gguf").write_bytes(projector.build(wide))
    other = replace(spec, parameters={"mmproj": "wide.gguf"})
    with pytest.raises(Exception, match="cannot load the projector") as caught:
        ask(generator, asking(other, picture(1)))
    assert "belongs to this model" in str(caught.value)


def test_a_damaged_projector_is_refused(spec: ModelSpec, tmp_path: Path) -> None:
    native = Native(spec.location, Shape(slots=1, context=256, threads=1))
    whole = (Path(spec.location).parent / spec.parameters["mmproj"]).read_bytes()
    for name, content in (("empty", b""), ("cut", whole[:500]), ("noise", b"GGUF" + whole[2000:])):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(NotLoaded):
            Eyes(native, Sight(str(tmp_path / name), 256))
    native.close()


def test_what_was_seen_is_kept_and_looking_stops_when_nobody_waits(spec: ModelSpec) -> None:
    native = Native(spec.location, Shape(slots=1, context=1024, threads=1))
    path = str(Path(spec.location).parent / spec.parameters["mmproj"])
    eyes = Eyes(native, Sight(path, 256))
    with pytest.raises(StoppedLooking):
        eyes.look(picture(1), lambda: True)
    first = eyes.look(picture(1), lambda: False)
    assert eyes.look(picture(1), lambda: True) is first
    eyes.close()
    native.close()


def test_rows_that_are_no_numbers_never_reach_a_slot(tmp_path: Path) -> None:
    model, _ = LLAVA.write(tmp_path)
    native = Native(str(model), Shape(slots=2, context=256, threads=1))
    rows = np.full((4, native.width), np.nan, dtype=np.float32)
    places = np.arange(4, dtype=np.int32)[None]
    with pytest.raises(ValueError, match="damaged"):
        native.decode_image(0, Piece(rows, places, after=4))
    with pytest.raises(ValueError, match="do not fit"):
        native.decode_image(0, Piece(rows[:, :-1], places, after=4))
    assert native.lengths == [0, 0]
    native.close()


def seen(rows: int, positions: int, *, whole: bool = False) -> Seen:
    vectors = np.zeros((rows, 1), dtype=np.float32)
    places = np.zeros((1 if positions == rows else 4, rows), dtype=np.int32)
    keys = tuple(range(-rows, 0))
    return Seen(keys, vectors, places, positions, whole)


def test_a_layout_tells_where_tokens_and_images_stand() -> None:
    tokens, layout = arrange([(7, 8), seen(300, 20), (9,), seen(5, 5), (1, 2, 3)])
    assert len(tokens) == 311
    assert [layout.position(row) for row in (0, 2, 100, 302, 303, 308, 310)] == [
        *(0, 2, 2, 22, 23),
        *(28, 30),
    ]
    assert layout.until(0, 128) == 2
    assert layout.until(2, 128) == 128
    assert layout.until(256, 384) == 302
    assert layout.until(302, 384) == 303


def test_reading_goes_on_where_nothing_is_torn() -> None:
    _, layout = arrange([(7, 8), seen(300, 20), tuple(range(400))])
    assert layout.floor(301, 128) == 2
    assert layout.floor(302, 128) == 302
    assert layout.floor(400, 128) == 384
    assert layout.floor(320, 128) == 302
    assert Layout().floor(300, 128) == 256


def test_an_image_whose_rows_see_each_other_is_read_in_one_call() -> None:
    placed = Placed(10, seen(300, 300, whole=True))
    assert Layout((placed,)).until(10, 128) == 310


def test_tiny_models_are_the_same_wherever_they_are_made(tmp_path: Path) -> None:
    for pair in PAIRS:
        first = [path.read_bytes() for path in pair.write(tmp_path)]
        assert [path.read_bytes() for path in pair.write(tmp_path)] == first
        assert all(len(content) < 400_000 for content in first)
