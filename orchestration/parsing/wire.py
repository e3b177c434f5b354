"""A document as a file, on its way from the limited process to who asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from orchestration.parsing.document import Block, BlockKind, Parsed
from orchestration.parsing.formats import Format


def write(parsed: Parsed, path: Path) -> None:
    """Write a document: its text once, its blocks as places in it.

    Raises:
        OSError: It is longer than the file may be.
    """
    with path.open("wb") as file:
        file.write(
            orjson.dumps(
                {
                    "format": parsed.format,
                    "title": parsed.title,
                    "language": parsed.language,
                    "text": parsed.text,
                    "blocks": [_packed(block) for block in parsed.blocks],
                }
            )
        )


def read(path: Path) -> Parsed:
    """Return the document in a file.

    Raises:
        ValueError: It is none: whoever wrote it was not in its right mind.
    """
    try:
        known = orjson.loads(path.read_bytes())
        text = str(known["text"])
        blocks = tuple(_unpacked(text, each) for each in known["blocks"])
        return Parsed(Format(known["format"]), text, blocks, known["title"], known["language"])
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("This is no document.") from error


def _packed(block: Block) -> list[Any]:
    return [block.kind, block.start, block.end, block.level, block.page, block.lead]


def _unpacked(text: str, packed: list[Any]) -> Block:
    kind, start, end, level, page, lead = packed
    if not 0 <= start <= end <= len(text):
        raise ValueError("A block lies outside of its document.")
    places = None if lead is None else (int(lead[0]), int(lead[1]))
    return Block(BlockKind(kind), text[start:end], start, end, level, page, places)
