"""The hourly statistics."""

import pytest

from tasks.lifecycle import State
from tasks.selectors.statistics import last_hours
from tests.factories import make_task, make_tenant

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_hour_without_tasks_has_no_statistics() -> None:
    assert last_hours() == []


def test_each_kind_is_told_with_its_ends_and_times() -> None:
    tenant = make_tenant()
    for state in (State.SUCCEEDED, State.SUCCEEDED, State.FAILED, State.CANCELLED, State.QUEUED):
        make_task(tenant, state=state)
    (echo,) = last_hours()
    assert (echo["ended"], echo["succeeded"], echo["failed"], echo["stopped"]) == (4, 2, 1, 1)
    assert all(0 <= seconds < 60 for seconds in [*echo["waited_s"], *echo["ran_s"]])
