"""What is asked of a model, as far as it matters for who serves it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Modality = Literal["chat", "completion", "embedding", "rerank"]
ContentType = Literal["multimodal", "code", "documentation", "general"]
Intent = Literal["code", "docs", "debug", "architecture", "general"]
Complexity = Literal["low", "medium", "high"]

CONTENT_TYPES: tuple[ContentType, ...] = ("multimodal", "code", "documentation", "general")
INTENTS: tuple[Intent, ...] = ("code", "docs", "debug", "architecture", "general")
COMPLEXITIES: tuple[Complexity, ...] = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Policy:
    """What a tenant allows and wants. Our own models are always allowed.

    Attributes:
        strategy: How those that can serve are ordered; see `strategies.STRATEGIES`.
        local_only: Nothing may leave the house.
        providers: The only ones allowed; None allows all.
        denied_providers: Never these, even when allowed above.
        models: The only ones allowed outside, by their names; None allows all.
        denied_models: Never these.
        cost_ceiling: Of one call, in the currency of the prices; None for no ceiling.
        latency_ms: Until the first token; a target, as `Asked.latency_ms` is.
        most_routes: How many are tried at most.
    """

    strategy: str = "local_first"
    local_only: bool = False
    providers: frozenset[str] | None = None
    denied_providers: frozenset[str] = frozenset()
    models: frozenset[str] | None = None
    denied_models: frozenset[str] = frozenset()
    cost_ceiling: Decimal | None = None
    latency_ms: float | None = None
    most_routes: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One request.

    Attributes:
        key: Who draws the same arm again: a user, a conversation, or the task's id.
        modality: What is to be done.
        content_type: What it is about; None when nobody knows.
        intent: What the asker wants; None when nobody knows.
        complexity: How hard it is; None when nobody knows.
        specialty: The domain that was asked for, such as ``forex``; empty for none.
        model: The one that was asked for by name; empty leaves the choice to us.
        capabilities: What the model must be able to do: ``tools``, ``json_schema``, ``images``.
        prompt_tokens: What is read and paid for, at most.
        answer_tokens: What is written and paid for, at most: of all answers that are asked for.
        window_tokens: What a model's context must hold at once; None: both of these together.
        cost_ceiling: Of this call; the tenant's ceiling holds as well.
        latency_ms: Until the first token, the wait in the queue included. A target: who misses it
            comes later in the list, and is not left out.
        priority: What is at least as urgent and waits already goes first; 1 is NORMAL.
        patient: It may wait until a queue is open again and a worker has come; else who cannot
            begin now is left out.
        policy: The tenant's.
        notes: What was found out of it, or could not be; told with the decision.
    """

    key: str
    modality: Modality = "chat"
    content_type: ContentType | None = None
    intent: Intent | None = None
    complexity: Complexity | None = None
    specialty: str = ""
    model: str = ""
    capabilities: frozenset[str] = frozenset()
    prompt_tokens: int = 0
    answer_tokens: int = 0
    window_tokens: int | None = None
    cost_ceiling: Decimal | None = None
    latency_ms: float | None = None
    priority: int = 1
    patient: bool = False
    policy: Policy = field(default_factory=Policy)
    notes: tuple[str, ...] = ()

    @property
    def target_ms(self) -> float | None:
        """Return the sooner of the call's target and the tenant's; None when there is neither."""
        both = [each for each in (self.latency_ms, self.policy.latency_ms) if each is not None]
        return min(both, default=None)

    @property
    def ceiling(self) -> Decimal | None:
        """Return the lower of the call's ceiling and the tenant's; None when there is neither."""
        both = [each for each in (self.cost_ceiling, self.policy.cost_ceiling) if each is not None]
        return min(both, default=None)
