"""The format of OpenAI's chat completions and embeddings, which most others speak too.

How each differs is data, a `Dialect` in the table. Documents of the format:
https://platform.openai.com/docs/api-reference/chat
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, fields
from typing import Any, Final

import orjson

from orchestration.providers import openai_shapes as shapes
from orchestration.providers.chat import (
    ChatAnswer,
    ChatRequest,
    Choice,
    Delta,
    End,
    FinishReason,
    JsonSchema,
    NamedTool,
    Sampling,
    StreamItem,
    Tool,
    ToolCallDelta,
)
from orchestration.providers.embeddings import EmbeddingRequest, Embeddings
from orchestration.providers.endpoint import Endpoint
from orchestration.providers.filtered import Filtered, refuse_filtered
from orchestration.providers.messages import Message, Part, Text, ToolCall
from orchestration.providers.pictures import data_url
from orchestration.providers.refusals import Refusal, said
from orchestration.providers.shapes import fit
from orchestration.providers.sse import Event
from orchestration.providers.transport import Transport

_DONE: Final = "[DONE]"
_SAMPLING: Final = tuple(each.name for each in fields(Sampling))
_REASONS: Final[Mapping[str, FinishReason]] = {
    "length": "length",
    "tool_calls": "tool_calls",
    "function_call": "tool_calls",
    "content_filter": "content_filter",
}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one provider's speech differs from the format.

    Attributes:
        max_tokens: What it calls the length of an answer.
        asks_usage: Whether a stream's usage must be asked for.
        input_types: What it calls the input types of embeddings; empty when it knows none.
        embedding_fields: Sent with each request for embeddings.
    """

    max_tokens: str = "max_tokens"
    asks_usage: bool = True
    input_types: Mapping[str, str] = field(default_factory=dict)
    embedding_fields: Mapping[str, Any] = field(default_factory=dict)


