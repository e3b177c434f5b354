"""Which answers may be kept and given again; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from orchestration.calls.caching import CacheRules, Caching
from orchestration.providers.chat import ChatAnswer, ChatRequest
from orchestration.providers.embeddings import EmbeddingRequest, Embeddings

_WHOLE: Final = frozenset({"stop", "length", "tool_calls"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the cache may do for a request.

    Attributes:
        reads: Give what is kept.
        writes: Keep the answer.
        near: Compare questions.
        why: What stands against reading; a slug, empty when nothing does.
    """

    reads: bool
    writes: bool
    near: bool = False
    why: str = ""

    @property
    def bypass(self) -> bool:
        """Whether the cache has nothing to do with it."""
        return not self.reads and not self.writes


def judge(request: ChatRequest | EmbeddingRequest, caching: Caching, rules: CacheRules) -> Verdict:
    """Return what the cache may do for a request."""
    if not rules.enabled:
        return Verdict(reads=False, writes=False, why="off")
    if not caching.writes:
        return Verdict(reads=False, writes=False, why="no-store")
    if isinstance(request, EmbeddingRequest):
        allowed = Verdict(reads=True, writes=True)
    elif (why := _changeable(request, rules)) and not caching.asked:
        return Verdict(reads=False, writes=False, why=why)
    else:
        wanted = rules.near if caching.near is None else caching.near
        allowed = Verdict(reads=True, writes=True, near=wanted and _comparable(request))
    return allowed if caching.reads else replace(allowed, reads=False, why="no-cache")


def worth_keeping(answer: ChatAnswer | Embeddings) -> bool:
    """Return whether an answer came whole and says something; what was refused may not be again."""
    if isinstance(answer, Embeddings):
        return bool(answer.vectors)
    return bool(answer.choices) and all(
        choice.finish_reason in _WHOLE
        and not choice.refusal
        and bool(choice.text or choice.tool_calls)
        for choice in answer.choices
    )


def _changeable(request: ChatRequest, rules: CacheRules) -> str:
    """Return why asking again may well bring something else; empty when it would not."""
    temperature = request.sampling.temperature
    if request.tools:
        return "tools"
    if temperature is None or not temperature <= rules.temperature:
        return "temperature"
    if request.n > 1:
        return "n"
    if request.extra:
        return "extra"
    return ""


def _comparable(request: ChatRequest) -> bool:
    """Return whether an answer to a similar question can be of use."""
    return not request.tools and request.n == 1
