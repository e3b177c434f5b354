"""What goes wrong with conversations, and what to do about it."""
# ruff: noqa: N818 - named for what happened, like the tree they belong to

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from orchestration.errors import UserError


class UnknownConversation(UserError):
    """The tenant has no such conversation."""

    slug = "unknown-conversation"
    title = "There is no such conversation"
    status = HTTPStatus.NOT_FOUND

    def __init__(self, called: UUID) -> None:
        """Name it."""
        super().__init__(
            f"There is no conversation {called}.", field="conversation", value=str(called),
            mend="List conversations to find its id; it may have been deleted.",
        )  # fmt: skip


class AnswerPending(UserError):
    """An answer is still to come; what is said now would stand before it."""

    slug = "answer-pending"
    title = "An answer is still to come"
    status = HTTPStatus.CONFLICT

    def __init__(self, conversation_id: UUID, task_id: UUID | None) -> None:
        """Name both."""
        super().__init__(
            f"The conversation {conversation_id} waits for the answer of the task {task_id}.",
            field="conversation", value=str(conversation_id),
            mend="Wait until the task has ended, or cancel it.",
        )  # fmt: skip


class OtherMessage(UserError):
    """A client's id was used for another message."""

    slug = "other-message"
    title = "The client's id stands for another message"
    status = HTTPStatus.CONFLICT

    def __init__(self, client_id: str) -> None:
        """Name it."""
        super().__init__(
            "The client_id was used for another message of this conversation.",
            field="client_id", value=client_id,
            mend="Use a new one for a new message, or send the same message again.",
        )  # fmt: skip
