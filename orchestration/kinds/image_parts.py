"""Finding and changing the images of conversations that were checked. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from orchestration.kinds.images import blob_of

Values = Mapping[str, Any]


def image_parts(values: Values) -> Iterator[tuple[str, Values]]:
    """Yield the images of a checked conversation, each with its place, such as
    `messages.0.content.1`; nothing for an input of another sort."""
    for at, turn in enumerate(values.get("messages", ())):
        if isinstance(turn["content"], str):
            continue
        for number, part in enumerate(turn["content"]):
            if part["type"] != "text":
                yield f"messages.{at}.content.{number}", part


def with_images(values: Values, change: Callable[[str, Values], Values]) -> dict[str, Any]:
    """Return a checked conversation with its images as `change` returns them.

    Args:
        values: The conversation.
        change: Gets an image's place and part.
    """
    changed = {place: change(place, part) for place, part in image_parts(values)}
    return {
        **values,
        "messages": [
            {**turn, "content": _with_parts(turn["content"], f"messages.{at}.content", changed)}
            for at, turn in enumerate(values["messages"])
        ],
    }


def _with_parts(content: str | Sequence[Values], place: str, changed: Mapping[str, Values]) -> Any:
    if isinstance(content, str):
        return content
    return [changed.get(f"{place}.{number}", part) for number, part in enumerate(content)]


def image_at(url: str) -> dict[str, Any]:
    """Return the part of an image at a URL."""
    return {"type": "image_url", "image_url": {"url": url}}


def blobs_of(values: Values) -> list[str]:
    """Return the hashes of the blobs that a conversation names, each once."""
    urls = (part["image_url"]["url"] for _, part in image_parts(values) if "image_url" in part)
    return list(dict.fromkeys(found for url in urls if (found := blob_of(url)) is not None))
