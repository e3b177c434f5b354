"""A request whose next way is tried when one fails before it said anything."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from http import HTTPStatus
from typing import Generic, Self, TypeVar

from api.gateway.openai.errors import Unanswered
from api.gateway.openai.ports import Alive, Call, Item, TextCall
from api.gateway.openai.relayed import Relayed
from orchestration.calls.persistence import helps_elsewhere
from orchestration.errors import SwitchyardError
from orchestration.providers.chat import ChatAnswer
from orchestration.providers.stopping import see_through
from tasks.errors import Overloaded

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Way(Generic[T]):
    """One way to an answer.

    Attributes:
        begin: takes the request in there.
        stored: whether it is a task from its beginning on, that is stopped when another way is
            gone; else nothing is left of it.
    """

    begin: Callable[[], Awaitable[Call[T]]]
    stored: bool


class Chain(Relayed[T]):
    """Several ways, one after the other; serves `Call`. What it tells of itself is told by the way
    that is being gone.

    Args:
        ways: at least one.
    """

    def __init__(self, ways: Sequence[Way[T]]) -> None:
        """Begin nothing yet: `begun` does."""
        self._ways = list(ways)

    @classmethod
    async def begun(cls, ways: Sequence[Way[T]]) -> Self:
        """Return it with its first way that takes the request in begun.

        Raises:
            SwitchyardError: none takes it.
        """
        chain = cls(ways)
        await chain._begin()
        return chain

    async def answer(self) -> T:
        """Return the whole answer; errors are those of the last way."""
        while True:
            try:
                return await self._call.answer()
            except SwitchyardError as error:
                await self._go_on(error)

    async def _go_on(self, error: SwitchyardError) -> None:
        """Begin the next way; raises the error where there is none, or none would help."""
        if not self._ways or not _another_helps(error):
            raise error
        if self._way.stored:
            await self._call.leave()
        # A task that is stored while the client leaves must be known, so that it is left, too.
        await see_through(self._begin())

    async def _begin(self) -> None:
        while True:
            self._way = self._ways.pop(0)
            try:
                self._call = await self._way.begin()
            except SwitchyardError as error:
                if not self._ways or not _another_helps(error):
                    raise
            else:
                return


class TextChain(Chain[ChatAnswer]):
    """Several ways to a text; serves `TextCall`."""

    _call: TextCall

    async def stream(self) -> AsyncGenerator[Item, None]:
        """Yield the answer as it comes; after its first part no other way is gone."""
        while True:
            spoke = False
            try:
                async with aclosing(self._call.stream()) as items:
                    async for item in items:
                        spoke = spoke or not isinstance(item, Alive)
                        yield item
            except SwitchyardError as error:
                if spoke:
                    raise
                await self._go_on(error)
            else:
                return


def _another_helps(error: SwitchyardError) -> bool:
    if isinstance(error, Unanswered):
        return int(error.document.get("status", 500)) >= HTTPStatus.INTERNAL_SERVER_ERROR
    return isinstance(error, Overloaded) or helps_elsewhere(error)
