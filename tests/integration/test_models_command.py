"""`manage.py models`, as an operator uses it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from orchestration.ids import uuid7
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EngineOptions
from orchestration.management.commands.models import Bar
from orchestration.registry import replicas, services
from orchestration.registry.bundled import BUNDLED, SWITCHYARD_MINI, TINY_RANDOM
from orchestration.registry.places import SHIPPED_MODELS
from orchestration.registry.records import ModelRecord
from tests.unit.engines import Progress, Signal, short
from tests.unit.hubs import Hub, serving
from tools.tiny_model.gguf_file import Value, encode

pytestmark = pytest.mark.django_db

MODEL = (SHIPPED_MODELS / "tiny-random.gguf").read_bytes()


@pytest.fixture(autouse=True)
def models_dir(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of models, and the two that ship in the registry."""
    config = settings.SWITCHYARD
    inference = config.inference.model_copy(update={"models_dir": tmp_path / "models"})
    monkeypatch.setattr(settings, "SWITCHYARD", config.model_copy(update={"inference": inference}))
    ModelRecord.objects.all().delete()
    services.seed_bundled()
    yield tmp_path / "models"
    services.forget()


@pytest.fixture
def hub() -> Iterator[Hub]:
    with serving(Hub({"new-Q8_0.gguf": MODEL})) as running:
        yield running


def models(*arguments: str) -> str:
    out = io.StringIO()
    call_command("models", *arguments, stdout=out)
    return out.getvalue()


def test_the_list_shows_every_model_and_who_holds_it() -> None:
    held = [replicas.Held(SWITCHYARD_MINI.name, "resident")]
    replicas.report_replicas(uuid7(), "host-1", held, worker_name="gpu0")
    lines = models("list").splitlines()
    assert lines[0].split()[:3] == ["NAME", "TASK", "FORMAT"]
    mini = next(line for line in lines if line.startswith("switchyard-mini"))
    assert f"{SWITCHYARD_MINI.size_bytes / 1e6:.1f} MB" in mini
    assert "default" in mini
    assert mini.endswith("gpu0 (resident)")


def test_a_file_that_is_added_serves_tasks(tmp_path: Path) -> None:
    path = tmp_path / "Mine.gguf"
    path.write_bytes(MODEL)
    said = models("add", str(path), "--default")
    assert "mine is registered (text, 307.6 KB)" in said
    assert services.resolve(None, "text").location == str(path)


def test_whatever_a_header_claims_can_be_stored(tmp_path: Path) -> None:
    path = tmp_path / f"{'long' * 60}.gguf"
    claims: dict[str, Value] = {
        "general.architecture": "llama",
        "llama.context_length": 2**32 - 1,
        "general.license": "licence " * 100,
        "general.name": "a\x00b",
    }
    path.write_bytes(encode(claims, {}))
    assert "is registered" in models("add", str(path))


def test_an_added_model_tells_how_to_use_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.gguf"
    path.write_bytes(MODEL)
    assert "manage.py models default other" in models("add", str(path), "--name", "other")
    assert services.resolve(None, "text") == SWITCHYARD_MINI
    assert "other now serves text tasks" in models("default", "other")
    assert services.resolve(None, "text").name == "other"


def test_new_files_of_a_model_keep_what_operators_decided_for_it(hub: Hub, tmp_path: Path) -> None:
    models("pull", "org/name", "--hub", hub.url, "--device", "gpu")
    decided = {"default_max_tokens": 9, "parameters": {"temperature": 0.5, "mmproj": "old.gguf"}}
    ModelRecord.objects.filter(name="new-q8-0").update(**decided)
    again = tmp_path / "new-q8-0.gguf"
    again.write_bytes(MODEL)
    models("add", str(again))
    kept = services.resolve("new-q8-0", "text")
    assert kept.location == str(again)
    assert (kept.device, kept.default_max_tokens) == ("gpu", 9)
    assert kept.parameters == {"temperature": 0.5}
    models("add", str(again), "--device", "any")
    assert services.resolve("new-q8-0", "text").device == "any"


@pytest.mark.native
def test_a_pulled_model_answers(models_dir: Path, hub: Hub) -> None:
    said = models("pull", "org/name:Q8_0", "--hub", hub.url)
    assert "307.6 KB of 307.6 KB" in said
    spec = services.resolve("new-q8-0", "text")
    generator = LlamaGenerator(EngineOptions(threads=1), [models_dir])
    try:
        answer = generator.generate(short(model=spec), stop=Signal(), progress=Progress())
    finally:
        generator.close()
    assert answer.text


def test_a_pull_that_fails_registers_nothing(hub: Hub) -> None:
    with pytest.raises(CommandError, match="The download is damaged"):
        models("pull", "org/name", "--hub", hub.url, "--sha256", "0" * 64)
    assert set(ModelRecord.objects.values_list("name", flat=True)) == {
        each.name for each in BUNDLED
    }


def test_a_token_comes_from_a_file(tmp_path: Path, hub: Hub) -> None:
    hub.token = "hf_secret"
    (tmp_path / "token").write_text("hf_secret\n")
    with pytest.raises(CommandError, match="--token-file"):
        models("pull", "org/name", "--hub", hub.url)
    assert "is registered" in models(
        "pull", "org/name", "--hub", hub.url, "--token-file", str(tmp_path / "token")
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["add", "/no/such/file.gguf"], "nothing at"),
        (["pull", "nonsense"], "neither a hub id nor a URL"),
        (["pull", "org/name", "--token-file", "/no/such"], "cannot be read"),
        (["default", "gone"], "no enabled model 'gone'"),
        (["remove", "gone"], "no enabled model 'gone'"),
    ],
)
def test_mistakes_are_answered_in_one_line(arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message) as caught:
        models(*arguments)
    assert "\n" not in str(caught.value)


def test_removing_deletes_files_only_when_asked_and_only_pulled_ones(
    models_dir: Path, hub: Hub, tmp_path: Path
) -> None:
    models("pull", "org/name", "--hub", hub.url)
    pulled = models_dir / "org/name/new-Q8_0.gguf"
    own = tmp_path / "own.gguf"
    own.write_bytes(MODEL)
    models("add", str(own))
    assert "Kept" in models("remove", "own", "--files")
    assert own.exists()
    models("remove", "new-q8-0")
    assert pulled.exists()
    services.register(replace(TINY_RANDOM, name="again", location="org/name/new-Q8_0.gguf"))
    assert "Deleted" in models("remove", "again", "--files")
    assert not pulled.exists()


def test_removing_the_default_says_that_there_is_none_now(models_dir: Path, hub: Hub) -> None:
    models("pull", "org/name", "--hub", hub.url, "--default")
    assert "models default NAME" in models("remove", "new-q8-0")


def test_files_that_another_model_needs_are_kept(models_dir: Path, hub: Hub) -> None:
    models("pull", "org/name", "--hub", hub.url)
    services.register(replace(TINY_RANDOM, name="twin", location="org/name/new-Q8_0.gguf"))
    assert "twin needs it, too" in models("remove", "new-q8-0", "--files")
    assert (models_dir / "org/name/new-Q8_0.gguf").exists()
    assert "Deleted" in models("remove", "twin", "--files")


def test_a_bar_without_a_terminal_writes_a_line_each_ten_per_cent() -> None:
    lines: list[str] = []

    class Out:
        def write(self, line: str, ending: str = "\n") -> None:
            lines.append(line)

    bar = Bar(Out())
    for have in range(1001):
        bar.show(have, 1000)
    bar.end()
    assert len(lines) == 11
    assert lines[-1].startswith("[" + "#" * 30 + "] 1.0 KB of 1.0 KB")
