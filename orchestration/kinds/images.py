"""Messages with images: OpenAI's content parts, with the image itself in a data URL.

Only what can be told without parsing an image is checked here, because the processes that serve
requests parse none: its form, its size, and that it begins as its type says. The engine's process
checks the rest. Nothing is ever fetched: a URL that is no data URL is refused.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from orchestration.kinds.fields import Strict, Text

IMAGE_BYTES = 8 * 1024 * 1024
MOST_IMAGES = 16
MOST_PARTS = 64
PREFIX, ENCODING = "data:image/", ";base64,"
BEGINNINGS: Mapping[str, tuple[bytes, ...]] = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpeg": (b"\xff\xd8\xff",),
    "webp": (b"RIFF",),
    "gif": (b"GIF87a", b"GIF89a"),
}
WEBP_AT = 8


def image_bytes(url: str) -> bytes:
    """Return the image in a data URL.

    Raises:
        PydanticCustomError: It is no data URL of an image, too large, or not what it says.
    """
    head, found, encoded = url.partition(ENCODING)
    kind = head.removeprefix(PREFIX)
    if not found or not head.startswith(PREFIX) or kind not in BEGINNINGS:
        raise PydanticCustomError(
            "data_url",
            "must be a data URL that begins with data:image/ and png, jpeg, webp or gif, and then "
            ";base64,",
            {"expected": "a data URL; images are not fetched from elsewhere"},
        )
    if len(encoded) > -(-IMAGE_BYTES // 3) * 4:
        raise PydanticCustomError(
            "image_size",
            f"must have at most {IMAGE_BYTES:,} bytes",
            {"expected": "a smaller image; models scale them down anyway"},
        )
    raw = _decoded(encoded)
    if not _begins(raw, kind):
        raise PydanticCustomError("image_type", f"must be a {kind} image, as its URL says")
    return raw


def data_url(raw: bytes) -> str | None:
    """Return an image as the URL that says it is one; None for what begins like none."""
    for kind in BEGINNINGS:
        if _begins(raw, kind):
            return f"{PREFIX}{kind}{ENCODING}{base64.b64encode(raw).decode()}"
    return None


def _begins(raw: bytes, kind: str) -> bool:
    found = raw.startswith(BEGINNINGS[kind])
    return found and (kind != "webp" or raw[WEBP_AT:12] == b"WEBP")


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise PydanticCustomError("base64", "must be valid base64, without line breaks") from None


def _a_data_url(url: str) -> str:
    image_bytes(url)
    return url


class ImageUrl(Strict):
    """Where an image is: in the URL itself."""

    url: Annotated[str, AfterValidator(_a_data_url)] = Field(
        description="data:image/png;base64,… (png, jpeg, webp, gif)"
    )
    detail: Literal["auto"] | None = Field(None, description="The model decides")


class TextPart(Strict):
    """A piece of text."""

    type: Literal["text"]
    text: Text


class ImagePart(Strict):
    """An image."""

    type: Literal["image_url"]
    image_url: ImageUrl


Part: TypeAlias = Annotated[TextPart | ImagePart, Field(discriminator="type")]


def _some_images(parts: list[Part]) -> list[Part]:
    if sum(isinstance(part, ImagePart) for part in parts) > MOST_IMAGES:
        raise PydanticCustomError("images", f"must have at most {MOST_IMAGES} images")
    return parts


def _form(value: Any) -> str:
    return "parts" if isinstance(value, list) else "text"


Parts: TypeAlias = Annotated[
    list[Part], Field(min_length=1, max_length=MOST_PARTS), AfterValidator(_some_images)
]
ImageContent: TypeAlias = Annotated[
    Annotated[Text, Tag("text")] | Annotated[Parts, Tag("parts")], Discriminator(_form)
]
"""A message's content: a text, or texts and images in order."""


def texts(content: str | Sequence[TextPart | ImagePart]) -> list[str]:
    """Return the texts of a message, without its images."""
    if isinstance(content, str):
        return [content]
    return [part.text for part in content if isinstance(part, TextPart)]
