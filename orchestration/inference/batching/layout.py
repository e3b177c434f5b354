"""Where images stand in a prompt.

A model reads an image as rows of numbers in the place of tokens. In a sequence each row has a
number below zero that is made of the image, so that two sequences begin alike when their images
are alike. Rows are counted like tokens; positions, which attention sees, are fewer with some
models: all rows of an image share one moment there, and its width or height follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.inference.batching.native import Piece, Positions, Vectors


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """An image as its model reads it.

    Attributes:
        keys: Numbers below zero, one per row; the same image has the same.
        vectors: What is read, a row for each key.
        places: Positions relative to the image's first: one line, or time, height, width and
            a line of zeros.
        positions: How many positions lie between its first and what follows.
        whole: Whether its rows see each other, so that they are read in one call.
    """

    keys: tuple[int, ...]
    vectors: Vectors
    places: Positions
    positions: int
    whole: bool = False

    def __len__(self) -> int:
        """Return how many rows it has."""
        return len(self.keys)

    @property
    def size(self) -> int:
        """Return how many bytes it takes."""
        return int(self.vectors.nbytes + self.places.nbytes) + 8 * len(self.keys)


Part = tuple[int, ...] | Seen
"""A piece of a prompt: tokens, or an image."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An image and the row where it begins."""

    start: int
    seen: Seen

    @property
    def end(self) -> int:
        """Return the row after its last."""
        return self.start + len(self.seen)

    def piece(self, rows: range, position: int) -> Piece:
        """Return some of its rows.

        Args:
            rows: Of the prompt.
            position: Where the image begins.
        """
        seen = self.seen
        inside = slice(rows.start - self.start, rows.stop - self.start)
        places = seen.places[:, inside] + position
        after = inside.stop
        if len(places) > 1:
            places[-1] = 0
            after = seen.positions if rows.stop == self.end else 0
        return Piece(seen.vectors[inside], places, position + after, seen.whole)


@dataclass(frozen=True, slots=True)
class Layout:
    """The images of a prompt, in order."""

    images: tuple[Placed, ...] = ()

    def image(self, row: int) -> Placed | None:
        """Return the image that a row belongs to."""
        return next((each for each in self.images if each.start <= row < each.end), None)

    def position(self, row: int) -> int:
        """Return the position of a token's row, or where a row's image begins."""
        saved = sum(len(each.seen) - each.seen.positions for each in self.images if each.end <= row)
        inside = self.image(row)
        return (row if inside is None else inside.start) - saved

    def piece(self, rows: range) -> Piece:
        """Return rows of the image that the first of them belongs to.

        Raises:
            ValueError: They do not belong to an image.
        """
        placed = self.image(rows.start)
        if placed is None or rows.stop > placed.end:
            raise ValueError(f"rows {rows.start} to {rows.stop} are not an image's")
        return placed.piece(rows, self.position(placed.start))

    def until(self, row: int, end: int) -> int:
        """Return how far one call may read from a row on: to `end`, an image's edge at most."""
        inside = self.image(row)
        if inside is not None:
            return inside.end if inside.seen.whole else min(end, inside.end)
        return min([end, *(each.start for each in self.images if each.start > row)])

    def floor(self, rows: int, align: int) -> int:
        """Return the longest beginning within `rows` after which reading would go on anyway.

        Calls end at multiples of `align` and at the edges of images; within an image nothing can
        be cut.
        """
        edges = [each.end for each in self.images if each.end <= rows]
        beginning = max([rows - rows % align, *edges])
        inside = self.image(beginning)
        return beginning if inside is None else inside.start


TEXT_ALONE = Layout()


def arrange(parts: Sequence[Part]) -> tuple[list[int], Layout]:
    """Return a prompt's tokens, with the keys of images among them, and where those stand."""
    tokens: list[int] = []
    images: list[Placed] = []
    for part in parts:
        if isinstance(part, Seen):
            images.append(Placed(len(tokens), part))
            tokens += part.keys
        else:
            tokens += part
    return tokens, Layout(tuple(images))
