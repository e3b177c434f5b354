"""Holds an answer to a grammar, one token at a time.

llama.cpp's own grammars are not used: some texts take them unbounded time and memory, they read
bytes that are no UTF-8 leniently, and a token that does not fit ends the process.
"""

from __future__ import annotations

import codecs
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt

from orchestration.errors import InvalidGrammar
from orchestration.inference.batching.candidates import Tokens
from orchestration.inference.batching.native import Native
from orchestration.inference.constraints.automaton import Automaton, State, points

FREE_S = 4.0
PER_TOKEN_S = 0.1
"""Processor time that a grammar may take, in all and for each token: others wait meanwhile."""


class Grammar:
    """The state of one answer in its grammar.

    Args:
        native: Whose tokens they are.
        automaton: Of the grammar; answers of one request share it.
    """

    def __init__(self, native: Native, automaton: Automaton) -> None:
        self._native = native
        self._automaton = automaton
        self._state = automaton.start
        self._begun = b""
        self._allowed_s = FREE_S

    def allows(self, token: int) -> bool:
        """Tell whether a token may come next.

        Raises:
            InvalidGrammar: The grammar leaves too much open, or takes too long.
        """
        with self._counted():
            return self._fits(token)

    def fitting(self, tokens: Tokens) -> npt.NDArray[np.bool_]:
        """Return which of the tokens may come next.

        Raises:
            InvalidGrammar: As above.
        """
        with self._counted():
            found: npt.NDArray[np.bool_] = self._beginnings()[self._native.beginnings[tokens]]
            for at in np.flatnonzero(found):
                found[at] = self._fits(int(tokens[at]))
            return found

    def accept(self, token: int) -> None:
        """Go on with a token that is allowed.

        Raises:
            InvalidGrammar: As above.
            ValueError: It is not.
        """
        with self._counted():
            self._allowed_s += PER_TOKEN_S
            reached = self._reached(self._native.piece(token))
            if reached is None:
                raise ValueError(f"token {token} does not fit")
            self._state, self._begun = reached

    def _fits(self, token: int) -> bool:
        if self._native.ends(token):
            return self._state.may_end and not self._begun
        raw = self._native.piece(token)
        # What has no text would change nothing; NUL is in no text.
        return bool(raw) and b"\0" not in raw and self._reached(raw) is not None

    def _reached(self, raw: bytes) -> tuple[State, bytes] | None:
        """Return the state after some bytes and those of a character that is not complete."""
        raw = self._begun + raw
        try:
            text, length = codecs.utf_8_decode(raw, "strict", False)  # noqa: FBT003
        except UnicodeDecodeError:
            return None
        state: State | None = self._state
        for character in text:
            state = self._automaton.after(state, ord(character)) if state else None
        begun = raw[length:]
        if state is None or (begun and not state.takes(*points(begun))):
            return None
        return state, begun

    def _beginnings(self) -> npt.NDArray[np.bool_]:
        """Return for each two bytes whether a token may fit that begins so."""
        found = np.zeros((256, 256), dtype=np.bool_)
        if self._begun:
            found[0x80:0xC0] = True
            return found.reshape(-1)
        firsts = np.frombuffer(self._state.first_bytes(), np.bool_)
        for byte in np.flatnonzero(firsts[:0x80]):
            following = self._automaton.after(self._state, int(byte))
            if following is not None:
                found[byte] = np.frombuffer(following.first_bytes(), np.bool_)
                found[byte, 0] = True  # no second byte
        found[0x80:] = firsts[0x80:, np.newaxis]
        found[0, 0] = self._state.may_end
        return found.reshape(-1)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        began = time.thread_time()
        yield
        self._allowed_s -= time.thread_time() - began
        if self._allowed_s < 0:
            raise InvalidGrammar(
                "Holding the answer to the grammar takes too long.",
                "Let alternatives begin with different characters, and repeat less.",
            )
