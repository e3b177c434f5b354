"""Images that the tests of vision draw, and the tiny models that look at them."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.spec import ModelSpec
from tools.tiny_vision.pairs import Pair


def noise(seed: int, width: int = 120, height: int = 90) -> Image.Image:
    """Return an image that looks like no other."""
    pixels = np.random.default_rng(seed).integers(0, 255, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(pixels)


def drawn(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    """Return an image as a file's content."""
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def picture(seed: int, width: int = 120, height: int = 90) -> bytes:
    """Return a PNG file that looks like no other."""
    return drawn(noise(seed, width, height))


def looking(pair: Pair, folder: Path, *, context: int = 1024) -> ModelSpec:
    """Write a pair of files and return how it would be registered."""
    model, projector = pair.write(folder)
    return replace(
        TINY_RANDOM,
        name=pair.name,
        location=str(model),
        checksum=hashlib.sha256(model.read_bytes()).hexdigest(),
        size_bytes=model.stat().st_size,
        context_length=context,
        parameters={"mmproj": projector.name, "image_tokens": 256},
    )
