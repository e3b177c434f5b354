"""Messages with images, as callers send them and as the engine gets them."""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from orchestration.errors import InvalidInput
from orchestration.inference.ports import Image, Message
from orchestration.inference.wire import generation_request
from orchestration.kinds.catalogue import get_kind, validate_input
from orchestration.kinds.images import IMAGE_BYTES, MOST_IMAGES
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.parameters import InvalidParameters
from orchestration.registry.spec import ModelSpec
from orchestration.registry.vision import Vision, vision_of
from tests.unit.drawings import drawn, noise, picture


def url(raw: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(raw).decode()}"


def image(at: str) -> dict[str, Any]:
    return {"type": "image_url", "image_url": {"url": at}}


def text(said: str) -> dict[str, Any]:
    return {"type": "text", "text": said}


def only_turn(values: dict[str, Any]) -> Message:
    prompt = generation_request(TINY_RANDOM, values, 0, ()).prompt
    assert len(prompt) == 1
    assert isinstance(prompt[0], Message)
    return prompt[0]


def chat(*parts: dict[str, Any], role: str = "user") -> dict[str, Any]:
    content = {"messages": [{"role": role, "content": list(parts)}]}
    return validate_input(get_kind("chat"), content)


def refusal(*parts: dict[str, Any], role: str = "user") -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        chat(*parts, role=role)
    return caught.value


def test_images_stand_between_texts_and_reach_the_engine_as_files() -> None:
    one, other = picture(1), drawn(noise(2), "JPEG")
    values = chat(text("Compare "), image(url(one)), text(" with "), image(url(other, "jpeg")))
    turn = only_turn(values)
    assert turn.parts == ("Compare ", Image(one), " with ", Image(other))
    assert turn.content == "Compare  with "


def test_parts_that_are_all_text_are_a_text() -> None:
    values = chat(text("Hello "), text("you"))
    turn = only_turn(values)
    assert (turn.content, turn.parts) == ("Hello you", ())


@pytest.mark.parametrize(
    ("form", "kind"), [("PNG", "png"), ("JPEG", "jpeg"), ("GIF", "gif"), ("WEBP", "webp")]
)
def test_each_format_passes(form: str, kind: str) -> None:
    assert chat(image(url(drawn(noise(3), form), kind)), text("?"))


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("https://example.org/cat.png", "data URL"),
        ("file:///etc/passwd", "data URL"),
        ("data:image/svg+xml;base64,PHN2Zy8+", "data URL"),
        ("data:text/plain;base64,aGVsbG8=", "data URL"),
        ("data:image/png,rawbytes", "data URL"),
        ("data:image/png;base64,not base64!", "base64"),
        ("data:image/png;base64,", "png image"),
        (url(b"hello"), "png image"),
        (url(drawn(noise(1), "JPEG")), "png image"),
        (url(b"RIFF1234WAVEfmt ", "webp"), "webp image"),
    ],
)
def test_what_is_no_image_in_a_data_url_is_refused(at: str, told: str) -> None:
    error = refusal(image(at))
    assert told in error.detail
    assert error.field == "input.messages.0.content.0.image_url.url"
    assert error.mend


def test_an_image_that_is_too_large_is_refused_without_being_decoded() -> None:
    error = refusal(image("data:image/png;base64," + "A" * (IMAGE_BYTES * 2)))
    assert "8,388,608 bytes" in error.detail
    assert len(str(error.problem())) < 2000


def test_more_images_than_a_model_can_hold_are_refused() -> None:
    many = [image(url(picture(1, 10, 10)))] * (MOST_IMAGES + 1)
    assert f"at most {MOST_IMAGES} images" in refusal(*many).detail
    half = many[: MOST_IMAGES // 2 + 1]
    with pytest.raises(InvalidInput, match="images in all"):
        validate_input(
            get_kind("chat"),
            {"messages": [{"role": "user", "content": half}, {"role": "user", "content": half}]},
        )


@pytest.mark.parametrize("role", ["system", "assistant"])
def test_only_the_user_shows_images(role: str) -> None:
    assert "user's to have images" in refusal(image(url(picture(1))), role=role).detail


def test_unknown_parts_and_details_are_refused() -> None:
    assert "input_audio" in str(refusal({"type": "input_audio"}).problems[0])
    sharp = image(url(picture(1)))
    sharp["image_url"]["detail"] = "high"
    assert "auto" in refusal(sharp).problems[0].mend


def test_messages_with_images_are_checked_without_any_library_for_images() -> None:
    code = (
        "import sys, orchestration.kinds.catalogue;"
        "assert not {'PIL', 'numpy', 'llama_cpp'} & set(sys.modules), 'heavy'"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def spec(**parameters: Any) -> ModelSpec:
    return ModelSpec("seer", "text", "gguf", "seer.gguf", parameters=parameters)


def test_a_models_parameters_say_how_it_reads_images() -> None:
    assert vision_of(spec()) is None
    assert vision_of(spec(mmproj="a/b-mmproj.gguf")) == Vision("a/b-mmproj.gguf", "", 1024)
    assert vision_of(spec(mmproj="b.gguf", image_tokens=256)) == Vision("b.gguf", rows=256)


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"mmproj": "/etc/b.gguf"}, "mmproj"),
        ({"mmproj": "../b.gguf"}, "mmproj"),
        ({"mmproj": "a\\b.gguf"}, "mmproj"),
        ({"mmproj": "package:b.gguf"}, "mmproj"),
        ({"mmproj": "b.bin"}, "mmproj"),
        ({"mmproj": ""}, "mmproj"),
        ({"mmproj": 7}, "mmproj"),
        ({"mmproj": "b.gguf", "image_tokens": 0}, "image_tokens"),
        ({"mmproj": "b.gguf", "image_tokens": "many"}, "image_tokens"),
        ({"mmproj": "b.gguf", "image_tokens": True}, "image_tokens"),
        ({"mmproj": "b.gguf", "mmproj_sha256": "abc"}, "mmproj_sha256"),
        ({"mmproj": "b.gguf", "mmproj_sha256": 7}, "mmproj_sha256"),
    ],
)
def test_parameters_that_cannot_be_are_refused(parameters: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidParameters) as caught:
        vision_of(spec(**parameters))
    assert caught.value.field == f"parameters.{field}"


def test_an_embedder_reads_no_images() -> None:
    odd = ModelSpec("odd", "embedding", "gguf", "odd.gguf", parameters={"mmproj": "b.gguf"})
    with pytest.raises(InvalidParameters, match="mmproj"):
        vision_of(odd)
