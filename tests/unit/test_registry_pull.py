"""Pulling a model from a hub that breaks, lies, or is not there."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from orchestration.errors import PullFailed, UserError
from orchestration.registry import download
from orchestration.registry.download import SPARE_BYTES
from orchestration.registry.hub import HubId, choose, find, parse_source
from orchestration.registry.places import SHIPPED_MODELS
from orchestration.registry.pull import Pull, pull
from orchestration.registry.spec import ModelSpec
from tests.unit.hubs import Hub, serving

MODEL = (SHIPPED_MODELS / "tiny-random.gguf").read_bytes()
SHA256 = hashlib.sha256(MODEL).hexdigest()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once."""
    monkeypatch.setattr(download, "PAUSE_S", 0)


@pytest.fixture
def hub() -> Iterator[Hub]:
    with serving(Hub({"README.md": b"read me", "tiny-Q8_0.gguf": MODEL})) as running:
        yield running


@pytest.fixture
def wanted(hub: Hub, tmp_path: Path) -> Pull:
    return Pull("org/name", tmp_path, hub=hub.url)


def bring(wanted: Pull) -> ModelSpec:
    return pull(wanted, lambda have, total: None)


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.part*"))


def test_a_hub_id_brings_the_models_file(wanted: Pull) -> None:
    spec = bring(wanted)
    assert spec.location == "org/name/tiny-Q8_0.gguf"
    assert (spec.name, spec.checksum, spec.source) == ("tiny-q8-0", SHA256, "org/name")
    assert (wanted.folder / spec.location).read_bytes() == MODEL
    assert leftovers(wanted.folder) == []


def test_a_url_brings_the_file_it_names(wanted: Pull, hub: Hub) -> None:
    url = f"{hub.url}/org/name/blob/main/tiny-Q8_0.gguf?download=true&token=secret"
    spec = bring(replace(wanted, source=url))
    assert spec.location == "tiny-Q8_0.gguf"
    assert "secret" not in spec.source
    assert (wanted.folder / spec.location).read_bytes() == MODEL


def test_progress_ends_with_everything(wanted: Pull) -> None:
    seen: list[tuple[int, int | None]] = []
    pull(wanted, lambda have, total: seen.append((have, total)))
    assert seen[-1] == (len(MODEL), len(MODEL))


def test_a_cut_connection_is_picked_up_where_it_broke(wanted: Pull, hub: Hub) -> None:
    hub.cuts = [100_000, 50_000]
    spec = bring(wanted)
    assert (wanted.folder / spec.location).read_bytes() == MODEL
    assert hub.ranges == [None, "bytes=100000-", "bytes=150000-"]


def test_a_pull_that_was_ended_goes_on_when_it_is_run_again(wanted: Pull, hub: Hub) -> None:
    hub.cuts = [100_000]

    def end(have: int, total: int | None) -> None:
        if have == 100_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull(wanted, end)
    assert leftovers(wanted.folder) == ["tiny-Q8_0.gguf.part", "tiny-Q8_0.gguf.part.json"]
    spec = bring(wanted)
    assert (wanted.folder / spec.location).read_bytes() == MODEL
    assert hub.ranges[-1] == "bytes=100000-"


def test_a_connection_that_keeps_breaking_is_given_up_and_goes_on_later(
    wanted: Pull, hub: Hub
) -> None:
    hub.cuts = [1000, 0, 0, 0, 0]
    with pytest.raises(PullFailed, match=r"broke 5 times in a row.*1000 bytes have arrived"):
        bring(wanted)
    assert (wanted.folder / bring(wanted).location).read_bytes() == MODEL
    assert hub.ranges[-1] == "bytes=1000-"


def test_a_file_that_changed_meanwhile_is_brought_from_the_start(wanted: Pull, hub: Hub) -> None:
    hub.files["tiny-Q8_0.gguf"] = b"GGUF but older" + bytes(200_000)
    hub.cuts = [100_000, 0, 0, 0, 0, 0]
    with pytest.raises(PullFailed):
        bring(wanted)
    hub.files["tiny-Q8_0.gguf"] = MODEL
    hub.cuts = []
    assert (wanted.folder / bring(wanted).location).read_bytes() == MODEL


def test_a_server_without_etags_is_asked_from_the_start(wanted: Pull, hub: Hub) -> None:
    hub.tagged = False
    hub.cuts = [100_000]
    assert (wanted.folder / bring(wanted).location).read_bytes() == MODEL
    assert hub.ranges == [None, None]


def test_a_wrong_checksum_leaves_nothing_behind(wanted: Pull) -> None:
    with pytest.raises(PullFailed, match="The download is damaged") as caught:
        bring(replace(wanted, checksum="0" * 64))
    assert SHA256 in str(caught.value)
    assert not list(wanted.folder.rglob("*.gguf*"))


