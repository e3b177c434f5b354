"""The shapes of specialists, providers and models outside in the API."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel


class StandingAnswer(BaseModel):
    """One of a specialist's models: who can serve it now, and why others cannot."""

    model: str
    served_by: list[str]
    reasons: list[str]


class SpecialistAnswer(BaseModel):
    """A specialist. `usable` says whether one of its models can be asked now."""

    id: UUID
    name: str
    title: str
    description: str
    shared: bool
    enabled: bool
    usable: bool
    reasons: list[str]
    model: str
    fallbacks: list[str]
    models: list[StandingAnswer]
    parameters: dict[str, Any]
    hints: dict[str, Any]
    output_schema: dict[str, Any] | None
    prompt: str | None
    label: str | None
    updated_at: datetime


class SpecialistDetail(SpecialistAnswer):
    """A specialist with its system prompt, where that is no stored prompt."""

    system_prompt: str | None


class SpecialistPage(BaseModel):
    """A page of specialists, newest first."""

    items: list[SpecialistAnswer]
    next: str | None


class PriceAnswer(BaseModel):
    """Per million tokens, in the installation's currency."""

    input: str
    output: str


class OutsideModelAnswer(BaseModel):
    """A model at a provider, under our name."""

    name: str
    version: str
    provider_model: str
    modalities: list[str]
    capabilities: list[str]
    context_length: int
    max_output: int | None
    dimensions: int | None
    good_at: list[str]
    level: Literal["low", "medium", "high"]
    arm: str | None
    enabled: bool
    price: PriceAnswer | None


class ProviderAnswer(BaseModel):
    """An account at a provider. Keys are never shown, only whether there is one."""

    name: str
    format: str
    description: str
    enabled: bool
    key: Literal["set", "missing", "not needed"]
    usable: bool
    reason: str | None
    queue: str
    concurrency: int | None
    requests_per_minute: int | None
    tokens_per_minute: int | None
    models: list[OutsideModelAnswer]


class ProviderList(BaseModel):
    """All providers, by name."""

    items: list[ProviderAnswer]
