"""What the transport refuses, before any service is asked."""
# ruff: noqa: N818 - they are named for what happened, like the tree they belong to

from http import HTTPStatus

from orchestration.errors import SwitchyardError, UserError


class InvalidBody(UserError):
    """The body is not the JSON that was expected."""

    slug = "invalid-body"
    title = "The body cannot be read"


class InvalidParameter(UserError):
    """A query parameter is unknown or has a wrong value."""

    slug = "invalid-parameter"
    title = "A parameter is not valid"


class TooLarge(UserError):
    """The body is larger than allowed."""

    slug = "too-large"
    title = "The body is too large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class LengthRequired(UserError):
    """The body comes in chunks, without saying how long it is."""

    slug = "length-required"
    title = "The body's length must be sent"
    status = HTTPStatus.LENGTH_REQUIRED


class UnsupportedMedia(UserError):
    """The body's media type is none that is understood."""

    slug = "unsupported-media-type"
    title = "The media type is not supported"
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class UnsatisfiableRange(UserError):
    """No byte is in the range that was asked for."""

    slug = "range-not-satisfiable"
    title = "There is nothing in this range"
    status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE


class Unauthorized(UserError):
    """There is no key, or it is not live."""

    slug = "unauthorized"
    title = "A live API key is needed"
    status = HTTPStatus.UNAUTHORIZED


class NoSuchPath(UserError):
    """Nothing is served at this path."""

    slug = "not-found"
    title = "There is nothing at this path"
    status = HTTPStatus.NOT_FOUND


class WrongMethod(UserError):
    """The path does not know the method."""

    slug = "method-not-allowed"
    title = "The method is not allowed here"
    status = HTTPStatus.METHOD_NOT_ALLOWED


class TooManyRequests(UserError):
    """The key's rate limit is reached."""

    slug = "rate-limited"
    title = "The key's rate limit is reached"
    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, limit: int, wait_s: float) -> None:
        """Say when there is room again."""
        self.limit = limit
        self.retry_after_s = max(1, round(wait_s + 0.5))
        super().__init__(
            f"The key may make {limit} requests a minute and has made them.",
            mend=f"Go on in {self.retry_after_s} s, or submit batches instead of single tasks.",
        )


class Unreachable(SwitchyardError):
    """The database does not answer."""

    slug = "unavailable"
    title = "Switchyard cannot serve this now"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    retry_after_s = 2


class Internal(SwitchyardError):
    """Something that was not anticipated; what it was stands in the log."""

    slug = "internal"
    title = "Something went wrong inside Switchyard"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