def test_a_damaged_part_is_found_out_by_the_hubs_checksum(wanted: Pull, hub: Hub) -> None:
    hub.cuts = [100_000, 0, 0, 0, 0]
    with pytest.raises(PullFailed):
        bring(wanted)
    (part,) = wanted.folder.rglob("*.part")
    part.write_bytes(bytes(100_000))
    with pytest.raises(PullFailed, match="damaged"):
        bring(wanted)
    assert bring(wanted).checksum == SHA256


def test_without_a_word_from_the_hub_the_checksum_is_that_of_what_came(
    wanted: Pull, hub: Hub
) -> None:
    hub.linked = False
    url = f"{hub.url}/org/name/resolve/main/tiny-Q8_0.gguf"
    assert bring(replace(wanted, source=url)).checksum == SHA256


def test_a_checksum_that_is_none_is_refused_before_anything_is_brought(wanted: Pull) -> None:
    with pytest.raises(UserError, match="64 hexadecimal digits"):
        bring(replace(wanted, checksum="abc"))


def test_a_file_that_is_there_is_not_brought_again(wanted: Pull, hub: Hub) -> None:
    bring(wanted)
    hub.ranges.clear()
    assert bring(wanted).checksum == SHA256
    assert hub.ranges == []


def test_a_page_instead_of_a_model_is_refused(wanted: Pull, hub: Hub) -> None:
    hub.files["tiny-Q8_0.gguf"] = b"<html>please log in</html>"
    with pytest.raises(Exception, match="does not begin with the letters GGUF"):
        bring(wanted)


def test_a_hub_that_is_not_there_is_told_with_the_ways_out(wanted: Pull) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{reserved.getsockname()[1]}"
        with pytest.raises(PullFailed, match="cannot be reached") as caught:
            bring(replace(wanted, hub=nowhere))
    assert nowhere in caught.value.detail
    assert "models add" in str(caught.value.mend)


def test_a_hub_whose_address_is_none_is_told_with_the_ways_out(wanted: Pull) -> None:
    with pytest.raises(PullFailed, match="cannot be reached"):
        bring(replace(wanted, hub="http://hub:x"))


def test_a_gated_model_asks_for_a_token_that_only_the_hub_sees(wanted: Pull, hub: Hub) -> None:
    hub.token = "hf_secret"
    with pytest.raises(PullFailed, match=r"401.*--token-file"):
        bring(wanted)
    assert bring(replace(wanted, token="hf_secret")).checksum == SHA256
    assert set(hub.tokens) == {None}


def test_another_server_than_the_hub_never_sees_the_token(wanted: Pull, hub: Hub) -> None:
    url = f"{hub.storage}/cdn/tiny-Q8_0.gguf"
    assert bring(replace(wanted, source=url, token="hf_secret")).checksum == SHA256
    assert hub.tokens == [None]


def test_a_url_of_the_hub_itself_is_asked_with_the_token(wanted: Pull, hub: Hub) -> None:
    hub.token = "hf_secret"
    url = f"{hub.url}/org/name/resolve/main/tiny-Q8_0.gguf"
    assert bring(replace(wanted, source=url, token="hf_secret")).checksum == SHA256


def test_only_the_hubs_own_pages_have_files_elsewhere(wanted: Pull, hub: Hub) -> None:
    hub.files["blob/other.gguf"] = MODEL
    assert bring(replace(wanted, source=f"{hub.storage}/cdn/blob/other.gguf")).checksum == SHA256


def test_files_of_one_name_in_other_folders_are_other_models(wanted: Pull, hub: Hub) -> None:
    hub.files = {"Q4_0/model.gguf": MODEL[:-1] + b"4", "Q8_0/model.gguf": MODEL[:-1] + b"8"}
    small, large = (bring(replace(wanted, source=f"org/name:{each}")) for each in hub.files)
    for spec in (small, large):
        content = (wanted.folder / spec.location).read_bytes()
        assert hashlib.sha256(content).hexdigest() == spec.checksum
    assert small.location == "org/name/Q4_0/model.gguf"


def test_another_revision_of_a_file_is_another_model() -> None:
    tree = [{"type": "file", "path": "a.gguf", "size": 3}]
    with httpx.Client(
        transport=httpx.MockTransport(lambda _: httpx.Response(200, json=tree))
    ) as client:
        places = [
            str(find(client, HubId("org/name", revision), "http://hub").location)
            for revision in ("main", "v1.0", "refs/pr/1")
        ]
    assert places == ["org/name/a.gguf", "org/name@v1.0/a.gguf", "org/name@refs--pr--1/a.gguf"]


@pytest.mark.parametrize("name", ["../../up.gguf", "/etc/up.gguf", ".git/up.gguf", "a\nb.gguf"])
def test_a_hub_that_names_files_elsewhere_writes_nothing(wanted: Pull, hub: Hub, name: str) -> None:
    hub.files = {name: MODEL}
    with pytest.raises(PullFailed, match="cannot be kept"):
        bring(wanted)
    assert list(wanted.folder.iterdir()) == []
    assert hub.ranges == []


