"""A model that reads images, from `manage.py models add` to an answer."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from orchestration.execution import Failed, Ports, RunInput, RunOutcome, Succeeded, execute
from orchestration.inference.embedder import LocalEncoder
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.kinds.catalogue import get_kind, validate_input
from orchestration.registry import replicas, services
from orchestration.registry.parameters import InvalidParameters
from orchestration.registry.records import ModelRecord
from orchestration.registry.spec import ModelSpec
from orchestration.registry.verify import Verifier
from tests.patience import until
from tests.unit.drawings import picture
from tests.unit.engines import Progress, Signal
from tools.tiny_vision.pairs import QWEN

pytestmark = [pytest.mark.django_db, pytest.mark.native, pytest.mark.timeout(120)]


@pytest.fixture(autouse=True)
def registry(db: None) -> Iterator[None]:
    ModelRecord.objects.all().delete()
    services.forget()
    yield
    services.forget()


def add(*arguments: object) -> str:
    out = io.StringIO()
    call_command("models", "add", *map(str, arguments), stdout=out)
    return out.getvalue()


def asked(image: bytes) -> dict[str, Any]:
    at = "data:image/png;base64," + base64.b64encode(image).decode()
    parts = [
        {"type": "image_url", "image_url": {"url": at}},
        {"type": "text", "text": "What is it?"},
    ]
    values = {"messages": [{"role": "user", "content": parts}], "temperature": 0, "max_tokens": 8}
    return validate_input(get_kind("chat"), values)


def run(spec: ModelSpec, values: dict[str, Any]) -> RunOutcome:
    options = EngineOptions(threads=1, slots=2)
    generator, encoder = LlamaGenerator(options), LocalEncoder(options)
    order = RunInput(
        task_id=UUID(int=1),
        epoch=1,
        tenant_id=UUID(int=2),
        kind="chat",
        input=values,
        model=spec,
        priority=0,
        attempt=1,
        max_attempts=1,
        idempotency_key=None,
        remaining_s=60.0,
    )
    try:
        return execute(order, Ports(generator, encoder, Signal(), Progress()))
    finally:
        generator.close()
        encoder.close()


def test_a_model_with_its_projector_answers_about_an_image(tmp_path: Path) -> None:
    model, projector = QWEN.write(tmp_path)
    assert "seer is registered" in add(model, "--mmproj", projector, "--name", "seer")
    spec = services.resolve("seer", "text")
    outcome = run(spec, asked(picture(1)))
    assert isinstance(outcome, Succeeded)
    assert outcome.result["message"]["content"]
    assert outcome.result["usage"]["prompt_tokens"] > 30


def test_an_image_that_is_damaged_fails_its_task_for_good(tmp_path: Path) -> None:
    model, projector = QWEN.write(tmp_path)
    add(model, "--mmproj", projector, "--name", "seer")
    outcome = run(services.resolve("seer", "text"), asked(picture(1)[:500]))
    assert isinstance(outcome, Failed)
    assert outcome.error["type"] == "urn:switchyard:problem:bad-image"
    assert not outcome.retryable


def test_a_projector_that_changed_after_its_registration_is_refused(tmp_path: Path) -> None:
    model, projector = QWEN.write(tmp_path)
    add(model, "--mmproj", projector, "--name", "seer")
    projector.write_bytes(projector.read_bytes()[:-100])
    outcome = run(services.resolve("seer", "text"), asked(picture(1)))
    assert isinstance(outcome, Failed)
    assert "checksum" in outcome.error["detail"]


def test_a_copy_without_its_projector_serves_nobody(tmp_path: Path) -> None:
    model, projector = QWEN.write(tmp_path)
    add(model, "--mmproj", projector, "--name", "seer")
    spec = services.resolve("seer", "text")
    (whole,) = replicas.inspect([spec])
    assert whole.state == "present"
    assert whole.size_bytes == model.stat().st_size + projector.stat().st_size
    moved = projector.rename(tmp_path / "elsewhere")
    (missing,) = replicas.inspect([spec])
    assert missing.state == "missing"
    assert projector.name in missing.error
    moved.rename(projector).write_bytes(b"GGUF")
    verifier = Verifier(None)
    until(lambda: verifier.checksum(projector) is not None)
    (damaged,) = replicas.inspect([spec], verifier=verifier)
    verifier.close()
    assert damaged.state == "damaged"
    assert "Copy it again" in damaged.error


def test_a_file_that_is_no_projector_is_refused(tmp_path: Path) -> None:
    model, projector = QWEN.write(tmp_path)
    with pytest.raises(CommandError, match="no projector for images"):
        add(model, "--mmproj", model)
    (tmp_path / "elsewhere").mkdir()
    moved = model.rename(tmp_path / "elsewhere" / model.name)
    with pytest.raises(CommandError, match="does not lie beside the model"):
        add(moved, "--mmproj", projector)
    assert not ModelRecord.objects.exists()


def test_parameters_for_images_are_checked_when_a_model_is_registered_and_in_the_admin() -> None:
    odd = ModelSpec("odd", "text", "gguf", "odd.gguf", parameters={"mmproj": "../x.gguf"})
    with pytest.raises(InvalidParameters, match="mmproj"):
        services.register(odd)
    assert not ModelRecord.objects.exists()
    kept = services.register(replace(odd, parameters={}))
    kept.full_clean()
    kept.parameters = dict(odd.parameters)
    with pytest.raises(ValidationError, match=r"relative path of a \.gguf file"):
        kept.full_clean()
