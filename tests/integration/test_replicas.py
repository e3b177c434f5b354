"""Copies of models: what workers report, are asked for and pull, and tell those who wait."""

import io
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orchestration.access.records import AuditEntry
from orchestration.errors import UnknownModel, UserError
from orchestration.registry import download, services
from orchestration.registry import replicas as registry
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.places import SHIPPED_MODELS
from orchestration.registry.records import ModelRecord, Replica
from orchestration.registry.spec import ModelSpec
from tasks.errors import NotFound
from tasks.selectors.why import why
from tasks.services import workers
from tasks.services.replicas import ask_for_copies
from tasks.worker.identity import host_name
from tasks.worker.memory import memory_of
from tasks.worker.puller import Shelf
from tasks.worker.replicas import Loaded, LocalModels
from tests.factories import make_client, make_leader, make_task, make_tenant, make_worker
from tests.integration.stage import Shop, until
from tests.unit.hubs import Hub, serving

pytestmark = pytest.mark.django_db(transaction=True)

MODEL = (SHIPPED_MODELS / "tiny-random.gguf").read_bytes()
SPEC = replace(TINY_RANDOM, name="far", location="org/name/tiny-Q8_0.gguf", source="org/name")


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(download, "PAUSE_S", 0)
    ModelRecord.objects.all().delete()
    services.seed_bundled()
    services.register(SPEC)
    yield
    services.forget()


@pytest.fixture
def hub() -> Iterator[Hub]:
    with serving(Hub({"tiny-Q8_0.gguf": MODEL})) as running:
        yield running


class Site:
    """A worker that runs models, its disk and the hub that it pulls from."""

    def __init__(self, worker: Shop, models: LocalModels, folder: Path) -> None:
        self.worker = worker
        self.models = models
        self.folder = folder
        self.resident: list[str] = []

    def beat(self) -> None:
        self.worker.runtime._look()

    def replica(self, name: str = SPEC.name) -> Replica:
        return Replica.objects.get(model__name=name, worker_name=self.worker.incarnation.name)

    def until(self, state: str, name: str = SPEC.name) -> Replica:
        """Let the worker do what it does twice a second until a copy is so."""

        def reached() -> bool:
            self.worker.runtime._news()
            return self.replica(name).state == state

        until(reached, f"for {name} to be {state}")
        return self.replica(name)


@contextmanager
def site(hub: Hub, folder: Path, name: str = "cpu", **shelf: Any) -> Iterator[Site]:
    resident: list[str] = []
    models = LocalModels(
        host_name(),
        name,
        Shelf(folder, hub.url, **shelf),
        loaded=lambda: Loaded(resident, dict.fromkeys(resident, 5_000_000), 80_000_000),
        memory=memory_of("cpu"),
    )
    worker = Shop(name=name)
    worker.runtime._engines = replace(worker.runtime._engines, holdings=models)
    worker.runtime.start()
    made = Site(worker, models, folder)
    made.resident = resident
    try:
        yield made
    finally:
        worker.close()
        models.close()


@pytest.fixture
def here(hub: Hub, tmp_path: Path) -> Iterator[Site]:
    with site(hub, tmp_path / "models") as made:
        yield made


def ask(worker: str | None = "cpu", model: str = SPEC.name) -> list[str]:
    return ask_for_copies(model, worker=worker, by="user:ada")


# --- Reports --------------------------------------------------------------------------------


def test_a_worker_reports_at_its_start_what_it_holds(here: Site) -> None:
    assert here.replica().state == "missing"
    shipped = here.replica(TINY_RANDOM.name)
    assert (shipped.state, shipped.size_bytes) == ("present", len(MODEL))
    assert TINY_RANDOM.name in here.worker.row.held
    assert SPEC.name not in here.worker.row.held


def test_a_worker_serves_no_model_that_may_not_run_on_its_device(here: Site) -> None:
    services.register(replace(TINY_RANDOM, name="for-gpus", device="gpu"))
    services.register(replace(TINY_RANDOM, name="for-cpus", device="cpu"))
    here.beat()
    assert here.replica("for-gpus").state == "present"
    assert "for-gpus" not in here.worker.row.held
    assert "for-cpus" in here.worker.row.held


def test_a_model_that_is_loaded_is_reported_before_the_next_heartbeat(here: Site) -> None:
    """The dispatcher chooses by it."""
    here.resident.append(TINY_RANDOM.name)
    here.until("resident", TINY_RANDOM.name)
    row = here.worker.row
    assert row.resident == [TINY_RANDOM.name]
    assert here.replica(TINY_RANDOM.name).memory_bytes == 5_000_000
    assert row.budget_bytes == 80_000_000
    assert 0 < (row.memory_bytes or 0) < (row.memory_total_bytes or 0)


