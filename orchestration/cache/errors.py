"""What can go wrong with the cache; calls go on without it."""
# ruff: noqa: N818 - they are named for what happened, like the tree they belong to

from orchestration.errors import OperatorError


class CacheUnavailable(OperatorError):
    """The cache does not answer."""

    slug = "cache-unavailable"
    title = "The cache of answers does not answer"
    retryable = True
    retry_after_s = 1

    def __init__(self, why: str) -> None:
        """Say why."""
        super().__init__(
            f"The cache of answers does not answer: {why}.",
            mend="Try again; see whether the database is overloaded.",
        )
