"""Copies of models: what workers report, and what becomes of it when they end."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orchestration.registry import replicas as registry
from orchestration.registry import services
from orchestration.registry.bundled import MINILM, SWITCHYARD_MINI, TINY_RANDOM
from orchestration.registry.records import ModelRecord, Replica
from tasks.services import workers
from tasks.worker.replicas import Report
from tests.integration.replicas.site import MODEL, SPEC, Site, site
from tests.patience import until
from tests.unit.hubs import Hub

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_worker_reports_at_its_start_what_it_holds(here: Site) -> None:
    assert here.replica().state == "missing"
    shipped = here.replica(SWITCHYARD_MINI.name)
    assert (shipped.state, shipped.size_bytes) == ("present", SWITCHYARD_MINI.size_bytes)
    assert SWITCHYARD_MINI.name in here.worker.row.held
    assert SPEC.name not in here.worker.row.held


def test_a_worker_serves_no_model_that_may_not_run_on_its_device(here: Site) -> None:
    services.register(replace(SWITCHYARD_MINI, name="for-gpus", device="gpu"))
    services.register(replace(SWITCHYARD_MINI, name="for-cpus", device="cpu"))
    here.beat()
    assert here.replica("for-gpus").state == "present"
    assert "for-gpus" not in here.worker.row.held
    assert "for-cpus" in here.worker.row.held


@pytest.mark.parametrize(
    "wrong",
    [
        {"parameters": 5, "location": TINY_RANDOM.location},
        {"location": "package:no.such/model"},
    ],
)
def test_a_record_that_cannot_be_keeps_no_worker_from_starting(
    hub: Hub, tmp_path: Path, wrong: dict[str, Any]
) -> None:
    ModelRecord.objects.filter(name=SPEC.name).update(**wrong)
    with site(hub, tmp_path) as here:
        assert SWITCHYARD_MINI.name in here.worker.row.held
        assert "cannot be used" in here.replica().error
        assert here.replica().state == "missing"


def test_a_model_that_is_loaded_is_reported_before_the_next_heartbeat(here: Site) -> None:
    """The dispatcher chooses by it."""
    here.resident.append(SWITCHYARD_MINI.name)
    here.until("resident", SWITCHYARD_MINI.name)
    row = here.worker.row
    assert row.resident == [SWITCHYARD_MINI.name]
    assert here.replica(SWITCHYARD_MINI.name).memory_bytes == 5_000_000
    assert row.budget_bytes == 80_000_000
    assert 0 < (row.memory_bytes or 0) < (row.memory_total_bytes or 0)


def test_which_of_the_loaded_models_was_used_last_is_no_news(here: Site) -> None:
    """Engines tell that with each answer; a report for each would look at the disk all the time."""
    here.resident[:] = [SWITCHYARD_MINI.name, MINILM.name]
    loaded = Replica.objects.filter(state="resident", verified_at__isnull=False)
    until(lambda: here.until("resident", MINILM.name).verified_at and loaded.count() == 2)
    here.beat()
    here.resident.reverse()
    assert not here.models.moved()
    here.resident.pop()
    assert here.models.moved()


def test_copies_are_verified_in_the_background_and_damaged_ones_serve_nothing(here: Site) -> None:
    until(lambda: here.until("present", SWITCHYARD_MINI.name).verified_at is not None)
    path = here.folder / SPEC.location
    path.parent.mkdir(parents=True)
    path.write_bytes(bytes(reversed(MODEL)))
    here.beat()
    assert "SHA-256" in here.until("damaged").error
    assert SPEC.name not in here.worker.row.held


def test_a_disk_that_hangs_keeps_no_heartbeat_waiting(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, mended, report = threading.Event(), threading.Event(), here.models.report
    in_time: list[bool] = []

    def hanging(worker_id: UUID) -> Report:
        reached.set()
        in_time.append(mended.wait(10))
        return report(worker_id)

    monkeypatch.setattr(here.models, "report", hanging)
    here.worker.runtime._look_at = 0.0
    looking = threading.Thread(target=here.worker.runtime._news)
    looking.start()
    try:
        assert reached.wait(30)
        before = here.worker.row
        here.worker.runtime._beat()
        assert here.worker.row.seen_at > before.seen_at
        assert here.worker.row.held == before.held
    finally:
        mended.set()
        looking.join(30)
    assert all(in_time), "the heartbeat waited for the disk"


def test_a_report_without_news_writes_nothing(here: Site) -> None:
    until(lambda: here.until("present", SWITCHYARD_MINI.name).verified_at is not None)
    here.beat()
    with CaptureQueriesContext(connection) as queries:
        here.beat()
    assert not [each for each in queries if "INSERT" in each["sql"]]
    assert len(queries) <= 4


def test_copies_of_a_worker_that_has_ended_are_gone(here: Site) -> None:
    workers.end([here.worker.incarnation.id], state="dead")
    assert {each.state for each in Replica.objects.all()} == {"gone"}
    assert registry.copies_of(SWITCHYARD_MINI.name) == []


def test_a_successor_of_the_same_name_takes_the_copies_over(hub: Hub, tmp_path: Path) -> None:
    with site(hub, tmp_path) as first:
        gone = first.worker.incarnation.id
    with site(hub, tmp_path) as second:
        workers.end([gone], state="dead")
        replica = second.replica(SWITCHYARD_MINI.name)
        assert (replica.state, replica.worker_id) == ("present", second.worker.incarnation.id)
