"""The stop signal of requests that nobody stops."""

import time


class Never:
    """Is never set."""

    def requested(self) -> str | None:
        """Return why to stop: there is no reason."""
        return None

    def wait(self, seconds: float) -> bool:
        """Wait in vain."""
        time.sleep(seconds)
        return False
