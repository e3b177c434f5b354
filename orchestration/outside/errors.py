"""Why nobody is asked."""
# ruff: noqa: N818 - named for what happened, like the tree it belongs to

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from orchestration.errors import OperatorError
from orchestration.routing.decision import Decision

_SHOWN: Final = 5


class NobodyServes(OperatorError):
    """Of all models that were named, none can serve the request.

    Attributes:
        decision: Who was left out, and why.
        retry_after_s: When somebody may be able to; None when that is not known.
    """

    slug = "no-route"
    title = "Nobody can serve the request"
    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self, wanted: str, decision: Decision, retry_after_s: float | None = None) -> None:
        """Tell why each one cannot."""
        self.decision = decision
        self.retry_after_s = retry_after_s
        shown = [f"{each.id}: {' '.join(each.reasons)}" for each in decision.left_out[:_SHOWN]]
        more = len(decision.left_out) - len(shown)
        others = [f"and {more} more."] if more > 0 else []
        super().__init__(
            " ".join([f"Nobody can serve {wanted}.", *shown, *others]),
            field="model",
            value=wanted,
            mend="Name another model, or mend what stands in the way.",
        )
