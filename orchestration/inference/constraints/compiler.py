"""The limited process: reads one constraint per line, answers with its grammar or an error.

`python -m orchestration.inference.constraints.compiler` is started by `limited`
only. It limits its own address space, and its processor time anew for each
constraint; what exceeds them ends this process and nothing else.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any, BinaryIO

from orchestration.errors import InvalidGrammar, UnsupportedSchema
from orchestration.inference.constraints.gbnf import parse_gbnf
from orchestration.inference.constraints.growth import check_growth
from orchestration.inference.constraints.schema import schema_to_gbnf
from orchestration.inference.constraints.soundness import check_rules

CPU_S = 4
MEMORY_BYTES = 512 * 2**20
JSON_OBJECT = {"type": "object"}
_SMALLER = "Use a smaller or a less deeply nested one."


def compiled(request: dict[str, Any]) -> str:
    """Return the checked grammar of a constraint.

    Args:
        request: One of the keys ``json``, ``schema`` and ``grammar`` with its value.

    Raises:
        InvalidGrammar: The grammar cannot be read or would cost too much.
        UnsupportedSchema: The schema cannot be enforced.
    """
    if "grammar" in request:
        return checked(str(request["grammar"]))
    try:
        return checked(schema_to_gbnf(request.get("schema", JSON_OBJECT)))
    except InvalidGrammar as error:
        raise UnsupportedSchema("#", error.detail, error.mend or _SMALLER) from error


def checked(grammar: str) -> str:
    """Return a grammar that our own checks and llama.cpp accept.

    Raises:
        InvalidGrammar: One of them does not.
    """
    try:
        encoded = grammar.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InvalidGrammar("The grammar has a lone surrogate.", "Remove it.") from error
    if "\0" in grammar:
        raise InvalidGrammar("The grammar has a NUL.", "Remove it.")
    rules = parse_gbnf(grammar)
    check_rules(rules)
    check_growth(rules)
    _check_natively(encoded)
    return grammar


def _check_natively(grammar: bytes) -> None:
    from llama_cpp import llama_cpp as native

    sampler = native.llama_sampler_init_grammar(None, grammar, b"root")
    if not sampler:
        raise InvalidGrammar(
            "llama.cpp does not accept the grammar.", "Use fewer and smaller repetitions."
        )
    native.llama_sampler_free(sampler)


def answer(line: bytes) -> dict[str, Any]:
    """Return the reply to one request: ``grammar``, or ``error`` with its parts."""
    try:
        return {"grammar": compiled(json.loads(line))}
    except UnsupportedSchema as error:
        return {"error": [error.pointer, error.why, error.mend]}
    except InvalidGrammar as error:
        return {"error": [error.detail, error.mend]}
    except (MemoryError, RecursionError):
        return {"exceeded": "memory"}


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer one line after the other until there are no more."""
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, _address_space() + MEMORY_BYTES)
    _send(replies, {"ready": True})
    for line in requests:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + CPU_S)
        _send(replies, answer(line))


def _limit(what: int, amount: int) -> None:
    _, hard = resource.getrlimit(what)
    allowed = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    resource.setrlimit(what, (allowed, hard))


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def _send(replies: BinaryIO, reply: dict[str, Any]) -> None:
    replies.write(json.dumps(reply).encode() + b"\n")
    replies.flush()


def main() -> None:
    """Serve standard input; what native code prints must not mix with the replies."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # A grammar needs no GPU, and a crash need not start a debugger.
    os.environ.update(CUDA_VISIBLE_DEVICES="", GGML_NO_BACKTRACE="1")
    try:
        import llama_cpp  # noqa: F401 - loaded before the limits count
    except (ImportError, OSError, RuntimeError) as error:
        _send(replies, {"failed": str(error)})
        return
    serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
