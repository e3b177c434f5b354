"""What goes wrong with memories, and what to do about it."""
# ruff: noqa: N818 - named for what happened, like the tree they belong to

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from orchestration.errors import OperatorError, UserError


class UnknownMemory(UserError):
    """The tenant has no such memory."""

    slug = "unknown-memory"
    title = "There is no such memory"
    status = HTTPStatus.NOT_FOUND

    def __init__(self, uid: UUID) -> None:
        """Name it."""
        super().__init__(
            f"There is no memory {uid}.", field="id", value=uid,
            mend="List or search memories to find its id; it may be deleted or have expired.",
        )  # fmt: skip


class MemoryChanged(UserError):
    """Somebody changed the memory meanwhile."""

    slug = "memory-changed"
    title = "The memory was changed meanwhile"
    status = HTTPStatus.CONFLICT

    def __init__(self, uid: UUID, expected: int, found: int) -> None:
        """Name the versions."""
        super().__init__(
            f"Memory {uid} has version {found}, not {expected}.", field="version", value=expected,
            mend="Read it again and repeat the change on what it says now.",
        )  # fmt: skip


class IdTaken(UserError):
    """An id is that of something else."""

    slug = "id-taken"
    title = "The id is taken"
    status = HTTPStatus.CONFLICT

    def __init__(self, uid: UUID) -> None:
        """Name it."""
        super().__init__(
            f"What {uid} stands for says something else, or is a passage of a document.",
            field="id", value=uid,
            mend="Change a memory by PATCH or PUT, and a passage by its document; to add a memory,"
            " send another id or none.",
        )  # fmt: skip


class CannotSupersede(UserError):
    """What is to hold instead of another memory does not hold."""

    slug = "cannot-supersede"
    title = "The memory cannot hold instead"
    status = HTTPStatus.CONFLICT

    def __init__(self, old: UUID, by: UUID) -> None:
        """Name both."""
        why = "A memory cannot supersede itself."
        if old != by:
            why = f"Memory {by} cannot hold instead of {old}: it is superseded itself."
        super().__init__(
            why, field="supersedes", value=old,
            mend="Say anew what holds, with `supersedes`; or delete what supersedes it.",
        )  # fmt: skip


class InvalidMemory(UserError):
    """What is to be remembered cannot be stored."""

    slug = "invalid-memory"
    title = "The memory cannot be stored"


class InvalidQuestion(UserError):
    """What is asked can be compared with nothing."""

    slug = "invalid-question"
    title = "The question cannot be asked"


class PlaceTaken(UserError):
    """Another entry stands at that place of its source."""

    slug = "place-taken"
    title = "Another entry stands there"
    status = HTTPStatus.CONFLICT

    def __init__(self, source: str, ordinal: str) -> None:
        """Name the place."""
        super().__init__(
            f"Another entry stands at place {ordinal} of {source} already.", field="ordinal",
            value=ordinal,
            mend="Send it with the id that it has there, remove that one, or take a free place.",
        )  # fmt: skip


class MemoryContended(OperatorError):
    """Others wrote the same again and again."""

    slug = "memory-contended"
    title = "Others write the same memories"
    retryable = True
    retry_after_s = 1.0

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "Others were storing or removing the same memories each time that it was tried.",
            mend="Send it again; what was stored meanwhile is known then.",
        )


class UnknownOwner(UserError):
    """Something is to belong to a collection that the tenant does not have."""

    slug = "unknown-owner"
    title = "There is no such owner"
    status = HTTPStatus.NOT_FOUND

    def __init__(self, collection: UUID | None) -> None:
        """Name it."""
        super().__init__(
            f"There is no collection {collection}.", field="collection", value=collection,
            mend="List collections to find its id, or make one.",
        )  # fmt: skip


class NoMeaning(OperatorError):
    """A question that was to be answered by meaning alone has no vector."""

    slug = "no-meaning"
    title = "The question cannot be compared by meaning"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    retry_after_s = 5

    def __init__(self, why: str) -> None:
        """Say why there is no vector."""
        super().__init__(
            why, field="mode", value="meaning",
            mend="Send the mode `hybrid`, which looks by words as well, or the question's vector.",
        )  # fmt: skip


class EmbedderGone(OperatorError):
    """The model that made a tenant's vectors is not what it was."""

    slug = "embedder-gone"
    title = "The embedding model has changed"
    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self, model: str) -> None:
        """Name the model."""
        super().__init__(
            f"The embedding model {model} has other files than when memories were embedded.",
            field="model", value=model,
            mend="Bring the old files back, or make all vectors anew: `manage.py memory embed`.",
        )  # fmt: skip


class NotTried(UserError):
    """A retention rule was to be enabled that nobody has tried out."""

    slug = "retention-not-tried"
    title = "The rule was not tried out"
    status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "The rule was not tried out as it stands within the last day.", field="enabled",
            value=True, mend="Try it out, look at what it would delete, then enable it.",
        )  # fmt: skip


class UnknownRule(UserError):
    """The tenant has no such retention rule."""

    slug = "unknown-retention-rule"
    title = "There is no such retention rule"
    status = HTTPStatus.NOT_FOUND

    def __init__(self, kind: str) -> None:
        """Name the type that it would be for."""
        super().__init__(
            f"There is no rule for {kind}.", field="type", value=kind,
            mend="List the rules to see which there are, or set this one first.",
        )  # fmt: skip


class RuleDisabled(UserError):
    """A retention rule was to delete that is not enabled."""

    slug = "retention-disabled"
    title = "The rule is not enabled"
    status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "The rule is not enabled, so it deletes nothing.", field="enabled", value=False,
            mend="Try it out, look at what it would delete, then enable it.",
        )  # fmt: skip


class SummaryNotFailed(UserError):
    """A summary was to be asked for again that has not failed."""

    slug = "summary-not-failed"
    title = "The summary has not failed"
    status = HTTPStatus.CONFLICT

    def __init__(self, summary_id: UUID) -> None:
        """Name it."""
        super().__init__(
            f"Summary {summary_id} is being written or is done.", field="summary",
            value=summary_id, mend="Look at its state; what failed can be asked for again.",
        )  # fmt: skip


class UnknownBlock(UserError):
    """The tenant has no such block."""

    slug = "unknown-block"
    title = "There is no such block"
    status = HTTPStatus.NOT_FOUND

    def __init__(self, block_id: UUID) -> None:
        """Name it."""
        super().__init__(
            f"There is no block {block_id}.", field="block", value=block_id,
            mend="List blocks to find its id.",
        )  # fmt: skip


class BlockTooLong(UserError):
    """A block's text is longer than its limit: it stands in every prompt."""

    slug = "block-too-long"
    title = "The block is too long"

    def __init__(self, length: int, limit: int) -> None:
        """Say by how much."""
        super().__init__(
            f"The text has {length:,} characters; the block takes {limit:,}.", field="text",
            value=length, mend="Shorten it, raise the block's limit, or remember it instead.",
        )  # fmt: skip
