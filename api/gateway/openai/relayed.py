"""A request that another one answers for."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from api.gateway.openai.ports import Call

T = TypeVar("T")


class Relayed(Generic[T]):
    """Tells of itself what the request `_call` tells; serves `Call` but for the answer."""

    _call: Call[T]

    @property
    def id(self) -> str:
        """What its answer is named by, once there is one."""
        return self._call.id

    @property
    def model(self) -> str:
        """Which model answers."""
        return self._call.model

    @property
    def created(self) -> int:
        """When it began."""
        return self._call.created

    @property
    def headers(self) -> Mapping[str, str]:
        """What the answer's head says about it."""
        return self._call.headers

    async def leave(self) -> None:
        """Nobody waits any more."""
        await self._call.leave()
