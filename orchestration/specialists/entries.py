"""One provider, model, prompt or specialist as the catalogue writes it; checked by itself.

The same shapes serve the YAML form, the admin and the pure functions; records have columns of the
same names. What needs other entries to be judged is in `checks.py`.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from orchestration.prompts.names import LABEL, NAME, PRODUCTION
from orchestration.prompts.template import LONGEST
from orchestration.providers.table import PROVIDERS
from orchestration.routing.strategies import STRATEGIES

LISTED: Final = "listed"
LOCAL: Final = "local"
MODALITIES: Final = ("chat", "completion", "embedding", "rerank")
CAPABILITIES: Final = ("tools", "json_schema", "images", "logprobs", "seed")
MOST_FALLBACKS: Final = 10
MOST: Final = 2**31 - 1

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$")]
ModelName = Annotated[str, Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9._:-]{0,98}[A-Za-z0-9])?$")]
Reference = Annotated[str, Field(min_length=1, max_length=200)]
Count = Annotated[int, Field(ge=1, le=MOST)]
Words = Annotated[list[Slug], Field(max_length=50)]
Weight = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
Text = Annotated[str, Field(max_length=5_000, pattern=r"^[^\x00]*$")]
Level = Literal["low", "medium", "high"]


def _money(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise ValueError("this is no amount")  # noqa: TRY004 - pydantic turns no TypeError into a problem
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise ValueError("this is no amount; write it as 0.15") from None


Money = Annotated[Decimal, BeforeValidator(_money), Field(ge=0, max_digits=16, decimal_places=6)]


class Entry(BaseModel):
    """What the catalogue writes: nothing but the fields it names."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ProviderEntry(Entry):
    """An account at a provider."""

    name: Slug
    row: str = ""
    """Of the table of wire formats; the provider's own name by default."""
    base_url: Annotated[str, Field(max_length=500)] = ""
    """Where it is; the row's own address by default."""
    secret: Annotated[str, Field(pattern=rf"^$|{NAME[:-2]}$")] = ""
    """Name of the installation's secret that holds its key."""
    queue: Slug = "external"
    """The lane in which tasks for it wait."""
    concurrency: Count | None = None
    requests_per_minute: Count | None = None
    tokens_per_minute: Count | None = None
    description: Text = ""
    enabled: bool = True

    @model_validator(mode="before")
    @classmethod
    def _own_row_goes_without_saying(cls, values: Any) -> Any:
        if isinstance(values, dict) and values.get("row") == values.get("name"):
            return {name: value for name, value in values.items() if name != "row"}
        return values

    @model_validator(mode="after")
    def _row_serves(self) -> ProviderEntry:
        if self.name == LOCAL:
            raise ValueError("local is the name of our own workers; choose another")
        if self.row_name not in PROVIDERS:
            known = ", ".join(sorted(PROVIDERS))
            raise ValueError(f"there is no row {self.row_name!r}; use one of {known}")
        if not (self.base_url or PROVIDERS[self.row_name].base_url):
            raise ValueError(f"the row {self.row_name} has no address of its own: give base_url")
        return self

    @property
    def row_name(self) -> str:
        """Return the row that serves it."""
        return self.row or self.name


class PriceEntry(Entry):
    """What a model costs per million tokens, in the installation's currency."""

    input: Money
    output: Money
    cached: Money | None = None
    cache_written: Money | None = None
    note: Annotated[str, Field(max_length=200)] = ""


class ModelEntry(Entry):
    """A model at a provider, under our name."""

    name: ModelName
    provider: Slug
    provider_model: Annotated[str, Field(min_length=1, max_length=200)]
    version: Annotated[str, Field(max_length=63, pattern=r"^[A-Za-z0-9._-]*$")] = ""
    modalities: Annotated[
        list[Literal["chat", "completion", "embedding", "rerank"]], Field(min_length=1)
    ] = ["chat"]
    capabilities: list[Literal["tools", "json_schema", "images", "logprobs", "seed"]] = []
    context_length: Count
    max_output: Count | None = None
    dimensions: Count | None = None
    price_as: Annotated[str, Field(max_length=200)] = ""
    price: PriceEntry | None = None
    good_at: Words = []
    level: Level = "high"
    weight: Weight = 1.0
    arm: Annotated[str, Field(max_length=63, pattern=r"^[a-z0-9._-]*$")] = ""
    share: Weight = 1.0
    description: Text = ""
    enabled: bool = True

    @model_validator(mode="after")
    def _numbers_fit(self) -> ModelEntry:
        if self.max_output is not None and self.max_output > self.context_length:
            raise ValueError("max_output is more than context_length")
        if self.dimensions is not None and "embedding" not in self.modalities:
            raise ValueError("only models for embedding have dimensions")
        return self

    @property
    def price_name(self) -> str:
        """Return the name under which the price table knows it."""
        return self.price_as or self.provider_model


