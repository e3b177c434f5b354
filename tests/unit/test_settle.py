"""What an outcome of execution means for its task."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from orchestration.ids import uuid7
from orchestration.outcomes import (
    ChildRequest,
    Failed,
    Rerouted,
    RetryLater,
    RunOutcome,
    Stopped,
    Succeeded,
    Waiting,
)
from orchestration.routing.decision import Decision
from tasks.lifecycle import Actor, Priority, State
from tasks.services.finishing import Finish
from tasks.transitions import Claim
from tasks.worker.settle import Settler

WORKER = uuid7()
CLAIM = Claim(
    task_id=uuid7(), epoch=5, tenant_id=uuid7(), parent_id=None, kind="echo", input={}, model="",
    priority=Priority.HIGH, attempts=0, max_attempts=3, losses=0, idempotency_key=None,
    deadline=None, remaining_s=30.0, resumed=False,
)  # fmt: skip
HERE = Rerouted("small", "local", frozenset({"external"}), Decision("cheapest", (), ()))
PROBLEM = {"type": "urn:test", "title": "It failed"}


def settle(outcome: RunOutcome, **claim: Any) -> Finish:
    finish = Settler(WORKER, "worker:test").settle(replace(CLAIM, **claim), outcome)
    assert finish is not None
    return finish


@pytest.mark.parametrize(
    ("outcome", "claim", "target", "attempt", "counts"),
    [
        (Succeeded({"ok": 1}), {}, State.SUCCEEDED, "succeeded", False),
        (Failed(PROBLEM, retryable=True), {}, State.SCHEDULED, "failed", True),
        (Failed(PROBLEM, retryable=False), {}, State.FAILED, "failed", True),
        (Failed(PROBLEM, retryable=True), {"attempts": 2}, State.FAILED, "failed", True),
        (Failed(PROBLEM, retryable=True, crashed=True), {}, State.SCHEDULED, "crashed", True),
        (RetryLater(0, "busy"), {"attempts": 2}, State.SCHEDULED, "postponed", False),
        (HERE, {"attempts": 2}, State.SCHEDULED, "returned", False),
        (Stopped("cancelled"), {}, State.CANCELLED, "cancelled", False),
        (Stopped("shutdown"), {"attempts": 2}, State.SCHEDULED, "returned", False),
        (Stopped("timeout"), {}, State.SCHEDULED, "timed_out", True),
        (Stopped("timeout"), {"attempts": 2}, State.FAILED, "timed_out", True),
    ],
)
def test_each_outcome_has_its_move(
    outcome: RunOutcome, claim: dict[str, Any], target: State, attempt: str, counts: bool
) -> None:
    move = settle(outcome, **claim).move
    assert (move.target, move.attempt, move.failure) == (target, attempt, counts)


def test_every_move_is_guarded_by_the_epoch_and_the_worker() -> None:
    move = settle(Succeeded({})).move
    assert (move.source, move.epoch, move.worker_id) == (State.RUNNING, 5, WORKER)
    assert (move.actor, move.by) == (Actor.WORKER, "worker:test")


def test_a_lost_lease_commits_nothing() -> None:
    assert Settler(WORKER, "worker:test").settle(CLAIM, Stopped("lease_lost")) is None


def test_a_time_out_at_the_deadline_expires_the_task() -> None:
    move = settle(Stopped("timeout"), ends_at_deadline=True).move
    assert move.target == State.EXPIRED
    assert move.error is not None
    assert move.error["type"].endswith("deadline-passed")


def test_a_time_out_before_the_deadline_leaves_room_for_another_attempt() -> None:
    deadline = datetime.now(UTC) - timedelta(hours=1)  # as a clock that is wrong would see it
    move = settle(Stopped("timeout"), deadline=deadline, ends_at_deadline=False).move
    assert move.target == State.SCHEDULED


def test_what_was_postponed_again_and_again_comes_back_later_and_later() -> None:
    delays = [settle(RetryLater(0.5, "busy"), losses=losses).move.delay_s for losses in (0, 2, 9)]
    assert delays == [0.5, 0.5, 60.0]


def test_a_result_of_the_largest_size_passes_and_one_byte_more_fails_for_good(
    settings: LazySettings,
) -> None:
    settings.SWITCHYARD = settings.SWITCHYARD.model_copy(
        update={"limits": settings.SWITCHYARD.limits.model_copy(update={"result_bytes": 100})}
    )
    frame = len('[{"text":""}]')
    fits = settle(Succeeded({"text": "x" * (100 - frame)})).move
    too_large = settle(Succeeded({"text": "x" * (101 - frame)})).move
    assert fits.target == State.SUCCEEDED
    assert (too_large.target, too_large.result) == (State.FAILED, None)
    assert too_large.error is not None
    assert "101 bytes; at most 100" in too_large.error["detail"]


@pytest.mark.parametrize("result", [{"text": "\ud800"}, {"n": 2**80}, {1: "key"}])
def test_a_result_that_is_no_json_fails_its_task_for_good(result: dict[str, Any]) -> None:
    move = settle(Succeeded(result)).move
    assert move.target == State.FAILED
    assert move.error is not None
    assert move.error["type"].endswith("result-not-storable")


def test_ledger_rows_that_are_no_json_fail_it_too() -> None:
    assert settle(Succeeded({}, ledger=({"text": "\udfff"},))).move.target == State.FAILED


def test_children_take_their_parents_level_unless_they_name_one() -> None:
    children = (ChildRequest("echo", {}), ChildRequest("echo", {}, priority="LOW", step_key="b"))
    finish = settle(Waiting(children, "fail"))
    assert [child.request.priority for child in finish.children] == [Priority.HIGH, Priority.LOW]
    assert [child.step_key for child in finish.children] == ["", "b"]
    assert (finish.move.children, finish.move.fail_with_child) == (2, True)
