"""One answer on its way through the engine, and the answers of one request together."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from orchestration.inference.batching.layout import TEXT_ALONE, Layout
from orchestration.inference.batching.native import Blob
from orchestration.inference.batching.sampling import Draw, Sampler
from orchestration.inference.constraints.automaton import Automaton
from orchestration.inference.messages import Fault, GenerateBody
from orchestration.inference.ports import (
    Choice,
    Delta,
    FinishReason,
    Generation,
    Logprob,
    Timings,
)
from orchestration.inference.text import AnswerText


@dataclass(eq=False, slots=True)
class Answers:
    """What a request has got so far.

    Attributes:
        number: Of the request.
        body: What was asked.
        arrival: Counts requests; the smaller is the older.
        arrived: When it came, on the monotonic clock.
        prompt: Tokens of its prompt.
        left_out: Tokens that were left out of it.
        load_ms: How long it waited for its model to be loaded.
        automaton: Of its grammar, once an answer has begun.
    """

    number: int
    body: GenerateBody
    arrival: int
    arrived: float
    prompt: int
    left_out: int = 0
    load_ms: float = 0.0
    automaton: Automaton | None = None
    sequences: list[Sequence] = field(default_factory=list)

    def generation(self, last: Sequence) -> Generation | None:
        """Return everything once all answers are finished; `last` is the one that just was."""
        if any(each.reason is None for each in self.sequences):
            return None
        first = self.sequences[0]
        return Generation(
            choices=tuple(each.choice_made() for each in self.sequences),
            prompt_tokens=self.prompt,
            timings=last.timings(),
            cached_tokens=first.borrowed,
            left_out=self.left_out,
            resumed_tokens=sum(each.resumed for each in self.sequences),
        )


@dataclass(eq=False, slots=True)
class Sequence:
    """One answer that is being drawn.

    Attributes:
        answers: Of the request that it belongs to.
        choice: Which of them it is.
        tokens: The prompt's, with the keys of its images, and those drawn so far.
        room: Most tokens that may be drawn.
        sampler: Draws them.
        layout: The images of its prompt.
        fault: What a trial lets happen to it.
        cached: Tokens in the cache of its slot, or in the saved copy of it.
        slot: Where it sits; None while it waits.
        parked: Its cache while it gave way.
        parkings: How often it did.
        borrowed: Tokens of its prompt that somebody else had read.
        sought: Whether such a beginning was looked for.
        resumed: Tokens that an earlier attempt had drawn.
        reason: Why it ended; None while it goes on.
    """

    answers: Answers
    choice: int
    tokens: list[int]
    room: int
    sampler: Sampler
    layout: Layout = TEXT_ALONE
    fault: Fault | None = None
    cached: int = 0
    slot: int | None = None
    parked: Blob | None = None
    parkings: int = 0
    borrowed: int = 0
    sought: bool = False
    resumed: int = 0
    reason: FinishReason | None = None
    logprobs: list[Logprob] = field(default_factory=list)
    text: AnswerText = field(init=False)
    seated_at: float | None = None
    read_at: float | None = None
    first_at: float | None = None
    _told_tokens: int = 0
    _told_text: int = 0

    def __post_init__(self) -> None:
        """Begin an empty answer."""
        self.text = AnswerText(self.answers.body.stop)

    @property
    def number(self) -> int:
        """Return the request's number."""
        return self.answers.number

    @property
    def priority(self) -> int:
        """A higher number goes first."""
        return self.answers.body.priority

    @property
    def arrival(self) -> int:
        """Count requests; the smaller is the older."""
        return self.answers.arrival

    @property
    def prompt(self) -> int:
        """Return how many of the tokens are the prompt's."""
        return self.answers.prompt

    @property
    def drawn(self) -> int:
        """Tokens of the answer so far."""
        return len(self.tokens) - self.prompt

    @property
    def reading(self) -> bool:
        """Whether more than its last token is still to be read."""
        return len(self.tokens) - self.cached > 1

    @property
    def untold(self) -> bool:
        """Whether there are tokens that no delta had."""
        return self.drawn > self._told_tokens

    @property
    def silent(self) -> bool:
        """Whether nothing new was told yet."""
        return self._told_tokens <= self.resumed

    def take(self, token: int, raw: bytes, *, ends: bool) -> None:
        """Append a token; its answer may end with it."""
        self.tokens.append(token)
        if ends or self.text.add(raw):
            self.reason = "stop"
        elif self.drawn >= self.room:
            self.reason = "length"

    def draw(self, draw: Draw, raw: bytes, *, ends: bool) -> None:
        """Append a token that was drawn now."""
        if self.first_at is None:
            self.first_at = time.monotonic()
        if draw.logprob is not None:
            self.logprobs.append(draw.logprob)
        self.take(draw.token, raw, ends=ends)

    def resume(self) -> None:
        """Take what there is as told: an earlier attempt did."""
        self.resumed = self._told_tokens = self.drawn
        self._told_text = self.text.settled()

    def delta(self) -> Delta:
        """Return what came since the last one."""
        if self.reason is not None:
            self.text.finish()
        start, text = self._told_tokens, self._told_text
        self._told_tokens = self.drawn
        self._told_text = len(self.text.text) if self.reason is not None else self.text.settled()
        return Delta(
            choice=self.choice,
            start=start,
            tokens=tuple(self.tokens[self.prompt + start :]),
            text=self.text.text[text : self._told_text],
            logprobs=tuple(self.logprobs[max(0, start - self.resumed) :]),
        )

    def choice_made(self) -> Choice:
        """Return the finished answer."""
        return Choice(
            text=self.text.finish(),
            finish_reason=self.reason or "length",
            tokens=tuple(self.tokens[self.prompt :]),
            seed=self.answers.body.seed + self.choice,
            logprobs=tuple(self.logprobs),
        )

    def timings(self) -> Timings:
        """Return where the time went."""
        now = time.monotonic()
        answers = self.answers
        seated = self.seated_at or now
        read = self.read_at or now
        drawing = now - read
        return Timings(
            queue_ms=_ms(seated - answers.arrived - answers.load_ms / 1000),
            load_ms=round(answers.load_ms, 3),
            prefill_ms=_ms(read - seated),
            decode_ms=_ms(drawing),
            first_token_ms=_ms((self.first_at or now) - answers.arrived),
            parkings=sum(each.parkings for each in answers.sequences),
            tokens_per_second=round((self.drawn - self.resumed) / drawing, 1) if drawing else 0.0,
        )


def _ms(seconds: float) -> float:
    return round(max(0.0, seconds) * 1000, 3)
