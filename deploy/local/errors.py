"""What can go wrong on one machine, worded for the person at the terminal."""


class LocalError(Exception):
    """Something that the person who started us can mend; its text says how."""


class AlreadyRunningError(LocalError):
    """Another living process holds the lock on the same data."""


class ServerFailedError(LocalError):
    """An embedded server did not start, or could not be stopped."""
