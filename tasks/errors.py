"""What services refuse, beyond a malformed request."""
# ruff: noqa: N818 - they are named for what happened, like the tree they belong to

from collections.abc import Iterable
from http import HTTPStatus

from orchestration.errors import FieldProblem, InvalidInput, SwitchyardError, UserError
from tasks.lifecycle import Priority


class NotFound(UserError):
    """No such row, or it belongs to another tenant: the answer is the same."""

    slug = "not-found"
    title = "There is no such thing"
    status = HTTPStatus.NOT_FOUND


class Conflict(UserError):
    """The row's state does not allow it, or an idempotency key was used for something else."""

    slug = "conflict"
    title = "It cannot be done in this state"
    status = HTTPStatus.CONFLICT


class BatchEnded(Conflict):
    """The batch ends or has ended otherwise: nothing is left to cancel."""

    slug = "batch-ended"
    title = "The batch ends or has ended"


class Forbidden(UserError):
    """The key may not do this."""

    slug = "forbidden"
    title = "The key does not allow this"
    status = HTTPStatus.FORBIDDEN


class InvalidBatch(UserError):
    """Lines of a batch are wrong; nothing of it was stored."""

    slug = "invalid-batch"
    title = "Some tasks of the batch are not valid; none was stored"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    LINES_SHOWN = 100

    def __init__(self, lines: dict[int, SwitchyardError]) -> None:
        """Keep the problem of each wrong line, counted from 0."""
        self.lines = lines
        super().__init__(
            "1 line is not valid." if len(lines) == 1 else f"{len(lines)} lines are not valid.",
            field="tasks",
            mend="Correct the lines that are named and send the batch again.",
        )

    def problem(self) -> dict[str, object]:
        """Return the problem document with one entry per wrong line, at most 100 of them."""
        shown = sorted(self.lines.items())[: self.LINES_SHOWN]
        return {
            **super().problem(),
            "lines": [{"line": at, **error.problem()} for at, error in shown],
        }


class TooManyTasks(UserError):
    """A tenant's or a queue's limit of waiting work is reached; later it may pass."""

    slug = "too-many-tasks"
    title = "Too much work is waiting already"
    status = HTTPStatus.TOO_MANY_REQUESTS
    retry_after_s = 5


class Overloaded(SwitchyardError):
    """The whole system holds as much waiting work as it may."""

    slug = "overloaded"
    title = "Switchyard holds as much waiting work as it may"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    retry_after_s = 10


def invalid(field: str, value: object, message: str, mend: str) -> InvalidInput:
    """Return the error for one wrong field."""
    from orchestration.errors import shorten

    problem = FieldProblem(field=field, value=shorten(value), message=message, mend=mend)
    return InvalidInput(
        f"{field}: {message}", field=field, value=value, mend=mend, problems=[problem]
    )


def lacking(scope: str, scopes: Iterable[str]) -> Forbidden:
    """Return the error for a key that lacks a scope; `scopes` are those that it has."""
    return Forbidden(
        f"The key lacks the scope {scope}.",
        field="scope",
        mend=f"Use a key with the scope {scope}; its scopes are "
        f"{', '.join(sorted(scopes)) or 'none'}.",
    )


def too_urgent(field: str, level: Priority, highest: int) -> Forbidden:
    """Return the error for a level above the highest one that a key may ask for."""
    name = Priority(highest).name
    return Forbidden(
        f"The highest level of this key is {name}.",
        field=field,
        value=level.name,
        mend=f"Ask for {name} or lower, or use another key.",
    )
