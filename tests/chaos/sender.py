"""Sends memories and documents over REST, and again until it is told that they were taken."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import httpx

from deploy.local.ports import LOOPBACK
from deploy.local.processes import wait_until

_ANSWER_S: Final = 60.0
_AGAIN: Final = frozenset({503})
"""The database is away: nothing was taken, and it should be sent again."""


class Sender:
    """A client of the web process. Thread-safe; it asks no database itself.

    Attributes:
        taken: What was acknowledged, by its name.
        cut_off: How often no answer came.
    """

    def __init__(self, client: httpx.Client, patience_s: float) -> None:
        self._client = client
        self._patience_s = patience_s
        self._over = threading.Event()
        self.taken: dict[str, Any] = {}
        self.cut_off: list[str] = []

    def send(self, name: str, path: str, body: dict[str, Any]) -> Any:
        """Send a body until it is acknowledged; note the answer under a name, and return it.

        Raises:
            AssertionError: it is refused, or nobody answers.
        """
        answers: list[httpx.Response] = []
        answered = wait_until(lambda: self._sent(name, path, body, answers), self._patience_s)
        assert answered, f"nobody takes {name}"
        assert answers[0].is_success, f"{name}: {answers[0].status_code} {answers[0].text}"
        self.taken[name] = answers[0].json()
        return self.taken[name]

    def _sent(
        self, name: str, path: str, body: dict[str, Any], answers: list[httpx.Response]
    ) -> bool:
        assert not self._over.is_set(), "the test is over"
        try:
            answer = self._client.post(path, json=body)
        except httpx.TransportError:
            self.cut_off.append(name)
            return False
        if answer.status_code not in _AGAIN:
            answers.append(answer)
        return bool(answers)

    def end(self) -> None:
        """Let nobody send again."""
        self._over.set()


@contextmanager
def sender_at(port: int, token: str, patience_s: float) -> Iterator[Sender]:
    """Yield who sends to the web process at a port."""
    headers = {"Authorization": f"Bearer {token}"}
    url = f"http://{LOOPBACK}:{port}"
    with httpx.Client(base_url=url, headers=headers, timeout=_ANSWER_S) as client:
        made = Sender(client, patience_s)
        try:
            yield made
        finally:
            made.end()
