"""The format of Anthropic's messages: https://platform.claude.com/docs/en/api/messages

It differs from OpenAI's in more than names: the system's message stands apart, turns alternate,
results of tools are a user's turn, arguments are objects, the length of an answer must be named,
and a stream tells of blocks that begin, go on and end.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Final

import orjson

from orchestration.providers import anthropic_shapes as shapes
from orchestration.providers.anthropic_requests import chat_body
from orchestration.providers.chat import (
    ChatAnswer,
    ChatRequest,
    Choice,
    Delta,
    End,
    FinishReason,
    StreamItem,
    ToolCallDelta,
)
from orchestration.providers.embeddings import EmbeddingRequest, Embeddings
from orchestration.providers.endpoint import Endpoint
from orchestration.providers.errors import Unsupported
from orchestration.providers.filtered import Filtered, refuse_filtered
from orchestration.providers.messages import ToolCall
from orchestration.providers.refusals import Refusal, said
from orchestration.providers.shapes import fit
from orchestration.providers.sse import Event
from orchestration.providers.transport import Transport

VERSION: Final = "2023-06-01"
_PAGE: Final = 1000
_PAGES: Final = 20
_REASONS: Final[Mapping[str, FinishReason]] = {
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "tool_use": "tool_calls",
    "refusal": "content_filter",
}


class Anthropic:
    """Anthropic's models; see `Provider`."""

    def __init__(self, endpoint: Endpoint, max_tokens: int = 4096) -> None:
        """Connect with the first request.

        Args:
            endpoint: Where and as whom.
            max_tokens: Length of answers to requests that name none: the format wants one.
        """
        self.name = endpoint.name
        self.profile = endpoint.profile
        self._endpoint = endpoint
        self._max_tokens = max_tokens
        secret = endpoint.secret
        self._transport = Transport(
            endpoint.name,
            endpoint.base_url,
            headers={"anthropic-version": VERSION, **({"x-api-key": secret} if secret else {})},
            secret=secret,
            patience=endpoint.patience,
            bounds=endpoint.bounds,
            carrier=endpoint.carrier,
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()

    async def chat(self, request: ChatRequest) -> ChatAnswer:
        """Return the whole answer; see `Provider`."""
        self._endpoint.admit(request)
        body = chat_body(request, self.name, self._max_tokens)
        document = await self._transport.post("messages", body)
        found = fit(shapes.Answer, document, self._transport)
        answer = ChatAnswer(found.id, found.model, (_choice(found),), found.usage.read())
        refuse_filtered(answer, self.name)
        return answer

    async def stream(self, request: ChatRequest) -> AsyncGenerator[StreamItem, None]:
        """Yield what comes to the answer; see `Provider`."""
        self._endpoint.admit(request)
        body = chat_body(request, self.name, self._max_tokens) | {"stream": True}
        reading, filtered = _Reading(self._transport), Filtered(self.name)
        incoming = self._transport.events("messages", body, lambda: reading.stopped)
        async with aclosing(incoming) as events:
            async for event in events:
                for delta in reading.read(self._happened(event)):
                    filtered.see(delta)
                    yield delta
        yield filtered.at(reading.end())

    async def embed(self, request: EmbeddingRequest) -> Embeddings:
        """Refuse: Anthropic has no embeddings.

        Raises:
            Unsupported: Always.
        """
        self._endpoint.admit(request)
        raise Unsupported("The format has no embeddings.", provider=self.name, field="model")

    async def models(self) -> tuple[str, ...]:
        """Return the names of all models; see `Provider`."""
        names: list[str] = []
        query: dict[str, str | int] = {"limit": _PAGE}
        for _ in range(_PAGES):
            document = await self._transport.get("models", query)
            page = fit(shapes.Models, document, self._transport)
            names += [each.id for each in page.data]
            if not page.has_more or page.last_id is None:
                return tuple(names)
            query["after_id"] = page.last_id
        raise self._transport.broken("a list of models without end")

    def _happened(self, event: Event) -> shapes.Happening:
        try:
            document = orjson.loads(event.data)
        except orjson.JSONDecodeError:
            raise self._transport.broken("an event that is no JSON") from None
        if isinstance(document, dict) and document.get("type") == "error":
            raise self._transport.refused(Refusal(None, *said(document)))
        return fit(shapes.Happened, {"event": document}, self._transport).event


class _Reading:
    """Turns one stream's events into deltas, and knows whether the answer came whole."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._begun: shapes.Begun | None = None
        self._usage = shapes.Counted()
        self._calls: dict[int, int] = {}
        self._written: set[int] = set()
        self._reason: FinishReason | None = None
        self.stopped = False

    def read(self, event: shapes.Happening) -> list[Delta]:
        if isinstance(event, shapes.MessageStart):
            self._begun = event.message
            self._usage = event.message.usage
        elif isinstance(event, shapes.BlockStart):
            return self._start(event)
        elif isinstance(event, shapes.BlockDelta):
            return self._more(event)
        elif isinstance(event, shapes.BlockStop):
            return self._complete(event)
        elif isinstance(event, shapes.MessageDelta):
            return self._ending(event)
        elif isinstance(event, shapes.MessageStop):
            self.stopped = True
        return []

    def end(self) -> End:
        if self._begun is None or self._reason is None or not self.stopped:
            raise self._transport.broken("a stream that ended before its answer did")
        return End(self._begun.id, self._begun.model, self._usage.read())

    def _start(self, event: shapes.BlockStart) -> list[Delta]:
        block = event.content_block
        if isinstance(block, shapes.ToolBlock):
            number = self._calls[event.index] = len(self._calls)
            return [Delta(tool_calls=(ToolCallDelta(number, block.id, block.name),))]
        if isinstance(block, shapes.TextBlock) and block.text:
            return [Delta(text=block.text)]
        return []

    def _more(self, event: shapes.BlockDelta) -> list[Delta]:
        change = event.delta
        if isinstance(change, shapes.TextDelta):
            return [Delta(text=change.text)]
        if isinstance(change, shapes.ThinkingDelta):
            return [Delta(reasoning=change.thinking)]
        if isinstance(change, shapes.InputDelta) and change.partial_json:
            return self._arguments(event.index, change.partial_json)
        return []

    def _arguments(self, block: int, more: str) -> list[Delta]:
        if block not in self._calls:
            raise self._transport.broken("more of a call that never began")
        self._written.add(block)
        return [Delta(tool_calls=(ToolCallDelta(self._calls[block], arguments=more),))]

    def _complete(self, event: shapes.BlockStop) -> list[Delta]:
        """A call without arguments is told without any: its JSON is an empty object."""
        silent = event.index in self._calls and event.index not in self._written
        return self._arguments(event.index, "{}") if silent else []

    def _ending(self, event: shapes.MessageDelta) -> list[Delta]:
        self._usage = event.usage.after(self._usage)
        if event.delta.stop_reason is None:
            return []
        self._reason = _REASONS.get(event.delta.stop_reason, "stop")
        return [Delta(finish_reason=self._reason)]


def _choice(found: shapes.Answer) -> Choice:
    blocks = found.content
    return Choice(
        text="".join(each.text for each in blocks if isinstance(each, shapes.TextBlock)),
        finish_reason=_REASONS.get(found.stop_reason, "stop"),
        tool_calls=tuple(
            ToolCall(each.id, each.name, orjson.dumps(each.input).decode())
            for each in blocks
            if isinstance(each, shapes.ToolBlock)
        ),
        reasoning="".join(
            each.thinking for each in blocks if isinstance(each, shapes.ThinkingBlock)
        ),
    )