def test_copies_are_verified_in_the_background_and_damaged_ones_serve_nothing(here: Site) -> None:
    until(lambda: here.until("present", TINY_RANDOM.name).verified_at is not None)
    path = here.folder / SPEC.location
    path.parent.mkdir(parents=True)
    path.write_bytes(bytes(reversed(MODEL)))
    here.beat()
    assert "SHA-256" in here.until("damaged").error
    assert SPEC.name not in here.worker.row.held


def test_a_report_without_news_writes_nothing(here: Site) -> None:
    until(lambda: here.until("present", TINY_RANDOM.name).verified_at is not None)
    here.beat()
    with CaptureQueriesContext(connection) as queries:
        here.beat()
    assert not [each for each in queries if "INSERT" in each["sql"]]
    assert len(queries) <= 4


def test_copies_of_a_worker_that_has_ended_are_gone(here: Site) -> None:
    workers.end([here.worker.incarnation.id], state="dead")
    assert {each.state for each in Replica.objects.all()} == {"gone"}
    assert registry.copies_of(TINY_RANDOM.name) == []


def test_a_successor_of_the_same_name_takes_the_copies_over(hub: Hub, tmp_path: Path) -> None:
    with site(hub, tmp_path) as first:
        gone = first.worker.incarnation.id
    with site(hub, tmp_path) as second:
        workers.end([gone], state="dead")
        replica = second.replica(TINY_RANDOM.name)
        assert (replica.state, replica.worker_id) == ("present", second.worker.incarnation.id)


# --- Pulling --------------------------------------------------------------------------------


def test_a_worker_pulls_what_it_is_asked_for_at_its_heartbeat(here: Site, hub: Hub) -> None:
    assert ask() == ["cpu"]
    assert hub.ranges == []
    here.beat()
    replica = here.until("present")
    assert (here.folder / SPEC.location).read_bytes() == MODEL
    assert (replica.checksum, replica.have_bytes) == (SPEC.checksum, None)
    assert replica.verified_at is not None
    assert replica.wanted_at is None
    assert SPEC.name in here.worker.row.held
    assert AuditEntry.objects.get(action="pull").detail["workers"] == ["cpu"]


def test_what_was_pulled_is_not_pulled_again_before_the_request_is_settled(
    here: Site, hub: Hub
) -> None:
    ask()
    here.beat()
    until(lambda: bool(here.models._puller.served()))
    here.models._puller.ask(registry.wanted(host_name(), "cpu"))
    assert here.models._puller._pulls == {}
    here.beat()
    assert (here.replica().state, here.replica().wanted_at) == ("present", None)


def test_a_request_for_a_model_that_a_worker_does_not_know_yet_is_kept(here: Site) -> None:
    ask()
    registry.report_replicas(here.worker.incarnation.id, host_name(), [], worker_name="cpu")
    here.beat()
    here.until("present")


def test_requests_are_ordered_by_the_databases_clock_not_by_web_servers(
    here: Site, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.token = "secret"
    ask()
    here.beat()
    here.until("failed")
    hub.token = None
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2020, 1, 1, tzinfo=UTC))
    ask()
    here.beat()
    here.until("present")


def test_a_copy_that_stays_damaged_says_why_pulling_it_failed(here: Site, hub: Hub) -> None:
    (here.folder / "org/name").mkdir(parents=True)
    (here.folder / SPEC.location).write_bytes(MODEL[:1000])
    hub.token = "secret"
    ask()
    here.beat()

    def told() -> bool:
        here.worker.runtime._news()
        return "401" in here.replica().error

    until(told, "for the reason")
    assert here.replica().state == "damaged"


def test_all_workers_that_run_models_are_asked_and_no_others(hub: Hub, tmp_path: Path) -> None:
    make_worker("io", device="io")
    make_worker("over", state="stopped")
    with site(hub, tmp_path / "a", "cpu") as first, site(hub, tmp_path / "b", "gpu-0") as second:
        assert ask(None) == ["cpu", "gpu-0"]
        for each in (first, second):
            each.beat()
            each.until("present")


def test_workers_that_share_a_folder_download_once(hub: Hub, tmp_path: Path) -> None:
    with site(hub, tmp_path, "cpu") as first, site(hub, tmp_path, "gpu-0") as second:
        ask(None)
        first.beat()
        second.beat()
        first.until("present")
        second.until("present")
    assert hub.ranges == [None]


