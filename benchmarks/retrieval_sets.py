"""Collections with judgements: entries, queries, and how well each entry answers which query."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

OURS = Path(__file__).resolve().parent / "collections"


@dataclass(frozen=True)
class Entry:
    """What may be found; what a collection does not say is empty.

    Attributes:
        source: The page or conversation that it is a part of; its entries stand in order.
        user, session: Whose it is.
    """

    id: str
    text: str
    title: str = ""
    source: str = ""
    user: str = ""
    session: str = ""
    speaker: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Query:
    """What is asked.

    Attributes:
        grades: How well entries answer it, by their ids; 0 for all others.
        user: In whose entries it is asked; empty for all.
        kind: What kind of query it is.
    """

    text: str
    grades: Mapping[str, int]
    user: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Collection:
    """Entries and queries with judgements."""

    name: str
    entries: Sequence[Entry] = field(repr=False)
    queries: Sequence[Query] = field(repr=False)


def collections(folder: Path) -> list[Collection]:
    """Return the collections of a folder, by name; see its README for the format."""
    return [_read(each.parent) for each in sorted(folder.glob("*/queries.jsonl"))]


def _read(folder: Path) -> Collection:
    entries = [
        Entry(**{**row, "at": datetime.fromisoformat(row["at"]).replace(tzinfo=UTC)})
        if "at" in row
        else Entry(**row)
        for row in _lines(folder / "entries.jsonl")
    ]
    queries = [
        Query(row["text"], row["grades"], row.get("user", ""), row.get("kind", ""))
        for row in _lines(folder / "queries.jsonl")
    ]
    return Collection(folder.name, entries, queries)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def cranfield(folder: Path) -> Collection:
    """Return the Cranfield collection from a folder with its three usual files.

    The n-th query of the file has number n in the judgements, whatever number it carries. Grade 1
    is the best and 4 the weakest there; all others say that an abstract does not answer.
    """
    entries = []
    for number, record in _records(folder / "cran.all.1400"):
        fields = _fields(record)
        if fields["W"]:  # of two there is nothing but the number
            entries.append(Entry(number, fields["W"], title=fields["T"]))
    grades: dict[int, dict[str, int]] = defaultdict(dict)
    for line in (folder / "cranqrel").read_text().splitlines():
        query, entry, grade = line.split()
        if 1 <= int(grade) <= 4:
            grades[int(query)][entry] = 5 - int(grade)
    queries = [
        Query(_fields(record)["W"], grades[at])
        for at, (_, record) in enumerate(_records(folder / "cran.qry"), start=1)
    ]
    return Collection("cranfield", entries, queries)


def _records(path: Path) -> Iterator[tuple[str, str]]:
    for each in re.split(r"^\.I ", path.read_text(), flags=re.MULTILINE)[1:]:
        number, _, record = each.partition("\n")
        yield number.strip(), record


def _fields(record: str) -> dict[str, str]:
    """Return a record's fields by their letters, with single spaces."""
    parts = re.split(r"^\.([TABW])$", record, flags=re.MULTILINE)[1:]
    return {
        letter: " ".join(text.split()) for letter, text in zip(parts[::2], parts[1::2], strict=True)
    }