def test_a_name_that_no_file_can_have_is_refused(wanted: Pull) -> None:
    with pytest.raises(UserError, match=r"ends with \.gguf"):
        bring(replace(wanted, source="https://example.org/a%00b.gguf"))


def test_a_server_that_sends_without_end_is_stopped(wanted: Pull, hub: Hub) -> None:
    hub.surplus = b"more" * 100_000
    with pytest.raises(PullFailed, match=f"more than the {len(MODEL)} bytes"):
        bring(wanted)
    assert leftovers(wanted.folder) == []


def test_a_disk_that_fills_up_meanwhile_is_not_filled_to_the_last_byte(
    wanted: Pull, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Postgres may be on it, too."""
    free = iter([2**40, 50_000])

    class Usage:
        def __init__(self, _: Path) -> None:
            self.free = next(free)

    monkeypatch.setattr(download, "SPARE_BYTES", 100_000)
    monkeypatch.setattr("shutil.disk_usage", Usage)
    with pytest.raises(PullFailed, match="has 50000 bytes free"):
        bring(wanted)


def test_a_folder_that_cannot_be_written_is_told_with_the_way_out(
    wanted: Pull, tmp_path: Path
) -> None:
    (tmp_path / "org").write_text("no folder")
    with pytest.raises(PullFailed, match=r"cannot be written: .*Free some space, or see") as caught:
        bring(wanted)
    assert caught.value.field == "models_dir"


def test_a_repository_that_is_not_there_asks_to_check_the_spelling(wanted: Pull) -> None:
    with pytest.raises(PullFailed, match=r"404.*Check the spelling"):
        bring(replace(wanted, source="org/other"))


def test_something_else_than_a_hub_is_told_so(wanted: Pull, hub: Hub) -> None:
    hub.files["api/models/org/name/tree/main"] = b"<html>a portal's page</html>"
    with pytest.raises(PullFailed, match="does not answer like a model hub"):
        bring(replace(wanted, hub=f"{hub.url}/cdn"))


def test_a_full_disk_is_told_before_anything_is_brought(
    wanted: Pull, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = SPARE_BYTES

    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage)
    with pytest.raises(PullFailed, match=r"bytes free, needed are"):
        bring(wanted)


FILES = ["a-Q4_K_M.gguf", "sub/a-Q8_0.gguf", "mmproj-a.gguf", "README.md"]


@pytest.mark.parametrize(
    ("choice", "chosen"),
    [
        ("Q4_K_M", "a-Q4_K_M.gguf"),
        ("q8_0", "sub/a-Q8_0.gguf"),
        ("sub/a-Q8_0.gguf", "sub/a-Q8_0.gguf"),
        ("mmproj-a.gguf", "mmproj-a.gguf"),
    ],
)
def test_a_file_is_chosen_by_name_or_quantisation(choice: str, chosen: str) -> None:
    assert choose(FILES, HubId("org/name", choice=choice)) == chosen


@pytest.mark.parametrize(
    ("files", "choice", "message"),
    [
        (FILES, None, r"several files that fit.*a-Q4_K_M\.gguf, sub/a-Q8_0\.gguf"),
        (FILES, "Q2_K", r"no file that fits.*a-Q4_K_M"),
        (["README.md"], None, "no GGUF file"),
        (["m-00001-of-00002.gguf", "m-00002-of-00002.gguf"], None, "in several parts"),
    ],
)
def test_an_unclear_choice_lists_what_there_is(
    files: list[str], choice: str | None, message: str
) -> None:
    with pytest.raises(UserError, match=message):
        choose(files, HubId("org/name", choice=choice))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("org/name", HubId("org/name")),
        ("org/name:Q4_K_M", HubId("org/name", choice="Q4_K_M")),
        ("org/na.me@v1.2:sub/x.gguf", HubId("org/na.me", "v1.2", "sub/x.gguf")),
        ("https://example.org/x.gguf", "https://example.org/x.gguf"),
    ],
)
def test_sources_are_hub_ids_or_urls(text: str, meant: HubId | str) -> None:
    assert parse_source(text) == meant


@pytest.mark.parametrize(
    "text",
    ["", "name", "/etc/passwd", "org/..", "a/b/c", "http://", "x y/z", "http://[::1/x.gguf",
     "https://host:x/y.gguf", "https://host:123456/y.gguf"],
)  # fmt: skip
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="neither a hub id nor a URL"):
        parse_source(text)


def test_a_url_that_names_no_model_is_refused(wanted: Pull) -> None:
    with pytest.raises(UserError, match=r"ends with \.gguf"):
        bring(replace(wanted, source="https://example.org/model.zip"))
