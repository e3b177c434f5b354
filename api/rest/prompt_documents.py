"""The shapes of prompts in the API: bodies are validated by them, answers described."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.rest.documents import Body
from orchestration.prompts.template import LONGEST, MOST_TURNS

_Name = Annotated[str, Field(max_length=100, examples=["greeting"])]
_Label = Annotated[str, Field(max_length=63, examples=["production"])]
_Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Values = Annotated[dict[str, Any], Field(max_length=100, examples=[{"name": "Ada"}])]


class Turn(Body):
    """One turn of a conversation, with a template."""

    role: Literal["system", "user", "assistant"]
    content: Annotated[str, Field(max_length=LONGEST)]


class VariableBody(BaseModel):
    """What one variable may be. `default` stands in for it, `example` in previews only."""

    type: Literal["any", "string", "integer", "number", "boolean", "array", "object"] = "any"
    description: str = ""
    required: bool = True
    default: Any = None
    choices: list[Any] = []
    max_length: int | None = None
    example: Any = None

    model_config = ConfigDict(extra="allow")


class DraftBody(Body):
    """What a version says: a text, or messages. Templates are Jinja2, in a sandbox."""

    text: Annotated[
        str | None, Field(max_length=LONGEST, examples=["Greet {{ name }} in one sentence."])
    ] = None
    messages: Annotated[list[Turn] | None, Field(max_length=MOST_TURNS)] = None
    variables: dict[str, VariableBody] | None = None
    """What it wants filled in; left out, whatever the template uses, of any type."""
    notes: Annotated[str, Field(max_length=5_000)] = ""


class VersionBody(DraftBody):
    """A version to store, and a label that shall point to it."""

    label: _Label | None = None


class PromptBody(VersionBody):
    """A prompt to store, with its first version."""

    name: _Name
    description: Annotated[str, Field(max_length=2_000)] = ""


class PromptChange(Body):
    """What a prompt is for."""

    description: Annotated[str, Field(max_length=2_000)]


class TargetBody(Body):
    """A version and its part of the keys."""

    version: _Number
    weight: Annotated[float, Field(ge=0, le=1_000_000)] = 1.0


class LabelBody(Body):
    """Where a label shall point: to one version, or by weight to several."""

    targets: Annotated[list[TargetBody], Field(min_length=1, max_length=10)]
    expected: Annotated[int, Field(ge=0)] | None = None
    """The revision that the label has now, 0 when there is none; another is a 409."""


class RenderBody(Body):
    """Which version to render, and with what."""

    variables: Values = {}
    label: _Label = "production"
    version: _Number | None = None
    key: Annotated[str, Field(max_length=200)] = ""
    """Who gets the same version again where a label points to several."""


class PreviewBody(DraftBody):
    """A draft to render. Examples stand in for what is not given."""

    values: Values = {}


class LabelAnswer(BaseModel):
    """A label, and where it points."""

    name: str
    targets: list[TargetBody]
    revision: int
    moved_at: datetime
    moved_by: str


class LabelList(BaseModel):
    """The labels of a prompt, by name."""

    items: list[LabelAnswer]


class PromptLinks(BaseModel):
    """Where to go on from a prompt."""

    self: str
    versions: str
    labels: str
    render: str
    history: str


class PromptAnswer(BaseModel):
    """A prompt. `shared` ones belong to the installation and can be read only."""

    id: UUID
    name: str
    description: str
    shared: bool
    latest: int
    created_at: datetime
    labels: list[LabelAnswer]
    links: PromptLinks


class PromptPage(BaseModel):
    """A page of prompts, newest first."""

    items: list[PromptAnswer]
    next: str | None


class VersionAnswer(BaseModel):
    """What a prompt says once and for all."""

    prompt: str
    version: int
    format: Literal["text", "messages"]
    text: str | None
    messages: list[Turn] | None
    variables: dict[str, VariableBody]
    notes: str
    author: str
    sha256: str
    created_at: datetime


class VersionPage(BaseModel):
    """A page of versions, newest first; `next` is sent as `below`."""

    items: list[VersionAnswer]
    next: int | None


class RenderedAnswer(BaseModel):
    """A rendered prompt. `sha256` and the version say later what was sent."""

    prompt: str | None
    version: int | None
    label: str | None
    format: Literal["text", "messages"]
    text: str | None
    messages: list[Turn] | None
    sha256: str
    unused: list[str]


class HistoryEntry(BaseModel):
    """Something that was done to a prompt."""

    id: UUID
    action: str
    actor: str
    at: datetime
    detail: dict[str, Any]


class HistoryPage(BaseModel):
    """A page of what was done, newest first."""

    items: list[HistoryEntry]
    next: str | None


class DiffAnswer(BaseModel):
    """What changed between two versions, as a unified diff."""

    old: int
    new: int
    diff: str
