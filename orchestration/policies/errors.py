"""What cannot be a tenant's policy."""
# ruff: noqa: N818 - named for what happened, like the tree it belongs to

from __future__ import annotations

from orchestration.errors import UserError


class InvalidPolicy(UserError):
    """A policy of routing that names what there is not, or has a wrong number."""

    slug = "invalid-policy"
    title = "The policy cannot be set"
