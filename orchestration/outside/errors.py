"""Why nobody is asked."""
# ruff: noqa: N818 - named for what happened, like the tree it belongs to

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar, Final

from orchestration.errors import ContextOverflow, OperatorError, UserError
from orchestration.routing.decision import Decision

_SHOWN: Final = 5
_NOBODY: Final = "Nobody can serve {}."


def _why(decision: Decision) -> list[str]:
    shown = [f"{each.id}: {' '.join(each.reasons)}" for each in decision.left_out[:_SHOWN]]
    more = len(decision.left_out) - len(shown)
    return [*shown, *([f"and {more} more."] if more > 0 else [])]


def _told(wanted: str, decision: Decision, begins: str = _NOBODY) -> str:
    """Return what becomes of what was named, and why of each one."""
    return " ".join([begins.format(wanted), *_why(decision)])


class _LeavesOut(UserError):
    """Of all models that were named, none may or can be asked, whatever an operator mends.

    Attributes:
        decision: Who was left out, and why.
    """

    begins: ClassVar[str] = _NOBODY
    usual: ClassVar[str]
    """How it begins, with a place for what was named, and what to do about it."""

    def __init__(self, wanted: str, decision: Decision, *, mend: str = "") -> None:
        """Tell why each one is left out; `mend` says what to do in place of the usual."""
        self.decision = decision
        super().__init__(
            _told(wanted, decision, self.begins),
            field="model",
            value=wanted,
            mend=mend or self.usual,
        )


class PolicyForbids(_LeavesOut):
    """The tenant's policy allows none of the models that were named."""

    slug = "policy-forbids"
    title = "The tenant's policy does not allow it"
    status = HTTPStatus.FORBIDDEN
    begins = "The tenant's policy does not allow {}."
    usual = "Name another model, or have the policy of routing changed."


class BeyondModels(_LeavesOut):
    """None of the models that were named can do what the request asks for."""

    slug = "beyond-models"
    title = "No model can do what is asked"
    usual = "Name a model that can, or leave out what they lack."


class BeyondContexts(_LeavesOut, ContextOverflow):
    """The request fits the context of none of the models that were named."""

    usual = "Send less text, ask for a shorter answer, or name a model with a longer context."


class NobodyServes(OperatorError):
    """Of all models that were named, none can serve the request now.

    Attributes:
        decision: Who was left out, and why.
        retry_after_s: When somebody may be able to; None when that is not known.
        lasting: Whether nobody will be until an operator mends something.
    """

    slug = "no-route"
    title = "Nobody can serve the request"
    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(
        self,
        wanted: str,
        decision: Decision,
        retry_after_s: float | None = None,
        *,
        mend: str = "",
        lasting: bool = False,
    ) -> None:
        """Tell why each one cannot; `mend` says what to do in place of the usual."""
        self.decision = decision
        self.retry_after_s = retry_after_s
        self.lasting = lasting
        super().__init__(
            _told(wanted, decision),
            field="model",
            value=wanted,
            mend=mend or "Name another model, or mend what stands in the way.",
        )
