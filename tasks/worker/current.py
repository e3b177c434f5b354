"""The runtime of this worker process; set once at its start."""

from tasks.worker.runtime import Runtime

_runtime: Runtime | None = None


def install(runtime: Runtime) -> None:
    """Make a runtime the one that Celery's jobs use."""
    global _runtime  # noqa: PLW0603 - one worker per process
    _runtime = runtime


def runtime() -> Runtime:
    """Return the installed runtime.

    Raises:
        RuntimeError: this process was not started by `manage.py worker`.
    """
    if _runtime is None:
        raise RuntimeError("no runtime: start workers with `manage.py worker`")
    return _runtime
