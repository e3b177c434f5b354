"""Why an ephemeral call got no answer."""
# ruff: noqa: N818 - they are named for what happened, like the tree they belong to

from http import HTTPStatus

from orchestration.errors import OperatorError, UserError


class CallTooLarge(UserError):
    """An ephemeral call asks for more than may lie in Redis; a task takes more."""

    slug = "call-too-large"
    title = "The call is too large to be answered at once"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class NobodyServes(OperatorError):
    """No live worker holds the model that an ephemeral call needs."""

    slug = "nobody-serves"
    title = "No worker serves this model now"
    retryable = True
    retry_after_s = 5


class CallTimedOut(OperatorError):
    """An ephemeral call was not answered before its deadline."""

    slug = "call-timed-out"
    title = "The call was not answered in time"
    retryable = True
    retry_after_s = 2


class TooManyCalls(OperatorError):
    """Too many ephemeral calls wait for the same model."""

    slug = "too-many-calls"
    title = "Too many calls wait for this model"
    retryable = True
    retry_after_s = 2


class CallLost(OperatorError):
    """The workers that had taken an ephemeral call ended before they answered."""

    slug = "call-lost"
    title = "The call was lost with its worker"
    retryable = True
    retry_after_s = 2


class NoRedis(OperatorError):
    """Redis, through which ephemeral calls go, does not answer."""

    slug = "no-redis"
    title = "Redis does not answer"
    retryable = True
    retry_after_s = 2
