"""Copies of models: pulls that fail say why, and what to do."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from orchestration.registry import download, services
from tests.integration.replicas.site import MODEL, SPEC, Site, ask
from tests.patience import until
from tests.unit.hubs import Hub

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_a_location_outside_of_the_folder_is_never_written(here: Site, hub: Hub) -> None:
    services.register(replace(SPEC, location="../outside.gguf"))
    ask()
    here.beat()
    assert "outside of the folder" in here.until("failed").error
    assert not (here.folder.parent / "outside.gguf").exists()
