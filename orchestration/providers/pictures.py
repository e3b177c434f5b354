"""Images as they travel inside JSON."""

from __future__ import annotations

from base64 import b64encode

from orchestration.providers.messages import Picture


def encoded(picture: Picture) -> str:
    """Return an image's file in Base64."""
    return b64encode(picture.raw).decode()


def data_url(picture: Picture) -> str:
    """Return an image as a URL that holds it (RFC 2397)."""
    return f"data:{picture.media_type};base64,{encoded(picture)}"
