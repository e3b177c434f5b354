"""What waits before our own models, computed from counts: pure."""

from uuid import UUID

import pytest

from orchestration.routing.fleet import Candidate, Load
from tasks.lifecycle import Priority
from tasks.selectors.pressure import EXACT, UNKNOWN_S, Pressure, Running, Server, Waiting

CHAT, OTHER = "chat/any/small", "chat/any/other"
PACES = {CHAT: 2.0, OTHER: 1.0}
FIRST, SECOND = UUID(int=1), UUID(int=2)
LOW, NORMAL, HIGH = Priority.LOW, Priority.NORMAL, Priority.HIGH


def server(
    name: UUID = FIRST, *held: str, slots: int = 4, device: str = "cpu", kind: str = "chat"
) -> Server:
    """Return a worker."""
    return Server(name, device, [kind, "echo"], slots, held or ("small",))


def load(pressure: Pressure, **facts: object) -> Load:
    """Return what stands before the model `small`."""
    candidate = Candidate("small", **facts)  # type: ignore[arg-type]
    return pressure.loads([candidate])["local/small"]


def wait_s(pressure: Pressure, level: int = NORMAL) -> float:
    """Return how long a request of that level waits."""
    return load(pressure).waits_ms[level] / 1000


def test_nothing_waits_where_nothing_is_to_do() -> None:
    found = load(Pressure([server(), server(SECOND)]))

    assert found == Load(servers=2)


@pytest.mark.parametrize(
    "servers",
    [
        [],
        [server(FIRST, "other")],
        [server(device="io", kind="embedding")],
    ],
)
def test_who_holds_no_copy_or_runs_no_such_kind_is_nobody(servers: list[Server]) -> None:
    assert load(Pressure(servers)).servers == 0


def test_what_waits_is_shared_by_all_slots_that_can_take_it() -> None:
    line = [Waiting(CHAT, NORMAL, 40)]

    assert wait_s(Pressure([server()], line, paces_s=PACES)) == 20
    assert wait_s(Pressure([server(), server(SECOND)], line, paces_s=PACES)) == 10


def test_only_what_is_as_urgent_goes_before() -> None:
    pressure = Pressure(
        [server()], [Waiting(CHAT, LOW, 400), Waiting(CHAT, HIGH, 4)], paces_s=PACES
    )

    assert [wait_s(pressure, level) for level in Priority] == [202, 2, 2, 0, 0]
    assert load(pressure).ahead == (404, 4, 4, 0, 0)


def test_tasks_for_other_models_of_the_same_worker_count_and_those_of_others_do_not() -> None:
    line = [Waiting(OTHER, NORMAL, 40)]

    assert wait_s(Pressure([server(FIRST, "small", "other")], line, paces_s=PACES)) == 10
    apart = [server(), server(SECOND, "other")]
    assert wait_s(Pressure(apart, line, paces_s=PACES)) == 0
    assert load(Pressure(apart, line, paces_s=PACES)).ahead == (0, 0, 0, 0, 0)


def test_the_worker_that_is_free_soonest_counts() -> None:
    both = [server(FIRST, "small", "other"), server(SECOND)]

    assert wait_s(Pressure(both, [Waiting(OTHER, NORMAL, 40)], paces_s=PACES)) == 0


def test_a_full_worker_is_half_through() -> None:
    full = [Running(FIRST, CHAT, 4)]

    assert wait_s(Pressure([server()], running=full, paces_s=PACES)) == 1
    assert wait_s(Pressure([server(slots=5)], running=full, paces_s=PACES)) == 0


def test_what_nobody_has_measured_is_given_a_usual_time() -> None:
    assert wait_s(Pressure([server(slots=1)], [Waiting(CHAT, NORMAL, 3)])) == 3 * UNKNOWN_S


def test_a_long_backlog_is_a_long_wait_though_its_end_is_not_counted() -> None:
    pressure = Pressure([server()], [Waiting("echo/any/", NORMAL, EXACT)], paces_s={"echo/any/": 1})

    assert wait_s(pressure) == EXACT / 4


def test_models_outside_have_no_load() -> None:
    assert not Pressure([server()]).loads([Candidate("large", provider="openai")])
