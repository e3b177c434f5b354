"""What a prompt wants filled in: types, bounds, defaults and examples. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from orchestration.errors import FieldProblem, InvalidInput, shorten
from orchestration.prompts.errors import MissingVariables

VariableType = Literal["any", "string", "integer", "number", "boolean", "array", "object"]
LONGEST_VALUES = 1_000_000
"""Characters of all values together, as JSON."""
_PYTHON: Mapping[str, tuple[type, ...]] = {
    "any": (object,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


class Variable(BaseModel):
    """One variable of a prompt."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    type: VariableType = "any"
    description: Annotated[str, Field(max_length=500)] = ""
    required: bool = True
    """Whether it must be given; one that has a default need not be."""
    default: Any = None
    """What stands in for it; nothing when it is null."""
    choices: Annotated[list[Any], Field(max_length=100)] = []
    """The only values; empty for all of the type."""
    max_length: Annotated[int, Field(ge=1, le=LONGEST_VALUES)] | None = None
    """Of a string, in characters, or of an array, in items."""
    example: Any = None
    """What a preview shows where nothing is given."""

    @model_validator(mode="after")
    def _own_values_fit(self) -> Variable:
        for name in ("default", "example"):
            value = getattr(self, name)
            if value is not None and (wrong := self.wrong(value)):
                raise ValueError(f"the {name} {wrong}")
        return self

    def wrong(self, value: Any) -> str:
        """Return what is wrong with a value, as the end of a sentence; empty when nothing is."""
        if isinstance(value, bool) and self.type not in ("any", "boolean"):
            return f"is no {self.type}"
        if not isinstance(value, _PYTHON[self.type]):
            return f"is no {self.type}"
        if self.choices and value not in self.choices:
            return f"is none of {shorten(self.choices)}"
        most = self.max_length or LONGEST_VALUES
        return f"is longer than {most}" if _length(value) > most else ""


Variables = Mapping[str, Variable]


def _length(value: Any) -> int:
    return len(value) if isinstance(value, str | list) else 0


@dataclass(frozen=True, slots=True)
class Filled:
    """The values that a template is rendered with.

    Attributes:
        values: By the names of variables, defaults among them.
        unused: Names that were given and that the prompt does not know.
    """

    values: Mapping[str, Any]
    unused: tuple[str, ...]


def fill(variables: Variables, given: Mapping[str, Any], *, examples: bool = False) -> Filled:
    """Return the values of a prompt's variables.

    What the prompt does not know is left out and named, for one version may have a variable that
    another lacks.

    Args:
        variables: What the prompt wants.
        given: What the caller has.
        examples: Whether examples stand in for what is not given.

    Raises:
        MissingVariables: Some have neither value nor default.
        InvalidInput: A value is of another type, or too long.
    """
    values: dict[str, Any] = {}
    missing, problems = [], []
    for name, variable in variables.items():
        value = _value(variable, name, given, examples=examples)
        if value is not None or (name in given and variable.type == "any"):
            if wrong := variable.wrong(value):
                problems.append(_problem(name, value, wrong, variable))
            values[name] = value
        elif variable.required:
            missing.append(name)
    _refuse(missing, problems, variables, values)
    return Filled(values, tuple(sorted(set(given) - set(variables))))


def _value(variable: Variable, name: str, given: Mapping[str, Any], *, examples: bool) -> Any:
    if (value := given.get(name)) is not None:
        return value
    if variable.default is None and examples:
        return variable.example
    return variable.default


def _refuse(
    missing: list[str], problems: list[FieldProblem], variables: Variables, values: dict[str, Any]
) -> None:
    if missing:
        raise MissingVariables(missing, variables)
    if problems:
        first = problems[0]
        raise InvalidInput(
            f"{first.field} {first.message}.", field=first.field, mend=first.mend, problems=problems
        )
    if len(json.dumps(values)) > LONGEST_VALUES:
        raise InvalidInput(
            "The variables are too long.",
            field="variables",
            mend=f"Send at most {LONGEST_VALUES} characters, as JSON.",
        )


def _problem(name: str, value: Any, wrong: str, variable: Variable) -> FieldProblem:
    kind = "value" if variable.type == "any" else variable.type
    return FieldProblem(f"variables.{name}", shorten(value), wrong, f"Send a {kind} that fits.")


def variables_of(values: Mapping[str, Any]) -> dict[str, Variable]:
    """Read stored variables."""
    return {name: Variable.model_validate(each) for name, each in values.items()}


def stored(variables: Variables) -> dict[str, Any]:
    """Return what JSON keeps of variables: what differs from the defaults."""
    return {name: each.model_dump(exclude_defaults=True) for name, each in variables.items()}
