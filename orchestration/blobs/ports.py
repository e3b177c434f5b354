"""What blobs ask of whatever keeps their bytes. Pure: no Django, no I/O."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, Protocol
from uuid import UUID

CHUNK: Final = 256 * 1024
"""Bytes that are read and written at once: what a stream holds in memory."""
OCTETS: Final = "application/octet-stream"
SHA256: Final = re.compile(r"[0-9a-f]{64}\Z")
_KEY: Final = re.compile(
    r"(?P<tenant>[0-9a-f]{32})/(?P<fan>[0-9a-f]{2})/(?P<sha256>[0-9a-f]{64})-(?P<id>[0-9a-f]{32})\Z"
)


@dataclass(frozen=True, slots=True)
class BlobRef:
    """What is stored: enough to find it again, and to check it."""

    sha256: str
    size: int
    media_type: str = OCTETS


@dataclass(frozen=True, slots=True)
class Place:
    """Where the bytes of one row lie; no two rows ever have the same.

    Attributes:
        tenant: Whose they are.
        sha256: Their hash, 64 hexadecimal digits.
        id: The row's id.
    """

    tenant: UUID
    sha256: str
    id: UUID

    def __post_init__(self) -> None:
        """Refuse what is no hash: it becomes part of a path.

        Raises:
            ValueError: It is none.
        """
        if not SHA256.match(self.sha256):
            raise ValueError(f"{self.sha256[:80]!r} is no SHA-256 in hexadecimal")

    @property
    def key(self) -> str:
        """The name under which they are kept; spread over 256 folders for each tenant."""
        return f"{self.tenant.hex}/{self.sha256[:2]}/{self.sha256}-{self.id.hex}"

    @classmethod
    def parse(cls, key: str) -> Place | None:
        """Return the place of a key; None when it is none of ours."""
        found = _KEY.match(key)
        if found is None or not found["sha256"].startswith(found["fan"]):
            return None
        return cls(UUID(found["tenant"]), found["sha256"], UUID(found["id"]))


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in a store.

    Attributes:
        key: Its name there.
        place: What it is; None for what is not ours.
        size: In bytes.
    """

    key: str
    place: Place | None
    size: int


class Content(Protocol):
    """Bytes that were read to their end and can be read again."""

    @property
    def sha256(self) -> str:
        """Their hash, in hexadecimal."""
        ...

    @property
    def size(self) -> int:
        """How many they are."""
        ...

    def open(self) -> BinaryIO:
        """Return them from their beginning; the caller closes nothing."""
        ...


class Store(Protocol):
    """Keeps bytes at places. Every method may raise `StoreUnavailable`."""

    def write(self, place: Place, content: Content) -> None:
        """Keep bytes: all of them, durably, or none. Doing it again changes nothing."""
        ...

    def size(self, place: Place) -> int | None:
        """Return how many bytes lie at a place; None when there are none."""
        ...

    def read(self, place: Place, start: int, stop: int) -> Iterator[Any]:
        """Return the bytes from `start` to before `stop`, in chunks.

        They are opened at once: what is deleted afterwards can still be read to its end.

        Raises:
            FileNotFoundError: There are none.
        """
        ...

    def delete(self, places: Sequence[Place]) -> None:
        """Forget bytes; those that are gone already are none less gone."""
        ...

    def walk(self) -> Iterator[Found]:
        """Yield everything that lies in the store, in no order."""
        ...

    def discard(self, keys: Sequence[str]) -> None:
        """Delete what `walk` has found and is nobody's."""
        ...

    def tidy(self, older_s: float) -> int:
        """Delete what writes left that began so long ago and never ended; return how many."""
        ...
