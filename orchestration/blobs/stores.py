"""The store that the configuration names; one for each process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from orchestration.blobs.folder import FolderStore
from orchestration.blobs.ports import Store
from orchestration.blobs.s3 import Bucket, S3Store
from orchestration.sections.storage import Blobs


def store() -> Store:
    """Return the configured store."""
    config = settings.SWITCHYARD
    return _made(config.blobs, config.blobs_folder)


def upload_folder() -> Path | None:
    """Return where uploads wait for their end: on the disk that blobs lie on, where one does.

    The system's folder for temporary files (`TMPDIR`) may be memory.

    Raises:
        StoreUnavailable: The folder cannot be made.
    """
    found = store()
    return found.drafts() if isinstance(found, FolderStore) else None


@lru_cache(maxsize=8)  # tests have several
def _made(blobs: Blobs, folder: Path) -> Store:
    if blobs.store == "folder":
        return FolderStore(folder)
    secret = blobs.s3_secret_access_key
    return S3Store(
        Bucket(
            name=blobs.s3_bucket,
            prefix=blobs.s3_prefix,
            endpoint=blobs.s3_endpoint,
            region=blobs.s3_region,
            key_id=blobs.s3_access_key_id,
            secret=secret.get_secret_value() if secret else "",
            timeout_s=blobs.s3_timeout_s,
        )
    )
