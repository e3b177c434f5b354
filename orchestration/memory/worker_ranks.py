"""Comparisons of a question with texts, by ephemeral calls to workers that hold rerankers."""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.ephemeral.calls import Calls
from orchestration.memory.worker_texts import LETTERS
from orchestration.registry import services as registry


class WorkerRanks:
    """Asks workers: the port `TextRanker`. Thread-safe, as its calls are."""

    def __init__(self, calls: Calls) -> None:
        """Ask nothing yet."""
        self._calls = calls

    def rank(self, question: str, texts: Sequence[str], *, timeout_s: float) -> Sequence[float]:
        """See `TextRanker`; the default model for reranking is asked.

        Raises:
            UnknownModel: None is enabled.
            SwitchyardError: Nobody does it, or not in time.
        """
        spec = registry.resolve(None, "rerank")
        most = spec.context_length * LETTERS
        values = {
            "query": question[:most],
            "documents": [each[:most] for each in texts],
            "truncate": "right",
        }
        results = self._calls.ask("rerank", spec, values, timeout_s=timeout_s)["results"]
        marks = [0.0] * len(texts)
        for each in results:
            marks[each["index"]] = float(each["score"])
        return marks
