"""Results of tasks as answers: the other direction of `orchestration.inference.wire`. Pure."""

from collections.abc import Mapping
from typing import Any

from api.gateway.openai.ports import Ranked, Ranking
from orchestration.providers.chat import Alternative, ChatAnswer, Choice, Logprob, Usage
from orchestration.providers.embeddings import Embeddings
from orchestration.providers.messages import ToolCall

Result = Mapping[str, Any]


def chat_answer(result: Result, *, id: str, one_call: bool = False) -> ChatAnswer:  # noqa: A002
    """Return what a task of the kind chat or completion came to.

    Args:
        result: of the task.
        id: the answer's.
        one_call: whether each answer keeps the first call of a tool only.
    """
    choices = result.get("choices") or [result]
    return ChatAnswer(
        id=id,
        model=result["model"],
        choices=tuple(_choice(each, one_call=one_call) for each in choices),
        usage=usage_of(result),
    )


def _choice(answer: Result, *, one_call: bool) -> Choice:
    message: Result = answer.get("message") or {"content": answer.get("text")}
    calls = tuple(_call(each) for each in message.get("tool_calls") or ())
    return Choice(
        text=message.get("content") or "",
        finish_reason=answer["finish_reason"],
        tool_calls=calls[:1] if one_call else calls,
        refusal=message.get("refusal") or "",
        reasoning=message.get("reasoning") or "",
        logprobs=tuple(_logprob(each) for each in answer.get("logprobs") or ()),
    )


def _call(call: Result) -> ToolCall:
    return ToolCall(call["id"], call["function"]["name"], call["function"]["arguments"])


def _logprob(score: Result) -> Logprob:
    top = tuple(_alternative(each) for each in score.get("top_logprobs") or ())
    return Logprob(_alternative(score), top)


def _alternative(score: Result) -> Alternative:
    raw = score.get("bytes")
    return Alternative(score["token"], score["logprob"], None if raw is None else bytes(raw))


def usage_of(result: Result) -> Usage | None:
    """Return the tokens that a result says it took."""
    counted = result.get("usage")
    if not counted:
        return None
    return Usage(
        prompt_tokens=counted["prompt_tokens"],
        completion_tokens=counted.get("completion_tokens", 0),
        cached_tokens=counted.get("cached_tokens", 0),
        reasoning_tokens=counted.get("reasoning_tokens", 0),
    )


def embeddings(result: Result) -> Embeddings:
    """Return what a call or task of the kind embedding came to."""
    return Embeddings(result["model"], result["embeddings"], usage_of(result))


def ranking(result: Result) -> Ranking:
    """Return what a call or task of the kind rerank came to."""
    ranked = [Ranked(each["index"], each["score"]) for each in result["results"]]
    return Ranking(result["model"], ranked, usage_of(result))
