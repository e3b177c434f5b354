"""What clients send, field by field.

How the answer is drawn goes into the task's input unchanged: the kind chat looks at it, and its
errors name the same fields.
"""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.rest.documents import PriorityName
from tasks.tags import LONGEST_TAG, as_tags

Tag = Annotated[str, Field(min_length=1, max_length=LONGEST_TAG)]


class Question(BaseModel):
    """What all of them may say; a null counts as left out."""

    model_config = ConfigDict(extra="forbid", strict=True)

    model: str | None = Field(None, min_length=1, max_length=200)
    """A model; whoever fits where it is left out."""
    specialty: str | None = Field(None, min_length=1, max_length=100)
    """A specialist of the catalogue, in place of a model."""
    backend: str | None = Field(None, min_length=1, max_length=100)
    """Where it is asked: `auto`, `local`, or a provider's name."""
    system: str | None = None
    """What the model is told first."""
    priority: PriorityName | None = None
    tags: Annotated[list[Tag], AfterValidator(as_tags)] | None = None

    max_tokens: Any = None
    temperature: Any = None
    top_p: Any = None
    top_k: Any = None
    seed: Any = None
    stop: Any = None
    response_format: Any = None


DRAWN = ("max_tokens", "temperature", "top_p", "top_k", "seed", "stop", "response_format")
"""How the answer is drawn, in the words of the kind chat."""


class QueryBody(Question):
    """`POST /query` and `POST /stream`."""

    query: str = Field(min_length=1)
    use_cache: bool | None = None


class ChatBody(Question):
    """`POST /api/v1/chat`."""

    message: str | None = Field(None, min_length=1)
    messages: list[Any] | None = None
    stream: bool | None = None
    cache: Any = None
    tools: Any = None
    tool_choice: Any = None
