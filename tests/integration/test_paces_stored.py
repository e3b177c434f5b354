"""What the leader keeps of how long tasks run."""

from __future__ import annotations

import pytest

from tasks import sql
from tasks.dispatcher.pace import Paces

pytestmark = pytest.mark.django_db


def test_the_next_leader_starts_from_it_and_nobody_waits_for_its_commit() -> None:
    paces, after = Paces(), Paces()
    paces.add("echo/any/", 3.0)
    assert sql.fetch("SHOW synchronous_commit") == [("on",)]
    paces.store()
    assert sql.fetch("SHOW synchronous_commit") == [("off",)], "until its transaction ends"
    after.load()
    assert after.expected_s("echo/any/") == 3.0
