"""Numbers of tokens that were counted before."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Final

from orchestration.context.ports import Tokenizer

KEPT: Final = 50_000


class Counts:
    """Remembers how many tokens texts have, by tokenizer and a hash of the text. Thread-safe.

    A conversation's older messages are counted once, not with each question. Texts themselves are
    not kept.

    Args:
        most: Numbers that are kept; those unused for longest go first.
    """

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._known: OrderedDict[bytes, int] = OrderedDict()

    def known(self, tokenizer: Tokenizer, texts: Iterable[str]) -> dict[str, int]:
        """Return the tokens of those texts that were counted."""
        keys = {text: _key(tokenizer, text) for text in texts}
        with self._lock:
            found = {text: key for text, key in keys.items() if key in self._known}
            for key in found.values():
                self._known.move_to_end(key)
            return {text: self._known[key] for text, key in found.items()}

    def keep(self, tokenizer: Tokenizer, counted: Mapping[str, int]) -> None:
        """Remember texts' tokens."""
        fresh = {_key(tokenizer, text): tokens for text, tokens in counted.items()}
        with self._lock:
            self._known |= fresh
            while len(self._known) > self._most:
                self._known.popitem(last=False)


def _key(tokenizer: Tokenizer, text: str) -> bytes:
    name = tokenizer.name.encode()
    raw = len(name).to_bytes(4, "big") + name + text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(raw, digest_size=16).digest()
