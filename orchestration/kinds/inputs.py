"""The input of each kind, as strict pydantic models.

Whatever passes can be stored as JSON by Postgres, is bounded in size, and needs
no further check by the code that runs it. What only one kind needs to know
stands here.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

from orchestration.kinds.fields import (
    JsonObject,
    ShortText,
    Strict,
    storable_json,
)

PriorityName: TypeAlias = Literal["LOW", "NORMAL", "HIGH", "URGENT", "CRITICAL"]
OnChildFailure: TypeAlias = Literal["resume", "fail"]


class ChildBody(Strict):
    """A child task, as its parent asks for it."""

    kind: ShortText
    input: JsonObject = Field(default_factory=dict)
    priority: PriorityName | None = None
    step_key: ShortText | None = None
    model: ShortText | None = None


class EchoInput(BaseModel):
    """Any JSON object comes back; with `children` it first waits for them."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True, allow_inf_nan=False)

    children: list[ChildBody] | None = Field(None, max_length=1000)
    on_child_failure: OnChildFailure | None = None

    @model_validator(mode="before")
    @classmethod
    def _storable(cls, value: Any) -> Any:
        return storable_json(value)


class SleepInput(Strict):
    """Hold a worker's slot."""

    seconds: float = Field(ge=0, le=3600)


class FailInput(Strict):
    """Fail on purpose."""

    message: ShortText = "failed on purpose"
    retryable: bool = True
    times: int | None = Field(None, ge=0, le=1000, description="Succeed after that many failures")


class LedgerInput(Strict):
    """Return rows that are committed together with the result."""

    rows: list[JsonObject] = Field(min_length=1, max_length=1000)


class IngestInput(Strict):
    """Read a document; its tenant must have it."""

    document: ShortText = Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
    generation: int = Field(1, ge=1, le=2**31 - 1, description="Of which content of it")
