"""Looks at files on disk and says what model they are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from orchestration.errors import ModelUnavailable, UserError
from orchestration.registry.checksums import sha256_of, size_of
from orchestration.registry.folders import longest_text, read_object, vector_length
from orchestration.registry.gguf import GgufHeader, read_header
from orchestration.registry.spec import ModelSpec

LONGEST_ANSWER = 512
LONGEST_READ = 8192
LONGEST_CONTEXT = 2**31 - 1
LONGEST_VECTOR = 65_536
LONGEST_NAME, LONGEST_LICENCE, LONGEST_DESCRIPTION = 200, 200, 2000
"""What the registry can store; a header may say anything."""


def describe(path: Path, name: str | None = None, checksum: str | None = None) -> ModelSpec:
    """Return the spec of a GGUF file or a sentence-transformers folder.

    Args:
        path: The file or folder; `location` becomes its absolute path.
        name: How tasks will ask for it; made from the file's name by default.
        checksum: Its SHA-256, when it is known already; computed otherwise.

    Raises:
        ModelUnavailable: It is missing or damaged.
        UserError: It is no model that Switchyard can run.
    """
    path = path.absolute()
    if not path.exists():
        raise ModelUnavailable(
            f"There is nothing at {path}.", field="path", value=str(path), mend="Check the path."
        )
    known = _folder(path) if path.is_dir() else _gguf(path)
    return ModelSpec(
        name=name or name_for(path),
        location=str(path),
        checksum=checksum or sha256_of(path),
        size_bytes=size_of(path),
        **known,
    )


def name_for(path: Path) -> str:
    """Return a name made of lower-case letters, digits, dots and hyphens."""
    stem = path.name.removesuffix(".gguf")
    name = re.sub(r"[^a-z0-9.]+", "-", stem.lower())[:LONGEST_NAME]
    return name.strip("-.") or "model"


def _gguf(path: Path) -> dict[str, Any]:
    header = read_header(path)
    if not header.has_vocabulary:
        raise UserError(
            f"{path.name} has no vocabulary: it reads no text.",
            field="path",
            value=str(path),
            mend="Choose a model that generates text, embeds or ranks.",
        )
    if header.ranks or header.is_embedder:
        return _gguf_encoder(path, header)
    if header.architecture in ("clip", ""):
        raise UserError(
            f"{path.name} generates no text by itself.",
            field="path",
            value=str(path),
            mend="Choose the main GGUF file of the model.",
        )
    context = min(LONGEST_CONTEXT, header.context_length or 2048)
    return {
        "task": "text",
        "format": "gguf",
        "context_length": context,
        "default_max_tokens": min(LONGEST_ANSWER, context),
        "description": _said(header, "general.name", LONGEST_DESCRIPTION),
        "licence": _said(header, "general.license", LONGEST_LICENCE),
    }


def _said(header: GgufHeader, key: str, longest: int) -> str:
    """Return a text of a header as it can be stored."""
    return str(header.metadata.get(key, "")).replace("\x00", "")[:longest]


def _gguf_encoder(path: Path, header: GgufHeader) -> dict[str, Any]:
    """Describe an embedder or a ranker; contexts are bounded, for one pass reads a whole text.

    Raises:
        UserError: It is an embedder whose header is not complete.
    """
    if not header.ranks and not 0 < (header.vector_length or 0) <= LONGEST_VECTOR:
        raise UserError(
            f"{path.name} does not say how long its vectors are.",
            field="path",
            value=str(path),
            mend="Convert or pull the file again.",
        )
    return {
        "task": "rerank" if header.ranks else "embedding",
        "format": "gguf",
        "context_length": min(LONGEST_READ, header.context_length or 512),
        "dimensions": None if header.ranks else header.vector_length,
        "description": _said(header, "general.name", LONGEST_DESCRIPTION),
        "licence": _said(header, "general.license", LONGEST_LICENCE),
    }


def is_cross_encoder(folder: Path) -> bool:
    """Tell whether a folder's model reads a query and a document together and scores them.

    Raises:
        ModelUnavailable: Its `config.json` is no JSON object.
    """
    architectures = read_object(folder / "config.json").get("architectures") or ()
    return any("SequenceClassification" in str(each) for each in architectures)


def _folder(path: Path) -> dict[str, Any]:
    config = read_object(path / "config.json")
    if is_cross_encoder(path):
        return _cross_encoder(path, config)
    if not (path / "modules.json").is_file():
        raise UserError(
            f"{path} is no folder of sentence-transformers: it has no modules.json.",
            field="path",
            value=str(path),
            mend="Name a GGUF file, or a folder saved by sentence-transformers.",
        )
    dimensions = vector_length(path, config)
    if dimensions is None:
        raise UserError(
            f"{path} does not say how long its vectors are.",
            field="path",
            value=str(path),
            mend="Check that the folders that modules.json names are complete.",
        )
    return {
        "task": "embedding",
        "format": "sentence-transformers",
        "context_length": longest_text(path, config) or 512,
        "dimensions": dimensions,
    }


def _cross_encoder(path: Path, config: dict[str, Any]) -> dict[str, Any]:
    """Describe a model that ranks.

    Raises:
        UserError: It sorts texts into classes instead.
    """
    labels = config.get("id2label") or {"0": ""}
    if len(labels) != 1:
        raise UserError(
            f"{path} has {len(labels)} labels; a model that ranks has one.",
            field="path",
            value=str(path),
            mend="Name the folder of a cross-encoder with one label.",
        )
    context = config.get("max_position_embeddings") or 512
    return {
        "task": "rerank",
        "format": "sentence-transformers",
        "context_length": min(LONGEST_READ, int(context)),
    }
