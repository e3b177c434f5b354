"""The shapes of what providers answer are declared, and checked before anything is read."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from orchestration.providers.transport import Transport

S = TypeVar("S", bound="Shape")


class Shape(BaseModel):
    """An object of an answer: what is declared must fit, what is not is left alone."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


def fit(shape: type[S], document: Any, transport: Transport) -> S:
    """Return a document as `shape`.

    Raises:
        BrokenResponse: It does not fit; the places are named, their content is not.
    """
    try:
        return shape.model_validate(document)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        places = ", ".join(".".join(map(str, each["loc"])) or "all" for each in found[:3])
        raise transport.broken(f"an answer of a wrong shape, at {places}") from None
