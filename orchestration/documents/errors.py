"""What goes wrong with documents, and what to do about it."""
# ruff: noqa: N818 - named for what happened, like the tree they belong to

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from uuid import UUID

from orchestration.errors import PROBLEM_URN, ModelError, UserError


class UnknownCollection(UserError):
    """The tenant has no such collection."""

    slug = "unknown-collection"
    title = "There is no such collection"
    status = HTTPStatus.NOT_FOUND

    def __init__(self, called: UUID | str) -> None:
        """Name it."""
        super().__init__(
            f"There is no collection {called}.", field="collection", value=str(called),
            mend="List collections to find its id, or make one.",
        )  # fmt: skip


class UnknownDocument(UserError):
    """The tenant has no such document."""

    slug = "unknown-document"
    title = "There is no such document"
    status = HTTPStatus.NOT_FOUND

    def __init__(self, called: UUID | str) -> None:
        """Name it."""
        super().__init__(
            f"There is no document {called}.", field="document", value=str(called),
            mend="List documents to find its id; it may have been deleted.",
        )  # fmt: skip


class NameTaken(UserError):
    """The tenant has a collection of that name."""

    slug = "collection-exists"
    title = "There is a collection of that name"
    status = HTTPStatus.CONFLICT

    def __init__(self, name: str) -> None:
        """Name it."""
        super().__init__(
            f"There is a collection named {name} already.", field="name", value=name,
            mend="Use that one, or choose another name.",
        )  # fmt: skip


class InvalidDocument(UserError):
    """What is said of a document or a collection cannot be stored."""

    slug = "invalid-document"
    title = "The document or collection cannot be stored"


class Overtaken(UserError):
    """The document changed or went while this run read it; another run has it now."""

    slug = "document-overtaken"
    title = "The document was changed meanwhile"
    status = HTTPStatus.CONFLICT

    def __init__(self, document_id: UUID) -> None:
        """Name it."""
        super().__init__(
            f"Document {document_id} was changed or deleted while it was read.",
            mend="Nothing is to be done: its newer content is read by another task.",
        )


class ReadingCancelled(UserError):
    """Somebody did not want the document to be read any more."""

    slug = "document-cancelled"
    title = "Reading the document was cancelled"

    def __init__(self) -> None:
        """Say how it is read after all."""
        super().__init__("It was not read: that was cancelled.", mend="Add it again.")


class ReadingLost(UserError):
    """Workers were lost whenever they read the document: it is not tried any more."""

    slug = "reading-lost"
    title = "Workers are lost when they read the document"
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, lost: int) -> None:
        """Say how often."""
        super().__init__(
            f"Its worker was lost {lost} times while it read the document: killed, out of memory, "
            "or out of reach.",
            mend="Send it in parts, or as plain text. If workers died of something else, have it "
            "read again.",
        )


class AnotherAlone(ModelError):
    """A document that may be the end of its worker is being read; another such one has to wait."""

    slug = "reading-alone"
    title = "Another document is read alone"
    retry_after_s = 2.0

    def __init__(self) -> None:
        """Say why."""
        super().__init__(
            "Its worker was lost while it read the document, and another such one is being read.",
            mend="Nothing is to be done: it is read after that.",
        )


CANCELLED: Final = PROBLEM_URN + ReadingCancelled.slug
"""The type of that error, as documents keep it."""


class CollectionExpired(UserError):
    """The collection was not used for as long as it was to stay."""

    slug = "collection-expired"
    title = "The collection has expired"

    def __init__(self, called: UUID | str) -> None:
        """Name it."""
        super().__init__(
            f"{called} has expired: it was not used for longer than it was to stay.",
            field="collection", value=str(called),
            mend="Make a new one, and add its files there.",
        )  # fmt: skip
