"""How long providers' models take to answer, by the last calls of each: measured, not promised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from orchestration.recent import Recent
from orchestration.usage import sql

FRESH_S: Final = 300
"""What nobody has asked for so long may be another one by now."""

_READ: Final = """
SELECT provider, model, measured_at,
       (SELECT percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY ms)
          FROM unnest(CASE WHEN first_token_ms = '{}' THEN d.ms ELSE first_token_ms END) AS t (ms))
  FROM usage_delay d WHERE measured_at > now() - make_interval(secs => %(fresh_s)s)
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """How long one model takes.

    Attributes:
        p50_ms: Of half of its last answers the first token came sooner; where none was streamed,
            the whole answer did.
        p95_ms: Likewise for 95 of 100.
        at: When the last of them ended.
    """

    p50_ms: float
    p95_ms: float
    at: datetime


def read_delays() -> Mapping[tuple[str, str], Measured]:
    """Return how long the models take that were asked lately, by provider and the provider's name.

    Queries: one, over a row for each model.
    """
    rows = sql.fetch(_READ, {"fresh_s": FRESH_S})
    return {(provider, model): Measured(p50, p95, at) for provider, model, at, (p50, p95) in rows}


_recent = Recent(read_delays)


def recent_delays() -> Mapping[tuple[str, str], Measured]:
    """Return what `read_delays` told a second ago at most. Queries: one a second per process."""
    return _recent.get()


def forget() -> None:
    """Read anew next time."""
    _recent.forget()
