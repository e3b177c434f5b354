"""What tokens cost, exactly, and when budgets begin anew."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.calls.ports import Payer
from orchestration.ids import uuid7
from orchestration.usage.costs import FREE, Rates, Spent, Tokens, correction, spent
from orchestration.usage.errors import BudgetExhausted, plain
from orchestration.usage.room import Counter, Room, renewal
from orchestration.usage.settling import Lost
from tests.ledgers import ended, wanted

PAYER = Payer(uuid7(), tenant="acme")
rate = st.decimals(0, 1000, places=6)
count = st.integers(0, 10**9)
rates = st.builds(Rates, rate, rate, rate, rate)


@given(rates, count, count, st.data())
def test_nothing_costs_more_than_its_worst_and_nothing_is_rounded(
    prices: Rates, read: int, written: int, data: st.DataObject
) -> None:
    cached = data.draw(st.integers(0, read))
    newly = data.draw(st.integers(0, read - cached))
    cost = prices.cost(Tokens(read, written, cached, newly))
    assert 0 <= cost <= prices.worst(Tokens(read, written))
    exact = (
        (read - cached - newly) * prices.input + cached * prices.cached
        + newly * prices.cache_written + written * prices.output
    )  # fmt: skip
    assert cost * 10**6 == exact
    assert cost == cost.quantize(Decimal("1e-12"))


@given(rates, count, count, count, count)
def test_what_was_assumed_and_its_correction_come_to_what_is_known(
    prices: Rates, read: int, written: int, most_read: int, most_written: int
) -> None:
    worst = Tokens(most_read, most_written)
    call = wanted(PAYER)
    known = spent(ended(call, read, written), worst, prices.worst(worst), prices)
    assumed = spent(Lost(call.call_id), worst, prices.worst(worst), prices)
    added = correction(known, assumed)
    assert added.cost is not None
    assert assumed.cost is not None
    assert assumed.cost + added.cost == known.cost
    assert assumed.tokens.counted + added.tokens.counted == known.tokens.counted
    for name in ("calls", "failures", "estimated", "unpriced"):
        assert getattr(assumed, name) + getattr(added, name) == getattr(known, name)


def test_what_a_provider_counts_below_zero_is_nothing() -> None:
    assert Tokens.of(Tokens(-5, -1, -2)) == Tokens()


def test_an_unknown_cost_adds_nothing_to_money_and_everything_to_tokens() -> None:
    line = Spent(Tokens(3, 4), None)
    assert [line.amount("money"), line.amount("tokens")] == [0, 7]


@pytest.mark.parametrize(
    ("period", "starts_on", "renews_at"),
    [
        ("day", date(2026, 12, 31), datetime(2027, 1, 1, tzinfo=UTC)),
        ("day", date(2028, 2, 28), datetime(2028, 2, 29, tzinfo=UTC)),
        ("month", date(2026, 12, 1), datetime(2027, 1, 1, tzinfo=UTC)),
        ("month", date(2026, 2, 1), datetime(2026, 3, 1, tzinfo=UTC)),
        ("month", date(2026, 1, 1), datetime(2026, 2, 1, tzinfo=UTC)),
    ],
)
def test_budgets_renew_by_the_calendar(period: str, starts_on: date, renews_at: datetime) -> None:
    assert renewal(period, starts_on) == renews_at


@pytest.mark.parametrize(
    ("amount", "text"),
    [("5.000000000000", "5"), ("0.001200", "0.0012"), ("1E+3", "1000"), ("0", "0"), ("10", "10")],
)
def test_amounts_are_written_plainly(amount: str, text: str) -> None:
    assert plain(Decimal(amount)) == text


def room_of(*counters: Counter) -> Room:
    return Room(datetime(2026, 5, 31, 23, 59, tzinfo=UTC), "USD", list(counters))


def counter(unit: str, period: str, limit: str, taken: str, *, enabled: bool = True) -> Counter:
    day = date(2026, 5, 31 if period == "day" else 1)
    amounts = (Decimal(limit), enabled, Decimal(taken))
    return Counter(1, uuid7(), PAYER.tenant_id, None, unit, period, day, *amounts)


def test_a_call_takes_room_everywhere_or_nowhere() -> None:
    wide, narrow = counter("tokens", "month", "9000", "0"), counter("money", "day", "1", "0.999")
    with pytest.raises(BudgetExhausted) as caught:
        room_of(wide, narrow).take(wanted(PAYER), Decimal("0.002"))
    assert [wide.added, narrow.added] == [0, 0]
    assert "money budget per day of the tenant acme is 1 USD; 0.999 are used" in str(caught.value)
    assert caught.value.retry_after_s == 60
    room_of(wide, narrow).take(wanted(PAYER), Decimal("0.001"))
    assert [wide.added, narrow.taken] == [2000, 1]


@pytest.mark.parametrize(
    ("unit", "limit", "taken", "advised"),
    [
        ("tokens", "5000", "3500", True),
        ("tokens", "5000", "3999", True),
        ("tokens", "5000", "4000", False),
        ("tokens", "5", "0", False),
        ("money", "1", "0.998", True),
        ("money", "1", "0.9999", False),
        ("money", "0", "0", False),
    ],
)
def test_fewer_tokens_are_advised_only_where_they_would_fit(
    unit: str, limit: str, taken: str, *, advised: bool
) -> None:
    """A thousand tokens are read, and a thousand written at twice the price."""
    one, two = Decimal("0.000001") * 10**6, Decimal("0.000002") * 10**6
    rates = Rates(one, two, one, one)
    cost = rates.worst(Tokens(1000, 1000))
    with pytest.raises(BudgetExhausted) as caught:
        room_of(counter(unit, "day", limit, taken)).take(wanted(PAYER), cost, rates)
    assert ("max_tokens" in str(caught.value.mend)) is advised
    assert "or have the budget raised" in str(caught.value.mend)


def test_what_costs_nothing_passes_a_budget_that_is_used_up() -> None:
    used_up = counter("money", "month", "1", "5")
    assert room_of(used_up).take(wanted(PAYER), FREE.worst(Tokens(10**6, 10**6))) == [1]


def test_a_budget_that_is_off_counts_what_passes_it() -> None:
    off = counter("tokens", "day", "1", "0", enabled=False)
    room_of(off).take(wanted(PAYER), None)
    assert off.added == 2000
