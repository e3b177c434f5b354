"""What the tests of the context manager share: counters, parts, random conversations."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from orchestration.context.counts import Counts
from orchestration.context.driving import fit
from orchestration.context.material import Block, Entry, Material, Passage, Summary
from orchestration.context.message import Image, Message, Text, ToolCall
from orchestration.context.policy import KINDS, Allowance, Overlong, Policy
from orchestration.context.ports import Conversation, Countable, Tokenizer
from orchestration.context.room import Room
from orchestration.context.window import Fate, Window

OF_MESSAGE, OF_IMAGE = 4, 20
PICTURE = {"type": "image_url", "image_url": {"url": "blob:" + "a" * 64}}


def written(conversation: Conversation) -> str:
    """Return a conversation as a simple template writes it."""
    return "".join(
        f"<{message.role}>{''.join(message.texts)}{message.tool_call_id}</>"
        for message in conversation
    )


def images(conversation: Conversation) -> int:
    return sum(message.images for message in conversation)


def words(conversation: Conversation) -> int:
    """Count each message by itself: a word is a token."""
    said = sum(len(text.split()) for message in conversation for text in message.texts)
    return said + OF_MESSAGE * len(conversation) + OF_IMAGE * images(conversation)


def fourths(conversation: Conversation) -> int:
    """Count four characters as a token, wherever one message ends and the next begins."""
    return math.ceil(len(written(conversation)) / 4) + OF_IMAGE * images(conversation) + 3


def nasty(conversation: Conversation) -> int:
    """Count more the more messages there are, and something that nobody can foresee."""
    text = written(conversation)
    return fourths(conversation) + len(conversation) ** 2 // 8 + zlib.crc32(text.encode()) % 23


@dataclass
class Counter:
    """A counter that says what it was asked."""

    whole: Callable[[Conversation], int] = words
    of_text: Callable[[str], int] = lambda text: len(text.split())
    texts: list[str] = field(default_factory=list)
    wholes: list[Conversation] = field(default_factory=list)
    calls: int = 0

    @property
    def tokenizer(self) -> Tokenizer:
        return Tokenizer(f"{self.whole.__name__}", OF_MESSAGE, OF_IMAGE)

    def count(self, asked: Sequence[Countable]) -> list[int]:
        self.calls += 1
        return [self._one(each) for each in asked]

    def _one(self, each: Countable) -> int:
        if isinstance(each, str):
            self.texts.append(each)
            return self.of_text(each)
        self.wholes.append(each)
        return self.whole(each)


def by_fourths(text: str) -> int:
    return math.ceil(len(text) / 4)


COUNTERS: dict[str, Callable[[], Counter]] = {
    "words": Counter,
    "fourths": lambda: Counter(fourths, by_fourths),
    # Counts texts at half of what they are, so that every estimate is wrong.
    "nasty": lambda: Counter(nasty, lambda text: len(text) // 8),
}
STEADY = ("words", "fourths")
"""Of these, more parts never have fewer tokens."""


def say(number: int) -> str:
    """Return a text of so many words, in sentences of ten."""
    said = (f"w{at}." if at % 10 == 9 else f"w{at}" for at in range(number))
    return " ".join(said)


def asked(text: str = "What now?") -> Entry:
    return Entry("question", Message.say("user", text))


def talk(*sizes: int) -> tuple[Entry, ...]:
    """Return turns of user and assistant, each message with so many words: u0, a0, u1, …"""
    entries = []
    for at, size in enumerate(sizes):
        entries.append(Entry(f"u{at}", Message.say("user", f"u{at} {say(size - 1)}")))
        entries.append(Entry(f"a{at}", Message.say("assistant", f"a{at} {say(size - 1)}")))
    return tuple(entries)


def called(number: int, size: int, *, pinned: bool = False) -> tuple[Entry, Entry]:
    """Return a call of a tool, c0, and its result, r0, of so many words."""
    name = f"call-{number}"
    call = Message("assistant", (), (ToolCall(name, "look", '{"at": 1}'),))
    result = Message("tool", (Text(say(size)),), tool_call_id=name)
    return Entry(f"c{number}", call), Entry(f"r{number}", result, pinned)


def filled(
    material: Material,
    window: int,
    *,
    reserve: int = 0,
    policy: Policy | None = None,
    counter: Counter | None = None,
    counts: Counts | None = None,
) -> Window:
    """Fill a window as users do."""
    kept = Counts() if counts is None else counts
    return fit(material, Room(window, reserve), policy or OPEN, counter or Counter(), kept)


OPEN = Policy(steps=Allowance(), history=Allowance(), summaries=Allowance(), passages=Allowance())
"""Nothing is capped or cut: kinds give way in the usual order."""


def fates(window: Window) -> dict[str, Fate]:
    return {fate.id: fate for fate in window.fates}


def outcomes(window: Window) -> dict[str, str]:
    return {fate.id: fate.outcome for fate in window.fates}


def shown(window: Window) -> list[str]:
    return [fate.id for fate in window.fates if fate.shown]


# --- Random ones ---------------------------------------------------------------------------

_texts = st.one_of(
    st.integers(1, 60).map(say),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=120),
    st.sampled_from(
        ["Yes.", "a" * 300, "One. Two! Three?\n\nFour: 五。六。七。 Eight…", "x " * 80]
    ),
)
_shares = st.floats(0.02, 1.0)


@st.composite
def _exchanges(draw: st.DrawFn, prefix: str, *, turns: bool) -> tuple[Entry, ...]:
    """Messages in the order that conversations have, with calls that are sometimes broken."""
    entries: list[Entry] = []

    def add(message: Message, *, pinned: bool = False) -> None:
        entries.append(Entry(f"{prefix}{len(entries)}", message, pinned))

    for turn in range(draw(st.integers(0, 6))):
        if turns:
            picture = (Image(PICTURE),) if draw(st.integers(0, 9)) == 0 else ()
            pinned = draw(st.integers(0, 9)) == 0
            add(Message("user", (Text(draw(_texts)), *picture)), pinned=pinned)
        for call in range(draw(st.integers(0, 2))):
            names = [f"{prefix}{turn}.{call}.{at}" for at in range(draw(st.integers(1, 2)))]
            calls = tuple(ToolCall(name, "look", '{"at": 1}') for name in names)
            add(Message("assistant", (), calls))
            for name in names:
                if draw(st.integers(0, 9)):  # else its result is missing
                    add(Message("tool", (Text(draw(_texts)),), tool_call_id=name))
        if draw(st.integers(0, 9)) == 0:
            add(Message("tool", (Text("late"),), tool_call_id=f"{prefix}nobody"))
        if turns:
            add(Message.say("assistant", draw(_texts)))
    return tuple(entries)


@st.composite
def materials(draw: st.DrawFn) -> Material:
    """Conversations with all kinds of parts."""
    history = draw(_exchanges("h", turns=True))
    ids = [entry.id for entry in history]
    covers = st.lists(st.sampled_from([*ids, "older"]), max_size=4, unique=True).map(tuple)
    return Material(
        question=Entry("question", Message.say("user", draw(_texts))),
        system=tuple(Block(f"y{at}", draw(_texts)) for at in range(draw(st.integers(0, 2)))),
        pinned=tuple(Block(f"b{at}", draw(_texts)) for at in range(draw(st.integers(0, 2)))),
        summaries=tuple(
            Summary(f"s{at}", draw(_texts), draw(covers)) for at in range(draw(st.integers(0, 3)))
        ),
        history=history,
        steps=draw(_exchanges("t", turns=False)),
        passages=tuple(
            Passage(f"p{at}", draw(_texts), f"book {at}", draw(st.integers(-2, 2)))
            for at in range(draw(st.integers(0, 5)))
        ),
    )


_overlong = st.builds(Overlong, _shares, st.sampled_from(["cut_middle", "cut_end", "drop"]))


@st.composite
def _allowances(draw: st.DrawFn) -> Allowance:
    least = draw(st.floats(0, 0.25))
    most = draw(st.floats(least, 1))
    return Allowance(least, most, draw(st.sampled_from([0, 0, 1, 2])), draw(_overlong))


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Policies that refuse nothing by itself."""
    questions = st.builds(Overlong, _shares, st.sampled_from(["cut_middle", "cut_end"]))
    values: dict[str, Any] = {kind: draw(_allowances()) for kind in KINDS}
    return Policy(
        gives_way=tuple(draw(st.permutations(KINDS))),
        question=draw(st.one_of(st.just(Overlong(1.0, "refuse")), questions)),
        **values,
    )


rooms = st.integers(40, 1200).flatmap(
    lambda window: st.builds(Room, st.just(window), st.integers(0, window // 2))
)
