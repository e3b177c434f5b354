"""What clients get back, whole and as a stream. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from api.gateway.frames import HEADERS, HEARTBEAT, frame
from api.gateway.openai.ports import Alive, Item, TextCall
from api.gateway.openai.shapes import chat, usage
from api.gateway.openai.wishes import ROUTE, TASK
from orchestration.calls.caching import HEADER as CACHE
from orchestration.calls.caching import CacheStatus
from orchestration.outside.names import SPECIALIST
from orchestration.providers.assembly import Assembly
from orchestration.providers.chat import ChatAnswer, End

Shape = dict[str, Any]

_GIVEN_AGAIN: Final = frozenset({CacheStatus.HIT.value, CacheStatus.NEAR.value})


@dataclass(frozen=True, slots=True)
class Form:
    """How an answer is written: for each of the paths, in the words of its clients."""

    whole: Callable[[TextCall, str | None, ChatAnswer], Shape]


def query_answer(call: TextCall, asked: str | None, said: ChatAnswer) -> Shape:
    """Return the answer to a query, as `POST /query` has it.

    Args:
        call: that was answered.
        asked: the name that was asked for.
        said: the answer.
    """
    provider, who = _who(call, asked)
    cached = call.headers.get(CACHE) in _GIVEN_AGAIN
    choice = said.choices[0]
    return {
        "response": choice.text,
        "backend": provider,
        **who,
        "cache_hit": cached,
        "finish_reason": choice.finish_reason,
        "usage": usage(said.usage),
        "task_id": call.headers.get(TASK),
    }


def chat_answer(call: TextCall, asked: str | None, said: ChatAnswer) -> Shape:
    """Return the answer to a conversation, as `POST /api/v1/chat` has it."""
    provider, who = _who(call, asked)
    choice = chat(call, said)["choices"][0]
    return {
        "response": said.choices[0].text,
        "message": {name: part for name, part in choice["message"].items() if part is not None},
        "finish_reason": choice["finish_reason"],
        "provider": provider,
        **who,
        "cache": call.headers.get(CACHE),
        "usage": usage(said.usage),
        "task_id": call.headers.get(TASK),
    }


def _who(call: TextCall, asked: str | None) -> tuple[str, Shape]:
    """Return who answered: where, and what of it."""
    provider, _, model = call.headers.get(ROUTE, "").partition("/")
    special = asked is not None and asked.startswith(SPECIALIST)
    specialty = {"specialty": asked.removeprefix(SPECIALIST)} if asked and special else {}
    return provider, {"model": model or call.model, **specialty}


class Events:
    """An answer as server-sent events: `delta` and `reasoning` with what came, `end` with all of
    it, or `problem`.

    Args:
        call: that is being answered.
        asked: the name that was asked for.
        form: how the whole answer is written.
    """

    headers: Mapping[str, str] = HEADERS

    def __init__(self, call: TextCall, asked: str | None, form: Form) -> None:
        self._call = call
        self._asked = asked
        self._form = form
        self._assembly = Assembly()

    def of(self, item: Item) -> bytes:
        """Return what an item comes to."""
        if isinstance(item, Alive):
            return HEARTBEAT
        if isinstance(item, End):
            whole = self._form.whole(self._call, self._asked, self._assembly.answer(item))
            return frame("end", whole)
        self._assembly.add(item)
        thought = frame("reasoning", {"text": item.reasoning}) if item.reasoning else b""
        said = frame("delta", {"text": item.text}) if item.text else b""
        return thought + said

    @staticmethod
    def broken(problem: Mapping[str, Any]) -> bytes | None:
        """Return the last event of a stream that cannot go on."""
        return frame("problem", problem)


class PlainText(Events):
    """An answer as bare text, as it comes. It has no place for a problem: whoever reads it learns
    of one by the connection, which is cut off."""

    headers: Mapping[str, str] = {**HEADERS, "Content-Type": "text/plain; charset=utf-8"}

    def of(self, item: Item) -> bytes:
        """Return what an item comes to."""
        return b"" if isinstance(item, Alive | End) else item.text.encode()

    @staticmethod
    def broken(problem: Mapping[str, Any]) -> bytes | None:
        """There is no way to say it."""
        del problem
        return None
