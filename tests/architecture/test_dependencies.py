"""The lock files: complete, pinned, consistent, explained, and free of what must not be there."""

import re
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements"
SETS = ("base", "web", "worker", "embedded", "dev")
REFERENCE = (ROOT / "docs/reference/dependencies.md").read_text()


def direct(name: str) -> set[str]:
    lines = (REQUIREMENTS / f"{name}.in").read_text().splitlines()
    wanted = (line for line in lines if line and not line.startswith(("#", "-r")))
    return {re.split(r"[\[<>=]", line)[0] for line in wanted}


def pins(name: str) -> dict[str, str]:
    lines = (REQUIREMENTS / f"{name}.txt").read_text().splitlines()
    split = (re.match(r"([\w.-]+)(?:\[.*\])?==([\w.]+)", line) for line in lines)
    return {found[1]: found[2] for found in split if found}


@pytest.mark.parametrize("name", SETS)
def test_everything_asked_for_is_locked(name: str) -> None:
    locked = {package.lower().replace("_", "-") for package in pins(name)}
    assert {package.lower().replace("_", "-") for package in direct(name)} <= locked


@pytest.mark.parametrize("name", SETS)
def test_every_line_is_a_pin(name: str) -> None:
    for line in (REQUIREMENTS / f"{name}.txt").read_text().splitlines():
        assert line.startswith("#") or re.match(r"[\w.-]+(\[[\w, -]+\])?==[\w.]+( |$)", line), line


@pytest.mark.parametrize("name", SETS[:-1])
def test_a_package_has_the_same_version_everywhere(name: str) -> None:
    assert pins(name).items() <= pins("dev").items()


@pytest.mark.parametrize("name", SETS)
def test_each_direct_dependency_is_explained_with_its_licence(name: str) -> None:
    section = REFERENCE.split(f"\n## {name}\n")[1].split("\n## ")[0]
    rows = set(re.findall(r"^\| ([\w.-]+) \| [^|]{10,} \| [^|]{3,} \|$", section, re.MULTILINE))
    assert rows - {"package"} == direct(name)


def test_no_lock_names_a_registry_or_brings_cuda() -> None:
    for file in REQUIREMENTS.iterdir():
        assert "://" not in file.read_text(), file.name
    for name in SETS:
        heavy = "nvidia(?!-ml-py$)|cuda|triton"  # nvidia-ml-py asks a driver, in pure Python
        found = [package for package in pins(name) if re.match(heavy, package)]
        assert found == [], name


def test_web_and_gateway_cannot_load_a_model() -> None:
    assert not {"torch", "llama-cpp-python", "sentence-transformers"} & set(pins("web"))


def test_the_apps_that_settings_name_are_there_in_every_process() -> None:
    owners = packages_distributions()
    packages = {app.partition(".")[0] for app in settings.INSTALLED_APPS}
    foreign = {owners[package][0].lower().replace("_", "-") for package in packages & set(owners)}
    assert foreign <= set(pins("base"))
