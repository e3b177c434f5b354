"""Answers that fell to a provider's filter, told in one way.

Where nothing was said, that is `ContentRefused`; where something was, readers have it already,
and the answer ends with ``content_filter``.
"""

from __future__ import annotations

from orchestration.providers.chat import ChatAnswer, Delta, End, Usage
from orchestration.providers.errors import ContentRefused


def refuse_filtered(answer: ChatAnswer, provider: str) -> None:
    """Refuse an answer of which nothing is left.

    Raises:
        ContentRefused: With what it cost.
    """
    left = (each for each in answer.choices if each.finish_reason != "content_filter" or each.text)
    if next(left, None) is None:
        raise _refused(provider, answer.usage)


class Filtered:
    """Watches a stream for the same."""

    def __init__(self, provider: str) -> None:
        """Name who answers."""
        self._provider = provider
        self._left = False

    def see(self, delta: Delta) -> None:
        """Note what came."""
        ends = delta.finish_reason is not None and delta.finish_reason != "content_filter"
        self._left = self._left or delta.says or ends

    def at(self, end: End) -> End:
        """Return the end.

        Raises:
            ContentRefused: Nothing came before it; with what it cost.
        """
        if not self._left:
            raise _refused(self._provider, end.usage)
        return end


def _refused(provider: str, usage: Usage | None) -> ContentRefused:
    detail = f"The provider {provider} filtered all of its answer."
    return ContentRefused(detail, provider=provider, usage=usage, may_cost=True)
