"""Copies of models: who may ask whom for them, and how."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from orchestration.errors import UnknownModel, UserError
from orchestration.registry import services
from orchestration.registry.bundled import SWITCHYARD_MINI
from orchestration.registry.records import Replica
from orchestration.registry.spec import ModelSpec
from tasks.errors import NotFound
from tests.factories import make_client, make_worker
from tests.integration.replicas.site import SPEC, Site, ask, site
from tests.unit.hubs import Hub

pytestmark = pytest.mark.django_db(transaction=True)


def test_all_workers_that_run_models_are_asked_and_no_others(hub: Hub, tmp_path: Path) -> None:
    make_worker("io", device="io")
    make_worker("over", state="stopped")
    with site(hub, tmp_path / "a", "cpu") as first, site(hub, tmp_path / "b", "gpu-0") as second:
        assert ask(None) == ["cpu", "gpu-0"]
        for each in (first, second):
            each.beat()
            each.until("present")


def test_workers_are_not_asked_for_what_they_may_not_run(here: Site) -> None:
    services.register(replace(SPEC, device="gpu"))
    with pytest.raises(NotFound, match="No live worker cpu runs models on gpu") as caught:
        ask("cpu")
    assert "those that are live: none" in str(caught.value)
    make_worker("gpu-0", device="gpu:0")
    assert ask(None) == ["gpu-0"]
    services.register(replace(SPEC, device="cpu"))
    assert ask(None) == ["cpu"]


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (replace(SPEC, location="package:some_package/model"), "comes with a Python package"),
        (replace(SPEC, location="/srv/model.gguf"), "lies at a fixed path"),
        (replace(SPEC, source=""), "has no source"),
        (SWITCHYARD_MINI, "has no source"),
    ],
)
def test_what_cannot_be_pulled_is_refused_at_once(here: Site, spec: ModelSpec, words: str) -> None:
    services.register(spec)
    with pytest.raises(UserError, match=words) as caught:
        ask(model=spec.name)
    assert caught.value.mend
    assert not Replica.objects.filter(wanted_at__isnull=False).exists()


def test_unknown_models_and_workers_are_named(here: Site) -> None:
    with pytest.raises(UnknownModel, match="Use one of"):
        ask(model="nothing")
    with pytest.raises(NotFound, match="those that are live: cpu"):
        ask("gpu-7")


def test_the_command_asks_workers_and_lists_how_far_they_are(here: Site) -> None:
    def models(*arguments: str) -> str:
        out = io.StringIO()
        call_command("models", *arguments, stdout=out)
        return out.getvalue()

    assert "Asked cpu for far" in models("pull", "far", "--worker", "cpu")
    assert "cpu (asked to pull it)" in models("list")
    here.beat()
    here.until("present")
    assert "cpu (present)" in models("list").split("far", 1)[1]
    assert "Asked cpu for far" in models("pull", "far", "--all-workers")
    with pytest.raises(CommandError, match="--sha256: leave it out"):
        models("pull", "far", "--worker", "cpu", "--sha256", "0" * 64)
    with pytest.raises(CommandError, match="no enabled"):
        models("pull", "nothing", "--all-workers")


def test_a_model_whose_name_has_a_slash_can_be_asked_for(here: Site) -> None:
    services.register(replace(SPEC, name="org/far"))
    _, operator = make_client()
    address = "/api/v1/models/org/far/replicas"
    answer = operator.post(address, "{}", content_type="application/json")
    assert answer.status_code == 202


def test_over_rest_operators_ask_and_readers_look(here: Site) -> None:
    tenant, operator = make_client()
    _, reader = make_client(tenant, scopes=["fleet:read"])
    address = f"/api/v1/models/{SPEC.name}/replicas"
    json: Any = {"content_type": "application/json"}
    assert reader.post(address, "{}", **json).status_code == 403
    answer = operator.post(address, '{"worker": "cpu"}', **json)
    assert (answer.status_code, answer.json()) == (202, {"model": "far", "workers": ["cpu"]})
    (copy,) = reader.get(address).json()["items"]
    assert (copy["worker_name"], copy["wanted"]) == ("cpu", True)
    here.beat()
    here.until("present")
    (copy,) = reader.get(address).json()["items"]
    assert (copy["state"], copy["wanted"]) == ("present", False)
    assert operator.post(address, '{"worker": "gpu-7"}', **json).status_code == 404
    assert reader.get("/api/v1/models/nothing/replicas").status_code == 404
