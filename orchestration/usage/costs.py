"""What tokens cost at given rates; pure, and exact: no amount is ever rounded."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from orchestration.usage.wanted import Ended, Used

MILLION: Final = Decimal(1_000_000)
NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Tokens:
    """A number of tokens of each sort; `minus` of two may be negative."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    cache_written_tokens: int = 0
    reasoning_tokens: int = 0

    @classmethod
    def of(cls, used: Used) -> Tokens:
        """Return what a provider counted, without what cannot be: less than nothing."""
        return cls(
            max(0, used.prompt_tokens),
            max(0, used.completion_tokens),
            max(0, used.cached_tokens),
            max(0, used.cache_written_tokens),
            max(0, used.reasoning_tokens),
        )

    @property
    def counted(self) -> int:
        """What budgets of tokens count: read and written."""
        return self.prompt_tokens + self.completion_tokens

    def minus(self, other: Tokens) -> Tokens:
        """Return the difference."""
        return Tokens(
            self.prompt_tokens - other.prompt_tokens,
            self.completion_tokens - other.completion_tokens,
            self.cached_tokens - other.cached_tokens,
            self.cache_written_tokens - other.cache_written_tokens,
            self.reasoning_tokens - other.reasoning_tokens,
        )


@dataclass(frozen=True, slots=True)
class Rates:
    """Prices per million tokens, in the installation's currency."""

    input: Decimal
    output: Decimal
    cached: Decimal
    cache_written: Decimal

    @classmethod
    def stored(cls, values: list[Decimal] | None) -> Rates | None:
        """Return rates as the ledger keeps them; None where there was no price."""
        return None if values is None else cls(*values)

    def to_store(self) -> list[Decimal]:
        """Return them as the ledger keeps them."""
        return [self.input, self.output, self.cached, self.cache_written]

    def cost(self, tokens: Tokens) -> Decimal:
        """Return what tokens cost. Those that are cached and newly cached are part of the prompt;
        a provider that counts more of them than the prompt has is believed."""
        apart = tokens.cached_tokens + tokens.cache_written_tokens
        return (
            max(0, tokens.prompt_tokens - apart) * self.input
            + tokens.cached_tokens * self.cached
            + tokens.cache_written_tokens * self.cache_written
            + tokens.completion_tokens * self.output
        ) / MILLION

    def worst(self, tokens: Tokens) -> Decimal:
        """Return what they cost at most, however much of the prompt is cached or written."""
        dearest = max(self.input, self.cached, self.cache_written)
        return (tokens.prompt_tokens * dearest + tokens.completion_tokens * self.output) / MILLION


FREE: Final = Rates(NOTHING, NOTHING, NOTHING, NOTHING)


@dataclass(frozen=True, slots=True)
class Spent:
    """What a line of the ledger adds to all sums.

    Attributes:
        tokens: Read, written and so on.
        cost: In the installation's currency; None when nobody set a price.
        calls: 1 for the line that first says how a call ended.
        failures: 1 when it failed or was lost; -1 when a correction knows better.
        estimated: 1 when it is the worst case; -1 when a correction knows better.
        unpriced: 1 when there was no price.
    """

    tokens: Tokens
    cost: Decimal | None
    calls: int = 0
    failures: int = 0
    estimated: int = 0
    unpriced: int = 0

    def amount(self, unit: str) -> Decimal:
        """Return how much a budget of money or tokens counts."""
        if unit == "tokens":
            return Decimal(self.tokens.counted)
        return NOTHING if self.cost is None else self.cost


_FAILED: Final = frozenset({"failed", "lost"})


def spent(ended: Ended, worst: Tokens, worst_cost: Decimal | None, rates: Rates | None) -> Spent:
    """Return what a call came to.

    Args:
        ended: How it ended; an answer from our own cache cost nothing.
        worst: What was reserved, which stands when nobody knows better.
        worst_cost: What that costs.
        rates: Prices of when it began; None when nobody set one.
    """
    failures = int(ended.outcome in _FAILED)
    if ended.outcome == "cached":
        return Spent(Tokens(), NOTHING, calls=1)
    tokens = worst if ended.usage is None else Tokens.of(ended.usage)
    cost = worst_cost if ended.usage is None else cost_of(tokens, rates)
    return Spent(
        tokens,
        cost,
        calls=1,
        failures=failures,
        estimated=int(ended.usage is None),
        unpriced=int(cost is None),
    )


def cost_of(tokens: Tokens, rates: Rates | None) -> Decimal | None:
    """Return what tokens cost; None without a price, except of nothing, which costs nothing."""
    if rates is None:
        return None if tokens.counted else NOTHING
    return rates.cost(tokens)


def worst_of(tokens: Tokens, rates: Rates | None) -> Decimal | None:
    """Return what tokens cost at most; None without a price, as `cost_of` does."""
    return cost_of(tokens, None) if rates is None else rates.worst(tokens)


def correction(known: Spent, assumed: Spent) -> Spent:
    """Return what must be added to what was assumed, that it comes to what is known."""
    cost = None if known.cost is None or assumed.cost is None else known.cost - assumed.cost
    return Spent(
        known.tokens.minus(assumed.tokens),
        cost,
        calls=0,
        failures=known.failures - assumed.failures,
        estimated=known.estimated - assumed.estimated,
        unpriced=known.unpriced - assumed.unpriced,
    )
