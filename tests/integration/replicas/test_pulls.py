"""Copies of models: what workers pull, once, and go on with; who waits is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from orchestration.access.records import AuditEntry
from orchestration.registry import download
from orchestration.registry import replicas as registry
from tasks.selectors.why import why
from tasks.services import workers
from tasks.worker.identity import host_name
from tests.factories import make_leader, make_task, make_tenant
from tests.integration.replicas.site import MODEL, SPEC, Site, ask, site
from tests.patience import until
from tests.unit.hubs import Hub

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_private_models_are_pulled_with_the_workers_own_token(hub: Hub, tmp_path: Path) -> None:
    hub.token = "secret"
    token = tmp_path / "token"
    token.write_text("secret\n")
    with site(hub, tmp_path / "models", token_file=token) as here:
        ask()
        here.beat()
        here.until("present")
