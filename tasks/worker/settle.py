"""What an outcome of execution means for the task: the move that `finish` commits; no I/O."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings

from orchestration.errors import PROBLEM_URN
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
from orchestration.routing.fleet import LOCAL
from tasks.lifecycle import Actor, Priority, State
from tasks.models import Attempt
from tasks.queues import demand_of
from tasks.services.failures import (
    after_failure,
    deadline_problem,
    timeout_problem,
    unstorable_problem,
)
from tasks.services.finishing import Child, Finish
from tasks.services.rerouting import Place
from tasks.services.submission import SubmitRequest
from tasks.services.workers import loss_delay_s
from tasks.transitions import Claim, Move

Outcome = Attempt.Outcome


_NOTHING_TO_WAIT_FOR = {
    "type": PROBLEM_URN + "nothing-to-wait-for",
    "title": "The task waits for nothing",
    "status": 500,
    "detail": "The kind asked to wait for children and named none; nothing would ever resume it.",
    "mend": "The kind must name its children, or end.",
}


@dataclass(frozen=True, slots=True)
class Settler:
    """Turns outcomes into finishes for one incarnation."""

    worker_id: UUID
    by: str

    def settle(self, claim: Claim, outcome: RunOutcome) -> Finish | None:
        """Return what is to be committed, or None when the lease is known to be lost."""
        if isinstance(outcome, Succeeded):
            return self._succeeded(claim, outcome)
        if isinstance(outcome, Failed):
            kind = Outcome.CRASHED if outcome.crashed else Outcome.FAILED
            return self._failed(claim, kind, outcome.error, retryable=outcome.retryable)
        if isinstance(outcome, RetryLater):
            return self._postponed(claim, outcome)
        if isinstance(outcome, Waiting):
            return self._waiting(claim, outcome)
        if isinstance(outcome, Rerouted):
            return self._rerouted(claim, outcome)
        return self._stopped(claim, outcome)

    def _move(self, claim: Claim, target: State, attempt: str, **more: Any) -> Move:
        return Move(
            task_id=claim.task_id,
            epoch=claim.epoch,
            source=State.RUNNING,
            target=target,
            actor=Actor.WORKER,
            by=self.by,
            worker_id=self.worker_id,
            attempt=attempt,
            **more,
        )

    def _succeeded(self, claim: Claim, outcome: Succeeded) -> Finish:
        try:
            size = _size_of(outcome)
        except TypeError as error:
            return self._refused(claim, unstorable_problem(str(error)))
        if size > settings.SWITCHYARD.limits.result_bytes:
            return self._refused(claim, _too_large(size))
        move = self._move(
            claim,
            State.SUCCEEDED,
            Outcome.SUCCEEDED,
            result=outcome.result,
            ledger=outcome.ledger,
        )
        return Finish(move, claim.tenant_id, result_bytes=size)

    def _refused(self, claim: Claim, error: dict[str, Any]) -> Finish:
        return self._failed(claim, Outcome.FAILED, error, retryable=False)

    def _failed(
        self, claim: Claim, kind: Outcome, error: dict[str, Any], *, retryable: bool
    ) -> Finish:
        move = after_failure(
            task_id=claim.task_id,
            epoch=claim.epoch,
            attempts=claim.attempts,
            max_attempts=claim.max_attempts,
            actor=Actor.WORKER,
            outcome=kind,
            error=error,
            retryable=retryable,
            worker_id=self.worker_id,
            by=self.by,
        )
        return Finish(move, claim.tenant_id)

    def _postponed(self, claim: Claim, outcome: RetryLater) -> Finish:
        move = self._move(
            claim,
            State.SCHEDULED,
            Outcome.POSTPONED,
            loss=True,
            delay_s=max(outcome.after_s, loss_delay_s(claim.losses)),
            event="postponed",
            data={"reason": outcome.reason},
        )
        return Finish(move, claim.tenant_id)

    def _waiting(self, claim: Claim, outcome: Waiting) -> Finish:
        if not outcome.children:
            return self._failed(claim, Outcome.FAILED, _NOTHING_TO_WAIT_FOR, retryable=False)
        move = self._move(
            claim,
            State.WAITING,
            Outcome.WAITING,
            children=len(outcome.children),
            fail_with_child=outcome.on_child_failure == "fail",
            data={"children": len(outcome.children)},
        )
        children = [_child(child, claim) for child in outcome.children]
        return Finish(move, claim.tenant_id, children)

    def _rerouted(self, claim: Claim, outcome: Rerouted) -> Finish:
        data = {"from": claim.model, "to": f"{LOCAL}/{outcome.model}"}
        move = self._move(claim, State.SCHEDULED, Outcome.RETURNED, event="rerouted", data=data)
        place = Place(
            model=outcome.model,
            device="any",
            demand=demand_of(claim.kind, outcome.model, "any"),
            queue=outcome.queue,
            leaves=outcome.leaves,
            decision=outcome.decision,
        )
        return Finish(move, claim.tenant_id, place=place)

    def _stopped(self, claim: Claim, outcome: Stopped) -> Finish | None:
        if outcome.reason == "lease_lost":
            return None
        if outcome.reason == "cancelled":
            return Finish(self._move(claim, State.CANCELLED, Outcome.CANCELLED), claim.tenant_id)
        if outcome.reason == "timeout":
            return self._timed_out(claim)
        move = self._move(claim, State.SCHEDULED, Outcome.RETURNED, event="returned")
        return Finish(move, claim.tenant_id)

    def _timed_out(self, claim: Claim) -> Finish:
        if claim.ends_at_deadline:
            move = self._move(claim, State.EXPIRED, Outcome.EXPIRED, error=deadline_problem())
            return Finish(move, claim.tenant_id)
        error = timeout_problem(round(claim.remaining_s, 3))
        return self._failed(claim, Outcome.TIMED_OUT, error, retryable=True)


def _size_of(outcome: Succeeded) -> int:
    """Return how many bytes a result and its ledger entries have as JSON.

    Raises:
        TypeError: they cannot be JSON.
    """
    return len(orjson.dumps([outcome.result, *outcome.ledger], default=str))


def _too_large(size: int) -> dict[str, Any]:
    most = settings.SWITCHYARD.limits.result_bytes
    return {
        "type": PROBLEM_URN + "result-too-large",
        "title": "The result is too large",
        "detail": f"The result has {size} bytes; at most {most} are stored.",
        "mend": "Ask for less at once, or have limits.result_bytes raised.",
    }


def _child(child: ChildRequest, claim: Claim) -> Child:
    level = Priority[child.priority] if child.priority else Priority(claim.priority)
    request = SubmitRequest(
        kind=child.kind, input=child.input, priority=level, model=child.model or None
    )
    return Child(request, child.step_key or "")
