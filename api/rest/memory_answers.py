"""Memories as they are answered: plain dictionaries."""

from typing import Any, Final
from uuid import UUID

from api.rest.memory_bodies import TYPES
from orchestration.memory.remembering import Remembered
from orchestration.memory.selectors import EntryView

MEMORIES: Final = "/api/v1/memories"


def memory_path(uid: UUID) -> str:
    """Return the path of a memory."""
    return f"{MEMORIES}/{uid}"


def memory_answer(entry: EntryView) -> dict[str, Any]:
    """Return a memory."""
    path = memory_path(entry.uid)
    return {
        **flat(entry),
        "version": entry.version,
        "valid_until": entry.valid_until,
        "superseded_by": entry.superseded_by,
        "created_at": entry.created_at,
        "changed_at": entry.changed_at,
        "links": {"self": path, "history": f"{path}/history"},
    }


def flat(entry: EntryView) -> dict[str, Any]:
    """Return what a memory says, as it can be sent again."""
    return {
        "id": entry.uid,
        "type": TYPES[entry.kind],
        "agent": entry.owner.agent,
        "user": entry.owner.user,
        "session": entry.owner.session,
        "title": entry.title,
        "text": entry.text,
        "speaker": entry.speaker,
        "at": entry.at,
        "importance": entry.importance,
        "tags": entry.tags,
        "metadata": entry.metadata,
        "task_id": entry.task_id,
        "expires_at": entry.expires_at,
    }


def added_answer(entry: EntryView, made: Remembered) -> dict[str, Any]:
    """Return a memory with what became of what was sent."""
    return {
        **memory_answer(entry),
        "outcome": made.outcome,
        "like": made.like,
        "searchable": made.searchable,
    }