class PromptEntry(Entry):
    """A prompt whose label shall point to this text."""

    name: Annotated[str, Field(pattern=rf"{NAME[:-2]}$")]
    tenant: str = ""
    """Whose it is; empty for the installation."""
    description: Annotated[str, Field(max_length=2_000)] = ""
    label: Annotated[str, Field(pattern=rf"{LABEL[:-2]}$")] = PRODUCTION
    text: Annotated[str, Field(max_length=LONGEST)] | None = None
    messages: list[dict[str, Any]] | None = None
    variables: dict[str, Any] | None = None
    notes: Text = ""


class Parameters(Entry):
    """How a specialist's answers are drawn; what is left out is the provider's default."""

    max_tokens: Count | None = None
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    top_p: Annotated[float, Field(gt=0, le=1)] | None = None
    top_k: Count | None = None
    min_p: Annotated[float, Field(ge=0, le=1)] | None = None
    frequency_penalty: Annotated[float, Field(ge=-2, le=2)] | None = None
    presence_penalty: Annotated[float, Field(ge=-2, le=2)] | None = None
    seed: Annotated[int, Field(ge=0, le=MOST)] | None = None
    stop: Annotated[list[Annotated[str, Field(min_length=1)]], Field(max_length=4)] | None = None


class Hints(Entry):
    """What routing shall know."""

    order: str = LISTED
    """``listed`` tries the models as they are listed; else a routing strategy orders them."""
    capabilities: list[Literal["tools", "json_schema", "images", "logprobs", "seed"]] = []
    """Needed beside what the request itself needs."""
    complexity: Level | None = None
    latency_ms: Annotated[float, Field(gt=0)] | None = None
    """Until the first token: a target."""
    cost_ceiling: Money | None = None
    """Of one call."""

    @model_validator(mode="after")
    def _order_is_known(self) -> Hints:
        if self.order != LISTED and self.order not in STRATEGIES:
            raise ValueError(f"the order is none of {LISTED}, {', '.join(STRATEGIES)}")
        return self


class SpecialistEntry(Entry):
    """A catalogue entry for a domain."""

    name: Slug
    """The specialty that tasks ask for."""
    tenant: str = ""
    """Whose it is; empty for all tenants."""
    title: Annotated[str, Field(min_length=1, max_length=100)]
    description: Text = ""
    system_prompt: Annotated[str, Field(max_length=LONGEST, pattern=r"^[^\x00]*$")] = ""
    prompt: str = ""
    """A stored prompt, instead of `system_prompt`."""
    label: str = ""
    """Of the prompt; ``production`` by default."""
    model: Reference
    """``name``, served by whoever can, or ``provider/name``."""
    fallbacks: Annotated[list[Reference], Field(max_length=MOST_FALLBACKS)] = []
    parameters: Parameters = Parameters()
    output_schema: dict[str, Any] | None = None
    hints: Hints = Hints()
    enabled: bool = True

    @model_validator(mode="after")
    def _one_prompt(self) -> SpecialistEntry:
        if bool(self.system_prompt.strip()) == bool(self.prompt):
            raise ValueError("give either system_prompt or prompt")
        if self.label and not self.prompt:
            raise ValueError("a label belongs to a prompt: give prompt, or leave label out")
        if len(set(self.models)) < len(self.models):
            raise ValueError("name each model once in model and fallbacks")
        return self

    @property
    def models(self) -> tuple[str, ...]:
        """Return the models in the order in which they are listed."""
        return (self.model, *self.fallbacks)

    @property
    def label_name(self) -> str:
        """Return the label of its prompt."""
        return self.label or PRODUCTION


class Catalogue(Entry):
    """All of it, or a part."""

    providers: list[ProviderEntry] = []
    models: list[ModelEntry] = []
    prompts: list[PromptEntry] = []
    specialists: list[SpecialistEntry] = []
