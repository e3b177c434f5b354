"""Reads the images that tasks name, in the thread that runs the task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection

from orchestration.blobs.errors import StoreUnavailable
from orchestration.files.images import filled
from orchestration.kinds.image_parts import blobs_of


class StoredImages:
    """Blobs of the task's tenant; serves `ImageSource`."""

    def filled(self, values: Mapping[str, Any], tenant_id: UUID) -> Mapping[str, Any]:
        """Return a conversation with data URLs in the place of blobs.

        Queries: none where none is named; else as `orchestration.files.images.filled`, on a
        connection that is closed afterwards: such threads use none else.

        Raises:
            BadImage: One is gone, or has not been one.
            BlobLost, StoreUnavailable: One cannot be read.
        """
        if not blobs_of(values):
            return values
        try:
            return filled(values, tenant_id=tenant_id)
        except (OperationalError, InterfaceError) as error:
            raise StoreUnavailable(f"the database does not answer: {error}") from error
        finally:
            connection.close()
