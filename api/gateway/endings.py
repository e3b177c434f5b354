"""Knowing in time that the process is asked to end.

The server tells an application so only when its last connection has ended (`lifespan.shutdown`),
but here it is the application that keeps connections open.
"""

import asyncio
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


def on_ending(act: Callable[[], None]) -> None:
    """Call `act` in the running loop at SIGTERM or SIGINT, besides what happens anyway.

    The loop reads signals from its wake-up descriptor, whatever handler Python has; so a handler
    of our own takes nothing away from the server's.
    """
    if threading.current_thread() is not threading.main_thread():
        return  # signals cannot be handled here; whoever embeds the application ends it
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        before: Any = signal.getsignal(number)

        def handle(given: int, frame: FrameType | None, before: Any = before) -> None:
            loop.call_soon_threadsafe(act)
            if callable(before):
                before(given, frame)

        signal.signal(number, handle)
        signal.siginterrupt(number, False)  # noqa: FBT003 - it takes no names
