"""Pictures from anywhere to plain pixels, checked before anything believes them.

Only Pillow parses what a caller sent, only four formats of it, and only after the size that the
file itself names is within bounds; native code gets nothing but rows of red, green and blue.
Imported by engines' processes alone.
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass

from PIL import Image, ImageOps

from orchestration.errors import BadImage

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_PIXELS = 16 * 1024 * 1024
SHORTEST_SIDE = 8
"""Pixels; less shows nothing."""
LONGEST_RATIO = 100
"""Of a picture's sides; beyond it a model sees a line."""
MOST_SCANS = 256
"""Of a JPEG file; cameras write a dozen at most. Each costs a walk over all pixels, and a file of a
megabyte has room for tens of thousands."""
JPEG, SCAN = b"\xff\xd8\xff", b"\xff\xda"
CANVAS_END = 30
"""Bytes of a WebP file up to where its canvas is described."""
FIELD = "input.messages"

Image.MAX_IMAGE_PIXELS = None  # its limit only warns; ours is checked before pixels are made

_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    struct.error,
    zlib.error,
)
"""What Pillow's readers raise for files that are not what they say."""


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture without transparency.

    Attributes:
        width: In pixels.
        height: In pixels.
        data: Red, green and blue of each pixel, row by row from the top.
    """

    width: int
    height: int
    data: bytes


def read_picture(raw: bytes) -> Pixels:
    """Return a file's pixels: the first frame, upright, on white where it is transparent.

    Raises:
        BadImage: It is of another format, damaged, too large, too small or too narrow.
    """
    _check_canvas(raw)
    _check_scans(raw)
    try:
        with Image.open(io.BytesIO(raw), formats=FORMATS) as image:
            _check_size(*image.size)
            pixels = _plain(image)
    except _BROKEN as error:
        raise BadImage(
            f"The image cannot be read: {error}.",
            field=FIELD,
            mend=f"Send a complete file in one of these formats: {', '.join(FORMATS)}.",
        ) from error
    width, height = pixels.size
    _check_size(width, height)
    return Pixels(width, height, pixels.tobytes())


def _plain(image: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I"):  # 16 bits of grey; what is above 255 would become white
        upright = upright.convert("I").point(lambda grey: grey * (255 / 65_535)).convert("L")
    if not upright.has_transparency_data:
        return upright.convert("RGB")
    layered = upright.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(paper, layered).convert("RGB")


def _check_canvas(raw: bytes) -> None:
    """Check a WebP file's canvas: Pillow makes room for it as soon as it opens the file."""
    if raw[:4] == b"RIFF" and raw[8:16] == b"WEBPVP8X" and len(raw) >= CANVAS_END:
        width = int.from_bytes(raw[24:27], "little") + 1
        height = int.from_bytes(raw[27:30], "little") + 1
        _check_size(width, height)


def _check_scans(raw: bytes) -> None:
    """Check how often a JPEG file goes over its pixels; in its data the mark means nothing else."""
    if raw.startswith(JPEG) and raw.count(SCAN) > MOST_SCANS:
        raise BadImage(
            f"The image has {raw.count(SCAN)} scans, more than {MOST_SCANS}.",
            field=FIELD,
            mend="Save it anew, as a plain JPEG or PNG file.",
        )


def _check_size(width: int, height: int) -> None:
    size = f"{width} x {height}"
    if width * height > MOST_PIXELS:
        raise BadImage(
            f"The image has {size} pixels, more than {MOST_PIXELS:,}.",
            field=FIELD,
            value=size,
            mend="Scale it down; models do so anyway.",
        )
    if min(width, height) < SHORTEST_SIDE:
        raise BadImage(
            f"The image has {size} pixels, which shows nothing.",
            field=FIELD,
            value=size,
            mend=f"Send one with at least {SHORTEST_SIDE} pixels on each side.",
        )
    if max(width, height) > LONGEST_RATIO * min(width, height):
        raise BadImage(
            f"The image of {size} pixels is too narrow.",
            field=FIELD,
            value=size,
            mend=f"Cut it so that no side is more than {LONGEST_RATIO} times the other.",
        )
