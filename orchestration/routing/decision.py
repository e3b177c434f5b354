"""What `choose` says: routes in order, who was left out, and why; storable as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Route:
    """One way to serve a request.

    Attributes:
        queue: The lane that the task waits in.
        provider: Who serves it; ``local`` for our own workers.
        model: By its name.
        version: Empty where there is but one.
        arm: Of a comparison of versions; empty when there is none.
        cost: Of the longest answer, as a decimal number in a string; None when not known.
        expected_ms: Until the first token, the wait included; None when not known.
        reasons: Why it stands at this place, for people. Never empty.
    """

    queue: str
    provider: str
    model: str
    version: str
    arm: str
    cost: str | None
    expected_ms: float | None
    reasons: tuple[str, ...]

    @property
    def id(self) -> str:
        """Return what names it among all candidates, as in `Candidate.id`."""
        at = f"@{self.version}" if self.version else ""
        return f"{self.provider}/{self.model}{at}"

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Route:
        """Undo `asdict` after JSON made lists of tuples."""
        return cls(**{**values, "reasons": tuple(values["reasons"])})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Who cannot serve the request.

    Attributes:
        id: The candidate's.
        reasons: All that speak against it, for people. Never empty.
    """

    id: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The whole answer.

    Attributes:
        strategy: Which one ordered the routes.
        routes: In the order in which they are tried; empty when nobody can serve.
        left_out: Everybody else.
        notes: What was not known when the choice was made.
    """

    strategy: str
    routes: tuple[Route, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON can hold; `from_dict` undoes it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Decision:
        """Read a stored decision."""
        return cls(
            strategy=values["strategy"],
            routes=tuple(Route.from_dict(each) for each in values["routes"]),
            left_out=tuple(
                LeftOut(each["id"], tuple(each["reasons"])) for each in values["left_out"]
            ),
            notes=tuple(values["notes"]),
        )


def money(amount: Decimal | None) -> str | None:
    """Return an amount as JSON keeps it, without an exponent."""
    return None if amount is None else f"{amount:f}"
