"""Compiling constraints in a process of its own, limited in memory and time.

The caller's process never sees native code.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import threading
from collections import OrderedDict
from typing import Any

from orchestration.errors import EngineLost, InvalidGrammar, UnsupportedSchema
from orchestration.inference.constraints.constraint import Constraint
from orchestration.limited.process import LimitedProcess

LONGEST_CONSTRAINT = 512 * 1024
CACHED = 256
PATIENCE_S = 60.0
_MODULE = "orchestration.inference.constraints.compiler"
_SMALLER = "Use a smaller or a less deeply nested one."


class LimitedCompiler:
    """Compiles one constraint at a time and remembers the last ones. Thread-safe."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._working, self._remembering = threading.Lock(), threading.Lock()
        self._process = LimitedProcess(_MODULE, "constraints")
        self._known: OrderedDict[bytes, dict[str, Any]] = OrderedDict()

    def compile(self, constraint: Constraint) -> str:
        """Return the checked GBNF text of a constraint, within seconds.

        One that is known does not wait for others that are compiled.

        Raises:
            InvalidGrammar: The grammar is malformed or would cost too much.
            UnsupportedSchema: The schema cannot be enforced.
            EngineUnavailable: The compiler cannot be started.
            EngineLost: It was killed twice, or is too busy.
        """
        line = _request(constraint)
        key = hashlib.sha256(line).digest()
        return _grammar(constraint, self._recalled(key) or self._compiled(key, line))

    def close(self) -> None:
        """End the process, if there is one."""
        with self._working:
            self._process.close()

    def _compiled(self, key: bytes, line: bytes) -> dict[str, Any]:
        if not self._working.acquire(timeout=PATIENCE_S):
            raise EngineLost("The compiler of constraints is busy.", mend="Try again.")
        try:
            reply = self._recalled(key) or self._process.ask(line)
            if "busy" not in reply:
                self._remember(key, reply)
            return reply
        finally:
            self._working.release()

    def _recalled(self, key: bytes) -> dict[str, Any] | None:
        with self._remembering:
            if key in self._known:
                self._known.move_to_end(key)
            return self._known.get(key)

    def _remember(self, key: bytes, reply: dict[str, Any]) -> None:
        with self._remembering:
            self._known[key] = reply
            while len(self._known) > CACHED:
                self._known.popitem(last=False)


def _request(constraint: Constraint) -> bytes:
    if constraint.grammar is not None:
        line = json.dumps({"grammar": constraint.grammar})
    elif constraint.schema is not None:
        line = json.dumps({"schema": _plain(constraint.schema)})
    else:
        line = json.dumps({"json": True})
    if len(line) > LONGEST_CONSTRAINT:
        raise _refusal(constraint, f"It is longer than {LONGEST_CONSTRAINT} characters.", _SMALLER)
    return line.encode()


def _plain(schema: Any) -> Any:
    """Return the schema, known to be JSON: other things would fail in the middle."""
    try:
        return json.loads(json.dumps(schema, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        why = "The schema is not JSON, or is nested too deeply."
        raise UnsupportedSchema("#", why, "Send a JSON schema.") from error


def _grammar(constraint: Constraint, reply: dict[str, Any]) -> str:
    if "error" in reply:
        parts = reply["error"]
        raise InvalidGrammar(*parts) if len(parts) == 2 else UnsupportedSchema(*parts)  # noqa: PLR2004
    if "exceeded" in reply:
        detail = f"Compiling it took too much {reply['exceeded']}."
        raise _refusal(constraint, detail, _SMALLER)
    return str(reply["grammar"])


def _refusal(constraint: Constraint, detail: str, mend: str) -> InvalidGrammar | UnsupportedSchema:
    if constraint.grammar is not None:
        return InvalidGrammar(detail, mend)
    return UnsupportedSchema("#", detail, mend)


_shared = LimitedCompiler()
atexit.register(_shared.close)


def compile_constraint(constraint: Constraint) -> str:
    """Return the checked GBNF text of a constraint; see `LimitedCompiler.compile`."""
    return _shared.compile(constraint)
