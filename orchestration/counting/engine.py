"""Counts by the engine of this very process' worker, for code that runs tasks."""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.context.ports import Countable
from orchestration.counting.worker import KIND, Asked, questions
from orchestration.inference.encoding import encode
from orchestration.inference.ports import Encoder, Progress, StopSignal


class EngineCounter:
    """Counts with a model that is at hand: `TokenCounter`; else like `WorkerCounter`.

    Args:
        encoder: Holds the model.
        asked: Whose tokens are counted; its limits do not matter here.
        priority: Of the task; a higher number goes first.
        stop: Looked at while the engine counts.
        progress: Called as it counts.
    """

    def __init__(
        self, encoder: Encoder, asked: Asked, *, priority: int, stop: StopSignal, progress: Progress
    ) -> None:
        self._encoder = encoder
        self._asked = asked
        self._priority = priority
        self._stop = stop
        self._progress = progress
        self.tokenizer = asked.tokenizer

    def count(self, asked: Sequence[Countable]) -> list[int]:
        """Return the tokens of each.

        Raises:
            Interrupted: The stop signal was set.
            UserError: The chat template refuses a conversation.
            SwitchyardError: The engine failed.
        """
        counts = [0] * len(asked)
        for each in questions(asked, self._asked):
            answer = encode(
                KIND,
                self._asked.model,
                {"special": True, **each.values},
                self._encoder,
                priority=self._priority,
                stop=self._stop,
                progress=self._progress,
            )
            each.add(answer, counts)
        return counts
