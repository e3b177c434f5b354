"""Mark and sweep: what lost its owners is doomed after a grace period, and then removed.

Releasing marks a blob; attaching takes the mark away. A mark is a hint: only the references say
whether anybody needs a blob, and they are asked under the row's lock. Whoever attaches changes the
row, so it either comes before and the mark is gone, or behind and finds the blob doomed.
"""

from __future__ import annotations

import logging
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from orchestration import sql
from orchestration.blobs.claiming import lock_account, return_room
from orchestration.blobs.errors import StoreUnavailable
from orchestration.blobs.removing import remove_doomed
from orchestration.blobs.stores import store

log = logging.getLogger(__name__)

_STEP: Final = 200
_TENANTS: Final = """
SELECT DISTINCT tenant_id FROM blobs_blob
 WHERE marked_at < now() - make_interval(secs => %(grace_s)s)
"""
_MARKED: Final = """
SELECT id FROM blobs_blob
 WHERE marked_at < now() - make_interval(secs => %(grace_s)s) AND tenant_id = %(tenant)s
   AND state IN ('pending', 'stored')
 ORDER BY marked_at LIMIT %(step)s FOR UPDATE SKIP LOCKED
"""
# Two statements, not one: these see what was committed while the rows above were waited for.
_DOOM: Final = """
UPDATE blobs_blob b SET state = 'doomed', marked_at = NULL
 WHERE id = ANY(%(ids)s)
   AND NOT EXISTS (SELECT 1 FROM blobs_reference r WHERE r.blob_id = b.id)
RETURNING size
"""
_UNMARK: Final = """
UPDATE blobs_blob b SET marked_at = NULL
 WHERE id = ANY(%(ids)s) AND EXISTS (SELECT 1 FROM blobs_reference r WHERE r.blob_id = b.id)
"""


def prune() -> dict[str, int]:
    """Doom what nobody needs any more, and remove what was doomed; return how many.

    In short transactions of at most 200 rows of one tenant; it can run beside full load and
    beside itself. When the store does not answer, the rows wait for the next time.
    """
    grace_s = settings.SWITCHYARD.blobs.grace_s
    for (tenant_id,) in sql.fetch(_TENANTS, {"grace_s": grace_s}):
        while _doom(tenant_id, grace_s):
            continue
    try:
        return {"blobs": remove_doomed(), "drafts of blobs": store().tidy(grace_s)}
    except StoreUnavailable as error:
        log.warning("blobs are removed later", extra={"error": str(error)})
        return {"blobs": 0}


def _doom(tenant_id: UUID, grace_s: float) -> int:
    """Doom some; return how many rows were looked at."""
    with transaction.atomic():
        lock_account(tenant_id)
        wanted = {"tenant": tenant_id, "grace_s": grace_s, "step": _STEP}
        ids = [row[0] for row in sql.fetch(_MARKED, wanted)]
        if not ids:
            return 0
        sizes = [row[0] for row in sql.fetch(_DOOM, {"ids": ids})]
        sql.execute(_UNMARK, {"ids": ids})
        if sizes:
            return_room(tenant_id, sum(sizes), len(sizes))
    return len(ids)
