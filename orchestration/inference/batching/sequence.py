"""One generation on its way through the engine."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from orchestration.inference.batching.native import Blob
from orchestration.inference.batching.sampling import Sampler
from orchestration.inference.messages import Fault, GenerateBody
from orchestration.inference.ports import FinishReason, Generation, Timings
from orchestration.inference.text import AnswerText


@dataclass(eq=False, slots=True)
class Sequence:
    """What is known of a request while it is served.

    Attributes:
        number: Of the request.
        body: What was asked.
        arrival: Counts requests; the smaller is the older.
        tokens: The prompt's and those drawn so far.
        prompt: How many of them are the prompt's.
        room: Most tokens that may be drawn.
        sampler: Draws them.
        arrived: When it came, on the monotonic clock; so the other moments.
        fault: What a trial lets happen to it.
        load_ms: How long it waited for its model to be loaded.
        cached: Tokens in the cache of its slot, or in the saved copy of it.
        slot: Where it sits; None while it waits.
        parked: Its cache while it gave way.
        parkings: How often it did.
        borrowed: Tokens of its prompt that somebody else had read.
    """

    number: int
    body: GenerateBody
    arrival: int
    tokens: list[int]
    prompt: int
    room: int
    sampler: Sampler
    arrived: float
    fault: Fault | None = None
    load_ms: float = 0.0
    cached: int = 0
    slot: int | None = None
    parked: Blob | None = None
    parkings: int = 0
    borrowed: int = 0
    text: AnswerText = field(init=False)
    seated_at: float | None = None
    read_at: float | None = None
    first_at: float | None = None

    def __post_init__(self) -> None:
        """Begin an empty answer."""
        self.text = AnswerText(self.body.stop)

    @property
    def priority(self) -> int:
        """A higher number goes first."""
        return self.body.priority

    @property
    def drawn(self) -> int:
        """Tokens drawn so far."""
        return len(self.tokens) - self.prompt

    @property
    def reading(self) -> bool:
        """Whether more than its last token is still to be read."""
        return len(self.tokens) - self.cached > 1

    def draw(self, token: int) -> None:
        """Append a token."""
        self.tokens.append(token)
        if self.first_at is None:
            self.first_at = time.monotonic()

    def generation(self, reason: FinishReason) -> Generation:
        """Return the answer."""
        return Generation(
            text=self.text.finish(),
            finish_reason=reason,
            prompt_tokens=self.prompt,
            completion_tokens=self.drawn,
            seed=self.body.seed,
            timings=self._timings(),
            cached_tokens=self.borrowed,
        )

    def _timings(self) -> Timings:
        now = time.monotonic()
        seated = self.seated_at or now
        read = self.read_at or now
        return Timings(
            queue_ms=_ms(seated - self.arrived - self.load_ms / 1000),
            load_ms=round(self.load_ms, 3),
            prefill_ms=_ms(read - seated),
            decode_ms=_ms(now - read),
            first_token_ms=_ms((self.first_at or now) - self.arrived),
            parkings=self.parkings,
        )


def _ms(seconds: float) -> float:
    return round(max(0.0, seconds) * 1000, 3)
