"""Documents that their workers were lost with: read one at a time, and at last not any more.

What kills its worker leaves no error behind, only attempts that were lost. Of a stranger's file
that is bounded: it would be tried for ever. But all that its worker was reading is lost with it.
So what was lost before is read while nothing else is that was, and the others wait outside: from
then on each is lost by its own doing only.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from orchestration.documents.errors import AnotherAlone, ReadingLost

SUSPECT: Final = 2
"""So many lost attempts may be somebody else's doing."""
MOST_LOST: Final = 10
"""After so many there is no other. Files are parsed in processes with limits, so that they hardly
ever are the end of a worker: machines that go down one after the other are likelier."""


class Suspects:
    """What a worker reads of those. Thread-safe."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._alone = threading.Lock()

    @contextmanager
    def reading(self, lost: int) -> Iterator[None]:
        """Read a document while the block runs.

        Args:
            lost: How many attempts were lost before this one.

        Raises:
            ReadingLost: Too many.
            AnotherAlone: Another one is being read that was lost, too.
        """
        if lost >= MOST_LOST:
            raise ReadingLost(lost)
        if lost < SUSPECT:
            yield
            return
        if not self._alone.acquire(blocking=False):
            raise AnotherAlone
        try:
            yield
        finally:
            self._alone.release()
