"""All frames of each split, and what stands around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tools.bundled_model.grammar import words
from tools.bundled_model.jobs.extraction.frame import Frame, frames
from tools.bundled_model.sample import Split
from tools.bundled_model.words.extraction import (
    commerce,
    contrasts,
    daily_more,
    deals,
    deals_more,
    details,
    everyday,
    fillers,
    messages,
    news_more,
    office,
    passages,
    people_apart,
    records,
    services,
    trades,
    travel,
    unusual,
)
from tools.bundled_model.words.split import side


@dataclass(frozen=True, slots=True)
class Fillers:
    """Sentences before and behind a text."""

    before: tuple[str, ...]
    after: tuple[str, ...]


_ALL: Final = frames(
    deals.SENTENCES,
    deals_more.SENTENCES,
    commerce.SENTENCES,
    office.SENTENCES,
    travel.SENTENCES,
    everyday.SENTENCES,
    daily_more.SENTENCES,
    unusual.SENTENCES,
    contrasts.SENTENCES,
    people_apart.SENTENCES,
    messages.SENTENCES,
    records.SENTENCES,
    services.SENTENCES,
    news_more.SENTENCES,
    trades.SENTENCES,
    passages.SENTENCES,
    details.SENTENCES,
)
FRAMES: Final[Mapping[Split, tuple[Frame, ...]]] = {
    split: tuple(each for each in _ALL if side(each.text) is split) for split in Split
}
"""A frame's side is drawn by its checksum, so nobody chose which ones the model is judged by."""
FILLERS: Final[Mapping[Split, Fillers]] = {
    Split.TRAIN: Fillers(words(fillers.BEFORE), words(fillers.AFTER)),
    Split.HELD_OUT: Fillers(words(fillers.BEFORE_HELD_OUT), words(fillers.AFTER_HELD_OUT)),
}
