"""What can go wrong with files."""
# ruff: noqa: N818 - they are named for what happened, as those of `orchestration.errors`

from __future__ import annotations

from http import HTTPStatus

from orchestration.errors import UserError, shorten


class UnknownFile(UserError):
    """No file of that id and tenant, or it has expired."""

    slug = "unknown-file"
    title = "There is no such file"
    status = HTTPStatus.NOT_FOUND

    def __init__(self, name: str) -> None:
        """Name the id, as its user wrote it."""
        super().__init__(
            f"There is no file {shorten(name)}.",
            field="file_id",
            value=name,
            mend="Check the id, or list the files; one that has expired is gone.",
        )


class FileTooLarge(UserError):
    """More bytes than a file may have."""

    slug = "file-too-large"
    title = "The file is too large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, most: int) -> None:
        """Say how many it may have."""
        super().__init__(
            f"A file may have {most:,} bytes at most.",
            field="file",
            mend="Send several files, or have SWITCHYARD_FILES__MAX_BYTES raised.",
        )
