"""What is wrong with what is to be put into a window, beside its length."""
# ruff: noqa: N818 - it is named for what happened, like the tree it belongs to

from orchestration.errors import UserError


class InvalidContext(UserError):
    """The material of a window, its room or its policy contradicts itself."""

    slug = "invalid-context"
    title = "The context cannot be put together as it was asked for"
