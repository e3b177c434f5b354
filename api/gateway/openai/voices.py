"""What of an answer may be told while it is drawn. Pure.

Three things keep a text back. It may be the call of a tool, which clients get as such when it is
complete. It may come a second time, because a stream was lost and is written anew: then nothing is
told until it has caught up with what was told, and it must be the same. And blanks before a call
are no part of the answer.
"""

import zlib
from typing import Final

from api.gateway.openai.errors import StreamLost
from tasks.tokens import Total

MARKS: Final = ("<tool_call>", "[TOOL_CALLS]")
"""Where calls begin, as models write them; `orchestration.inference.tools` reads them."""
_BARE: Final = "{["
"""What a text begins with that may be a call without a mark."""


class Voice:
    """One answer as a client hears it.

    Args:
        choice: which of them.
        calls: whether it may call tools.
    """

    def __init__(self, choice: int, *, calls: bool) -> None:
        self._calls = calls
        self._told = Total(choice)
        self._held = ""
        self._again = False

    @property
    def silent(self) -> bool:
        """Whether nothing was told yet."""
        return not self._told.characters

    def hear(self, text: str) -> str:
        """Take in what came, and return what may be told now.

        Raises:
            StreamLost: it is not what was told before.
        """
        self._held += text
        if self._again:
            if len(self._held) < self._told.characters:
                return ""
            if not begins(self._held, self._told):
                raise _lost()
            self._held = self._held[self._told.characters :]
            self._again = False
        end = self._safe() if self._calls else len(self._held)
        said, self._held = self._held[:end], self._held[end:]
        return self._tell(said)

    def begin_anew(self) -> None:
        """What was heard is void; what was told must come again."""
        self._held = ""
        self._again = self._told.characters > 0

    def rest(self, text: str) -> str:
        """Return what is still to be told of the final text.

        Raises:
            StreamLost: what was told is no beginning of it.
        """
        if not begins(text, self._told):
            raise _lost()
        return self._tell(text[self._told.characters :])

    def _tell(self, text: str) -> str:
        self._told = self._told.add(text)
        return text

    def _safe(self) -> int:
        """Return how much of what is held cannot belong to a call."""
        held = self._held
        if not self._told.characters and held.lstrip()[:1] in (*_BARE, ""):
            return 0
        found = [at for mark in MARKS if (at := held.find(mark)) >= 0]
        end = min(found) if found else len(held) - max(_begun(held, mark) for mark in MARKS)
        return len(held[:end].rstrip())


def _begun(text: str, mark: str) -> int:
    """Return how much of a mark a text ends with."""
    for length in range(min(len(mark) - 1, len(text)), 0, -1):
        if text.endswith(mark[:length]):
            return length
    return 0


def begins(text: str, told: Total) -> bool:
    """Return whether a text begins with what was told."""
    return zlib.crc32(text[: told.characters].encode()) == told.checksum


def _lost() -> StreamLost:
    return StreamLost(
        "The answer had to be begun anew and is another one now.",
        mend="Send the request again; what came before is no part of an answer.",
    )
