"""What tests ask providers."""

from __future__ import annotations

from contextlib import aclosing
from typing import Any

from orchestration.providers.assembly import Assembly
from orchestration.providers.chat import ChatAnswer, ChatRequest, Delta, Tool
from orchestration.providers.messages import say
from orchestration.providers.provider import Provider

WEATHER = Tool("weather", "Tells the weather.", {"type": "object", "properties": {"city": {}}})


def ask(text: str = "Good morning to you", **more: Any) -> ChatRequest:
    return ChatRequest("large", (say("user", text),), **more)


async def streamed(provider: Provider, request: ChatRequest) -> tuple[list[Delta], ChatAnswer]:
    """Return a stream's deltas, and the answer that they make up."""
    deltas: list[Delta] = []
    assembly = Assembly()
    async with aclosing(provider.stream(request)) as items:
        async for item in items:
            if isinstance(item, Delta):
                deltas.append(item)
                assembly.add(item)
            else:
                return deltas, assembly.answer(item)
    raise AssertionError("the stream had no end")


async def answered(provider: Provider, request: ChatRequest, *, stream: bool) -> ChatAnswer:
    """Ask in one way or the other."""
    return (await streamed(provider, request))[1] if stream else await provider.chat(request)
