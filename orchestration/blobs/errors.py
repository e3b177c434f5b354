"""What can go wrong with blobs."""
# ruff: noqa: N818 - they are named for what happened, as those of `orchestration.errors`

from __future__ import annotations

from http import HTTPStatus

from orchestration.errors import OperatorError, UserError, shorten


class UnknownBlob(UserError):
    """No blob of that hash and tenant."""

    slug = "unknown-blob"
    title = "There is no such blob"
    status = HTTPStatus.NOT_FOUND

    def __init__(self, sha256: str) -> None:
        """Name the hash."""
        super().__init__(
            f"There is no blob {shorten(sha256)}.",
            field="sha256",
            value=sha256,
            mend="Check the hash, or send the bytes again: POST /api/v1/blobs.",
        )


class BlobTooLarge(UserError):
    """More bytes than a blob may have."""

    slug = "blob-too-large"
    title = "The blob is too large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, most: int) -> None:
        """Say how many it may have."""
        super().__init__(
            f"A blob may have {most:,} bytes at most.",
            field="body",
            mend="Send less, or in several blobs, or have SWITCHYARD_BLOBS__MAX_BYTES raised.",
        )


class StorageFull(UserError):
    """The tenant's blobs may take no more room."""

    slug = "storage-full"
    title = "The tenant's storage is full"
    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, size: int, used: int, limit: int) -> None:
        """Say how much there is, in bytes."""
        self.retry_after_s = 3600
        super().__init__(
            f"The tenant's blobs take {used:,} of {limit:,} bytes; {size:,} more do not fit.",
            field="body",
            mend="Delete blobs that you do not need (DELETE /api/v1/blobs/…), wait until results "
            "go with their tasks, or have the tenant's limit raised.",
        )


class StoreUnavailable(OperatorError):
    """What keeps the bytes does not answer or takes nothing."""

    slug = "blob-store-unavailable"
    title = "The blob store cannot be used now"
    retryable = True

    def __init__(self, what: str) -> None:
        """Say what happened."""
        self.retry_after_s = 5
        super().__init__(
            f"The blob store cannot be used: {what[:300]}.",
            field="SWITCHYARD_BLOBS__STORE",
            mend="Look at its disk, permissions or network, then run `manage.py blobs check`.",
        )


class BlobLost(OperatorError):
    """A blob's bytes are gone or are not those that were stored."""

    slug = "blob-lost"
    title = "A blob's bytes are lost"
    status = HTTPStatus.INTERNAL_SERVER_ERROR

    def __init__(self, sha256: str, why: str) -> None:
        """Name the blob, and what is wrong with it."""
        super().__init__(
            f"The bytes of the blob {sha256} are {why}.",
            field="sha256",
            value=sha256,
            mend="Bring them back from a backup, or send the same bytes again; `manage.py blobs "
            "check --deep` finds all that are lost.",
        )