class OpenAICompatible:
    """A provider that speaks OpenAI's format; see `Provider`."""

    def __init__(self, endpoint: Endpoint, dialect: Dialect | None = None) -> None:
        """Connect with the first request."""
        self.name = endpoint.name
        self.profile = endpoint.profile
        self._endpoint = endpoint
        self._dialect = dialect or Dialect()
        secret = endpoint.secret
        self._transport = Transport(
            endpoint.name,
            endpoint.base_url,
            headers={"authorization": f"Bearer {secret}"} if secret else {},
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
        document = await self._transport.post("chat/completions", self._body(request))
        self._refuse(document)
        found = fit(shapes.Completion, document, self._transport)
        choices = sorted(found.choices, key=lambda each: each.index)
        usage = found.usage.read() if found.usage else None
        answer = ChatAnswer(found.id, found.model, tuple(map(_choice, choices)), usage)
        refuse_filtered(answer, self.name)
        return answer

    async def stream(self, request: ChatRequest) -> AsyncGenerator[StreamItem, None]:
        """Yield what comes to the answers; see `Provider`."""
        self._endpoint.admit(request)
        body = self._body(request) | {"stream": True}
        if self._dialect.asks_usage:
            body["stream_options"] = {"include_usage": True}
        reading = _Reading(self._transport)
        filtered = Filtered(self.name)
        incoming = self._transport.events("chat/completions", body, lambda: reading.done)
        async with aclosing(incoming) as events:
            async for event in events:
                for delta in reading.read(self._chunk(event)):
                    filtered.see(delta)
                    yield delta
        yield filtered.at(reading.end())

    async def embed(self, request: EmbeddingRequest) -> Embeddings:
        """Return the vectors of texts; see `Provider`."""
        self._endpoint.admit(request)
        document = await self._transport.post("embeddings", self._embedding_body(request))
        self._refuse(document)
        found = fit(shapes.Vectors, document, self._transport)
        rows = sorted(found.data, key=lambda each: each.index)
        vectors = [each.embedding for each in rows]
        numbered = [each.index for each in rows] == list(range(len(request.texts)))
        if not numbered or len({len(each) for each in vectors}) > 1:
            raise self._transport.broken("vectors that do not belong to the texts")
        return Embeddings(found.model, vectors, found.usage.read() if found.usage else None)

    async def models(self) -> tuple[str, ...]:
        """Return the names of the provider's models; see `Provider`."""
        document = await self._transport.get("models")
        self._refuse(document)
        return tuple(each.id for each in fit(shapes.Models, document, self._transport).data)

    def _chunk(self, event: Event) -> shapes.Chunk | None:
        """Return what came; None is the mark after all of it."""
        if event.data == _DONE:
            return None
        try:
            document = orjson.loads(event.data)
        except orjson.JSONDecodeError:
            raise self._transport.broken("an event that is no JSON") from None
        self._refuse(document)
        return fit(shapes.Chunk, document, self._transport)

    def _refuse(self, document: Any) -> None:
        """Some say with status 200, or in the midst of a stream, that they failed."""
        if isinstance(document, dict) and document.get("error"):
            raise self._transport.refused(Refusal(None, *said(document)))

    def _body(self, request: ChatRequest) -> dict[str, Any]:
        sampling = {name: getattr(request.sampling, name) for name in _SAMPLING}
        sampling[self._dialect.max_tokens] = sampling.pop("max_tokens")
        alternatives = sampling.pop("logprobs")
        sampling["logprobs"] = None if alternatives is None else True
        sampling["top_logprobs"] = alternatives or None
        bias = request.sampling.logit_bias
        sampling["logit_bias"] = None if bias is None else {str(key): by for key, by in bias}
        tools = {
            "tools": [_tool(each) for each in request.tools] or None,
            "tool_choice": _tool_choice(request) if request.tools else None,
            "parallel_tool_calls": request.parallel_tool_calls if request.tools else None,
        }
        own = {
            "model": request.model,
            "messages": [_message(each) for each in request.messages],
            "n": request.n if request.n > 1 else None,
            "response_format": _format(request),
            "user": request.user or None,
        }
        given = {key: value for key, value in (sampling | tools).items() if value is not None}
        return {**request.extra, **given, **{k: v for k, v in own.items() if v is not None}}

    def _embedding_body(self, request: EmbeddingRequest) -> dict[str, Any]:
        body: dict[str, Any] = {"model": request.model, "input": list(request.texts)}
        if request.dimensions is not None:
            body["dimensions"] = request.dimensions
        sort = self._dialect.input_types.get(request.input_type or "document")
        return {**self._dialect.embedding_fields, **body, **({"input_type": sort} if sort else {})}


class _Reading:
    """Turns the chunks of one stream into deltas, and knows whether all answers came whole."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._id = self._model = ""
        self._usage: shapes.Counted | None = None
        self._open: set[int] = set()
        self._closed: set[int] = set()
        self._calls: dict[int, _Calls] = {}
        self.done = False

    def read(self, chunk: shapes.Chunk | None) -> list[Delta]:
        if chunk is None or self.done:
            self.done = True
            return []
        self._id = self._id or chunk.id
        self._model = self._model or chunk.model
        self._usage = chunk.usage or self._usage
        return [self._delta(each) for each in chunk.choices]

    def end(self) -> End:
        if self._open or not self._closed:
            raise self._transport.broken("a stream that ended before its answer did")
        return End(self._id, self._model, self._usage.read() if self._usage else None)

    def _delta(self, found: shapes.ChunkChoice) -> Delta:
        self._open.add(found.index)
        if found.finish_reason:
            self._closed.add(found.index)
        self._open -= self._closed
        said_now = found.delta
        calls = enumerate(said_now.tool_calls or ())
        return Delta(
            choice=found.index,
            text=said_now.content or "",
            tool_calls=tuple(self._call(found.index, place, call) for place, call in calls),
            refusal=said_now.refusal or "",
            reasoning=said_now.thought,
            logprobs=found.logprobs.read() if found.logprobs else (),
            finish_reason=self._reason(found),
        )

    def _reason(self, found: shapes.ChunkChoice) -> FinishReason | None:
        if not found.finish_reason:
            return None
        return _reason(found.finish_reason, called=found.index in self._calls)

    def _call(self, choice: int, place: int, call: shapes.CallDelta) -> ToolCallDelta:
        calls = self._calls.setdefault(choice, _Calls(choice))
        found = calls.read(place, call)
        if found is None:
            raise self._transport.broken("more of a call that never began")
        return found


class _Calls:
    """Numbers one answer's calls: some give no number, or all the same, and whole calls at once."""

    def __init__(self, choice: int) -> None:
        self._choice = choice
        self._ids: list[str] = []
        self._latest: dict[int, int] = {}

    def read(self, place: int, call: shapes.CallDelta) -> ToolCallDelta | None:
        theirs = place if call.index is None else call.index
        ours = self._latest.get(theirs)
        name, arguments = call.function.name, call.function.arguments or ""
        if name and (ours is None or not call.id or call.id != self._ids[ours]):
            ours = self._latest[theirs] = len(self._ids)
            self._ids.append(call.id or f"call_{self._choice}_{ours}")
            return ToolCallDelta(ours, self._ids[ours], name, arguments)
        return None if ours is None else ToolCallDelta(ours, arguments=arguments)


def _choice(found: shapes.WholeChoice) -> Choice:
    said_now = found.message
    calls = tuple(
        ToolCall(call.id or f"call_{found.index}_{place}", call.function.name, call.function.text)
        for place, call in enumerate(said_now.tool_calls or ())
    )
    return Choice(
        text=said_now.content or "",
        finish_reason=_reason(found.finish_reason or "stop", called=bool(calls)),
        tool_calls=calls,
        refusal=said_now.refusal or "",
        reasoning=said_now.thought,
        logprobs=found.logprobs.read() if found.logprobs else (),
    )


def _reason(word: str, *, called: bool) -> FinishReason:
    """Some say `stop` although they call functions."""
    reason = _REASONS.get(word, "stop")
    return "tool_calls" if called and reason == "stop" else reason


def _message(message: Message) -> dict[str, Any]:
    plain = all(isinstance(part, Text) for part in message.parts)
    said_now = message.text if plain else [_part(each) for each in message.parts]
    calls = [_call(each) for each in message.tool_calls]
    optional = {
        "tool_calls": calls,
        "tool_call_id": message.tool_call_id,
        "name": message.name,
    }
    content = None if calls and not said_now else said_now
    known = {key: value for key, value in optional.items() if value}
    return {"role": message.role, "content": content, **known}


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Text):
        return {"type": "text", "text": part.text}
    return {"type": "image_url", "image_url": {"url": data_url(part)}}


def _call(call: ToolCall) -> dict[str, Any]:
    function = {"name": call.name, "arguments": call.arguments}
    return {"id": call.id, "type": "function", "function": function}


def _tool(tool: Tool) -> dict[str, Any]:
    function: dict[str, Any] = {"name": tool.name, "parameters": tool.parameters}
    if tool.description:
        function["description"] = tool.description
    if tool.strict is not None:
        function["strict"] = tool.strict
    return {"type": "function", "function": function}


def _tool_choice(request: ChatRequest) -> Any:
    choice = request.tool_choice
    if isinstance(choice, NamedTool):
        return {"type": "function", "function": {"name": choice.name}}
    return choice


def _format(request: ChatRequest) -> dict[str, Any] | None:
    wanted = request.format
    if not isinstance(wanted, JsonSchema):
        return None if wanted == "text" else {"type": wanted}
    optional = {"strict": wanted.strict, "description": wanted.description or None}
    known = {key: value for key, value in optional.items() if value is not None}
    schema = {"name": wanted.name, "schema": wanted.schema, **known}
    return {"type": "json_schema", "json_schema": schema}
