"""Families of tasks, and what an attempt needs that runs without a worker."""

from typing import Any, Final, cast

from orchestration.execution import Ports


def child(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return a task as its parent asks for it."""
    return {"kind": kind, "input": body}


def parent(children: list[dict[str, Any]], on_child_failure: str) -> dict[str, Any]:
    """Return a task that waits for children; see `EchoInput`."""
    return child("echo", {"children": children, "on_child_failure": on_child_failure})


class _Calm:
    """A stop signal that never comes."""

    def requested(self) -> None:
        return None

    def wait(self, seconds: float) -> bool:
        del seconds
        return False


CALM: Final = Ports(cast(Any, None), cast(Any, None), cast(Any, _Calm()), lambda: None)
"""Ports for kinds that use no engine; nobody stops them."""
