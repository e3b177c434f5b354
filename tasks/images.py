"""The images that tasks name: they lie as blobs, which stay as long as a task that names them.

Taking a task in attaches them in the transaction that stores it; retention releases them with it.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from orchestration.blobs import services as blobs
from orchestration.blobs.services import Owner

IMAGE: Final = "task-image"


def attach(named: Sequence[tuple[UUID, UUID, str]]) -> None:
    """Say which tasks need which images: (tenant, task, hash) each. Queries: one, or none.

    Raises:
        UnknownBlob: One is gone; the others are attached unless the transaction is undone.
    """
    blobs.attach([(tenant, sha256, Owner(IMAGE, task)) for tenant, task, sha256 in named])
