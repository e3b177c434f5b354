"""What is refused of examples."""
# ruff: noqa: N818 - they are named for what happened, like the tree they belong to

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from orchestration.errors import FieldProblem, UserError


class InvalidExamples(UserError):
    """Examples are wrong; nothing was stored. `problems` names all of them."""

    slug = "invalid-examples"
    title = "The examples are not valid"

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        """Keep the problems; the first stands for all in a short message."""
        first = problems[0]
        more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(
            f"{first.field}: {first.message}{more}",
            field=first.field,
            value=first.value or None,
            mend=first.mend,
            problems=problems,
        )

    def lines(self) -> list[str]:
        """Return a line for each problem."""
        return [f"{each.field}: {each.message} {each.mend}" for each in self.problems]


class ExampleKnown(UserError):
    """The same text is an example already."""

    slug = "example-known"
    title = "There is such an example already"
    status = HTTPStatus.CONFLICT
