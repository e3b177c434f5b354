"""Reading a document, as the code that runs tasks sees it."""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID


class Watch(Protocol):
    """Whether somebody wants it to end."""

    def requested(self) -> str | None:
        """Return why, or None."""


class Moved(Protocol):
    """Called each time that there was progress."""

    def __call__(self) -> None:
        """Say so."""


class Ingestor(Protocol):
    """Reads documents into memory."""

    def ingest(
        self,
        document_id: UUID,
        generation: int,
        *,
        tenant_id: UUID,
        lost: int,
        stop: Watch,
        progress: Moved,
    ) -> dict[str, Any]:
        """Read a document's content and put its passages in place; blocks.

        Args:
            document_id: Which one.
            generation: Of which content; where there is a newer one, nothing is done.
            tenant_id: Whose it must be.
            lost: How many attempts were lost with their workers.
            stop: Looked at between the steps.
            progress: Called after each step.

        Raises:
            Interrupted: It was stopped.
            AnotherAlone: It is to be tried later.
            SwitchyardError: It cannot be read.
        """


class NoDocuments:
    """Of workers that read none."""

    def ingest(self, *_: Any, **__: Any) -> dict[str, Any]:
        """Refuse: the task came to a worker of another family."""
        raise RuntimeError("a document came to a worker that reads none")
