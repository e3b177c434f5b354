"""Validation of the small bodies, with our own problems instead of pydantic's errors."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from orchestration.errors import FieldProblem, InvalidInput, shorten

M = TypeVar("M", bound=BaseModel)
_SHOWN = 20


def validated(model: type[M], body: dict[str, Any]) -> M:
    """Return the body as a model.

    Raises:
        InvalidInput: with a problem for each wrong or unknown field.
    """
    try:
        return model.model_validate(body)
    except ValidationError as error:
        raise _explain(model, error) from None


def _explain(model: type[BaseModel], error: ValidationError) -> InvalidInput:
    known = ", ".join(model.model_fields)
    problems = []
    for each in error.errors(include_url=False)[:_SHOWN]:
        mend = {
            "extra_forbidden": f"Leave it out; known are {known}.",
            "missing": "Add this field.",
        }.get(each["type"], "Send a value that fits.")
        path = shorten(".".join(str(part)[:80] for part in each["loc"])).strip("'\"")
        problems.append(FieldProblem(path, shorten(each["input"]), each["msg"], mend))
    first = problems[0]
    return InvalidInput(
        f"{first.field}: {first.message}", field=first.field, mend=first.mend, problems=problems
    )
