"""All that a model's `parameters` may say, checked when it is registered or edited."""

from __future__ import annotations

from orchestration.registry.parameters import encoding_of, narrow_of
from orchestration.registry.spec import ModelSpec
from orchestration.registry.vision import vision_of


def check_parameters(spec: ModelSpec) -> None:
    """Refuse parameters that cannot be.

    Raises:
        InvalidParameters: One of them is not valid for what the model does.
    """
    vision_of(spec)
    narrow_of(spec)
    if spec.task != "text":
        encoding_of(spec)
