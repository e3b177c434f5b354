"""How much room there is."""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.context.errors import InvalidContext


@dataclass(frozen=True, slots=True)
class Room:
    """A model's window and what of it is left for the answer, in tokens.

    Attributes:
        window: The model's context length.
        reserve: Kept free for the answer.

    Raises:
        InvalidContext: Nothing is left for messages.
    """

    window: int
    reserve: int = 0

    def __post_init__(self) -> None:
        """Check it."""
        if self.window < 1:
            raise InvalidContext(
                "A window has one token at least.",
                field="window",
                value=self.window,
                mend="Use the model's context length.",
            )
        if not 0 <= self.reserve < self.window:
            raise InvalidContext(
                f"Of a window of {self.window} tokens, {self.reserve} cannot be reserved.",
                field="reserve",
                value=self.reserve,
                mend=f"Reserve 0 to {self.window - 1} tokens for the answer.",
            )

    @property
    def budget(self) -> int:
        """Return the tokens that messages may have."""
        return self.window - self.reserve
