"""A version before it is stored: checked as a whole, so that what is stored can be rendered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from orchestration.errors import FieldProblem, InvalidInput, shorten
from orchestration.prompts.errors import InvalidTemplate
from orchestration.prompts.renderer import names_in
from orchestration.prompts.template import Template, template_of
from orchestration.prompts.variables import Variable, Variables

LONGEST_NOTES = 5_000
MOST_VARIABLES = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants a version to say.

    Attributes:
        text: The template of a text; None where there are messages.
        messages: The turns of a conversation, each with `role` and `content`.
        variables: What it wants filled in; None asks for whatever the template uses.
        notes: What is new, for people.
    """

    text: str | None = None
    messages: Sequence[Mapping[str, Any]] | None = None
    variables: Mapping[str, Any] | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft that can be stored and rendered."""

    template: Template
    variables: Variables
    notes: str


def check(draft: Draft) -> Checked:
    """Return a draft that can be stored.

    Raises:
        InvalidTemplate: A template cannot be read, or its variables are not those that are
            declared.
        InvalidInput: A variable's declaration is wrong, or the notes are too long.
        RendererUnavailable: As `renderer.names_in`.
    """
    if len(draft.notes) > LONGEST_NOTES or "\x00" in draft.notes:
        raise InvalidInput(
            "The notes cannot be stored.",
            field="notes",
            value=draft.notes,
            mend=f"Send at most {LONGEST_NOTES} characters, none of them NUL.",
        )
    template = template_of(draft.text, draft.messages)
    names = names_in(template.sources, fields=template.fields)
    if draft.variables is None:
        return Checked(template, {name: Variable() for name in sorted(names)}, draft.notes)
    variables = _declared(draft.variables)
    _compare(names, variables, template)
    return Checked(template, variables, draft.notes)


def _declared(values: Mapping[str, Any]) -> dict[str, Variable]:
    if len(values) > MOST_VARIABLES:
        raise InvalidInput(
            f"There are {len(values)} variables.",
            field="variables",
            mend=f"Use at most {MOST_VARIABLES}.",
        )
    found, problems = {}, []
    for name, each in values.items():
        try:
            found[name] = Variable.model_validate(each)
        except ValidationError as error:
            problems += _problems(name, error)
    if problems:
        first = problems[0]
        raise InvalidInput(
            f"{first.field}: {first.message}",
            field=first.field,
            mend=first.mend,
            problems=problems,
        )
    return found


def _problems(name: str, error: ValidationError) -> list[FieldProblem]:
    known = ", ".join(Variable.model_fields)
    mend = f"A variable may say {known}."
    return [
        FieldProblem(
            ".".join(["variables", name, *map(str, each["loc"])]),
            shorten(each["input"]),
            each["msg"],
            mend,
        )
        for each in error.errors(include_url=False)
    ]


def _compare(names: frozenset[str], variables: Variables, template: Template) -> None:
    """Refuse variables that are used and not declared, or declared and not used."""
    if unknown := sorted(names - set(variables)):
        listed = ", ".join(unknown)
        raise InvalidTemplate(
            f"The template uses {listed}, which is not declared.",
            field=template.fields[0],
            value=unknown[0],
            mend=f"Declare {listed} in variables, or correct the template.",
        )
    if idle := sorted(set(variables) - names):
        listed = ", ".join(idle)
        raise InvalidTemplate(
            f"The template does not use {listed}.",
            field=f"variables.{idle[0]}",
            mend=f"Use {listed} in the template, or leave it out of variables.",
        )
