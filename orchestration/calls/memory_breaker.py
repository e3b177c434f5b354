"""One provider's model's breaker, as the store in memory keeps it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from orchestration.calls.ports import BreakerReport, BreakerState, Sign
from orchestration.calls.store import BreakerRules
from orchestration.calls.window import Window

_PROBING_MS: Final = 250


class Breaker:
    """One provider's model."""

    def __init__(self, rules: BreakerRules) -> None:
        """Begin closed."""
        self._rules = rules
        self._closed_at: float | None = None
        self._times = 0
        self._forget()

    def against(self, now: float) -> int | None:
        """Return in how many ms to come back; None when nothing stands against a call."""
        if self._until is None:
            return None
        if now < self._until:
            return round(self._until - now) or 1
        left = self._probe_until - now if self._probe else 0
        return min(_PROBING_MS, round(left) or 1) if left > 0 else None

    def enter(self, lease_id: str, until: float) -> bool:
        """Return whether a call that nothing stands against is a probe."""
        if self._until is None:
            return False
        self._probe, self._probe_until = lease_id, until
        return True

    def holds(self, lease_id: str) -> bool:
        """Return whether that call is the probe."""
        return self._until is not None and self._probe == lease_id

    def free(self) -> None:
        """Let another call be the probe."""
        self._probe = ""

    def renew(self, until: float) -> None:
        """Keep waiting for the probe."""
        self._probe_until = until

    def close(self, now: float) -> None:
        """Let calls through; what came before is forgotten."""
        self._forget()
        self._closed_at = now

    def record(self, now: float, lease_id: str, sign: Sign) -> None:
        """Count a call that has ended."""
        if self._until is None:
            self._count(now, sign)
        elif self.holds(lease_id):
            self._judge(now, sign)

    def _forget(self) -> None:
        self._good, self._bad = Window(self._rules.window_s), Window(self._rules.window_s)
        self._until: float | None = None
        self._probe = ""
        self._probe_until = 0.0

    def _judge(self, now: float, sign: Sign) -> None:
        if sign == "alive":
            self.close(now)
        elif sign == "failing":
            self._open(now, self._times + 1)
        else:
            self.free()

    def _count(self, now: float, sign: Sign) -> None:
        if sign == "alive":
            self._good.add(now, 1)
        elif sign == "failing":
            self._bad.add(now, 1)
            failures = self._bad.sum(now)
            calls = self._good.sum(now) + failures
            if calls >= self._rules.least and failures >= calls * self._rules.share:
                self._open(now, self._times + 1 if self._restless(now) else 1)

    def _restless(self, now: float) -> bool:
        """Return whether it has not been closed for long."""
        return self._closed_at is not None and now - self._closed_at < 1000 * self._rules.calm_s

    def _open(self, now: float, times: int) -> None:
        self._times, self._until, self._probe = times, now + self._rules.open_ms(times), ""

    def report(self, now: float, provider: str, model: str) -> BreakerReport:
        """Say how it stands."""
        state: BreakerState = "closed"
        if self._until is not None:
            state = "open" if now < self._until else "half_open"
        bad = round(self._bad.sum(now))
        retry_at = None
        if state == "open" and self._until is not None:
            retry_at = datetime.fromtimestamp(self._until / 1000, UTC)
        calls = round(self._good.sum(now)) + bad
        return BreakerReport(provider, model, state, calls, bad, self._times, retry_at)
