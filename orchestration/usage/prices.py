"""Which price holds for a model at a time, and setting prices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, transaction

from orchestration.access.services import audit
from orchestration.usage import sql
from orchestration.usage.costs import FREE, Rates
from orchestration.usage.errors import InvalidPrice
from orchestration.usage.records import Price

LOCAL: Final = "local"
"""Our own workers: free unless somebody set a price for this very provider."""

Model = tuple[str, str]
"""A provider and the model's name there."""

# The most telling row first: this provider before all, this model before a longer beginning of its
# name before a shorter one; and then the latest that has begun.
FIND_PRICES: Final = """
WITH clock AS (SELECT coalesce(%(now)s::timestamptz, now()) AS at)
SELECT q.provider, q.model, clock.at, p.input, p.output,
       coalesce(p.cached, p.input), coalesce(p.cache_written, p.input)
  FROM clock
 CROSS JOIN unnest(%(providers)s::text[], %(models)s::text[]) AS q (provider, model)
  LEFT JOIN LATERAL (
           SELECT * FROM usage_price
            WHERE (provider = q.provider OR provider = '*' AND q.provider <> 'local')
              AND (model = q.model
                   OR right(model, 1) = '*' AND starts_with(q.model, left(model, -1)))
              AND starts_at <= clock.at
            ORDER BY provider = '*', model <> q.model, length(model) DESC, starts_at DESC
            LIMIT 1) p ON true
"""


def rates_of(
    models: Iterable[Model], now: datetime | None = None
) -> tuple[datetime, dict[Model, Rates | None]]:
    """Return the time of the database (or `now`), and each model's rates then. Queries: one.

    Args:
        models: At least one; those without a price have None, except local ones, which are free.
        now: Another time, for tests and reports.
    """
    return read_rates(sql.fetch(FIND_PRICES, price_params(models, now)))


def price_params(models: Iterable[Model], now: datetime | None) -> dict[str, Any]:
    """Return the parameters of `FIND_PRICES`."""
    wanted = list(models)
    return {
        "now": now,
        "providers": [provider for provider, _ in wanted],
        "models": [model for _, model in wanted],
    }


def read_rates(rows: list[sql.Row]) -> tuple[datetime, dict[Model, Rates | None]]:
    """Return the time and the rates that `FIND_PRICES` found; at least one model was asked for."""
    return rows[0][2], {(row[0], row[1]): _rates(row[0], row[3:]) for row in rows}


def _rates(provider: str, values: tuple[Decimal | None, ...]) -> Rates | None:
    numbers = [value for value in values if value is not None]
    if not numbers:
        return FREE if provider == LOCAL else None
    return Rates(*numbers)


def set_price(
    provider: str,
    model: str,
    *,
    input: Decimal,  # noqa: A002 - the price's own name
    output: Decimal,
    cached: Decimal | None = None,
    cache_written: Decimal | None = None,
    starts_at: datetime | None = None,
    note: str = "",
    actor: str,
) -> Price:
    """Add a dated price; earlier ones stay, and hold for the calls of their time. Queries: two.

    Args:
        provider: A name, or ``*`` for all but local.
        model: The provider's name for it; with ``*`` at its end for whatever follows.
        input: Per million tokens read, in the installation's currency, at most 6 decimals.
        output: Per million tokens written.
        cached: Per million read from the provider's cache; as `input` when None.
        cache_written: Per million written to it; as `input` when None.
        starts_at: From when on it holds; now by default.
        note: Where it comes from.
        actor: Who does it, for the audit log.

    Raises:
        InvalidPrice: A part is wrong, or there is one of the same time already.
    """
    dated = {} if starts_at is None else {"starts_at": starts_at}
    price = Price(
        provider=provider,
        model=model,
        input=input,
        output=output,
        cached=cached,
        cache_written=cache_written,
        note=note,
        **dated,
    )
    _check(price)
    _store(price, actor)
    return price


def _store(price: Price, actor: str) -> None:
    try:
        with transaction.atomic():
            price.save(force_insert=True)
            audit(
                actor=actor, action="add", subject_type="price", subject_id=str(price.pk),
                name=str(price),
            )  # fmt: skip
    except IntegrityError:
        raise InvalidPrice(
            f"{price} has a price from that time on already.",
            field="starts_at",
            value=price.starts_at,
            mend="Choose a later time; prices are added, never changed.",
        ) from None


def delete_price(price: Price, *, actor: str) -> None:
    """Delete a price; calls that it was used for keep their cost. Queries: two."""
    with transaction.atomic():
        audit(
            actor=actor, action="delete", subject_type="price", subject_id=str(price.pk),
            name=str(price),
        )  # fmt: skip
        price.delete()


def _check(price: Price) -> None:
    from django.core.exceptions import ValidationError

    try:
        price.clean_fields(exclude=["starts_at"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise InvalidPrice(
            f"{field}: {' '.join(messages)}",
            field=field,
            value=str(getattr(price, field)),
            mend="Prices are 0 or more per million tokens, with at most 6 decimals.",
        ) from None
