"""How long models take to answer, by the last answers of each: measured, not promised.

Those of models outside are kept as their calls are settled, those of our own as workers commit what
they answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from orchestration.recent import Recent
from orchestration.usage import sql
from orchestration.usage.prices import LOCAL
from orchestration.usage.records import Delay

FRESH_S: Final = 300
"""What nobody has asked for so long may be another one by now."""

KEEP_DELAYS: Final = f"""
INSERT INTO usage_delay AS d (provider, model, first_token_ms, ms)
SELECT provider, model,
       coalesce((array_agg(first_token_ms) FILTER (WHERE first_token_ms IS NOT NULL))
                [1:{Delay.KEPT}], '{{}}'),
       (array_agg(ms))[1:{Delay.KEPT}]
  FROM given WHERE outcome = 'ok' AND ms IS NOT NULL
 GROUP BY provider, model ORDER BY provider, model
    ON CONFLICT (provider, model) DO UPDATE
   SET first_token_ms = (excluded.first_token_ms || d.first_token_ms)[1:{Delay.KEPT}],
       ms = (excluded.ms || d.ms)[1:{Delay.KEPT}], measured_at = now()
"""
"""Keeps what answers took; they stand in `given`, with provider, model, outcome and both times."""

_KEEP_OURS: Final = f"""
WITH given AS (
    SELECT '{LOCAL}' AS provider, model, 'ok' AS outcome, ms, first_token_ms
      FROM json_to_recordset(%(rows)s::json) AS g (model text, ms float8, first_token_ms float8)
)
{KEEP_DELAYS}
"""
_READ: Final = """
SELECT provider, model, measured_at,
       (SELECT percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY ms)
          FROM unnest(CASE WHEN first_token_ms = '{}' THEN d.ms ELSE first_token_ms END) AS t (ms))
  FROM usage_delay d WHERE measured_at > now() - make_interval(secs => %(fresh_s)s)
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """How long one of our own models took for one answer.

    Attributes:
        model: By its name.
        ms: From when a worker had the task to the end.
        first_token_ms: To the first token; None of a model that draws none.
    """

    model: str
    ms: float
    first_token_ms: float | None = None


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


def keep_ours(answers: Sequence[Answered]) -> None:
    """Keep how long our own models took. Queries: one, on one round trip that waits for no disk.

    A crash of the database may forget the last of them.

    Raises:
        django.db.DatabaseError: Nothing was kept.
    """
    with sql.together() as trips:
        trips.send(sql.HASTILY, {})
        trips.send(_KEEP_OURS, {"rows": sql.rows([asdict(each) for each in answers])})


def read_delays() -> Mapping[tuple[str, str], Measured]:
    """Return how long the models take that were asked lately, by provider and the provider's name;
    our own are `local` and named as we name them.

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
