"""Deleting files that have expired."""

from __future__ import annotations

import time
from typing import Final

from django.db import transaction

from orchestration import sql
from orchestration.blobs import services as blobs
from orchestration.files.services import OWNER

_STEP: Final = 500
_REST_S: Final = 0.01
_EXPIRED: Final = f"""
DELETE FROM files_file WHERE id IN (
    SELECT id FROM files_file WHERE expires_at < now()
     ORDER BY expires_at LIMIT {_STEP} FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def prune() -> dict[str, int]:
    """Delete what has expired, in short transactions; return how many files that were."""
    total = 0
    while done := _step():
        total += done
        time.sleep(_REST_S)
    return {"files": total}


def _step() -> int:
    with transaction.atomic():
        ids = [row[0] for row in sql.fetch(_EXPIRED, {})]
        blobs.release([OWNER], ids)
    return len(ids)
