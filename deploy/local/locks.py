"""A lock on a file that the kernel lets go when its holder dies, however it dies."""

import fcntl
import os
from pathlib import Path

from deploy.local.errors import AlreadyRunningError


class FileLock:
    """One holder per path; the holder's pid stands in the file for whoever comes second."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.was_abandoned = False
        """Whether the last holder died without letting go."""
        self._file: int | None = None

    def acquire(self, what: str) -> None:
        """Take the lock at once or not at all.

        Raises:
            AlreadyRunningError: another process holds it; the message names its pid.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(file, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(file)
            raise AlreadyRunningError(
                f"{what} is already in use by the process with pid {holder} "
                f"(lock: {self.path}). Stop that one first, or choose other data."
            ) from None
        self.was_abandoned = os.fstat(file).st_size > 0
        os.truncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        self._file = file

    def release(self) -> None:
        """Let go; the file stays, because removing it would let two holders in."""
        if self._file is not None:
            os.truncate(self._file, 0)
            os.close(self._file)
            self._file = None
