"""What tests of responses do and say."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, Literal

from openai import OpenAI
from pydantic import BaseModel

from tasks.models import Task, Worker
from tests.acceptance.test_openai_gateway import MODEL, said
from tests.gateways import end_task
from tests.patience import until

HELLO: Final = "Once upon"
ASK: Final[dict[str, Any]] = {"model": MODEL, "input": HELLO}
WEATHER: Final[Any] = {
    "type": "function",
    "name": "weather",
    "description": "Tells the weather",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
        "additionalProperties": False,
    },
    "strict": True,
}
PIXEL: Final = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    "WjR9awAAAABJRU5ErkJggg=="
)


class Parcel(BaseModel):
    size: Literal["small", "large"]
    express: bool


def ask(client: OpenAI, **more: Any) -> Any:
    return client.responses.create(**{**ASK, **more})


def newest() -> Task:
    return Task.objects.order_by("-id")[0]


def answered(
    client: OpenAI, worker: Worker, aside: ThreadPoolExecutor, text: str = "a time", **more: Any
) -> Any:
    """Ask, let the worker say a text, and return the response."""
    before = Task.objects.count()
    asking = aside.submit(ask, client, **more)
    until(lambda: Task.objects.count() > before or asking.done())
    if not asking.done():
        end_task(newest().pk, worker=worker, result=said(text))
    return asking.result(30)


def calling(name: str = "weather", arguments: str = '{"city": "Oslo"}', text: str = "") -> Any:
    """Return what a task that calls a tool comes to."""
    result = said(text)
    function = {"name": name, "arguments": arguments}
    result["message"]["tool_calls"] = [{"id": "call_1", "type": "function", "function": function}]
    return {**result, "finish_reason": "tool_calls"}


def collected(aside: ThreadPoolExecutor, stream: Any) -> tuple[list[Any], Future[None]]:
    """Read a stream in a thread: the events that have come, and the reading."""
    events: list[Any] = []

    def read() -> None:
        events.extend(stream)

    return events, aside.submit(read)


def text_of(events: list[Any]) -> str:
    return "".join(e.delta for e in list(events) if e.type == "response.output_text.delta")
