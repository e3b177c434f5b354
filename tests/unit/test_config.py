"""The configuration: where values come from, and what a wrong one says."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import ValidationError

from orchestration.config import Config, ConfigError, decode_key, load_config
from orchestration.sections.tasks import Retention

SECRETS = {"SWITCHYARD_SECRET_KEY": "s" * 50, "SWITCHYARD_KEY_PEPPER": "p"}


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("SWITCHYARD_") or name in ("DATABASE_URL", "REDIS_URL"):
            monkeypatch.delenv(name)
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)


def load(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Config:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return load_config.__wrapped__()


def refusal(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    with pytest.raises(ConfigError) as refused:
        load(monkeypatch, **environment)
    return str(refused.value)


def test_defaults_are_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    config = load(monkeypatch)
    assert config.leases.lease_s == 30
    assert config.dispatch.bonus_s[0] == 0


def test_nested_values_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    config = load(
        monkeypatch,
        SWITCHYARD_LEASES__LEASE_S="60",
        SWITCHYARD_DISPATCH__BONUS_S="[0, 1, 2, 3]",
        DATABASE_URL="postgresql://me@db/app",
        SWITCHYARD_ALLOWED_HOSTS="a.example, b.example",
    )
    assert config.leases.lease_s == 60
    assert config.dispatch.bonus_s == (0, 1, 2, 3)
    assert str(config.database_url).startswith("postgresql://me@db")
    assert config.allowed_hosts == ("a.example", "b.example")


def test_a_file_gives_values_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "switchyard.yaml"
    file.write_text("port: 9000\nurl: http://file\nleases: {lease_s: 90}\n")
    config = load(monkeypatch, SWITCHYARD_CONFIG=str(file), SWITCHYARD_PORT="9100")
    assert (config.port, config.url, config.leases.lease_s) == (9100, "http://file", 90)


def test_a_file_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "/no/such.yaml" in refusal(monkeypatch, SWITCHYARD_CONFIG="/no/such.yaml")


def test_a_missing_secret_says_which_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SWITCHYARD_SECRET_KEY")
    text = refusal(monkeypatch)
    assert "SWITCHYARD_SECRET_KEY is not set" in text
    assert "./manage models list" in text
    assert "./manage" not in refusal(
        monkeypatch, SWITCHYARD_SECRET_KEY="x" * 40, SWITCHYARD_PORT="http"
    )


@pytest.mark.parametrize(
    ("environment", "parts"),
    [
        ({"SWITCHYARD_PORT": "http"}, ["SWITCHYARD_PORT", "'http'"]),
        ({"SWITCHYARD_PORT": "70000"}, ["SWITCHYARD_PORT", "65533"]),
        ({"SWITCHYARD_LEASES__LEASE_S": "-1"}, ["SWITCHYARD_LEASES__LEASE_S", "greater than 0"]),
        ({"SWITCHYARD_LEASES__LEASE_S": "15"}, ["heartbeat_s 10", "half of lease_s 15"]),
        ({"SWITCHYARD_LEASES__LEESE_S": "9"}, ["SWITCHYARD_LEASES__LEESE_S", "not permitted"]),
        ({"SWITCHYARD_DISPATCH__BONUS_S": "[9, 1, 2, 3]"}, ["bonus_s must rise"]),
        ({"SWITCHYARD_DISPATCH__BONUS_S": "[1, 2]"}, ["SWITCHYARD_DISPATCH__BONUS_S"]),
        ({"SWITCHYARD_RETRY__JITTER": "1.5"}, ["SWITCHYARD_RETRY__JITTER", "'1.5'"]),
        ({"SWITCHYARD_LOG_LEVEL": "LOUD"}, ["SWITCHYARD_LOG_LEVEL", "'LOUD'"]),
    ],
)
def test_a_wrong_value_is_named_with_the_variable_to_change(
    monkeypatch: pytest.MonkeyPatch, environment: Mapping[str, str], parts: list[str]
) -> None:
    text = refusal(monkeypatch, **environment)
    assert all(part in text for part in parts), text


def test_all_wrong_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    text = refusal(monkeypatch, SWITCHYARD_PORT="x", SWITCHYARD_RETRY__FACTOR="0")
    assert "SWITCHYARD_PORT" in text
    assert "SWITCHYARD_RETRY__FACTOR" in text


def test_no_password_stands_in_a_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    text = refusal(
        monkeypatch, DATABASE_URL="mysql://me:hunter2@db/app", REDIS_URL="http://:hunter3@r"
    )
    assert "DATABASE_URL" in text
    assert "hunter" not in text


def test_secrets_do_not_show_when_the_configuration_is_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert SECRETS["SWITCHYARD_SECRET_KEY"] not in repr(load(monkeypatch))


def test_a_key_may_not_outlive_the_task_that_it_gives_back() -> None:
    with pytest.raises(ValidationError, match="idempotency_hours 800 must be at most 720"):
        Retention(idempotency_hours=800)


@pytest.mark.parametrize("key", ["ab" * 32, "q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s="])
def test_encryption_keys_are_hex_or_base64_newest_first(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    config = load(monkeypatch, SWITCHYARD_ENCRYPTION_KEYS=f"{key}, {'cd' * 32}")
    assert [decode_key(each.get_secret_value()) for each in config.encryption_keys] == [
        b"\xab" * 32,
        b"\xcd" * 32,
    ]


@pytest.mark.parametrize(
    "key", ["short-but-secret", "ab" * 31, "!" * 44, "ab" * 32 + ";" + "cd" * 32]
)
def test_a_wrong_encryption_key_is_refused_without_showing_it(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    text = refusal(monkeypatch, SWITCHYARD_ENCRYPTION_KEYS=f"{'ab' * 32},{key}")
    assert "SWITCHYARD_ENCRYPTION_KEYS: " in text
    assert "key 2 of 2 is no key" in text
    assert "openssl rand -hex 32" in text
    assert key not in text


def test_what_may_be_asked_inside_is_a_list_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    config = load(
        monkeypatch,
        SWITCHYARD_OUTGOING__ALLOW="ollama.internal:11434, 10.1.0.0/16",
        SWITCHYARD_OUTGOING__PORTS="443, 8443",
    )
    rules = config.outgoing.rules
    assert [str(each.target) for each in rules.allowed] == ["ollama.internal", "10.1.0.0/16"]
    assert rules.ports == (443, 8443)


def test_what_cannot_be_allowed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    text = refusal(monkeypatch, SWITCHYARD_OUTGOING__ALLOW="http://ollama.internal")
    assert text.count("SWITCHYARD_OUTGOING__ALLOW") == 1
    assert "'http://ollama.internal' is no host, address or network" in text


def test_blobs_with_s3_need_a_bucket_and_a_whole_key(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "s3_bucket is not set" in refusal(monkeypatch, SWITCHYARD_BLOBS__STORE="s3")
    said = refusal(
        monkeypatch,
        SWITCHYARD_BLOBS__S3_BUCKET="b",
        SWITCHYARD_BLOBS__S3_SECRET_ACCESS_KEY="hush",
    )
    assert "both, or neither" in said
    assert "hush" not in said
    config = load(monkeypatch, SWITCHYARD_BLOBS__S3_ACCESS_KEY_ID="id", SWITCHYARD_VAR_DIR="/v")
    assert config.blobs.s3_bucket == "b"
    assert config.blobs_folder == Path("/v/blobs")
