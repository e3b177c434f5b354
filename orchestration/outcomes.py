"""What came of an attempt: one of six outcomes, which `tasks.services.finish` commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from orchestration.kinds.inputs import OnChildFailure
from orchestration.routing.decision import Decision


@dataclass(frozen=True, slots=True)
class ChildRequest:
    """A child task that a parent asks for; its input is validated like any other."""

    kind: str
    input: dict[str, Any]
    priority: str | None = None
    step_key: str | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Succeeded:
    """It is done; `ledger` rows are committed together with the result.

    `first_token_ms` is how long the engine took to the first token, where it drew any.
    """

    result: dict[str, Any]
    ledger: tuple[dict[str, Any], ...] = ()
    first_token_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """It failed; `crashed` says that native code died of this very attempt."""

    error: dict[str, Any]
    retryable: bool
    crashed: bool = False


@dataclass(frozen=True, slots=True)
class RetryLater:
    """Not now, and nobody is to blame; counts as no failure."""

    after_s: float
    reason: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """It goes on when these children are done."""

    children: tuple[ChildRequest, ...]
    on_child_failure: OnChildFailure = "resume"


@dataclass(frozen=True, slots=True)
class Stopped:
    """The stop signal was obeyed; `reason` is what it said."""

    reason: str


@dataclass(frozen=True, slots=True)
class Rerouted:
    """One of our own models serves it from now on; counts as no failure.

    Attributes:
        model: That one.
        queue: The lane of such tasks.
        leaves: Lanes of tasks on their way outside. In any other one it was put by who stored it,
            and it stays there.
        decision: Why.
    """

    model: str
    queue: str
    leaves: frozenset[str]
    decision: Decision


RunOutcome: TypeAlias = Succeeded | Failed | RetryLater | Waiting | Stopped | Rerouted
