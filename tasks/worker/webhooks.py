"""An io worker's side of webhooks: takes what is due, sends it, writes down what came of it.

One thread with an event loop; the database is asked in a second one. What a killed worker had
under way is taken by others when its leases have ended: a delivery arrives at least once, under
the same id. A worker that froze does not send what is no longer its own.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Final, TypeVar
from uuid import UUID

import httpx
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from orchestration.errors import SwitchyardError
from orchestration.secrettext import SecretText
from tasks.services import deliveries
from tasks.services.deliveries import Claimed, Settlement
from tasks.services.webhooks import signing_secrets
from tasks.worker.posting import new_client, post, settlement

log = logging.getLogger(__name__)
T = TypeVar("T")

_DATABASE = (DatabaseError, InterfaceError)
_RETRY_S: Final = 0.5
_OURS_S: Final = 60.0
"""How long a delivery rests that could not be signed: whoever runs this mends it."""
_MARGIN_S: Final = 2.0
"""For an answer's body and the clocks."""
_KEPT: Final = 1000


class Deliverer:
    """Sends deliveries until it is closed; without the database it waits for it."""

    def __init__(self) -> None:
        self._rules = settings.SWITCHYARD.webhooks
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)
        self._database = ThreadPoolExecutor(1, thread_name_prefix="webhooks-database")
        self._secrets: dict[tuple[UUID, int], list[SecretText]] = {}
        self._ending = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = asyncio.Event()
        self._sending: dict[asyncio.Task[None], Claimed] = {}
        self._done: asyncio.Queue[Settlement] = asyncio.Queue()

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more; what is under way is given a little time, then given back."""
        self._ending.set()
        if self._loop is not None:
            with suppress(RuntimeError):  # it has ended by itself
                self._loop.call_soon_threadsafe(self._wake.set)

    def close(self) -> None:
        """Stop, and wait for the end."""
        self.stop()
        if self._thread.ident is not None:
            self._thread.join(settings.SWITCHYARD.leases.stop_grace_s + 1)

    def _run(self) -> None:
        asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        settler = asyncio.create_task(self._settle_all())
        async with new_client() as client:
            while not self._ending.is_set():
                await self._take(client)
            await self._leave()
        settler.cancel()
        with suppress(asyncio.CancelledError):
            await settler
        await self._in_database(_close)
        self._database.shutdown()

    async def _take(self, client: httpx.AsyncClient) -> None:
        """Take what is due and begin to send it; return when there may be more."""
        self._wake.clear()
        pause_s = self._rules.poll_s
        try:
            await self._take_now(client)
        except _DATABASE as error:
            log.warning("no webhooks taken, trying again", extra={"error": str(error)})
            pause_s = _RETRY_S
        except Exception:  # this thread must outlive what nobody foresaw
            log.exception("webhooks could not be taken, going on")
            pause_s = _RETRY_S
        with suppress(TimeoutError):
            async with asyncio.timeout(pause_s):
                await self._wake.wait()

    async def _take_now(self, client: httpx.AsyncClient) -> None:
        room = self._rules.at_once - len(self._sending)
        if room <= 0:
            return
        # Counted from before the claim: this clock says no later than the database's what is over.
        latest = time.monotonic() + self._rules.lease_s - self._rules.timeout_s - _MARGIN_S
        for claimed in await self._in_database(partial(deliveries.claim, room)):
            task = asyncio.create_task(self._send(client, claimed, latest))
            self._sending[task] = claimed
            task.add_done_callback(self._sending.pop)

    async def _send(self, client: httpx.AsyncClient, claimed: Claimed, latest: float) -> None:
        try:
            secrets = await self._secrets_of(claimed)
            if time.monotonic() > latest:
                log.info("webhook left to others: too late", extra={"delivery": str(claimed.id)})
                return
            answer = await post(client, claimed, secrets, self._rules.timeout_s)
            settled = settlement(claimed, answer, self._rules)
        except _DATABASE as error:
            log.warning("webhook left to its lease", extra={"error": str(error)})
            return
        except SwitchyardError as error:
            log.warning("webhook could not be signed", extra={"error": str(error)})
            settled = _not_sent(claimed, f"Switchyard could not sign it. {error}")
        except Exception:  # one delivery must not keep the others
            log.exception("webhook failed within", extra={"delivery": str(claimed.id)})
            settled = _not_sent(claimed, "Switchyard failed to send it; its log says why.")
        self._done.put_nowait(settled)

    async def _secrets_of(self, claimed: Claimed) -> list[SecretText]:
        """Return what signs; it is read once for each version, for reading it is audited."""
        key = (claimed.webhook_id, claimed.secret_version)
        if key not in self._secrets:
            found = await self._in_database(
                partial(signing_secrets, claimed.webhook_id, claimed.tenant_id)
            )
            if len(self._secrets) >= _KEPT:
                self._secrets.clear()
            self._secrets[key] = found
        return self._secrets[key][: 2 if claimed.overlapping else 1]

    async def _settle_all(self) -> None:
        """Write down what came of deliveries, all that have ended at once."""
        while True:
            ended = [await self._done.get()]
            while not self._done.empty():
                ended.append(self._done.get_nowait())
            await self._settle(ended)
            for _ in ended:
                self._done.task_done()
            self._wake.set()

    async def _settle(self, ended: list[Settlement]) -> None:
        """Try until their leases are over: what was sent should not be sent again."""
        until = time.monotonic() + self._rules.lease_s
        while time.monotonic() < until:
            try:
                await self._in_database(partial(deliveries.settle, ended))
            except _DATABASE as error:
                log.warning("webhooks not settled yet", extra={"error": str(error)})
                await asyncio.sleep(_RETRY_S)
            except Exception:  # they are sent again when their leases have ended
                log.exception("webhooks could not be settled, going on")
                return
            else:
                return

    async def _leave(self) -> None:
        """Let what is under way end soon, and give the rest back; what cannot be given back in time
        waits for the end of its lease, and what cannot be settled is sent again then."""
        grace_s = settings.SWITCHYARD.leases.stop_grace_s / 2
        if self._sending:
            await asyncio.wait(self._sending, timeout=grace_s)
        left = list(self._sending.values())
        for task in list(self._sending):
            task.cancel()
        try:
            async with asyncio.timeout(grace_s):
                await self._done.join()
                if left:
                    await self._in_database(partial(deliveries.give_back, left))
        except (TimeoutError, *_DATABASE) as error:
            found = {"not_ended": len(left), "error": repr(error)}
            log.warning("webhooks left to their leases", extra=found)

    async def _in_database(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._database, _asked, call)


def _close() -> None:
    """Close the connection of the thread in which it is called."""
    connection.close()


def _asked(call: Callable[[], T]) -> T:
    """Ask the database; a connection that failed is not used again."""
    try:
        return call()
    except _DATABASE:
        connection.close()
        raise


def _not_sent(claimed: Claimed, error: str) -> Settlement:
    """Return what becomes of a delivery that failed here: it is not the receiver's fault."""
    return Settlement(
        claimed.id, claimed.webhook_id, claimed.epoch, "pending", delay_s=_OURS_S, error=error,
        counts=False,
    )  # fmt: skip
