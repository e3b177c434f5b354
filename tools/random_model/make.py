"""The sizes, and one function that makes a file of one."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tools.random_model.quantise import quantise
from tools.tiny_model.model import CHAT_TEMPLATE, Size, build

SMALL: Final = Size(
    "random-small", width=256, layers=4, heads=4, forward=512, context=4096, tokens=8192, scale=0.1
)
MID: Final = Size(
    "random-mid",
    width=768,
    layers=13,
    heads=12,
    shared=3,
    forward=2048,
    context=4096,
    tokens=8192,
    scale=0.06,
)
SIZES: Final[Mapping[str, Size]] = {"small": SMALL, "mid": MID}


def make(target: Path, size: Size, quantisation: str, template: str = CHAT_TEMPLATE) -> None:
    """Write a model; the same arguments give the same bytes.

    Args:
        target: Where to write.
        size: One of `SIZES`; at 8 bits small has 7 MB and mid 100 MB.
        quantisation: One of `tools.random_model.quantise.FILE_TYPES`.
        template: For conversations.
    """
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        half = Path(folder) / "half.gguf"
        half.write_bytes(build(template, size))
        if quantisation == "f16":
            half.replace(target)
        else:
            quantise(half, target, quantisation)
