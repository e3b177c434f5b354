"""Grounding a conversation, as the code that runs tasks sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from orchestration.context.ports import TokenCounter
from orchestration.errors import OperatorError
from orchestration.registry.spec import ModelSpec
from orchestration.retrieval.grounding import Grounded


class Grounder(Protocol):
    """Puts what is found for a question into its conversation."""

    def ground(
        self,
        values: Mapping[str, Any],
        *,
        tenant_id: UUID,
        model: ModelSpec | None,
        counter: TokenCounter,
    ) -> Grounded:
        """Return a conversation with sources; blocks.

        Where nothing can be looked up now, the conversation comes without sources, and says why.

        Args:
            values: Valid for the kind rag.
            tenant_id: Whose memories and documents.
            model: Which of our own models answers; None for one outside.
            counter: Counts what that one reads.

        Raises:
            UserError: A collection or prompt is not there, or the conversation does not fit.
            SwitchyardError: Tokens cannot be counted.
        """


class NoSources:
    """Of processes that look nothing up."""

    def ground(self, *_: Any, **__: Any) -> Grounded:
        """Refuse."""
        raise OperatorError(
            "This process looks nothing up.",
            mend="Run a worker with `--device cpu`, `gpu` or `io`.",
        )
