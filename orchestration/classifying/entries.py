"""One example as files and forms write it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from orchestration.errors import FieldProblem
from orchestration.routing.asked import COMPLEXITIES, CONTENT_TYPES, INTENTS

LONGEST: Final = 4000
"""Characters of one example."""
MOST: Final = 2000
"""Examples of an installation: what is learnt of them grows with the cube of their number."""
CLASSES: Final[dict[str, tuple[str, ...]]] = {
    "intent": INTENTS,
    "content_type": CONTENT_TYPES,
    "complexity": COMPLEXITIES,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A text of which is known what it is about.

    Attributes:
        text: Of at most `LONGEST` characters.
        intent: One of `INTENTS`.
        content_type: One of `CONTENT_TYPES`.
        complexity: One of `COMPLEXITIES`.
        enabled: Whether requests are compared with it.
    """

    text: str
    intent: str
    content_type: str
    complexity: str
    enabled: bool = True

    @property
    def classes(self) -> tuple[str, str, str]:
        """Return its three classes."""
        return self.intent, self.content_type, self.complexity


def problems(entry: Entry, at: str = "") -> Iterator[FieldProblem]:
    """Yield what is wrong with an example; `at` says where it stands."""
    before = f"{at}: " if at else ""
    if not entry.text.strip() or "\x00" in entry.text:
        yield FieldProblem(f"{before}text", "", "An example needs a text.", "Write one.")
    if len(entry.text) > LONGEST:
        text = f"It has {len(entry.text)} characters."
        yield FieldProblem(f"{before}text", "", text, f"Use at most {LONGEST}.")
    for (name, known), value in zip(CLASSES.items(), entry.classes, strict=True):
        if value not in known:
            mend = f"Use one of: {', '.join(known)}."
            yield FieldProblem(f"{before}{name}", value, f"There is no {value!r}.", mend)
