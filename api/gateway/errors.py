"""What only the gateway refuses."""
# ruff: noqa: N818 - they are named for what happened, like the tree they belong to

from http import HTTPStatus

from orchestration.errors import SwitchyardError, UserError


class Crowded(SwitchyardError):
    """As many readers wait as this process can hold."""

    slug = "too-many-waiters"
    title = "Too many requests wait already"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    retry_after_s = 2


class TooManyWaits(UserError):
    """One key holds as many waits open as it may."""

    slug = "too-many-waits"
    title = "The key waits for too much at once"
    status = HTTPStatus.TOO_MANY_REQUESTS
    retry_after_s = 5


class SlowBody(UserError):
    """The body did not arrive in time."""

    slug = "slow-body"
    title = "The body did not arrive in time"
    status = HTTPStatus.REQUEST_TIMEOUT
