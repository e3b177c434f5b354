"""Virtual clocks: who has used how much, and where newcomers start."""

from uuid import UUID

from orchestration.ids import uuid7
from tasks.dispatcher.shares import Shares

A, B, C = uuid7(), uuid7(), uuid7()
EVEN: dict[UUID, float] = {}


def used(shares: Shares, tenant: UUID, seconds: float) -> None:
    """Let a tenant use exactly what it was charged for."""
    shares.settle(tenant, shares.charge(tenant, seconds, EVEN), seconds, EVEN)


def test_a_clock_runs_by_the_seconds_used_divided_by_the_weight() -> None:
    shares = Shares()
    shares.enter([A, B])
    weights = {A: 2.0, B: 0.5}
    for tenant in (A, B):
        shares.settle(tenant, shares.charge(tenant, 10, weights), 10, weights)
    assert (shares.clock(A), shares.clock(B)) == (5, 20)


def test_what_is_in_flight_counts_before_it_ends() -> None:
    shares = Shares()
    shares.enter([A])
    shares.charge(A, 3, EVEN)
    assert shares.clock(A) == 3


def test_a_newcomer_starts_where_the_one_who_used_least_stands() -> None:
    shares = Shares()
    shares.enter([A, B])
    used(shares, A, 10)
    used(shares, B, 30)
    shares.enter([A, B, C])
    assert shares.clock(C) == 10


def test_rest_is_not_saved_up() -> None:
    shares = Shares()
    shares.enter([A, B])
    shares.enter([A])
    used(shares, A, 100)
    shares.enter([A, B])
    assert shares.clock(B) == 100


def test_going_away_for_a_moment_wipes_nothing_out() -> None:
    shares = Shares()
    shares.enter([A, B])
    used(shares, B, 50)
    used(shares, A, 10)
    shares.enter([A])
    shares.enter([A, B])
    assert shares.clock(B) == 50


def test_tasks_that_turn_out_short_do_not_put_a_newcomer_behind() -> None:
    """What ran shorter than expected is given back; who came meanwhile must not pay for it."""
    shares = Shares()
    shares.enter([A])
    charges = [shares.charge(A, 60, EVEN) for _ in range(5)]
    shares.enter([A, B])
    for charge in charges:
        shares.settle(A, charge, 0.001, EVEN)
    assert shares.clock(B) <= shares.clock(A)


def test_a_weight_that_changes_in_flight_leaves_no_debt() -> None:
    shares = Shares()
    shares.enter([A])
    charge = shares.charge(A, 60, {A: 1.0})
    shares.settle(A, charge, 0, {A: 10.0})
    assert shares.clock(A) == 0


def test_tenants_that_rest_are_forgotten_once_that_changes_nothing() -> None:
    shares = Shares()
    resting = [uuid7() for _ in range(100)]
    shares.enter([A, *resting])
    used(shares, A, 1)
    shares.enter([A])
    assert shares.known == {A}
