"""Messages with images: OpenAI's content parts, with the image in a data URL or named.

An image that was uploaded is named: as a blob (`blob:` and its hash), or as a file by its id. What
is stored names blobs only, and is filled in where a model is called (`orchestration.files.images`).

Only what can be told without parsing an image is checked here, because the processes that serve
requests parse none: its form, its size, and that it begins as its type says. The engine's process
checks the rest. Nothing is ever fetched: a URL of any other form is refused.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import AfterValidator, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from orchestration.kinds.fields import ShortText, Strict, Text

IMAGE_BYTES = 8 * 1024 * 1024
NAMED_BYTES: Final = 24 * 1024 * 1024
"""Of all images that one conversation names, each counted in each place: they are held in memory
together where a model is called."""
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
HEAD_BYTES: Final = 12
"""Bytes that say which kind of image it is."""
BLOB: Final = "blob:"
_BLOB: Final = re.compile(rf"{BLOB}([0-9a-f]{{64}})\Z")


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
            {"expected": "a data URL, or blob: and an image's hash; nothing is fetched elsewhere"},
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


def kind_of(head: bytes) -> str | None:
    """Return which kind of image begins so, such as `png`; None for what begins like none."""
    return next((kind for kind in BEGINNINGS if _begins(head, kind)), None)


def data_url(raw: bytes) -> str | None:
    """Return an image as the URL that says it is one; None for what begins like none."""
    kind = kind_of(raw)
    return kind and f"{PREFIX}{kind}{ENCODING}{base64.b64encode(raw).decode()}"


def blob_of(url: str) -> str | None:
    """Return the hash of the blob that a URL names; None for a URL of another form."""
    found = _BLOB.match(url)
    return found and found[1]


def _begins(raw: bytes, kind: str) -> bool:
    found = raw.startswith(BEGINNINGS[kind])
    return found and (kind != "webp" or raw[WEBP_AT:12] == b"WEBP")


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise PydanticCustomError("base64", "must be valid base64, without line breaks") from None


def _holds_or_names(url: str) -> str:
    if blob_of(url) is None:
        image_bytes(url)
    return url


class ImageUrl(Strict):
    """Where an image is: in the URL itself, or in a blob."""

    url: Annotated[str, AfterValidator(_holds_or_names)] = Field(
        description="data:image/png;base64,… (png, jpeg, webp, gif), or blob: and a blob's hash"
    )
    detail: Literal["auto"] | None = Field(None, description="The model decides")


class ImageFile(Strict):
    """A file that was uploaded to `/v1/files`."""

    file_id: ShortText = Field(description="file-…")
    detail: Literal["auto"] | None = Field(None, description="The model decides")


class TextPart(Strict):
    """A piece of text."""

    type: Literal["text"]
    text: Text


class ImagePart(Strict):
    """An image."""

    type: Literal["image_url"]
    image_url: ImageUrl


class ImageFilePart(Strict):
    """An image that was uploaded as a file."""

    type: Literal["image_file"]
    image_file: ImageFile


Part: TypeAlias = Annotated[TextPart | ImagePart | ImageFilePart, Field(discriminator="type")]


def count_images(parts: str | Sequence[Part]) -> int:
    """Return how many images a message has."""
    return 0 if isinstance(parts, str) else sum(not isinstance(part, TextPart) for part in parts)


def _some_images(parts: list[Part]) -> list[Part]:
    if count_images(parts) > MOST_IMAGES:
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


def texts(content: str | Sequence[Part]) -> list[str]:
    """Return the texts of a message, without its images."""
    if isinstance(content, str):
        return [content]
    return [part.text for part in content if isinstance(part, TextPart)]
