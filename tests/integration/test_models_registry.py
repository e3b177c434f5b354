"""The registry in the database: which model serves what, and who holds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orchestration.errors import UnknownModel
from orchestration.ids import uuid7
from orchestration.registry import replicas, services
from orchestration.registry.bundled import BUNDLED, MINILM, SWITCHYARD_MINI
from orchestration.registry.parameters import InvalidParameters
from orchestration.registry.records import ModelRecord, Replica
from orchestration.registry.spec import ModelSpec

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_the_bundled_models(db: None) -> Iterator[None]:
    ModelRecord.objects.all().delete()
    services.seed_bundled()
    yield
    services.forget()


def record(name: str) -> ModelRecord:
    return ModelRecord.objects.get(name=name)


def test_the_shipped_models_are_the_defaults_of_a_fresh_installation() -> None:
    assert services.resolve(None, "text") == SWITCHYARD_MINI
    assert services.resolve(None, "embedding") == MINILM


def test_seeding_again_changes_nothing_that_an_operator_decided() -> None:
    ModelRecord.objects.filter(name=SWITCHYARD_MINI.name).update(
        is_default=False, enabled=False, default_max_tokens=9
    )
    assert services.seed_bundled() == []
    kept = record(SWITCHYARD_MINI.name)
    assert (kept.is_default, kept.enabled, kept.default_max_tokens) == (False, False, 9)


def test_seeding_again_follows_a_shipped_file_that_changed() -> None:
    ModelRecord.objects.filter(name=SWITCHYARD_MINI.name).update(checksum="0" * 64, size_bytes=1)
    services.seed_bundled()
    assert record(SWITCHYARD_MINI.name).checksum == SWITCHYARD_MINI.checksum


def test_seeding_leaves_another_default_alone() -> None:
    ModelRecord.objects.all().delete()
    services.register(replace(SWITCHYARD_MINI, name="mine"), default=True)
    assert services.seed_bundled() == [spec.name for spec in BUNDLED]
    assert services.resolve(None, "text").name == "mine"


def test_a_record_gives_back_the_spec_that_made_it() -> None:
    spec = replace(SWITCHYARD_MINI, name="full", parameters={"temperature": 0.5}, device="gpu")
    services.register(spec)
    assert record("full").to_spec() == spec


def test_an_unknown_model_is_answered_with_those_of_the_same_task() -> None:
    with pytest.raises(UnknownModel, match="Use one of: switchyard-mini") as caught:
        services.resolve("gpt-9", "text")
    assert caught.value.problem()["field"] == "model"


def test_a_model_serves_only_its_own_task() -> None:
    with pytest.raises(UnknownModel, match="no enabled embedding model 'switchyard-mini'"):
        services.resolve(SWITCHYARD_MINI.name, "embedding")


def test_a_disabled_model_serves_nothing() -> None:
    ModelRecord.objects.update(is_default=False, enabled=False)
    services.forget()
    with pytest.raises(UnknownModel, match="No text model is the default"):
        services.resolve(None, "text")
    assert services.enabled_models() == []


def test_a_model_that_was_just_added_is_found_at_once() -> None:
    services.resolve(None, "text")
    services.register(replace(SWITCHYARD_MINI, name="new"))
    assert services.resolve("new", "text").name == "new"


def test_resolving_over_and_over_asks_the_database_once() -> None:
    services.forget()
    with CaptureQueriesContext(connection) as queries:
        for _ in range(50):
            services.resolve(None, "text")
    assert len(queries) == 1


def test_a_new_default_takes_the_place_of_the_old_one() -> None:
    services.register(replace(SWITCHYARD_MINI, name="better"), default=True)
    assert services.resolve(None, "text").name == "better"
    services.make_default(SWITCHYARD_MINI.name)
    assert services.resolve(None, "text").name == SWITCHYARD_MINI.name
    assert not record("better").is_default


def test_a_model_that_is_not_there_becomes_no_default() -> None:
    with pytest.raises(
        UnknownModel, match="Use one of: all-minilm-l6-v2, all-minilm-l6-v2-rank, switchyard-mini"
    ):
        services.make_default("gone")


def test_registering_again_keeps_the_default() -> None:
    services.register(replace(SWITCHYARD_MINI, version="2"))
    kept = record(SWITCHYARD_MINI.name)
    assert (kept.version, kept.is_default) == ("2", True)


@pytest.mark.parametrize(
    "change",
    [
        {"task": "magic"},
        {"format": "zip"},
        {"device": "tpu"},
        {"name": ""},
        {"checksum": "xyz"},
        {"context_length": 10, "default_max_tokens": 20},
        {"task": "embedding", "dimensions": None},
        {"is_default": True, "enabled": False},
    ],
    ids=", ".join,
)
def test_the_database_refuses_a_model_that_makes_no_sense(change: dict[str, object]) -> None:
    values = {**SWITCHYARD_MINI.to_dict(), "name": "odd", **change}
    with pytest.raises(IntegrityError), transaction.atomic():
        ModelRecord.objects.create(**values)


def test_the_database_keeps_one_default_for_each_task() -> None:
    values = {**SWITCHYARD_MINI.to_dict(), "name": "second", "is_default": True}
    with pytest.raises(IntegrityError), transaction.atomic():
        ModelRecord.objects.create(**values)


def test_a_worker_reports_what_lies_on_its_machine(tmp_path: Path) -> None:
    gone = replace(SWITCHYARD_MINI, name="gone", location="gone.gguf")
    (tmp_path / "cut.gguf").write_bytes(b"GGUF")
    cut = replace(SWITCHYARD_MINI, name="cut", location="cut.gguf")
    held = replicas.inspect(
        [SWITCHYARD_MINI, gone, cut], [tmp_path], resident=[SWITCHYARD_MINI.name]
    )
    assert [(each.model, each.state) for each in held] == [
        ("switchyard-mini", "resident"),
        ("gone", "missing"),
        ("cut", "damaged"),
    ]
    assert "models pull" in held[1].error
    assert "It has 4 bytes" in held[2].error


def test_a_report_takes_the_place_of_the_last_one() -> None:
    def report(*held: replicas.Held) -> None:
        replicas.report_replicas(uuid7(), "host-1", held, worker_name="gpu0")

    report(replicas.Held(SWITCHYARD_MINI.name, "present"), replicas.Held(MINILM.name, "present"))
    report(replicas.Held(SWITCHYARD_MINI.name, "resident"), replicas.Held("unheard of", "present"))
    replica = Replica.objects.get()
    assert (replica.model.name, replica.state) == (SWITCHYARD_MINI.name, "resident")


def test_workers_of_one_host_report_for_themselves() -> None:
    for name in ("gpu0", "gpu1"):
        held = [replicas.Held(SWITCHYARD_MINI.name, "present")]
        replicas.report_replicas(uuid7(), "host-1", held, worker_name=name)
    replicas.report_replicas(uuid7(), "host-1", [], worker_name="gpu0")
    assert [replica.worker_name for replica in Replica.objects.all()] == ["gpu1"]


def test_removing_a_model_forgets_its_replicas() -> None:
    held = [replicas.Held(SWITCHYARD_MINI.name, "present")]
    replicas.report_replicas(uuid7(), "host-1", held)
    assert services.remove(SWITCHYARD_MINI.name) == SWITCHYARD_MINI
    assert not Replica.objects.exists()
    with pytest.raises(UnknownModel):
        services.remove(SWITCHYARD_MINI.name)


def test_a_model_whose_parameters_cannot_be_is_not_registered_and_not_saved_in_the_admin() -> None:
    wrong = replace(MINILM, name="wrong", parameters={"truncate": "middle"})
    with pytest.raises(InvalidParameters, match="The parameter truncate of the model wrong"):
        services.register(wrong)
    kept = record(MINILM.name)
    kept.parameters = {"truncate": "middle"}
    with pytest.raises(ValidationError, match="Use one of: error, right, left"):
        kept.full_clean()
    kept.parameters = {"truncate": "left"}
    kept.full_clean()


@pytest.mark.parametrize("odd", ["[]", "5", '"temperature"', "true"])
def test_parameters_without_names_are_not_saved_in_the_admin(
    odd: str, admin_client: Client
) -> None:
    answer = admin_client.post(page_of(record(SWITCHYARD_MINI.name)), FORM | {"parameters": odd})
    assert "They have names. Send a JSON object" in answer.content.decode()
    assert record(SWITCHYARD_MINI.name).parameters == SWITCHYARD_MINI.parameters


@pytest.mark.parametrize("nothing", ["", "null", "{}"])
def test_parameters_that_are_cleared_in_the_admin_are_none(
    nothing: str, admin_client: Client
) -> None:
    answer = admin_client.post(
        page_of(record(SWITCHYARD_MINI.name)), FORM | {"parameters": nothing}
    )
    assert answer.status_code == 302
    assert record(SWITCHYARD_MINI.name).parameters == {}


def test_where_a_model_may_run_is_said_in_the_admin(admin_client: Client) -> None:
    changed = FORM | {"device": "gpu", "parameters": "{}"}
    assert admin_client.post(page_of(record(SWITCHYARD_MINI.name)), changed).status_code == 302
    assert services.resolve(SWITCHYARD_MINI.name, "text").device == "gpu"


FORM = {"description": "", "licence": "", "device": "any", "default_max_tokens": "5"}


def page_of(model: ModelRecord) -> str:
    return reverse("admin:orchestration_modelrecord_change", args=[model.pk])


def test_a_ranker_needs_no_dimensions_and_serves_its_own_task_only() -> None:
    ranker = ModelSpec(
        name="ranker", task="rerank", format="gguf", location="/ranker.gguf", context_length=64
    )
    services.register(ranker, default=True)
    assert services.resolve(None, "rerank") == ranker
    assert services.resolve("ranker", "any") == ranker
    assert services.resolve(None, "any") == SWITCHYARD_MINI
    with pytest.raises(UnknownModel):
        services.resolve("ranker", "embedding")
