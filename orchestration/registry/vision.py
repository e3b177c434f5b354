"""What a model's `parameters` may say about images, checked before it is used."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from orchestration.errors import ModelUnavailable, UserError
from orchestration.registry.checksums import sha256_of
from orchestration.registry.gguf import read_header
from orchestration.registry.parameters import unusable
from orchestration.registry.places import SHIPPED_MODELS, candidates
from orchestration.registry.spec import ModelSpec

PROJECTOR, DIGEST, ROWS = "mmproj", "mmproj_sha256", "image_tokens"
OF_FILES = (PROJECTOR, DIGEST)
"""What is said of files, not decided."""
DEFAULT_ROWS = 1024
FEWEST_ROWS, MOST_ROWS = 16, 16_384
LONGEST_PATH = 500
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Vision:
    """How a model reads images.

    Attributes:
        projector: Where its projector's file lies, as a `location` that is a relative path.
        checksum: SHA-256 in hex of that file; empty when it is not known.
        rows: Most tokens of one image, for models that scale images by themselves. The memory
            that looking at an image takes grows with its square.
    """

    projector: str
    checksum: str = ""
    rows: int = DEFAULT_ROWS


def vision_of(spec: ModelSpec) -> Vision | None:
    """Return what a model's parameters say; None for a model that reads text only.

    Raises:
        InvalidParameters: They cannot be.
    """
    if PROJECTOR not in spec.parameters:
        return None
    projector, rows = spec.parameters[PROJECTOR], spec.parameters.get(ROWS, DEFAULT_ROWS)
    checksum = spec.parameters.get(DIGEST, "")
    if spec.task != "text" or spec.format != "gguf":
        raise unusable(spec, PROJECTOR, projector, "Leave it out: only GGUF text models have one.")
    if not _is_file_below(projector):
        mend = "Use the relative path of a .gguf file below a folder of models."
        raise unusable(spec, PROJECTOR, projector, mend)
    if type(rows) is not int or not FEWEST_ROWS <= rows <= MOST_ROWS:
        raise unusable(spec, ROWS, rows, f"Use a whole number from {FEWEST_ROWS} to {MOST_ROWS}.")
    if not isinstance(checksum, str) or (checksum and not SHA256.fullmatch(checksum)):
        raise unusable(spec, DIGEST, checksum, "Use the file's SHA-256: 64 lower-case hex digits.")
    return Vision(projector, checksum, rows)


def with_projector(spec: ModelSpec, path: Path) -> ModelSpec:
    """Return the description of a model that reads images with a projector.

    Args:
        spec: The model, whose location is an absolute path.
        path: The projector's file, in the model's folder or below.

    Raises:
        UserError: The file is no projector, or lies elsewhere.
        ModelUnavailable: It is missing or damaged.
    """
    path, folder = path.absolute(), Path(spec.location).parent
    header = read_header(path)
    if header.architecture != "clip" or not header.metadata.get("clip.has_vision_encoder"):
        raise UserError(
            f"{path.name} is no projector for images.",
            field=PROJECTOR,
            value=str(path),
            mend="Name the mmproj file that belongs to the model.",
        )
    if not path.is_relative_to(folder):
        raise UserError(
            f"{path} does not lie beside the model.",
            field=PROJECTOR,
            value=str(path),
            mend=f"Move it to {folder}.",
        )
    own = {PROJECTOR: path.relative_to(folder).as_posix(), DIGEST: sha256_of(path)}
    found = replace(spec, parameters={**spec.parameters, **own})
    vision_of(found)
    return found


def locate_projector(spec: ModelSpec, vision: Vision, folders: Sequence[Path] = ()) -> Path:
    """Return where a model's projector lies: beside the model, or below a folder of models.

    Raises:
        ModelUnavailable: It is not on this machine.
    """
    beside = [path.parent for path in candidates(spec, folders)]
    tried = [folder / vision.projector for folder in (*beside, *folders, SHIPPED_MODELS)]
    if (found := next((path for path in tried if path.is_file()), None)) is None:
        raise ModelUnavailable(
            f"{vision.projector}, the projector of {spec.name}, is not on this machine.",
            field=f"parameters.{PROJECTOR}",
            value=", ".join(map(str, dict.fromkeys(tried))),
            mend="Copy it there; `manage.py models pull` gets the model alone.",
        )
    return found


def _is_file_below(path: object) -> bool:
    if not isinstance(path, str) or not 0 < len(path) <= LONGEST_PATH or "\\" in path:
        return False
    parts = PurePosixPath(path)
    named = path.endswith(".gguf") and ":" not in path and "\x00" not in path
    return named and not parts.is_absolute() and ".." not in parts.parts
