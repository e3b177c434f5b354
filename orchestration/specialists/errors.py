"""What the catalogue refuses."""
# ruff: noqa: N818 - they are named for what happened, like the tree they belong to

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from orchestration.errors import FieldProblem, OperatorError, UserError


class UnknownSpecialist(UserError):
    """No enabled specialist of that name for this tenant."""

    slug = "unknown-specialist"
    title = "There is no such specialist"
    status = HTTPStatus.NOT_FOUND

    def __init__(self, name: str, known: Sequence[str]) -> None:
        """Name those that there are."""
        self.name = name
        listed = f"Use one of: {', '.join(known)}." if known else "Apply a catalogue first."
        super().__init__(
            f"There is no specialist {name}.", field="specialist", value=name, mend=listed
        )


class InvalidCatalogue(UserError):
    """Entries are wrong; nothing was stored. `problems` names all of them."""

    slug = "invalid-catalogue"
    title = "The catalogue is not valid"

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
        return [
            f"{each.field}: {each.message}{f' (it is {each.value})' if each.value else ''} "
            f"{each.mend}"
            for each in self.problems
        ]


class ProviderNotUsable(OperatorError):
    """A provider is not there, switched off, without a key, or where nobody may ask."""

    slug = "provider-not-usable"
    title = "The provider cannot be asked"

    def __init__(self, name: str, reason: str) -> None:
        """Say why."""
        self.name = name
        super().__init__(
            reason,
            field="provider",
            value=name,
            mend="Whoever runs Switchyard sees under Catalogue > Providers what it needs.",
        )


class CatalogueInUse(UserError):
    """What shall go is used by what stays."""

    slug = "catalogue-in-use"
    title = "It is still in use"
    status = HTTPStatus.CONFLICT
