"""What a model's `parameters` may say about images, checked before it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from orchestration.registry.parameters import InvalidParameters
from orchestration.registry.places import locate
from orchestration.registry.spec import ModelSpec

PROJECTOR, ROWS = "mmproj", "image_tokens"
DEFAULT_ROWS = 1024
FEWEST_ROWS, MOST_ROWS = 16, 16_384
LONGEST_PATH = 500


@dataclass(frozen=True, slots=True)
class Vision:
    """How a model reads images.

    Attributes:
        projector: Where its projector's file lies, as a `location` that is a relative path.
        rows: Most tokens of one image, for models that scale images by themselves. The memory
            that looking at an image takes grows with its square.
    """

    projector: str
    rows: int = DEFAULT_ROWS


def vision_of(spec: ModelSpec) -> Vision | None:
    """Return what a model's parameters say; None for a model that reads text only.

    Raises:
        InvalidParameters: They cannot be.
    """
    if PROJECTOR not in spec.parameters:
        return None
    projector, rows = spec.parameters[PROJECTOR], spec.parameters.get(ROWS, DEFAULT_ROWS)
    if spec.task != "text" or spec.format != "gguf":
        raise _invalid(spec, PROJECTOR, projector, "Leave it out: only GGUF text models have one.")
    if not _is_file_below(projector):
        mend = "Use the relative path of a .gguf file below a folder of models."
        raise _invalid(spec, PROJECTOR, projector, mend)
    if type(rows) is not int or not FEWEST_ROWS <= rows <= MOST_ROWS:
        raise _invalid(spec, ROWS, rows, f"Use a whole number from {FEWEST_ROWS} to {MOST_ROWS}.")
    return Vision(projector, rows)


def locate_projector(spec: ModelSpec, vision: Vision, folders: Sequence[Path] = ()) -> Path:
    """Return where a model's projector lies: beside the model, or below a folder of models.

    Raises:
        ModelUnavailable: It is not on this machine.
    """
    beside = Path(spec.location).parent / vision.projector
    if beside.is_absolute() and beside.is_file():
        return beside
    return locate(replace(spec, location=vision.projector), folders)


def _is_file_below(path: object) -> bool:
    if not isinstance(path, str) or not 0 < len(path) <= LONGEST_PATH or "\\" in path:
        return False
    parts = PurePosixPath(path)
    named = path.endswith(".gguf") and ":" not in path and "\x00" not in path
    return named and not parts.is_absolute() and ".." not in parts.parts


def _invalid(spec: ModelSpec, name: str, value: object, mend: str) -> InvalidParameters:
    return InvalidParameters(
        f"The parameter {name} of the model {spec.name} cannot be used.",
        field=f"parameters.{name}",
        value=value,
        mend=mend,
    )
