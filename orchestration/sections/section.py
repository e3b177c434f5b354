"""What all sections are made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]


def parts(text: str) -> tuple[str, ...]:
    """Return what stands between commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


class Section(BaseModel):
    """Settings that belong together; a name that it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")
