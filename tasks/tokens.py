"""The token stream of a task: what its answers have come to, on its way to those who read along.

A Redis stream per task, one entry for what came within some milliseconds. An entry's id is its
place, `epoch-number`, and readers go on behind the last place that they have. Nothing in Redis can
be relied on, so each change is one script that looks at the last entry first:

- An attempt appends only behind the entry that it wrote last. So an attempt that was taken for dead
  cannot write behind its successor's back, and one whose stream was lost notices that.
- A stream always begins with an entry that begins the answers anew; where something was lost, the
  whole text so far is written again in such an entry. What readers have is void then.
- The attempt that goes on with what another one has begun appends an empty entry and reads all
  before it in the same step.

So whoever adds up the texts behind the last entry that begins anew has a beginning of the answers;
the whole of them comes from Postgres, always.
"""

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, Self
from uuid import UUID

import orjson

_PLACE: Final = re.compile(r"(\d{1,10})-(\d{1,10})", re.ASCII)
_PARTS, _TOTALS, _BEGINS, _SOURCE, _ENDED = b"d", b"t", b"a", b"m", b"e"


class Place(NamedTuple):
    """Where an entry stands: those of a later epoch come later."""

    epoch: int
    number: int

    def __str__(self) -> str:
        return f"{self.epoch}-{self.number}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """Return the place that a text names; None when it names none."""
        found = _PLACE.fullmatch(text)
        return cls(int(found[1]), int(found[2])) if found else None


NOWHERE: Final = Place(0, 0)
"""Before every entry."""


class Part(NamedTuple):
    """What came to one of the answers.

    Attributes:
        choice: which of them.
        start: how many tokens it had before.
        tokens: those that came.
        text: what is certain of their text; some of it may come with the next part.
    """

    choice: int
    start: int
    tokens: Sequence[int]
    text: str


class Total(NamedTuple):
    """How much of one of the answers there is, the entry that says so included.

    Attributes:
        choice: which of them.
        characters: the length of its text.
        checksum: CRC-32 of the text in UTF-8.
    """

    choice: int
    characters: int = 0
    checksum: int = 0

    def add(self, text: str) -> "Total":
        """Return what it is with more text."""
        checksum = zlib.crc32(text.encode(), self.checksum)
        return Total(self.choice, self.characters + len(text), checksum)


_NOTHING: Final = Total(0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a stream.

    Attributes:
        place: its id.
        parts: what came to the answers.
        totals: what the answers have come to; says what a reader has who comes back, and shows
            to one who reads along that something is missing.
        begins: whether everything before it is void.
        source: what draws the answers, in an entry that begins them; see `AttemptTokens.begun`.
        ended: the state in which the task has ended; "" while it goes on.
    """

    place: Place
    parts: Sequence[Part] = ()
    totals: Sequence[Total] = ()
    begins: bool = False
    source: str = ""
    ended: str = ""

    def fields(self) -> list[bytes | str]:
        """Return names and values as Redis stores them."""
        pairs: list[bytes | str] = [_PARTS, orjson.dumps([tuple(part) for part in self.parts])]
        if self.totals:
            pairs += [_TOTALS, orjson.dumps([tuple(total) for total in self.totals])]
        if self.begins:
            pairs += [_BEGINS, b"1", _SOURCE, self.source]
        if self.ended:
            pairs += [_ENDED, self.ended]
        return pairs

    @classmethod
    def read(cls, place: bytes, fields: Mapping[bytes, bytes]) -> Self:
        """Return what Redis has stored.

        Raises:
            ValueError: that is no entry of a token stream.
        """
        found = Place.read(place.decode())
        if found is None or _PARTS not in fields:
            raise ValueError(f"{place!r} is no entry of a token stream")
        return cls(
            found,
            [_part(*each) for each in orjson.loads(fields[_PARTS])],
            [Total(*each) for each in orjson.loads(fields.get(_TOTALS, b"[]"))],
            _BEGINS in fields,
            fields.get(_SOURCE, b"").decode(),
            fields.get(_ENDED, b"").decode(),
        )


def _part(choice: int, start: int, tokens: Any, text: Any) -> Part:
    if not isinstance(text, str) or not isinstance(tokens, list):
        raise ValueError(f"{text!r} and {tokens!r} are no text and tokens")  # noqa: TRY004
    return Part(choice, start, tokens, text)


@dataclass(slots=True)
class Said:
    """One answer so far."""

    tokens: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    total: Total = _NOTHING

    def take(self, part: Part) -> None:
        """Append a part."""
        self.tokens += part.tokens
        if part.text:
            self.texts.append(part.text)
            self.total = self.total.add(part.text)

    def part(self, choice: int) -> Part:
        """Return everything as one part."""
        return Part(choice, 0, tuple(self.tokens), "".join(self.texts))


def add_up(entries: Iterable[Entry]) -> dict[int, Said]:
    """Return the answers that entries, in order, make up."""
    answers: dict[int, Said] = {}
    for entry in entries:
        if entry.begins:
            answers = {}
        for part in entry.parts:
            answers.setdefault(part.choice, Said()).take(part)
    return answers


def stream_key(task_id: UUID) -> str:
    """Return the key of a task's stream."""
    return f"switchyard:tokens:{task_id}"


APPEND: Final = """
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
if not last then return '' end
if last[1] ~= ARGV[3] then return last[1] end
redis.call('XADD', KEYS[1], ARGV[1], unpack(ARGV, 4))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return ARGV[1]
"""
"""Append to the stream KEYS[1] an entry with the id ARGV[1] and the fields from ARGV[4] on, behind
the entry ARGV[3]; it lives ARGV[2] milliseconds. Returns the id of the last entry then: another one
when it was not where it should be."""

BEGIN: Final = """
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
if last and tonumber(string.match(last[1], '^%d+')) > tonumber(string.match(ARGV[1], '^%d+')) then
    return last[1]
end
redis.call('DEL', KEYS[1])
redis.call('XADD', KEYS[1], ARGV[1], unpack(ARGV, 3))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return ARGV[1]
"""
"""Put an entry in place of everything, unless a later epoch has written; else like APPEND."""

TAKE_OVER: Final = """
local entries = redis.call('XRANGE', KEYS[1], '-', '+')
local last = entries[#entries]
if not last then return {} end
if last[1] == ARGV[1] then
    table.remove(entries)
    return entries
end
if tonumber(string.match(last[1], '^%d+')) >= tonumber(string.match(ARGV[1], '^%d+')) then
    return {}
end
redis.call('XADD', KEYS[1], ARGV[1], unpack(ARGV, 3))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return entries
"""
"""Append an entry of a later epoch and return all before it; the same again when an earlier try has
arrived and only its answer was lost. Nothing when there is none, or another one of this or a later
epoch."""


def read_entries(raw: Iterable[tuple[bytes, Any]]) -> list[Entry]:
    """Return entries as a script returns them, with names and values in one list.

    Raises:
        ValueError: one of them is no entry of a token stream.
    """
    return [
        Entry.read(place, dict(zip(pairs[::2], pairs[1::2], strict=True))) for place, pairs in raw
    ]
