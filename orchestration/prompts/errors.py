"""What prompts refuse."""
# ruff: noqa: N818 - they are named for what happened, like the tree they belong to

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from orchestration.errors import UserError


class UnknownPrompt(UserError):
    """No prompt, version or label of that name; or it belongs to another tenant."""

    slug = "unknown-prompt"
    title = "There is no such prompt"
    status = HTTPStatus.NOT_FOUND


class InvalidTemplate(UserError):
    """A template cannot be read, or does not fit its variables."""

    slug = "invalid-template"
    title = "The template is not valid"


class MissingVariables(UserError):
    """Variables that the template needs were not given."""

    slug = "missing-variables"
    title = "The prompt needs more variables"

    def __init__(self, names: Iterable[str], known: Iterable[str]) -> None:
        """Name them, and all that there are."""
        self.names = tuple(names)
        listed = ", ".join(self.names)
        super().__init__(
            f"The prompt needs {listed}.",
            field=f"variables.{self.names[0]}",
            mend=f"Give a value for {listed}. Its variables are {', '.join(known)}.",
        )


class RenderingFailed(UserError):
    """A template failed with these values, or would take too much."""

    slug = "rendering-failed"
    title = "The prompt cannot be rendered"


class PromptConflict(UserError):
    """It was changed meanwhile, exists already, or is in use."""

    slug = "prompt-conflict"
    title = "The prompt does not allow this now"
    status = HTTPStatus.CONFLICT
