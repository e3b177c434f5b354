"""What a model's `parameters` may say of embedding, ranking and routing, checked before use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from orchestration.errors import UserError
from orchestration.registry.spec import ModelSpec

POOLINGS = ("mean", "cls", "last")
TRUNCATIONS = ("error", "right", "left")
LONGEST_PROMPT = 2000
NARROW = "narrow"


class InvalidParameters(UserError):  # noqa: N818 - named for what happened, like its tree
    """A model's registration has a parameter that cannot be."""

    slug = "invalid-parameters"
    title = "The model's parameters are not valid"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a model embeds or ranks when a request does not say.

    Attributes:
        normalize: Whether vectors are scaled to length 1.
        dimensions: Keep only so many numbers of each vector; None for all.
        pooling: How a GGUF model makes one vector of many; empty for what its file says.
        truncate: What happens to a text that is too long.
        query_prompt: Put before texts that ask.
        document_prompt: Put before texts that are searched.
    """

    normalize: bool = True
    dimensions: int | None = None
    pooling: str = ""
    truncate: Literal["error", "right", "left"] = "right"
    query_prompt: str = ""
    document_prompt: str = ""

    def prompt(self, input_type: str | None) -> str:
        """Return what is put before a text."""
        prompts = {"query": self.query_prompt, "document": self.document_prompt}
        return prompts.get(input_type or "", "")


def encoding_of(spec: ModelSpec) -> Encoding:
    """Return what a model's parameters say.

    Raises:
        InvalidParameters: One of them cannot be; parameters of other parts are not looked at.
    """
    known = {name: spec.parameters[name] for name in _CHECKS if name in spec.parameters}
    for name, value in known.items():
        sound, mend = _CHECKS[name]
        if not sound(value):
            raise unusable(spec, name, value, mend)
    check_dimensions(spec, known.get("dimensions") or 0)
    if "pooling" in known and spec.format != "gguf":
        raise unusable(spec, "pooling", known["pooling"], "Leave it out: the model's folder says.")
    if spec.task == "rerank" and known.get("truncate") == "left":
        raise unusable(spec, "truncate", "left", "Use error or right: documents lose their end.")
    return Encoding(**known)


def narrow_of(spec: ModelSpec) -> bool:
    """Return whether a model is made for a few jobs, so that routing prefers all others.

    Raises:
        InvalidParameters: `narrow` is neither true nor false.
    """
    narrow = spec.parameters.get(NARROW, False)
    if not isinstance(narrow, bool):
        raise unusable(spec, NARROW, narrow, "Use true or false.")
    return narrow


def check_dimensions(spec: ModelSpec, dimensions: int) -> None:
    """Refuse to keep more numbers than a vector has; 0 keeps all.

    Raises:
        InvalidParameters: It would.
    """
    if spec.dimensions is not None and dimensions > spec.dimensions:
        raise InvalidParameters(
            f"The vectors of {spec.name} have {spec.dimensions} dimensions, not {dimensions}.",
            field="dimensions",
            value=dimensions,
            mend=f"Ask for {spec.dimensions} at most.",
        )


def unusable(spec: ModelSpec, name: str, value: object, mend: str) -> InvalidParameters:
    """Return the error for one parameter of a model's registration."""
    return InvalidParameters(
        f"The parameter {name} of the model {spec.name} cannot be used.",
        field=f"parameters.{name}",
        value=value,
        mend=mend,
    )


def _a_count(value: Any) -> bool:
    return type(value) is int and value >= 1


def _a_prompt(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_PROMPT


_PROMPT = (_a_prompt, f"Use a text of at most {LONGEST_PROMPT} characters.")
_CHECKS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "normalize": (lambda value: isinstance(value, bool), "Use true or false."),
    "dimensions": (_a_count, "Use a whole number from 1 on."),
    "pooling": (lambda value: value in POOLINGS, f"Use one of: {', '.join(POOLINGS)}."),
    "truncate": (lambda value: value in TRUNCATIONS, f"Use one of: {', '.join(TRUNCATIONS)}."),
    "query_prompt": _PROMPT,
    "document_prompt": _PROMPT,
}
