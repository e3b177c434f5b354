"""What can be chosen about `make run`, and how a wrong choice is answered."""

from pathlib import Path

import pytest

from deploy.local.__main__ import recorded_environment
from deploy.local.credentials import Credentials
from deploy.local.environment import child_environment, record_settings, with_servers
from deploy.local.errors import LocalError
from deploy.local.options import ROOT, read_options
from deploy.local.services import services

SECRETS = Credentials("key", "pepper", "admin", "p4ss", "sy_token", "sealing")


def test_without_any_choice_everything_is_embedded_on_three_neighbouring_ports() -> None:
    options = read_options({})
    assert (options.port, options.gateway_port, options.flower_port) == (8000, 8001, 8002)
    assert options.database_url is None
    assert options.redis_url is None
    assert options.var == ROOT / "var"


@pytest.mark.parametrize("port", ["eighty", "0", "65534", "-1", "8000.5", "٨٠٠٠"])
def test_a_port_that_cannot_be_is_named_with_its_range(port: str) -> None:
    with pytest.raises(LocalError, match=f"SWITCHYARD_PORT is '{port}'.*from 1 to 65533"):
        read_options({"SWITCHYARD_PORT": port})


@pytest.mark.parametrize("devices", ["gpu", "gpu:x", "gpu:0+", "tpu:0", "cpu,disk", "gpu:0,1"])
def test_an_unknown_device_is_named(devices: str) -> None:
    with pytest.raises(LocalError, match="SWITCHYARD_WORKERS names"):
        read_options({"SWITCHYARD_WORKERS": devices})


def test_the_yaml_file_counts_after_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "switchyard.yaml"
    file.write_text("port: 9100\nvar_dir: /srv/switchyard\n")
    chosen = {"SWITCHYARD_CONFIG": str(file)}
    assert read_options(chosen).port == 9100
    assert read_options(chosen).var == Path("/srv/switchyard")
    assert read_options({**chosen, "SWITCHYARD_PORT": "9200"}).port == 9200


def test_a_yaml_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(LocalError, match="SWITCHYARD_CONFIG: cannot read"):
        read_options({"SWITCHYARD_CONFIG": str(tmp_path / "none.yaml")})


def test_each_device_gets_its_worker_with_a_name_of_its_own() -> None:
    options = read_options({"SWITCHYARD_WORKERS": "cpu, cpu, gpu:1, gpu:2+3, io"})
    names = [service.name for service in services(options, SECRETS)]
    assert names == [
        "web", "gateway", "dispatcher", "cpu-0", "cpu-1", "gpu-1-0", "gpu-2-3-0", "io-0", "beat",
        "flower",
    ]  # fmt: skip


def test_the_ending_order_is_the_designs() -> None:
    found = services(read_options({}), SECRETS)
    order = [service.name for service in sorted(found, key=lambda service: service.stage)]
    assert order == ["gateway", "web", "dispatcher", "cpu-0", "io-0", "ingest-0", "beat", "flower"]


def test_no_secret_shows_in_a_process_list() -> None:
    words = " ".join(word for s in services(read_options({}), SECRETS) for word in s.argv)
    assert SECRETS.admin_password not in words
    assert SECRETS.api_key not in words


def test_processes_see_the_callers_environment_and_ours() -> None:
    caller = {"HOME": "/home/ada", "SWITCHYARD_LOG_FORMAT": "json", "PATH": "/usr/bin"}
    env = with_servers(
        child_environment(read_options({}), SECRETS, caller), "postgresql://d", "redis://r"
    )
    assert env["HOME"] == "/home/ada"
    assert env["SWITCHYARD_LOG_FORMAT"] == "json"
    assert env["DATABASE_URL"] == "postgresql://d"
    assert env["SWITCHYARD_GATEWAY_URL"] == "http://127.0.0.1:8001"
    assert env["PATH"].endswith("/usr/bin")


def test_listening_everywhere_is_still_reached_through_the_loopback_address() -> None:
    options = read_options({"SWITCHYARD_HOST": "0.0.0.0"})  # noqa: S104
    assert options.url(options.port) == "http://127.0.0.1:8000"


def test_commands_beside_the_system_have_the_settings_that_it_was_started_with(
    tmp_path: Path,
) -> None:
    started = {
        "SWITCHYARD_VAR_DIR": str(tmp_path),
        "SWITCHYARD_PORT": "9100",
        "SWITCHYARD_OUTGOING__ALLOW": "127.0.0.1:11434",
        "SWITCHYARD_SECRET_KEY": "of the shell",
        "DATABASE_URL": "postgresql://db/switchyard",
        "REDIS_URL": "redis://broker/0",
        "EDITOR": "vi",
    }
    record_settings(read_options(started), started)
    file = tmp_path / "secrets" / "settings.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert "of the shell" not in file.read_text(encoding="utf-8")
    shell = {"SWITCHYARD_VAR_DIR": str(tmp_path)}
    found = recorded_environment(read_options(shell), shell)
    assert found["SWITCHYARD_OUTGOING__ALLOW"] == "127.0.0.1:11434"
    assert found["SWITCHYARD_URL"] == "http://127.0.0.1:9100"
    assert found["DATABASE_URL"] == "postgresql://db/switchyard"
    assert "EDITOR" not in found
    louder = {**shell, "SWITCHYARD_OUTGOING__ALLOW": "10.0.0.1"}
    assert recorded_environment(read_options(louder), louder)["SWITCHYARD_OUTGOING__ALLOW"] == (
        "10.0.0.1"
    )
