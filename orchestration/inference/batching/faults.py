"""Faults that trials inject, because native code fails too rarely to wait for it.

An engine is started with texts and faults (`EngineOptions.faults`); a prompt that contains such a
text meets its fault when its tokens are drawn. No worker sets it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from orchestration.inference.batching.native import DecodeFailed
from orchestration.inference.messages import Fault, GenerateBody

INJECTED = -3


def fault_of(body: GenerateBody, faults: Mapping[str, Fault]) -> Fault | None:
    """Return the fault that a request asks for."""
    text = body.prompt if isinstance(body.prompt, str) else ""
    return next((fault for mark, fault in faults.items() if mark in text), None)


def inject(faults: Iterable[Fault | None]) -> None:
    """Fail as native code would.

    Raises:
        DecodeFailed: For the fault ``decode``; ``abort`` ends the process with SIGABRT.
    """
    for fault in faults:
        if fault == "abort":
            os.abort()
        if fault == "decode":
            raise DecodeFailed(INJECTED)
