"""A document's passages as a file, on their way from the limited process to who asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from orchestration.chunking.cut import Cut
from orchestration.chunking.passage import Passage


def write(cut: Cut, path: Path) -> None:
    """Write passages; headings and leads, which many of them share, once.

    Raises:
        OSError: They are longer than the file may be.
    """
    paths: dict[tuple[str, ...], int] = {}
    leads: dict[str, int] = {}
    rows = [
        [
            each.text,
            each.start,
            paths.setdefault(each.path, len(paths)),
            each.page,
            each.section,
            leads.setdefault(each.lead, len(leads)),
            each.tokens,
        ]
        for each in cut.passages
    ]
    known = {"title": cut.title, "pages": cut.pages, "rows": rows}
    path.write_bytes(orjson.dumps(known | {"paths": list(paths), "leads": list(leads)}))


def read(path: Path) -> Cut:
    """Return the passages in a file.

    Raises:
        ValueError: There are none: whoever wrote it was not in its right mind.
    """
    try:
        known = orjson.loads(path.read_bytes())
        title = known["title"]
        paths = [tuple(map(str, each)) for each in known["paths"]]
        leads = list(map(str, known["leads"]))
        passages = tuple(
            _passage(ordinal, row, paths, leads) for ordinal, row in enumerate(known["rows"])
        )
        return Cut(None if title is None else str(title), int(known["pages"]), passages)
    except (IndexError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("These are no passages.") from error


def _passage(
    ordinal: int, row: list[Any], paths: list[tuple[str, ...]], leads: list[str]
) -> Passage:
    said, start, path, page, section, lead, tokens = row
    text = str(said)
    return Passage(
        ordinal=ordinal,
        text=text,
        start=int(start),
        end=int(start) + len(text),
        path=paths[path],
        page=None if page is None else int(page),
        section=int(section),
        lead=leads[lead],
        tokens=int(tokens),
    )
