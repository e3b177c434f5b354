"""Which of the versions that a label points to a key gets: by weight, the same each time. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.errors import InvalidInput
from orchestration.routing.arms import mark

MOST_TARGETS = 10
HIGHEST_WEIGHT = 1_000_000.0


@dataclass(frozen=True, slots=True)
class Target:
    """A version that a label points to, and its part of the keys; weight 0 draws none."""

    version: int
    weight: float = 1.0

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return {"version": self.version, "weight": self.weight}


def draw(targets: Sequence[Target], key: str, *names: str) -> Target:
    """Return the target of a key; the same key and names draw the same one in every process.

    When weights change, only as many keys move as must.
    """

    def order(each: Target) -> tuple[float, int]:
        return mark(each.weight, key, *names, str(each.version)), each.version

    return max(targets, key=order)


def checked(targets: Sequence[Target]) -> tuple[Target, ...]:
    """Return targets that a label can have, by version.

    Raises:
        InvalidInput: There are none or too many, one stands twice, or the weights make no draw.
    """
    if not 0 < len(targets) <= MOST_TARGETS:
        raise _wrong("targets", len(targets), f"Name one to {MOST_TARGETS} versions.")
    versions = [each.version for each in targets]
    if len(set(versions)) < len(versions):
        raise _wrong("targets", versions, "Name each version once.")
    for place, each in enumerate(targets):
        if not (math.isfinite(each.weight) and 0 <= each.weight <= HIGHEST_WEIGHT):
            mend = f"Use a number from 0 to {HIGHEST_WEIGHT:g}."
            raise _wrong(f"targets.{place}.weight", each.weight, mend)
    if not any(each.weight for each in targets):
        raise _wrong("targets", 0, "Give at least one version a weight above 0.")
    return tuple(sorted(targets, key=lambda each: each.version))


def targets_of(stored: Sequence[Mapping[str, Any]]) -> tuple[Target, ...]:
    """Read stored targets."""
    return tuple(Target(int(each["version"]), float(each["weight"])) for each in stored)


def _wrong(field: str, value: object, mend: str) -> InvalidInput:
    return InvalidInput(f"{field} cannot be used for a label.", field=field, value=value, mend=mend)
