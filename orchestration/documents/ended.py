"""What becomes of documents whose task ended without having read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import orjson

from orchestration import sql
from orchestration.errors import PROBLEM_URN

_UNREAD: Final = """
UPDATE documents_document d SET state = 'failed', error = w.error::jsonb, changed_at = now()
  FROM unnest(%(tasks)s::uuid[], %(errors)s::text[]) AS w(task, error)
 WHERE d.task_id = w.task AND d.state = 'pending'
"""


def unread(tasks: Mapping[UUID, Mapping[str, Any]]) -> int:
    """Say on documents why nobody reads them; return how many there were.

    To be called in the transaction that ends their tasks: so no document waits for a task that is
    over, whatever dies when. The passages that a document had stay: they are of its former content.

    Queries: one, by an index that holds documents only; none without tasks.

    Args:
        tasks: Those that ended otherwise than well, with their problem documents.
    """
    if not tasks:
        return 0
    errors = [orjson.dumps(each, default=str).decode() for each in tasks.values()]
    return sql.execute(_UNREAD, {"tasks": list(tasks), "errors": errors})


def ended_as(state: str) -> dict[str, Any]:
    """Return the problem of a document whose task ended without an error of its own."""
    return {
        "type": f"{PROBLEM_URN}document-not-read",
        "title": "The document was not read",
        "detail": f"The task that was to read it ended as {state}.",
        "mend": "Have it read again.",
    }
