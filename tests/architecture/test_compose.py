"""docker-compose.yml, the Dockerfile and the proxy, checked as far as it goes without an engine.

`compose-spec.json` is the schema of the Compose Specification (Apache-2.0), unchanged.
"""

import graphlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from orchestration.config import Config

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "deploy/docker/Dockerfile").read_text()
OURS = [name for name, service in SERVICES.items() if "build" in service]
EXAMPLE = (ROOT / "deploy/docker/.env.example").read_text()


def stages() -> dict[str, str]:
    """The Dockerfile's stages: name to text."""
    parts = re.split(r"^FROM \S+ AS (\S+)$", DOCKERFILE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def parents() -> dict[str, str]:
    return {
        name: image
        for image, name in re.findall(r"^FROM (\S+) AS (\S+)$", DOCKERFILE, re.MULTILINE)
    }


def settings_of(service: dict[str, Any]) -> dict[str, str]:
    values: dict[str, str] = service.get("environment", {})
    return values


def known_variables() -> set[str]:
    names = {f"SWITCHYARD_{name.upper()}" for name in Config.model_fields}
    return names | {"DATABASE_URL", "REDIS_URL"}


def test_it_follows_the_compose_specification() -> None:
    schema = json.loads((ROOT / "tests/architecture/compose-spec.json").read_text())
    problems = jsonschema.Draft7Validator(schema).iter_errors(COMPOSE)
    assert [f"{list(problem.path)}: {problem.message}" for problem in problems] == []


def test_the_processes_of_the_design_are_all_there() -> None:
    assert set(SERVICES) == {
        "postgres", "redis", "migrate", "web", "gateway", "dispatcher", "worker-cpu",
        "worker-gpu", "worker-ingest", "worker-io", "beat", "flower", "proxy",
    }  # fmt: skip
    assert SERVICES["dispatcher"]["deploy"]["replicas"] == 2
    assert SERVICES["worker-gpu"]["profiles"] == ["gpu"]


def test_the_start_order_has_no_circle_and_waits_for_conditions_that_can_come_true() -> None:
    edges = {name: service.get("depends_on", {}) for name, service in SERVICES.items()}
    list(graphlib.TopologicalSorter(edges).static_order())
    for needed in edges.values():
        for name, how in needed.items():
            if how["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[name], name
            if how["condition"] == "service_completed_successfully":
                assert SERVICES[name]["restart"] == "no"


def test_everything_of_ours_starts_after_the_migrations() -> None:
    for name in set(OURS) - {"migrate"}:
        assert "migrate" in SERVICES[name]["depends_on"], name


def test_every_image_names_its_version() -> None:
    images = [service["image"] for service in SERVICES.values()]
    arguments = dict(re.findall(r"^ARG (\w+)=(\S+)$", DOCKERFILE, re.MULTILINE))
    images += [arguments["PYTHON_IMAGE"], f"nvidia/cuda:{arguments['CUDA_VERSION']}"]
    for image in images:
        assert re.search(r":[\w.-]*\d", image), image
        assert "latest" not in image


@pytest.mark.parametrize("name", OURS)
def test_our_images_run_unprivileged_on_a_read_only_image(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    users = re.findall(r"^USER (\S+)$", stages()[service["build"]["target"]], re.MULTILINE)
    assert users == ["10001:10001"]


def test_what_is_copied_into_an_image_exists_and_is_not_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    allowed = [line[1:].rstrip("/") for line in ignored if line.startswith("!")]
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        *sources, _ = line.split()
        for source in sources:
            assert (ROOT / source).exists(), source
            assert any(
                source == entry or source.startswith(f"{entry}/") or Path(source).match(entry)
                for entry in allowed
            ), f"{source} does not reach the build: .dockerignore"


def test_stages_that_are_copied_from_exist() -> None:
    for name in re.findall(r"^COPY --from=(\S+)", DOCKERFILE, re.MULTILINE):
        assert name in stages()


def test_build_arguments_in_the_compose_file_exist_in_the_dockerfile() -> None:
    for name in OURS:
        build = SERVICES[name]["build"]
        assert build["target"] in stages(), name
        for argument in build.get("args", {}):
            assert re.search(rf"^ARG {argument}=", DOCKERFILE, re.MULTILINE), argument


def test_no_compiler_stays_in_an_image_that_runs() -> None:
    for target in ("web", "worker-cpu", "worker-gpu"):
        assert "build-essential" not in stages()[target]
        assert "devel" not in parents()[target]


def test_settings_are_names_that_the_configuration_knows() -> None:
    for name in OURS:
        for variable in settings_of(SERVICES[name]):
            if variable.startswith("SWITCHYARD_"):
                assert variable in known_variables(), f"{name}: {variable}"
    for variable in re.findall(r"(SWITCHYARD_\w+)=", DOCKERFILE):
        assert variable.partition("__")[0] in known_variables(), variable


def test_every_variable_is_explained_in_the_example_and_nothing_else_is() -> None:
    used = set(re.findall(r"\$\{(\w+)[:}]", (ROOT / "docker-compose.yml").read_text()))
    used |= {secret["environment"] for secret in COMPOSE["secrets"].values()}
    assert set(re.findall(r"^(\w+)=", EXAMPLE, re.MULTILINE)) == used


def test_the_example_holds_no_secret() -> None:
    for name in ("PASSWORD", "SECRET_KEY", "PEPPER", "API_KEY"):
        assert re.search(rf"^\w*{name}=$", EXAMPLE, re.MULTILINE), name


def test_no_secret_has_a_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for name in re.findall(r"\$\{(\w*(?:PASSWORD|SECRET|PEPPER|API_KEY)\w*)", text):
        assert re.search(rf"\$\{{{name}:\?", text), f"{name} must be required"


@pytest.mark.parametrize("name", [name for name in SERVICES if "healthcheck" in SERVICES[name]])
def test_health_checks_ask_a_program_that_the_image_has(name: str) -> None:
    kind, *command = SERVICES[name]["healthcheck"]["test"]
    assert kind in ("CMD", "CMD-SHELL")
    program = " ".join(command)
    if name in OURS:
        script = re.search(r"python (\S+\.py)", program)
        copied = stages()[SERVICES[name]["build"]["target"]]
        assert f"COPY {script[1]} " in copied if script else program.startswith("celery ")
    else:
        own = {"postgres": "pg_isready", "redis": "redis-cli ping", "proxy": "wget"}
        assert own[name] in program


def test_commands_of_the_services_are_commands_of_the_project() -> None:
    from django.core.management import get_commands

    known = get_commands()
    for name in OURS:
        words = " ".join(SERVICES[name].get("command", []))
        for command in re.findall(r"manage\.py (\w+)", words):
            assert command in known, f"{name}: manage.py {command}"


def test_only_the_proxy_is_reachable_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def _has_compose() -> bool:
    if shutil.which("docker") is None:
        return False
    command = ["docker", "compose", "version"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not _has_compose(), reason="docker has no compose plugin here")
def test_compose_itself_accepts_the_file(tmp_path: Path) -> None:
    names = re.findall(r"^(\w+)=$", EXAMPLE, re.MULTILINE)
    filled = {**os.environ, **dict.fromkeys(names, "0123456789abcdef0123456789abcdef")}
    command = ["docker", "compose", "--file", str(ROOT / "docker-compose.yml")]
    command += ["--env-file", str(ROOT / "deploy/docker/.env.example"), "--profile", "gpu"]
    result = subprocess.run(
        [*command, "config", "--quiet"], capture_output=True, text=True, env=filled, check=False
    )
    assert result.returncode == 0, result.stderr