def test_a_pull_goes_on_where_the_worker_before_was_killed(hub: Hub, tmp_path: Path) -> None:
    part = tmp_path / SPEC.location
    part.parent.mkdir(parents=True)
    part.with_name(part.name + ".part").write_bytes(MODEL[:100_000])
    note = part.with_name(part.name + ".part.json")
    note.write_text('{"etag": "\\"' + hub.etag("tiny-Q8_0.gguf").strip('"') + '\\""}')
    with site(hub, tmp_path) as before:
        ask()
        workers.end([before.worker.incarnation.id], state="dead")
    with site(hub, tmp_path) as after:
        after.until("present")
        assert after.replica().wanted_at is None
    assert hub.ranges == ["bytes=100000-"]


def test_how_far_a_pull_is_can_be_seen_and_who_waits_is_told(
    here: Site, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_leader()
    tenant = make_tenant()
    task = make_task(tenant, kind="completion", model=SPEC.name, body={"prompt": "Hello"})

    def told() -> str:
        blocks = why(task.pk, tenant_id=tenant.pk).blocked_by
        return next((each.detail for each in blocks if each.code == "no_live_worker"), "")

    assert f"manage.py models pull {SPEC.name} --worker" in told()
    ask()
    assert "cpu has been asked to pull it" in told()
    with held_back(hub, 150_000, monkeypatch) as go_on:
        here.beat()
        until(lambda: (here.until("pulling").have_bytes or 0) >= 150_000)
        assert "cpu is pulling it and has 49%" in told()
        go_on()
        here.until("present")
    assert told() == ""


@contextmanager
def held_back(hub: Hub, at: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Let a download stop once it has so many bytes, until it may go on."""
    gate, write = threading.Event(), download.Download._write

    def slowly(self: Any, *arguments: Any) -> None:
        seen = self._seen

        def waiting(have: int, total: int | None) -> None:
            seen(have, total)
            if not gate.is_set() and have >= at:
                gate.wait(30)

        self._seen = waiting
        write(self, *arguments)

    hub.cuts = [at]
    monkeypatch.setattr(download.Download, "_write", slowly)
    try:
        yield gate.set
    finally:
        gate.set()


FAILURES: Sequence[tuple[dict[str, Any], str]] = (
    ({"source": "org/nothing"}, "answered 404"),
    ({"checksum": "0" * 64}, "has another version"),
    ({"source": "http://127.0.0.1:1/tiny.gguf"}, "cannot be reached"),
)


@pytest.mark.parametrize(("change", "words"), FAILURES, ids=[words for _, words in FAILURES])
def test_a_pull_that_fails_says_why_and_what_to_do_and_is_not_repeated(
    here: Site, hub: Hub, change: dict[str, Any], words: str
) -> None:
    services.register(replace(SPEC, **change))
    ask()
    here.beat()
    replica = here.until("failed")
    assert words in replica.error
    assert replica.wanted_at is None
    made = len(hub.ranges)
    here.beat()
    assert here.replica().state == "failed"
    assert len(hub.ranges) == made


def test_after_a_failure_it_is_tried_again_when_somebody_asks_again(here: Site, hub: Hub) -> None:
    hub.token = "secret"
    ask()
    here.beat()
    assert "--token-file" in here.until("failed").error
    hub.token = None
    ask()
    here.beat()
    here.until("present")


def test_a_full_disk_is_found_before_the_download(
    here: Site, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "SPARE_BYTES", 2**60)
    ask()
    here.beat()
    assert "Free some space" in here.until("failed").error
    assert hub.ranges == []


def test_private_models_are_pulled_with_the_workers_own_token(hub: Hub, tmp_path: Path) -> None:
    hub.token = "secret"
    token = tmp_path / "token"
    token.write_text("secret\n")
    with site(hub, tmp_path / "models", token_file=token) as here:
        ask()
        here.beat()
        here.until("present")


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (replace(SPEC, location="package:some_package/model"), "comes with a Python package"),
        (replace(SPEC, location="/srv/model.gguf"), "lies at a fixed path"),
        (replace(SPEC, source=""), "has no source"),
        (TINY_RANDOM, "has no source"),
    ],
)
def test_what_cannot_be_pulled_is_refused_at_once(here: Site, spec: ModelSpec, words: str) -> None:
    services.register(spec)
    with pytest.raises(UserError, match=words) as caught:
        ask(model=spec.name)
    assert caught.value.mend
    assert not Replica.objects.filter(wanted_at__isnull=False).exists()


def test_a_location_outside_of_the_folder_is_never_written(here: Site, hub: Hub) -> None:
    services.register(replace(SPEC, location="../outside.gguf"))
    ask()
    here.beat()
    assert "outside of the folder" in here.until("failed").error
    assert not (here.folder.parent / "outside.gguf").exists()


def test_unknown_models_and_workers_are_named(here: Site) -> None:
    with pytest.raises(UnknownModel, match="Use one of"):
        ask(model="nothing")
    with pytest.raises(NotFound, match="those that are live: cpu"):
        ask("gpu-7")


# --- Who asks -------------------------------------------------------------------------------


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
