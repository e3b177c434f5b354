"""What is to go wrong when: a plan of injuries drawn from a seed; pure."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import cycle, islice


class Blow(StrEnum):
    """A way to injure a cluster."""

    KILL = "kill"
    """SIGKILL for one process."""
    RESTART_POSTGRES = "restart postgres"
    """A fast shutdown and a new start."""
    CRASH_POSTGRES = "crash postgres"
    """SIGKILL for the server; it recovers from its log."""
    EMPTY_REDIS = "empty redis"
    """SIGKILL for the server; the next one starts without data."""


@dataclass(frozen=True, slots=True)
class Injury:
    """One blow.

    Attributes:
        at_s: when, in seconds from the start of the storm.
        blow: what.
        member: the name of the process that a `KILL` hits.
    """

    at_s: float
    blow: Blow
    member: str = ""


def plan(seed: int, members: Sequence[str], *, kills: int, duration_s: float) -> list[Injury]:
    """Return the injuries of one storm in order: kills, one database restart, one empty Redis.

    Kills are spread evenly over the members in random order; all blows fall at random times.
    The database restart is a clean one for odd seeds and a crash for even ones.
    """
    dice = random.Random(seed)
    victims = [*islice(cycle(dice.sample(members, len(members))), kills)]
    restart = Blow.RESTART_POSTGRES if seed % 2 else Blow.CRASH_POSTGRES
    blows = [(Blow.KILL, name) for name in victims] + [(restart, ""), (Blow.EMPTY_REDIS, "")]
    dice.shuffle(blows)
    times = sorted(dice.uniform(0.05, 1.0) * duration_s for _ in blows)
    return [Injury(at_s, *blow) for at_s, blow in zip(times, blows, strict=True)]
