"""Says what requests are about, for one event loop."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from hashlib import blake2b
from typing import Any, Final, TypeAlias

from orchestration.classifying.cutting import cut
from orchestration.classifying.knowledge import Knowledge, renewed
from orchestration.ephemeral.aio import AsyncCalls
from orchestration.errors import SwitchyardError
from orchestration.routing.classified import Classified
from orchestration.sections.outside import Classifying

log = logging.getLogger(__name__)

Run: TypeAlias = Callable[[Callable[[], Knowledge]], Awaitable[Knowledge]]

_READ: Final = 100_000
"""Characters of a text that are looked at; the beginning and the end of a longer one."""
_FAILURES: Final = 3
"""So many in a row, and the embedder is left alone for a while."""


class Classifier:
    """Compares texts with the stored examples; never raises, and never takes long.

    What it knows of the examples is read once, and anew when they change; a request waits for
    that only when nothing is known yet. An embedder that did not answer three times in a row is
    left alone for a while, so that requests do not all wait for it.

    Args:
        calls: Ephemeral calls of this event loop.
        settings: What a classification may cost.
        run: Runs what asks the database away from the loop; a thread by default.
    """

    def __init__(
        self, calls: AsyncCalls, settings: Classifying, run: Run = asyncio.to_thread
    ) -> None:
        self._calls = calls
        self._settings = settings
        self._run = run
        self._known: Knowledge | None = None
        self._looked = float("-inf")
        self._looking: asyncio.Task[None] | None = None
        self._unread = ""
        self._remembered: OrderedDict[bytes, Classified] = OrderedDict()
        self._failures = 0
        self._rests_until = float("-inf")

    async def classify(self, text: str) -> Classified:
        """Return what a text is about; where that is not known, why.

        It takes as long as a worker needs for one vector, and `embed_s` of the settings at most.
        """
        if not self._settings.enabled:
            return Classified(why_not="Classification is switched off.")
        if not (text := _bounded(text).strip()):
            return Classified(why_not="There is no text.")
        try:
            async with asyncio.timeout(self._settings.embed_s):
                return await self._classified(text)
        except TimeoutError:
            why = self._too_slow()
        except SwitchyardError as error:
            self._failed()
            why = error.detail
        except Exception:
            # Whatever it is, the request is served without it.
            log.exception("a text was not classified")
            why = "It failed; the log says how."
        return Classified(why_not=why)

    async def prepare(self) -> None:
        """Read the examples, so that the first request finds them read; never raises."""
        await self._knowledge()

    async def close(self) -> None:
        """End what is under way."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)

    async def _classified(self, text: str) -> Classified:
        known = await self._knowledge()
        if known is None:
            return Classified(why_not=self._unread)
        if known.why_not:
            return Classified(why_not=known.why_not)
        key = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if (found := self._remembered.get(key)) is not None:
            self._remembered.move_to_end(key)
            return found
        if time.monotonic() < self._rests_until:
            return Classified(why_not="The embedder did not answer lately; it is left alone.")
        found = Classified.of(known.guess(await self._vector(known, text), text))
        self._failures = 0
        if known is self._known:  # else it is out of date already
            self._remember(key, found)
        return found

    async def _vector(self, known: Knowledge, text: str) -> Sequence[float]:
        values: dict[str, Any] = {
            "texts": [cut(text, known.spec.context_length)],
            "normalize": True,
            "truncate": "right",
        }
        wait_s = self._settings.embed_s
        answer = await self._calls.ask("embedding", known.spec, values, timeout_s=wait_s)
        vector: Sequence[float] = answer["embeddings"][0]
        return vector

    async def _knowledge(self) -> Knowledge | None:
        """Return what is known of the examples, and see to it that it stays fresh."""
        stale = time.monotonic() - self._looked > self._settings.check_s
        if stale and self._looking is None:
            self._looking = asyncio.create_task(self._look())
        if self._known is None and self._looking is not None:
            await asyncio.shield(self._looking)
        return self._known

    async def _look(self) -> None:
        try:
            found = await self._run(partial(renewed, self._known))
        except SwitchyardError as error:
            self._known, self._unread = None, error.detail
        except Exception as error:
            # What was known goes on to serve.
            log.warning("routing examples could not be read", extra={"error": repr(error)})
            self._unread = "The examples could not be read; the log says why."
        else:
            if found is not self._known:
                self._remembered.clear()
            self._known = found
        finally:
            self._looked, self._looking = time.monotonic(), None

    def _remember(self, key: bytes, found: Classified) -> None:
        self._remembered[key] = found
        while len(self._remembered) > self._settings.remembered:
            self._remembered.popitem(last=False)

    def _too_slow(self) -> str:
        if self._known is None:
            return "The examples are still being read."
        self._failed()
        return f"The embedder took longer than {self._settings.embed_s * 1000:.0f} ms."

    def _failed(self) -> None:
        self._failures += 1
        if self._failures >= _FAILURES:
            self._rests_until = time.monotonic() + self._settings.rest_s
            self._failures = 0


def _bounded(text: str) -> str:
    return text if len(text) <= _READ else f"{text[: _READ // 2]}\n{text[-_READ // 2 :]}"
