"""What a model is, as plain data.

A `ModelSpec` is frozen and knows neither Django nor any engine, so that it can
travel: from a record to a worker, through a pipe into an engine's process, and
into results. Where the files lie is written in `location`, in one of three ways:

* ``/absolute/path`` - a file (GGUF) or folder (sentence-transformers);
* ``relative/path`` - looked up below each of the worker's model folders;
* ``package:name/sub/folder`` - inside an installed Python package.

The record's columns carry the same names as the fields here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

ModelTask = Literal["text", "embedding", "rerank"]
ModelFormat = Literal["gguf", "sentence-transformers"]
ModelDevice = Literal["any", "cpu", "gpu"]

MODEL_TASKS: tuple[ModelTask, ...] = ("text", "embedding", "rerank")
MODEL_FORMATS: tuple[ModelFormat, ...] = ("gguf", "sentence-transformers")
MODEL_DEVICES: tuple[ModelDevice, ...] = ("any", "cpu", "gpu")

PACKAGE_PREFIX = "package:"


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One AI model, as the registry describes it.

    Attributes:
        name: How tasks ask for it; unique.
        version: Free text; a new file of the same model gets a new version.
        task: What it does: ``text`` generates, ``embedding`` makes vectors, ``rerank``
            orders documents.
        format: How the files are laid out, which decides the engine.
        location: Where the files lie; see the module's docstring.
        checksum: SHA-256 in hex of the file, or of the folder's listing
            (see `orchestration.registry.checksums`); empty when unknown.
        size_bytes: Size of all files.
        context_length: Tokens that prompt and answer may fill together.
        dimensions: Length of a vector; None for text models.
        device: Where it may run.
        default_max_tokens: Length of an answer when the task names none.
        parameters: Defaults for generation or embedding (see
            `orchestration.registry.parameters`) and options for the engine.
        description: For people.
        licence: SPDX identifier or the licence's name; empty when unknown.
        source: Where the files came from.
    """

    name: str
    task: ModelTask
    format: ModelFormat
    location: str
    version: str = ""
    checksum: str = ""
    size_bytes: int = 0
    context_length: int = 2048
    dimensions: int | None = None
    device: ModelDevice = "any"
    default_max_tokens: int = 256
    parameters: Mapping[str, Any] = field(default_factory=dict, hash=False)
    description: str = ""
    licence: str = ""
    source: str = ""

    @classmethod
    def from_record(cls, record: object) -> ModelSpec:
        """Read the spec off anything that has its fields as attributes."""
        return cls(**{name: getattr(record, name) for name in SPEC_FIELDS})

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> ModelSpec:
        """Undo `to_dict`; keys of newer versions are ignored."""
        return cls(**{name: values[name] for name in SPEC_FIELDS if name in values})

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able copy."""
        return asdict(self)


SPEC_FIELDS: tuple[str, ...] = tuple(each.name for each in fields(ModelSpec))
