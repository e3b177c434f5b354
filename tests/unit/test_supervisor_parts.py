"""The supervisor's small parts: secrets, locks, ports, words for endings, the last resort."""

import io
import os
import signal
import stat
from pathlib import Path

import pytest

from deploy.local import install, parent, ports, reaper
from deploy.local.child import describe
from deploy.local.console import Console
from deploy.local.credentials import load_credentials
from deploy.local.errors import AlreadyRunningError
from deploy.local.locks import FileLock


def test_secrets_are_made_once_and_only_their_owner_can_read_them(tmp_path: Path) -> None:
    first = load_credentials(tmp_path, {})
    assert load_credentials(tmp_path, {}) == first
    files = list((tmp_path / "secrets").iterdir())
    assert len(files) == 5
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_secret_in_the_environment_wins_and_is_what_the_file_says(tmp_path: Path) -> None:
    load_credentials(tmp_path, {})
    given = load_credentials(tmp_path, {"SWITCHYARD_ADMIN_PASSWORD": "chosen by hand"})
    assert given.admin_password == "chosen by hand"
    assert (tmp_path / "secrets" / "admin_password").read_text().strip() == "chosen by hand"


def test_a_lock_is_held_once_and_its_holder_is_named(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    first.acquire("the folder")
    with pytest.raises(AlreadyRunningError, match=f"the folder is already.*pid {os.getpid()}"):
        second.acquire("the folder")
    first.release()
    second.acquire("the folder")
    assert not second.was_abandoned
    second.release()


def test_a_lock_whose_holder_died_is_taken_over_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("4711\n")
    lock = FileLock(tmp_path / "lock")
    lock.acquire("the folder")
    assert lock.was_abandoned
    lock.release()


def test_a_servers_port_is_none_that_a_client_could_be_given_by_the_kernel() -> None:
    first = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert all(ports.free_port() < first for _ in range(20))


def test_a_recorded_port_is_kept_while_it_is_free() -> None:
    port = ports.free_port()
    assert ports.keep_or_choose(port) == port
    assert ports.keep_or_choose(None) != 0


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, "exit code 0"),
        (3, "exit code 3"),
        (-9, "signal 9 (SIGKILL)"),
        (-11, "signal 11 (SIGSEGV)"),
    ],
)
def test_an_ending_is_told_in_words(code: int, words: str) -> None:
    assert describe(code) == words


def test_each_line_says_who_speaks() -> None:
    stream = io.StringIO()
    console = Console(stream)
    console.relay("web", "listens")
    console.say("two\nlines")
    assert stream.getvalue().splitlines() == [
        "web        │ listens",
        "switchyard │ two",
        "switchyard │ lines",
    ]


def test_the_reaper_ends_who_is_watched_and_not_who_is_forgotten() -> None:
    lines = ["watch 10 15\n", "watch 11 2\n", "forget 10\n", "watch 12 15\n"]
    assert reaper.follow(lines) == {11: signal.SIGINT, 12: signal.SIGTERM}


def test_the_reaper_does_nothing_after_an_orderly_end() -> None:
    assert reaper.follow(["watch 10 15\n", "bye\n"]) == {}


def test_the_lock_files_pins_are_read_without_extras_and_markers(tmp_path: Path) -> None:
    lock = tmp_path / "web.txt"
    lock.write_text(
        "# made by make lock\n"
        "celery[redis]==5.7.0      # via flower\n"
        "colorama==0.4.6 ; sys_platform == 'win32'  # via tqdm\n"
    )
    assert install.read_pins([lock]) == {"celery": "5.7.0", "colorama": "0.4.6"}


def test_a_missing_compiler_is_told_before_minutes_are_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CXX", raising=False)
    with pytest.raises(install.InstallError, match=r"C\+\+ compiler.*\n.*apt-get install g\+\+"):
        install.require_compiler()


def test_a_local_build_of_a_pinned_version_counts_as_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(install, "version", lambda name: "2.13.0+cpu")
    assert install.has("torch", "2.13.0")
    assert not install.has("torch", "2.14.0")


def test_a_process_that_no_longer_catches_a_signal_is_noticed() -> None:
    before = signal.signal(signal.SIGUSR1, lambda number, frame: None)
    assert parent.catches(os.getpid(), signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, signal.SIG_DFL)
    assert not parent.catches(os.getpid(), signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, before)
