"""The shapes of blobs, for the OpenAPI document."""

from datetime import datetime

from pydantic import BaseModel


class BlobLinks(BaseModel):
    """Where to go on from a blob."""

    self: str


class Blob(BaseModel):
    """What is known of a blob. `owners` says how many need it: whoever uploaded it, and tasks."""

    sha256: str
    size: int
    media_type: str
    created_at: datetime
    used_at: datetime
    owners: int
    links: BlobLinks


class BlobStored(BaseModel):
    """A blob that was just stored."""

    sha256: str
    size: int
    media_type: str
    links: BlobLinks


class BlobPage(BaseModel):
    """A page of blobs, newest first, and what all of them take."""

    items: list[Blob]
    next: str | None
    bytes: int
    blobs: int
    limit_bytes: int


class BlobReleased(BaseModel):
    """A blob that others still need: it goes with the last of them."""

    owners: int
