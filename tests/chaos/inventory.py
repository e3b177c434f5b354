"""What of memory is in the database, counted; what must not be there, named."""

from typing import Any, Final
from uuid import UUID

from tasks import sql

_FAULTS: Final = {
    "a vector or a wish for one, not exactly once": """
        SELECT e.uid FROM memory_entry e
         WHERE (SELECT count(*) FROM memory_vector v WHERE v.entry_id = e.id)
             + (SELECT count(*) FROM memory_pending p WHERE p.entry_id = e.id) <> 1""",
    "a vector without an entry": """
        SELECT v.entry_id FROM memory_vector v
         WHERE NOT EXISTS (SELECT FROM memory_entry e WHERE e.id = v.entry_id)""",
    "a memory twice": """
        SELECT text FROM memory_entry WHERE source IS NULL
         GROUP BY space_id, text HAVING count(*) > 1""",
    "a passage without its document": """
        SELECT e.source FROM memory_entry e
         WHERE e.type = 4
           AND NOT EXISTS (SELECT FROM documents_document d WHERE d.id = e.source)""",
    "a document that was not read": """
        SELECT key, state, error FROM documents_document WHERE state <> 'ready'""",
    "a document with more or fewer passages than it has": """
        SELECT d.key, d.passages FROM documents_document d
         WHERE d.passages = 0
            OR d.passages <> (SELECT count(*) FROM memory_entry e WHERE e.source = d.id)
            OR d.passages <> (SELECT count(DISTINCT e.ordinal) FROM memory_entry e
                               WHERE e.source = d.id AND e.ordinal < d.passages)
            OR d.passages <> (SELECT count(*) FROM documents_place p WHERE p.document_id = d.id)""",
    "a blob that its document does not need, or not just once": """
        SELECT d.key FROM documents_document d
         WHERE (SELECT count(*) FROM blobs_reference r
                 WHERE r.owner_kind = 'document' AND r.owner_id = d.id) <> 1""",
    "a task that has not ended": "SELECT id, kind, state FROM tasks_task WHERE finished_at IS NULL",
}


def faults() -> dict[str, list[Any]]:
    """Return what must not be, each with some of the rows that are."""
    found = {what: list(sql.fetch(f"{query} LIMIT 5")) for what, query in _FAULTS.items()}
    return {what: rows for what, rows in found.items() if rows}


def memories() -> list[UUID]:
    """Return the ids of all memories."""
    return [row[0] for row in sql.fetch("SELECT uid FROM memory_entry WHERE source IS NULL")]


def documents() -> dict[str, UUID]:
    """Return all documents' ids by their keys."""
    return dict(sql.fetch("SELECT key, id FROM documents_document"))


def passages(document_id: UUID) -> list[str]:
    """Return the texts of a document's passages, in their order."""
    query = "SELECT text FROM memory_entry WHERE source = %s ORDER BY ordinal"
    return [row[0] for row in sql.fetch(query, [document_id])]


def lost_attempts() -> int:
    """Return how many attempts were lost with their workers."""
    return int(sql.fetch("SELECT count(*) FROM tasks_attempt WHERE outcome = 'lost'")[0][0])
