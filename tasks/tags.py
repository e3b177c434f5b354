"""Tags: short texts by which tasks are found, counted and heard of."""

from collections.abc import Iterable
from typing import Final

MOST_TAGS: Final = 20
LONGEST_TAG: Final = 64
"""Characters, as the column has them."""
MEND_TAGS: Final = f"Send a list of at most {MOST_TAGS} texts of 1 to {LONGEST_TAG} characters."


def storable(text: str) -> bool:
    """Return whether Postgres takes a text: no NUL, no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def as_tags(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the tags that texts are, each once, in their order.

    Raises:
        ValueError: They are too many, or one cannot be a tag.
    """
    found = tuple(dict.fromkeys(texts))
    if len(found) > MOST_TAGS:
        raise ValueError(f"there are at most {MOST_TAGS} tags")
    if not all(0 < len(each) <= LONGEST_TAG and storable(each) for each in found):
        raise ValueError(f"each tag is text of 1 to {LONGEST_TAG} characters")
    return found
